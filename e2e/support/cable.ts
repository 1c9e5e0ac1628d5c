// Owns a network cable between a page and a hub that can be pulled and put back: while it is out, bytes go nowhere and nobody is
// told, as it is with a real one. Knows nothing of what passes through it.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Cable = {
  readonly url: string
  pull(): void
  /** Connections from before are dead; new ones come through. */
  putBack(): void
  close(): Promise<void>
}

export async function createCable(hubPort: number): Promise<Cable> {
  const open = new Set<Socket>()
  let isOut = false
  const drop = (): void => {
    for (const socket of open) socket.destroy()
  }
  const server = createServer((page) => {
    open.add(page)
    // The other end closes, or the hub is killed: the page sees it close.
    page.on('error', () => undefined)
    page.on('close', () => open.delete(page))
    // Nobody answers, and nobody refuses.
    if (isOut) return
    const hub = connect(hubPort, '127.0.0.1')
    open.add(hub)
    hub.on('error', () => undefined)
    hub.on('close', () => {
      open.delete(hub)
      if (!isOut) page.destroy()
    })
    page.on('close', () => hub.destroy())
    page.on('data', (chunk) => {
      if (!isOut) hub.write(chunk)
    })
    hub.on('data', (chunk) => {
      if (!isOut) page.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    pull() {
      isOut = true
    },
    putBack() {
      isOut = false
      drop()
    },
    async close() {
      drop()
      server.close()
      await once(server, 'close')
    },
  }
}
