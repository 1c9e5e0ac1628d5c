// Proves the first look at a report: what is refused, in which words, and what its times become in hub time.
import { type EpochMs, epochMs } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import { zRefused } from '@chairside/shared/record/record.ts'
import { describe, expect, test } from 'vitest'
import { type ClockOffset, observe } from './clock-offset.ts'
import { type MaySend, originOf, prepare } from './prepare.ts'

const NOW = 1_764_000_000_000 as EpochMs
const clock: ClockOffset = observe(undefined, NOW, NOW).clock
const origin = { deviceId: 'monitor-1', epoch: 'e1', seq: 7 }

/** As it comes off the wire: what JSON cannot say is lost on the way, as it is with a real device. */
const wire = (raw: unknown): unknown => JSON.parse(JSON.stringify(raw))
const vitals = (more: object) => ({ ...origin, kind: 'vitals', measuredAtMs: NOW, ...more })
const heartRate = (reading: unknown) => vitals({ readings: { heartRate: reading } })
const cuff = (more: object) => ({
  ...origin,
  kind: 'bloodPressure',
  measuredAtMs: NOW,
  result: { status: 'measured', systolic: 120, diastolic: 80 },
  ...more,
})

const FROM: MaySend = {
  signals: ['heartRate', 'pulseRate', 'spo2', 'bloodPressure'],
  placedAtMs: epochMs(0),
}

function take(
  raw: unknown,
  sentAtMs: number = NOW,
  its: ClockOffset = clock,
  nowMs: EpochMs = NOW,
  from: MaySend = FROM,
) {
  const sent = wire(raw)
  const found = originOf(sent)
  if (!found.ok) throw new Error(found.error.message)
  return prepare(sent, found.value, sentAtMs, its, nowMs, from).taken
}
function refusal(raw: unknown, sentAtMs?: number) {
  const taken = take(raw, sentAtMs)
  if (taken.ok) throw new Error('it was taken')
  return taken.refusal
}
const measured = (value: unknown) => ({ status: 'measured', value })

