// Owns the clinic under the screen benches: hub, doors and pages of the product on a log in memory, one room with a monitor
// and a session, and a clock that is moved by hand or by real time. Never opens a browser.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CommandId, EpochMs, SessionId } from '@chairside/shared/ids.ts'
import { sessionStream } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { Result } from '@chairside/shared/result.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { composeHub } from '../../server/compose.ts'
import { readConfig } from '../../server/config.ts'
import { createMemoryLog } from '../../server/log/memory-log.ts'
import { openStore } from '../../server/store/store.ts'
import { type CuffOf, cuffAt, type SecondOf } from './series.ts'

const SECOND_MS = 1_000
/** Real milliseconds between moves of the clock while it follows real time. */
const TICK_MS = 20
/** Longer than any bench in hub time: a sign-in that ends is not what is measured. */
const SIGNED_IN_MS = 7 * 86_400_000
const PLAN = { drug: 'Ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
const RATE_ML_PER_HR = 52.5

export type Clinic = {
  readonly url: string
  readonly roomId: string
  readonly sessionId: SessionId
  readonly cookie: string
  /** Lets these seconds of the series pass as fast as the hub takes them. @returns hub time then */
  pass(seconds: number): Promise<number>
  /** From now on hub time is real time and the monitor reports once a second. */
  live(): void
  cuff(reading: CuffOf): Promise<void>
  act(body: 'start' | 'stop' | 'close'): Promise<void>
  /** Records in the session's log. */
  head(): Promise<number>
  stop(): Promise<void>
}

const sure = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
const measured = (value: number) => ({ status: 'measured' as const, value })

/** @param startMs hub time at which the session opens */
export async function createClinic(startMs: number, seconds: readonly SecondOf[]): Promise<Clinic> {
  const clock = createSteppedClock(startMs)
  const log = createMemoryLog()
  const logger = pino({ level: process.env['BENCH_LOG'] ?? 'error' })
  const report = (error: unknown): void => logger.error({ err: error })
  const store = sure(
    await openStore({
      file: ':memory:',
      kind: 'clinic',
      nowMs: clock.nowMs,
      report,
      signInTimes: { idleMs: SIGNED_IN_MS, maxMs: SIGNED_IN_MS, rate: 1 },
    }),
  )
  const room = sure(await store.rooms.add({ name: 'Room 1', roomId: 'room-1' }))
  const password = 'a password for a bench'
  const person = sure(await store.people.add({ name: 'Bench Nurse', role: 'nurse', password }))
  const by = { personId: person.personId, name: person.name, role: 'nurse' as const }
  const { secret } = await store.signIns.begin(by)
  const { deviceId } = sure(
    await store.devices.add({ name: 'Monitor', kind: 'monitor', roomId: room.roomId }),
  )
  const { token } = sure(await store.devices.issueToken([deviceId], 'bench'))

  const httpServer = createServer()
  const config = sure(readConfig({ CHECK_IN: 'none' }, 'Europe/Oslo'))
  const hub = await composeHub({ httpServer, config, store, log, clock, logger, build: 'bench' })
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`

  const commandOf = (body: CommandBody, basedOnSeq = 0) => ({
    commandId: randomUUID().replaceAll('-', '') as CommandId,
    basedOnSeq,
    pressedAtHubMs: clock.nowMs() as EpochMs,
    body,
  })
  const opening = {
    type: 'session.open' as const,
    roomId: room.roomId,
    patientCode: 'K-0417',
    includeHeld: false,
  }
  const { sessionId } = sure(await hub.registry.open(commandOf(opening), opening, { by }))

  const socket: Socket = io(`${url}/devices`, {
    transports: ['websocket'],
    auth: { protocol: 1, token },
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('connect_error', reject)
  })
  const signals = ['heartRate', 'spo2', 'bloodPressure']
  const everyMs = { heartRate: SECOND_MS, spo2: SECOND_MS }
  await socket.emitWithAck('hello', {
    sentAtMs: clock.nowMs(),
    devices: [{ deviceId, epoch: 'e1', signals, everyMs, takesCuffOrders: false }],
  })

  let seq = 0
  const sendNow = async (reports: readonly object[]): Promise<void> => {
    const numbered = reports.map((each) => {
      seq += 1
      return { deviceId, epoch: 'e1', seq, ...each }
    })
    const ack = await socket.emitWithAck('report', { sentAtMs: clock.nowMs(), reports: numbered })
    if (ack.ok !== true || (ack.refused?.length ?? 0) > 0)
      throw new Error(`The hub refused a report of the bench: ${JSON.stringify(ack)}`)
  }
  /** One message at a time, as the hub wants it. */
  let sending: Promise<void> = Promise.resolve()
  const send = (...reports: object[]): Promise<void> => {
    sending = sending.then(() => sendNow(reports))
    return sending
  }
  const cuffReport = ({ systolic, diastolic, mean }: CuffOf) => ({
    kind: 'bloodPressure',
    measuredAtMs: clock.nowMs(),
    result: { status: 'measured', systolic, diastolic, mean },
  })
  let second = 0
  const sayOneSecond = (): Promise<void> => {
    const said = seconds[second % seconds.length]
    const cuff = cuffAt(second)
    second += 1
    if (said === undefined) throw new Error('the series is empty')
    const vitals = {
      kind: 'vitals',
      measuredAtMs: clock.nowMs(),
      readings: { heartRate: measured(said.heartRate), spo2: measured(said.spo2) },
    }
    return cuff === undefined ? send(vitals) : send(vitals, cuffReport(cuff))
  }

  let ticking: NodeJS.Timeout | undefined
  return {
    url,
    roomId: room.roomId,
    sessionId,
    cookie: `chairside_signin=${secret}`,
    async pass(count) {
      for (let at = 0; at < count; at += 1) {
        clock.move(SECOND_MS)
        await sayOneSecond()
      }
      return clock.nowMs()
    },
    live() {
      const from = { hubMs: clock.nowMs() as number, monoMs: performance.now() }
      let nextMs = from.hubMs + SECOND_MS
      ticking = setInterval(() => {
        clock.moveTo(from.hubMs + Math.round(performance.now() - from.monoMs))
        if (clock.nowMs() < nextMs) return
        nextMs += SECOND_MS
        sayOneSecond().catch((error: unknown) => {
          throw error
        })
      }, TICK_MS)
    },
    cuff: (reading) => send(cuffReport(reading)),
    async act(what) {
      const body: CommandBody =
        what === 'start'
          ? { type: 'infusion.start', sessionId, rateMlPerHr: RATE_ML_PER_HR, plan: PLAN }
          : what === 'stop'
            ? { type: 'infusion.stop', sessionId }
            : { type: 'session.close', sessionId }
      const actor = hub.registry.openSession(sessionId)
      if (actor === undefined) throw new Error('the session is not open')
      sure(await actor.command(commandOf(body, actor.head()), { by }, randomUUID()))
      await hub.registry.idle()
    },
    head: async () => (await log.head(sessionStream(sessionId)))?.head ?? 0,
    async stop() {
      clearInterval(ticking)
      socket.disconnect()
      await hub.stop('the bench is over')
      httpServer.closeAllConnections()
      await store.close()
    },
  }
}
