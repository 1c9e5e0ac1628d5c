// Owns a wire tap between a device and a hub: bytes pass as they are (unless it is told to cut), and every
// acknowledgement of the hub is noted as it stands on the wire. Knows nothing of Socket.IO but the text of an answer.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Tapped = { readonly epoch: string; readonly through: number; readonly recorded: boolean }
export type AckTap = {
  readonly url: string
  /** Every "accepted" that passed, in order. */
  readonly acks: readonly Tapped[]
  /** Calls at the very moment of the hub's next acknowledgement, and keeps it and what follows from the device. */
  swallowNext(run: () => void): void
  close(): Promise<void>
}

/** Longer than any one entry of an answer, which may be split over two chunks. */
const CARRIED = 400
const ACCEPTED = /"epoch":"([^"]+)","through":(\d+),"recorded":(true|false)/g

export async function ackTap(hubPort: number): Promise<AckTap> {
  const acks: Tapped[] = []
  const open = new Set<Socket>()
  let swallow: (() => void) | undefined
  const server = createServer((device) => {
    const hub = connect(hubPort, '127.0.0.1')
    let carried = ''
    for (const socket of [device, hub]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => {
        open.delete(socket)
        device.destroy()
        hub.destroy()
      })
      // A killed hub ends connections with an error; the other side sees it close.
      socket.on('error', () => undefined)
    }
    device.pipe(hub)
    hub.on('data', (chunk: Buffer) => {
      const text = carried + chunk.toString('latin1')
      let end = 0
      for (const found of text.matchAll(ACCEPTED)) {
        acks.push({ epoch: found[1] ?? '', through: Number(found[2]), recorded: found[3] === 'true' })
        end = found.index + found[0].length
      }
      carried = text.slice(Math.max(end, text.length - CARRIED))
      if (swallow !== undefined && end > 0) {
        swallow()
        swallow = undefined
        device.destroy()
      } else device.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    acks,
    swallowNext(run) {
      swallow = run
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
