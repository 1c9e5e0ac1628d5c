// Owns a small session, line by line, for tests of the stores. Never used by the product.
import { type EpochMs, recordSeq } from '@chairside/shared/ids.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import { type RecordBody, stamp } from '@chairside/shared/record/record.ts'
import { HUB_AT_MS } from './scripted-wire.ts'

const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }

const body = (value: object): RecordBody => value as RecordBody

export const openedBody = body({
  kind: 'session.opened',
  by,
  commandId: '0'.repeat(32),
  sessionId: 's1',
  roomId: 'room-1',
  roomName: 'Room 1',
  patientCode: 'K-0417',
  provenance: 'simulated',
  zone: 'Europe/Oslo',
  profile: { name: 'adult ketamine infusion', version: 3 },
  clockRate: 1,
})
export const attachedBody = body({
  kind: 'device.attached',
  deviceId: 'd1',
  deviceName: 'Bed 1 monitor',
  deviceKind: 'simulated',
  signals: ['heartRate', 'spo2', 'bloodPressure'],
  everyMs: {},
  takesCuffOrders: true,
  offsetMs: 0,
})
export const detachedBody = body({ kind: 'device.detached', deviceId: 'd1', reason: 'lost' })
export const closedBody = body({ kind: 'session.closed', by, commandId: '1'.repeat(32), openAlarms: [] })

export const vitalsBody = (seq: number, heartRate: number, atMs: number): RecordBody =>
  body({
    kind: 'vitals',
    origin: { deviceId: 'd1', epoch: 'e1', seq },
    measuredAtMs: atMs,
    readings: { heartRate: { status: 'measured', value: heartRate } },
  })

export const alarmBody = (atMs: number): RecordBody =>
  body({
    kind: 'alarm',
    alarmId: `hrHigh@${atMs}`,
    condition: 'hrHigh',
    transition: 'raised',
    level: 'high',
    priority: 'medium',
    dueAtMs: atMs,
    breachAtMs: atMs,
    measuredAtMs: atMs,
    values: { heartRate: 118 },
    limit: { quantity: 'heartRate', op: '>', value: 110 },
  })

/** Lines 1 … n of a stream, a second apart. */
export const linesOf = (bodies: readonly RecordBody[], first = 1): string[] =>
  bodies.map((each, index) =>
    encodeLine(stamp(each, recordSeq(first + index), (HUB_AT_MS + (first + index) * 1_000) as EpochMs)),
  )

/** A session of `count` records: opened, attached, then a heart rate each second. */
export const sessionLines = (count: number): string[] =>
  linesOf([
    openedBody,
    attachedBody,
    ...Array.from({ length: Math.max(0, count - 2) }, (_, index) =>
      vitalsBody(index + 1, 70 + (index % 5), HUB_AT_MS + (index + 3) * 1_000),
    ),
  ]).slice(0, count)
