// Owns what our hub is measured against: a bare Socket.IO relay with acknowledgements doing the same fan-out.
// BENCH_RELAY=naive adds the obvious way to keep the facts: one synchronous, durable INSERT each, on the main thread.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { Server } from 'socket.io'
import type { ChildRequest, ChildSample } from './protocol.ts'

const naive = process.env['BENCH_RELAY'] === 'naive'
const db = naive ? new Database(join(process.env['BENCH_DIR'] ?? '.', 'naive.db')) : undefined
db?.pragma('journal_mode = WAL')
db?.pragma('synchronous = FULL')
db?.exec('create table record (session text, seq integer, line text, primary key (session, seq)) strict')
const insert = db?.prepare('insert into record values (?, ?, ?)')

const httpServer = createServer()
const io = new Server(httpServer, { transports: ['websocket'], perMessageDeflate: false })
const seqs = new Map<string, number>()
io.on('connection', (socket) => {
  socket.on('follow', (session: string, ack: () => void) => {
    void socket.join(session)
    ack()
  })
  socket.on('report', (message: { reports: { deviceId: string }[] }, ack: (answer: unknown) => void) => {
    for (const report of message.reports) {
      const seq = (seqs.get(report.deviceId) ?? 0) + 1
      seqs.set(report.deviceId, seq)
      const line = JSON.stringify({ ...report, seq })
      insert?.run(report.deviceId, seq, line)
      io.to(report.deviceId).emit('tail:records', {
        stream: report.deviceId,
        fromSeq: seq,
        lines: [line],
        head: seq,
      })
    }
    ack({ ok: true })
  })
})
await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const cpu = (): number => process.cpuUsage().user + process.cpuUsage().system
let from = { cpu: cpu(), at: performance.now() }
process.on('message', (message: ChildRequest) => {
  if (message === 'stop') process.exit(0)
  if (message === 'reset') {
    delay.reset()
    from = { cpu: cpu(), at: performance.now() }
    process.send?.({ kind: 'reset' })
    return
  }
  const sample: ChildSample = {
    kind: 'sample',
    seconds: (performance.now() - from.at) / 1000,
    cpuMs: (cpu() - from.cpu) / 1000,
    mainThreadMs: (cpu() - from.cpu) / 1000,
    rssBytes: process.memoryUsage.rss(),
    writtenBytes: 0,
    loopDelayP99Ms: delay.percentile(99) / 1e6,
    loopDelayMaxMs: delay.max / 1e6,
    keptPerRecordBytes: Number.NaN,
  }
  process.send?.(sample)
})
process.send?.({
  kind: 'ready',
  url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
  tokens: [],
  sessionIds: [],
  cookie: '',
})
