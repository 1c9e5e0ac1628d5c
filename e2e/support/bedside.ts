// Owns a session that happens while a test watches: a monitor whose numbers are a function of the time, and a person at the
// hub's own door who opens, records and closes. Never part of the product.
import { type DeviceId, type RoomId, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import type { CommandAnswer, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { Provenance } from '@chairside/shared/record/record.ts'
import { io, type Socket } from 'socket.io-client'
import { FIXTURE_PASSWORD } from '../../server/store/store-fixture.ts'
import type { Stage } from '../stage.ts'
import { createFollower, signInOverHttp } from './follower.ts'

/** What a monitor shows at one moment; what is absent is not measured, `sensorOff` is said to have no value. */
export type Shown = {
  readonly heartRate?: number
  readonly spo2?: number | 'sensorOff'
  readonly cuff?: readonly [systolic: number, diastolic: number, mean?: number]
}
export type Bedside = {
  /**
   * Tells the hub; resolves when it has been dealt with.
   * @param measuredAtMs absent: hub time now; earlier: what a device held back
   */
  say(shown: Shown, measuredAtMs?: number): Promise<void>
  /**
   * Moves hub time on, `everyMs` at a time, and tells what the monitor shows at each of these moments.
   * @param shownAt given the milliseconds since this call
   */
  run(forMs: number, shownAt: (sinceMs: number) => Shown): Promise<void>
  end(): void
  /** Who it is to the hub: with it the same monitor comes back. */
  readonly door: Door
}
type Door = { readonly deviceId: DeviceId; readonly token: string; readonly starts: number }
export type BedsideOptions = {
  readonly kind?: Provenance
  readonly name?: string
  readonly everyMs?: number
  /** A monitor that was there before. */
  readonly door?: Door
}

export async function createBedside(
  stage: Stage,
  roomId: RoomId,
  { kind = 'simulated', name = 'Monitor', everyMs = 2_000, door }: BedsideOptions = {},
): Promise<Bedside> {
  const { deviceId, token } = door ?? (await stage.addDevice(roomId, kind, name))
  const starts = (door?.starts ?? 0) + 1
  const epoch = `e${starts}`
  const socket: Socket = io(`${stage.url}/devices`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { protocol: 1, token },
  })
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)))
  const hello = await socket.emitWithAck('hello', {
    sentAtMs: stage.clock.nowMs(),
    devices: [
      {
        deviceId,
        epoch,
        signals: ['heartRate', 'spo2', 'bloodPressure'],
        everyMs: { heartRate: everyMs, spo2: everyMs },
        takesCuffOrders: true,
      },
    ],
  })
  if (hello.ok !== true) throw new Error(JSON.stringify(hello))
  let seq = 0
  const report = (measuredAtMs: number, body: object): object => {
    seq += 1
    return { deviceId, epoch, seq, measuredAtMs, ...body }
  }
  const measured = (value: number | 'sensorOff') =>
    value === 'sensorOff' ? { status: 'unavailable', reason: value } : { status: 'measured', value }
  const say: Bedside['say'] = async ({ heartRate, spo2, cuff }, atMs = stage.clock.nowMs()) => {
    const reports: object[] = []
    if (heartRate !== undefined || spo2 !== undefined)
      reports.push(
        report(atMs, {
          kind: 'vitals',
          readings: {
            ...(heartRate === undefined ? {} : { heartRate: measured(heartRate) }),
            ...(spo2 === undefined ? {} : { spo2: measured(spo2) }),
          },
        }),
      )
    if (cuff !== undefined) {
      const [systolic, diastolic, mean] = cuff
      reports.push(
        report(atMs, {
          kind: 'bloodPressure',
          result: { status: 'measured', systolic, diastolic, ...(mean === undefined ? {} : { mean }) },
        }),
      )
    }
    if (reports.length === 0) return
    const answer = await socket.emitWithAck('report', { sentAtMs: stage.clock.nowMs(), reports })
    if (answer.ok !== true || (answer.refused ?? []).length > 0) throw new Error(JSON.stringify(answer))
  }
  return {
    say,
    async run(forMs, shownAt) {
      for (let sinceMs = everyMs; sinceMs <= forMs; sinceMs += everyMs) {
        stage.clock.move(everyMs)
        await say(shownAt(sinceMs))
      }
    },
    end: () => socket.disconnect(),
    door: { deviceId, token, starts },
  }
}

export type PersonAtDoor = {
  readonly cookie: string
  open(roomId: RoomId, patientCode: string): Promise<SessionId>
  /** Ketamine 35 mg in 35 mL over 40 min. */
  start(sessionId: SessionId): Promise<void>
  close(sessionId: SessionId): Promise<void>
  act(body: CommandBody): Promise<CommandAnswer & { ok: true }>
}

/** Somebody who acts without a browser. */
export async function createPerson(stage: Stage, name: string): Promise<PersonAtDoor> {
  const cookie = await signInOverHttp(stage.url, name, FIXTURE_PASSWORD)
  const act = async (body: CommandBody) => {
    // A greeting says what time it is; marks come once a second, and hub time here leaps.
    const follower = await createFollower(stage.url, cookie)
    try {
      // Whoever acts has seen everything there is.
      const seen = 'sessionId' in body ? await stage.log.head(sessionStream(body.sessionId)) : undefined
      const answer = await follower.command(body, seen?.head)
      if (!answer.ok) throw new Error(JSON.stringify(answer))
      return answer
    } finally {
      follower.close()
    }
  }
  return {
    cookie,
    act,
    async open(roomId, patientCode) {
      const { sessionId } = await act({
        type: 'session.open',
        roomId,
        patientCode,
        includeHeld: false,
      } as never)
      if (sessionId === undefined) throw new Error('the hub opened no session')
      return sessionId
    },
    async start(sessionId) {
      await act({
        type: 'infusion.start',
        sessionId,
        rateMlPerHr: 52.5,
        plan: { drug: 'Ketamine', doseMg: 35, volumeMl: 35, minutes: 40 },
      } as never)
    },
    async close(sessionId) {
      await act({ type: 'session.close', sessionId } as never)
    },
  }
}
