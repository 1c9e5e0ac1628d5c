// Owns a hub small enough to break on purpose, for the tests of the device side: it keeps reports in memory with the
// acceptance rules of docs/PROTOCOL.md. Never used by a program.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  Hello,
  HelloAck,
  InfusionState,
  RefusedReport,
  ReportAck,
} from '@chairside/shared/protocol/devices.ts'
import type { Report } from '@chairside/shared/record/report.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { Server, type Socket } from 'socket.io'

export type FakeHubSettings = {
  readonly nowMs: () => number
  readonly rate?: number
  readonly port?: number
  /** What was on disk when the last one died. */
  readonly disk?: FakeDisk
  readonly incarnation?: string
}
export type FakeDisk = { readonly reports: Report[]; readonly cursors: Map<string, number> }
export type FakeHub = {
  readonly url: string
  readonly port: number
  readonly disk: FakeDisk
  readonly hellos: Hello[]
  readonly messages: { sentAtMs: number; reports: Report[] }[]
  readonly byes: string[][]
  /** How many messages were being answered at once, at most. */
  mostAtOnce(): number
  /** Decides about the next message before it is looked at; return an answer to give it, or undefined to go on. */
  onMessage(decide: (reports: readonly Report[]) => ReportAck | 'die' | 'silent' | undefined): void
  /** Commits, then dies without answering. */
  dieAfterCommit(): void
  refuseHello(error: Refusal | undefined): void
  refuseDoor(error: Refusal | undefined): void
  /** A report with this number is refused for good (it is counted through). */
  refuseReport(is: (report: Report) => Refusal | undefined): void
  mark(): void
  order(deviceId: string, orderId: string): void
  infusion(state: InfusionState): void
  closing(why: Refusal): void
  /** Cuts every connection at once, like kill -9. */
  die(): Promise<void>
}

const key = (report: { deviceId: string; epoch: string }) => `${report.deviceId}/${report.epoch}`

export async function startFakeHub(settings: FakeHubSettings): Promise<FakeHub> {
  const server = createServer()
  const io = new Server(server, { transports: ['websocket'], serveClient: false })
  const door = io.of('/devices')
  const disk: FakeDisk = settings.disk ?? { reports: [], cursors: new Map() }
  const hellos: Hello[] = []
  const messages: { sentAtMs: number; reports: Report[] }[] = []
  const byes: string[][] = []
  let decide: Parameters<FakeHub['onMessage']>[0] = () => undefined
  let refusesReport: Parameters<FakeHub['refuseReport']>[0] = () => undefined
  let helloError: Refusal | undefined
  let doorError: Refusal | undefined
  let dieNext = false
  let atOnce = 0
  let mostAtOnce = 0
  let dead: Promise<void> | undefined
  const hub = () => ({
    incarnation: (settings.incarnation ?? 'inc-1') as never,
    hubAtMs: settings.nowMs() as never,
    rate: settings.rate ?? 1,
    protocol: 1,
    build: 'fake',
  })
  const die = (): Promise<void> => {
    dead ??= new Promise((resolve) => {
      for (const socket of io.of('/devices').sockets.values()) socket.conn.transport.close()
      server.closeAllConnections()
      void io.close(() => resolve())
    })
    return dead
  }

  door.use((socket, next) => {
    const { protocol, token } = socket.handshake.auth
    if (doorError !== undefined || protocol !== 1 || typeof token !== 'string') {
      const error = new Error('refused') as Error & { data: Refusal }
      error.data = doorError ?? { code: 'protocol-version', message: 'no' }
      next(error)
    } else next()
  })

  const take = (reports: readonly Report[]): ReportAck => {
    const refused: RefusedReport[] = []
    const touched = new Map<string, Report>()
    for (const report of reports) {
      const id = key(report)
      touched.set(id, report)
      const cursor = disk.cursors.get(id)
      if (cursor !== undefined && report.seq <= cursor) continue
      if (cursor !== undefined && report.seq > cursor + 1) {
        const message = `Report ${report.seq} came before ${cursor + 1}.`
        refused.push({ ...pick(report), code: 'sequence-gap', message })
        continue
      }
      disk.cursors.set(id, report.seq)
      const refusal = refusesReport(report)
      if (refusal === undefined) disk.reports.push(report)
      else refused.push({ ...pick(report), ...refusal })
    }
    return {
      ok: true,
      accepted: [...touched.values()].map((report) => ({
        deviceId: report.deviceId,
        epoch: report.epoch,
        through: disk.cursors.get(key(report)) ?? 0,
        recorded: true,
      })),
      refused,
    }
  }
  const pick = ({ deviceId, epoch, seq }: Report) => ({ deviceId, epoch, seq })

  door.on('connection', (socket: Socket) => {
    let greeted = false
    socket.on('hello', (message: Hello, ack: (answer: HelloAck) => void) => {
      if (helloError !== undefined) {
        ack({ ok: false, error: helloError })
        return
      }
      greeted = true
      hellos.push(message)
      ack({
        ok: true,
        hub: hub(),
        devices: message.devices.map((device) => ({
          deviceId: device.deviceId,
          roomId: 'room-1' as never,
          acceptedThrough: disk.cursors.get(key(device)) ?? 0,
        })),
      })
    })
    socket.on(
      'report',
      (message: { sentAtMs: number; reports: Report[] }, ack: (answer: ReportAck) => void) => {
        atOnce += 1
        mostAtOnce = Math.max(mostAtOnce, atOnce)
        const decision = greeted
          ? decide(message.reports)
          : ({ ok: false, error: { code: 'hello-first', message: 'Say hello first.' } } as const)
        if (decision === 'die') void die()
        if (decision === 'die' || decision === 'silent') return
        messages.push(message)
        const answer = decision ?? take(message.reports)
        if (dieNext) {
          void die()
          return
        }
        // Answers a turn later, so that a device that does not wait would be seen.
        setImmediate(() => {
          atOnce -= 1
          ack(answer)
        })
      },
    )
    socket.on('bye', ({ deviceIds }: { deviceIds: string[] }, ack: (answer: { ok: boolean }) => void) => {
      byes.push(deviceIds)
      ack({ ok: true })
    })
  })

  await new Promise<void>((resolve) => server.listen(settings.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    disk,
    hellos,
    messages,
    byes,
    mostAtOnce: () => mostAtOnce,
    onMessage(next) {
      decide = next
    },
    dieAfterCommit() {
      dieNext = true
    },
    refuseHello(error) {
      helloError = error
    },
    refuseDoor(error) {
      doorError = error
    },
    refuseReport(is) {
      refusesReport = is
    },
    mark: () => void door.emit('mark', hub()),
    order: (deviceId, orderId) => void door.emit('cuff:order', { deviceId, orderId }),
    infusion: (state) => void door.emit('infusion:state', state),
    closing: (why) => void door.emit('closing', why),
    die,
  }
}
