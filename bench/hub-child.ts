// Owns the hub under measurement: a real one in a process of its own, with rooms, devices and sessions made before the clock
// starts. Answers "sample" with what it has used since the last "reset".
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { CommandId, EpochMs, RoomId } from '@chairside/shared/ids.ts'
import Database from 'better-sqlite3'
import { pino } from 'pino'
import { composeHub } from '../server/compose.ts'
import { readConfig } from '../server/config.ts'
import { createInlineLog } from '../server/log/inline-log.ts'
import { openWorkerLog } from '../server/log/worker-log.ts'
import { hashOfSecret, newDeviceToken } from '../server/store/secrets.ts'
import { openStore } from '../server/store/store.ts'
import { createSystemClock } from '../server/system-clock.ts'
import type { ChildRequest, ChildSample, HubChildSettings } from './protocol.ts'

const settings = JSON.parse(process.env['BENCH_HUB'] ?? '{}') as HubChildSettings
const logger = pino({ level: 'error' })
const open = settings.inline ? createInlineLog : openWorkerLog
const log = await open({
  dir: settings.dir,
  reserveBytes: 1_048_576,
  warnBytes: 1,
  noNewSessionsBytes: 0,
  commitHoldMs: settings.commitHoldMs,
  onFatal: (error) => {
    throw error
  },
})
const clock = createSystemClock({ rate: { kind: 'real' }, notBeforeMs: log.status.lastAtMs })
const opened = await openStore({
  file: join(settings.dir, 'store.db'),
  kind: 'clinic',
  nowMs: clock.nowMs,
  report: (error) => logger.error({ err: error }),
})
if (!opened.ok) throw new Error(opened.error.message)
const store = opened.value

const sure = <T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
const tokens: { token: string; deviceIds: string[] }[] = []
const roomIds: RoomId[] = []
/** Put in beside the store's own checks, which look through all rooms for each new one: thousands of them take minutes. */
function seed(): void {
  const db = new Database(join(settings.dir, 'store.db'))
  const room = db.prepare('insert into room values (?, ?, ?, ?, 0)')
  const device = db.prepare(
    `insert into device ("deviceId", "name", "kind", "roomId", "disabled", "createdAtMs") values (?, ?, 'monitor', ?, 0, 0)`,
  )
  const token = db.prepare('insert into deviceToken values (?, ?, ?, 0, null)')
  const pair = db.prepare('insert into tokenDevice values (?, ?)')
  db.transaction(() => {
    for (let group = 0; group < settings.sessions; group += settings.devicesPerToken) {
      const secret = newDeviceToken()
      token.run(`token-${group}`, hashOfSecret(secret), 'bench')
      const deviceIds: string[] = []
      for (let at = group; at < Math.min(settings.sessions, group + settings.devicesPerToken); at += 1) {
        room.run(`room-${at}`, `Room ${at}`, `room ${at}`, at)
        device.run(`bench-${at}`, `Monitor ${at}`, `room-${at}`)
        pair.run(`token-${group}`, `bench-${at}`)
        roomIds.push(`room-${at}` as RoomId)
        deviceIds.push(`bench-${at}`)
      }
      tokens.push({ token: secret, deviceIds })
    }
  })()
  db.close()
}
seed()
const person = sure(
  await store.people.add({ name: 'Bench Nurse', role: 'nurse', password: 'a password for a bench' }),
)
const by = { personId: person.personId, name: person.name, role: 'nurse' as const }
const { secret } = await store.signIns.begin(by)

const httpServer = createServer()
const config = readConfig({ DATA_DIR: settings.dir, PORT: '0', CHECK_IN: 'none' }, 'UTC')
const hub = await composeHub({ httpServer, config: sure(config), store, log, clock, logger, build: 'bench' })
const sessionIds: string[] = []
const openOne = async (roomId: RoomId, at: number): Promise<void> => {
  const body = { type: 'session.open' as const, roomId, patientCode: `B-${at}`, includeHeld: false }
  const command = {
    commandId: randomUUID().replaceAll('-', '') as CommandId,
    basedOnSeq: 0,
    pressedAtHubMs: clock.nowMs() as EpochMs,
    body,
  }
  sessionIds[at] = sure(await hub.registry.open(command, body, { by })).sessionId
}
const AT_ONCE = 250
for (let from = 0; from < roomIds.length; from += AT_ONCE)
  await Promise.all(roomIds.slice(from, from + AT_ONCE).map((roomId, at) => openOne(roomId, from + at)))
await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const written = (): number =>
  Number(/write_bytes: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? 0)
const threadCpu = (): number => {
  const { user, system } = process.threadCpuUsage()
  return user + system
}
const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}
let from = { cpu: cpu(), thread: threadCpu(), written: 0, at: performance.now() }

/** Bytes kept for good per record: sealed bodies and their rows, from the file itself; a session's opening is not a rate. */
function keptPerRecord(): number {
  const db = new Database(join(settings.dir, 'log.db'), { readonly: true })
  try {
    const row = db
      .prepare(
        'select sum(length(body)) + 120 * count(*) as bytes, sum(last - first + 1) as records from segment where first > 1',
      )
      .get() as {
      bytes: number | null
      records: number | null
    }
    return row.bytes === null || row.records === null ? Number.NaN : row.bytes / row.records
  } finally {
    db.close()
  }
}

process.on('message', (message: ChildRequest) => {
  if (message === 'reset') {
    delay.reset()
    from = { cpu: cpu(), thread: threadCpu(), written: written(), at: performance.now() }
    process.send?.({ kind: 'reset' })
    return
  }
  if (message === 'stop') {
    hub.stop('the bench is over').then(
      () => process.exit(0),
      () => process.exit(1),
    )
    return
  }
  const seconds = (performance.now() - from.at) / 1000
  const sample: ChildSample = {
    kind: 'sample',
    seconds,
    cpuMs: (cpu() - from.cpu) / 1000,
    mainThreadMs: (threadCpu() - from.thread) / 1000,
    rssBytes: process.memoryUsage.rss(),
    writtenBytes: written() - from.written,
    loopDelayP99Ms: delay.percentile(99) / 1e6,
    loopDelayMaxMs: delay.max / 1e6,
    keptPerRecordBytes: keptPerRecord(),
  }
  process.send?.(sample)
})
process.send?.({
  kind: 'ready',
  url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
  tokens,
  sessionIds,
  cookie: `chairside_signin=${secret}`,
})