describe('the first look at a report', () => {
  const BAD: readonly [string, unknown, { code: string; field?: string }][] = [
    [
      'a value that is text',
      heartRate(measured('72')),
      { code: 'malformed', field: 'readings.heartRate.value' },
    ],
    [
      'not a number (null in JSON)',
      heartRate(measured(Number.NaN)),
      { code: 'malformed', field: 'readings.heartRate.value' },
    ],
    [
      'infinity (null in JSON)',
      heartRate(measured(1 / 0)),
      { code: 'malformed', field: 'readings.heartRate.value' },
    ],
    ['a bare number', heartRate(72), { code: 'malformed', field: 'readings.heartRate' }],
    ['null for a reading', heartRate(null), { code: 'malformed', field: 'readings.heartRate' }],
    [
      'an unknown reason',
      heartRate({ status: 'unavailable', reason: 'asleep' }),
      { code: 'malformed', field: 'readings.heartRate.reason' },
    ],
    [
      'an unknown signal',
      vitals({ readings: { etco2: measured(35) } }),
      { code: 'unknown-signal', field: 'readings.etco2' },
    ],
    [
      'a cuff component as a signal',
      vitals({ readings: { systolic: measured(120) } }),
      { code: 'unknown-signal', field: 'readings.systolic' },
    ],
    [
      'zero heart rate',
      heartRate(measured(0)),
      { code: 'implausible-value', field: 'readings.heartRate.value' },
    ],
    [
      'a heart rate of 351',
      heartRate(measured(351)),
      { code: 'implausible-value', field: 'readings.heartRate.value' },
    ],
    [
      'a saturation of 101',
      vitals({ readings: { spo2: measured(101) } }),
      { code: 'implausible-value', field: 'readings.spo2.value' },
    ],
    ['no readings', vitals({ readings: {} }), { code: 'malformed', field: 'readings' }],
    ['readings that are a list', vitals({ readings: [72] }), { code: 'unknown-signal' }],
    [
      'a kind nobody knows',
      { ...origin, kind: 'temperature', measuredAtMs: NOW },
      { code: 'malformed', field: 'kind' },
    ],
    [
      'a time that is text',
      vitals({ measuredAtMs: 'now', readings: { spo2: measured(97) } }),
      { code: 'malformed', field: 'measuredAtMs' },
    ],
    [
      'a time that is a fraction',
      vitals({ measuredAtMs: NOW + 0.5, readings: { spo2: measured(97) } }),
      { code: 'malformed', field: 'measuredAtMs' },
    ],
    [
      'a field nobody asked for',
      vitals({ readings: { spo2: measured(97) }, patient: 'Ann' }),
      { code: 'malformed' },
    ],
    [
      'a cuff that starts after it was measured',
      cuff({ startedAtMs: NOW + 1 }),
      { code: 'malformed', field: 'startedAtMs' },
    ],
    [
      'a cuff cycle that began yesterday',
      cuff({ startedAtMs: NOW - 25 * 3_600_000 }),
      { code: 'measured-too-old', field: 'startedAtMs' },
    ],
    [
      'a measured pressure without a pressure',
      cuff({ result: { status: 'measured' } }),
      { code: 'malformed', field: 'result' },
    ],
    [
      'a systolic of 0',
      cuff({ result: { status: 'measured', systolic: 0 } }),
      { code: 'implausible-value', field: 'result.systolic' },
    ],
    [
      'a start in the future',
      { ...origin, kind: 'cuffStarted', startedAtMs: NOW + 2_000 },
      { code: 'measured-in-future', field: 'startedAtMs' },
    ],
  ]
  test.each(BAD)(
    '[DV10] %s is refused for good, with its code, its field and a sentence',
    (_what, raw, expected) => {
      const said = refusal(raw)
      expect(said).toMatchObject(expected)
      expect(errorClass(said.code)).toBe('permanent')
      expect(said.message).toMatch(/^[A-Z"].*\.$/s)
    },
  )

  test('[DV11] measured after it was sent: a second is tolerated, more is another clock', () => {
    const at = (ms: number) => vitals({ measuredAtMs: NOW + ms, readings: { spo2: measured(97) } })
    expect(take(at(1_000))).toMatchObject({ ok: true, measuredAtMs: NOW })
    expect(refusal(at(1_001))).toMatchObject({ code: 'measured-in-future', field: 'measuredAtMs' })
  })

  test('[DV11] 24 h before it was sent is a backlog, more is not', () => {
    const at = (ms: number) => vitals({ measuredAtMs: NOW - ms, readings: { spo2: measured(97) } })
    expect(take(at(24 * 3_600_000))).toMatchObject({ ok: true, measuredAtMs: NOW - 24 * 3_600_000 })
    expect(refusal(at(24 * 3_600_000 + 1))).toMatchObject({ code: 'measured-too-old' })
  })

  test('[DV11] age is counted on the device clock alone, however wrong that is', () => {
    const wrong = 40 * 365 * 24 * 3_600_000
    const its = observe(undefined, NOW - wrong, NOW).clock
    const raw = vitals({ measuredAtMs: NOW - wrong - 5_000, readings: { spo2: measured(97) } })
    expect(take(raw, NOW - wrong, its)).toMatchObject({ ok: true, measuredAtMs: NOW - 5_000 })
  })

  test('[DV11] a cuff keeps its own start and its own time, both in hub time', () => {
    const its = observe(undefined, NOW + 60_000, NOW).clock
    const raw = cuff({ measuredAtMs: NOW + 60_000 - 4_000, startedAtMs: NOW + 60_000 - 34_000 })
    expect(take(raw, NOW + 60_000, its)).toMatchObject({
      ok: true,
      measuredAtMs: NOW - 4_000,
      startedAtMs: NOW - 34_000,
    })
  })

  test('[DV12] what a stranger sent is quoted back at no length he likes, and fits its record', () => {
    const long = 'x'.repeat(150_000)
    for (const raw of [
      vitals({ readings: { [long]: measured(1) } }),
      vitals({ readings: { spo2: measured(97) }, [long]: 1 }),
      heartRate({ status: long }),
      heartRate({ status: 'unavailable', reason: long }),
      { ...origin, kind: long },
    ]) {
      const said = refusal(raw)
      expect(said.message.length).toBeLessThanOrEqual(500)
      expect(said.field?.length ?? 0).toBeLessThanOrEqual(200)
      const record = { v: 1, seq: 1, hubAtMs: NOW, kind: 'refused', deviceId: 'monitor-1', origin, ...said }
      expect(zRefused.safeParse(record).success).toBe(true)
    }
  })

  test.each([
    ['no device', { epoch: 'e1', seq: 1 }, 'deviceId'],
    ['a device id with a space', { deviceId: 'a b', epoch: 'e1', seq: 1 }, 'deviceId'],
    ['a device id of 65 characters', { deviceId: 'd'.repeat(65), epoch: 'e1', seq: 1 }, 'deviceId'],
    ['no epoch', { deviceId: 'd', seq: 1 }, 'epoch'],
    ['number 0', { deviceId: 'd', epoch: 'e1', seq: 0 }, 'seq'],
    ['half a number', { deviceId: 'd', epoch: 'e1', seq: 1.5 }, 'seq'],
    ['a number beyond all counting', { deviceId: 'd', epoch: 'e1', seq: 2 ** 53 }, 'seq'],
    ['text', 'a report', 'deviceId'],
    ['null', null, 'deviceId'],
  ])('[DV13] without a name it cannot be counted: %s', (_what, raw, field) => {
    const found = originOf(wire(raw))
    expect(found).toMatchObject({ ok: false, error: { code: 'malformed', field } })
  })
})

describe('what a device may send for its room', () => {
  test('[RE9] a word on its battery needs no declared signal', () => {
    const status = { ...origin, kind: 'status', measuredAtMs: NOW, battery: { state: 'low', percent: 12 } }
    const from: MaySend = { signals: ['spo2'], placedAtMs: epochMs(0) }
    expect(take(status, NOW, clock, NOW, from)).toMatchObject({ ok: true, report: { kind: 'status' } })
  })

  test('[DV40] a signal it did not declare is refused: another device may feed it', () => {
    const from = { ...FROM, signals: ['spo2'] }
    const undeclared = take(heartRate(measured(72)), NOW, clock, NOW, from)
    expect(undeclared).toMatchObject({
      ok: false,
      refusal: { code: 'unknown-signal', field: 'readings.heartRate' },
    })
    expect(take(cuff({}), NOW, clock, NOW, from)).toMatchObject({
      ok: false,
      refusal: { code: 'unknown-signal', field: 'kind' },
    })
    expect(take(vitals({ readings: { spo2: measured(97) } }), NOW, clock, NOW, from)).toMatchObject({
      ok: true,
    })
  })

  test('[DV41] what it measured before it was moved into the room is refused: it is another patient’s', () => {
    const from = { ...FROM, placedAtMs: NOW }
    const before = take(
      vitals({ measuredAtMs: NOW - 1, readings: { spo2: measured(97) } }),
      NOW,
      clock,
      NOW,
      from,
    )
    expect(before).toMatchObject({ ok: false, refusal: { code: 'not-in-session', field: 'measuredAtMs' } })
    expect(take(vitals({ readings: { spo2: measured(97) } }), NOW, clock, NOW, from)).toMatchObject({
      ok: true,
    })
  })
})
