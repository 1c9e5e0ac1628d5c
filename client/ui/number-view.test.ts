// Proves what a tile says at each age of its number. No DOM: words and numbers only.
import type { CuffNow, SignalNow } from '@chairside/shared/fold/session-state.ts'
import type { DeviceId, EpochMs } from '@chairside/shared/ids.ts'
import type { Reading } from '@chairside/shared/record/reading.ts'
import type { SignalId } from '@chairside/shared/vitals.ts'
import { describe, expect, test } from 'vitest'
import { cuffView, type Numbers, numbersOfLatest, rateView, signalView } from './number-view.ts'

const AT = 1_764_000_000_000
const deviceId = 'd1' as DeviceId
const measured = (value: number): Reading => ({ status: 'measured', value })
const off: Reading = { status: 'unavailable', reason: 'sensorOff' }

const now = (reading: Reading, atMs = AT, unavailableSinceMs?: number): SignalNow => ({
  reading,
  measuredAtMs: atMs as EpochMs,
  deviceId,
  ...(unavailableSinceMs === undefined ? {} : { unavailableSinceMs: unavailableSinceMs as EpochMs }),
})
const numbers = (signals: Partial<Record<SignalId, SignalNow>>, more: Partial<Numbers> = {}): Numbers => ({
  signals,
  everyMs: () => undefined,
  cuff: { failures: 0 },
  connected: true,
  ...more,
})

const spo2At = (ageMs: number, more: Partial<Numbers> = {}) =>
  signalView(numbers({ spo2: now(measured(97)) }, more), 'spo2', AT + ageMs)

describe('a continuous number', () => {
  test('[UI21] is "now" up to 3 s, then dimmed with its age, and "––" from 10 s', () => {
    expect(spo2At(3_000)).toMatchObject({ number: { text: '97', state: 'fresh' }, age: 'now', late: false })
    expect(spo2At(4_000)).toMatchObject({ number: { text: '97', state: 'ageing' }, age: '0:04', late: true })
    expect(spo2At(9_999)).toMatchObject({ number: { state: 'ageing' } })
    expect(spo2At(10_000)).toMatchObject({ number: { text: '––', state: 'none' }, age: '0:10' })
  })

  test('[UI21] from 15 s it says "No live data" with the time since the last data', () => {
    expect(spo2At(14_999).note).toBe('No fresh value 0:14')
    expect(spo2At(15_000).note).toBe('No live data 0:15')
    expect(spo2At(75_000).note).toBe('No live data 1:15')
    expect(spo2At(75_000).cause).toBeUndefined()
    expect(spo2At(75_000, { connected: false }).cause).toBe('monitor not connected')
  })

  test('[UI21] a device that declared 60 s is live to 72 s, and the tile says "every 60 s"', () => {
    const slow = { everyMs: () => 60_000 }
    expect(spo2At(72_000, slow)).toMatchObject({ number: { state: 'fresh' }, age: '1:12', everySeconds: 60 })
    expect(spo2At(73_000, slow)).toMatchObject({ number: { state: 'ageing' } })
    expect(spo2At(132_000, slow)).toMatchObject({ number: { state: 'none' } })
    expect(spo2At(150_000, slow).note).toBe('No live data 2:30')
  })

  test('[UI22] unavailable has its reason and since when, and never a number', () => {
    const view = signalView(numbers({ spo2: now(off, AT, AT - 42_000) }), 'spo2', AT)
    expect(view).toMatchObject({ number: { text: '––', state: 'none' }, note: 'Sensor off 0:42' })
    expect(view.age).toBeUndefined()
  })

  test('[UI22] an "unavailable" that is itself old is no live data', () => {
    const view = signalView(numbers({ spo2: now(off, AT, AT - 42_000) }), 'spo2', AT + 15_000)
    expect(view.note).toBe('No live data 0:15')
  })

  test('[UI22] never measured is not the same as gone', () => {
    expect(signalView(numbers({}), 'spo2', AT)).toMatchObject({
      number: { text: '––' },
      note: 'Not measured yet',
    })
    expect(signalView(numbers({}, { connected: false }), 'spo2', AT).note).toBe('No monitor')
  })
})

describe('heart or pulse rate', () => {
  test('[UI23] is heart rate while it is valid, else pulse rate, else heart rate with its reason', () => {
    const both = { heartRate: now(measured(74)), pulseRate: now(measured(75)) }
    expect(rateView(numbers(both), AT)).toMatchObject({ signal: 'heartRate', number: { text: '74' } })
    expect(rateView(numbers({ ...both, heartRate: now(off, AT, AT) }), AT)).toMatchObject({
      signal: 'pulseRate',
      number: { text: '75' },
    })
    expect(rateView(numbers({ heartRate: now(off, AT, AT), pulseRate: now(off, AT, AT) }), AT)).toMatchObject(
      {
        signal: 'heartRate',
        note: 'Sensor off 0:00',
      },
    )
  })

  test('[UI23] is pulse rate where there was never an ECG, also when it is gone', () => {
    expect(rateView(numbers({ pulseRate: now(measured(75)) }), AT + 20_000)).toMatchObject({
      signal: 'pulseRate',
      number: { text: '––' },
    })
  })
})

describe('cuff pressure', () => {
  const cuff = (more: Partial<CuffNow> = {}): CuffNow => ({
    failures: 0,
    last: { measuredAtMs: AT as EpochMs, deviceId, systolic: 132, diastolic: 82, mean: 99 },
    ...more,
  })

  test('[UI24] always carries its age; it is dimmed after a cycle and greyed after one and a half', () => {
    expect(cuffView(cuff(), AT + 300_000)).toMatchObject({
      systolic: { text: '132', state: 'fresh' },
      diastolic: { text: '82', state: 'fresh' },
      mean: '99',
      age: '5:00 ago',
    })
    expect(cuffView(cuff(), AT + 301_000).systolic.state).toBe('ageing')
    expect(cuffView(cuff(), AT + 451_000)).toMatchObject({
      systolic: { text: '132', state: 'old' },
      age: '7:31 ago',
      note: 'Old reading',
    })
  })

  test('[UI24] says what the cuff is doing: ordered, measuring, failed', () => {
    const at = (more: Partial<CuffNow>) => cuffView(cuff(more), AT + 60_000).doing
    expect(at({})).toBeUndefined()
    expect(at({ orderedAtMs: (AT + 57_000) as EpochMs })).toBe('Cuff ordered 0:03')
    expect(at({ runningSinceMs: (AT + 48_000) as EpochMs })).toBe('Measuring 0:12')
    expect(at({ failures: 1, lastFailureAtMs: (AT + 20_000) as EpochMs })).toBe('Cuff failed, 0:40 ago')
    expect(at({ failures: 2, lastFailureAtMs: (AT + 20_000) as EpochMs })).toBe('Cuff failed 2×, 0:40 ago')
  })

  test('[UI24] a part that was not measured is "––", and an impossible pair says that it is not judged', () => {
    const last = { measuredAtMs: AT as EpochMs, deviceId, mean: 99 }
    expect(cuffView(cuff({ last }), AT)).toMatchObject({
      systolic: { text: '––' },
      diastolic: { text: '––' },
      mean: '99',
    })
    const odd = { measuredAtMs: AT as EpochMs, deviceId, systolic: 90, diastolic: 84 }
    expect(cuffView(cuff({ last: odd }), AT).note).toBe('Artefact: not judged. Measure again.')
  })
})

describe('a room’s summary', () => {
  test('[UI21] its numbers age by the same rule as a session’s', () => {
    const summed = numbersOfLatest(
      { readings: { spo2: { reading: measured(97), measuredAtMs: AT as EpochMs } } },
      { spo2: 60_000 },
      true,
    )
    expect(signalView(summed, 'spo2', AT + 72_000)).toMatchObject({ number: { text: '97', state: 'fresh' } })
    expect(cuffView(summed.cuff, AT)).toMatchObject({ note: 'No cuff reading yet' })
  })
})

describe('a moment that is over', () => {
  const numbersThen = numbers(
    { spo2: now(measured(97)), heartRate: now(off, AT, AT - 42_000) },
    {
      cuff: {
        last: { measuredAtMs: (AT - 6_000) as EpochMs, deviceId, systolic: 163, diastolic: 95 },
        failures: 1,
        lastFailureAtMs: (AT - 2_000) as EpochMs,
      },
    },
  )

  test('[UI107] ages are of that moment, and nothing reads as now', () => {
    expect(signalView(numbersThen, 'spo2', AT, 'then')).toMatchObject({ number: { text: '97' }, age: 'then' })
    expect(signalView(numbersThen, 'spo2', AT + 5_000, 'then').age).toBe('0:05 old')
    expect(cuffView(numbersThen.cuff, AT, 'then')).toMatchObject({
      age: '0:06 old',
      doing: 'Cuff failed, 0:02 before',
    })
  })

  test('[UI107] what was no number then is no number', () => {
    expect(signalView(numbersThen, 'spo2', AT + 12_000, 'then')).toMatchObject({
      number: { text: '––', state: 'none' },
      note: 'No fresh value 0:12',
    })
    expect(rateView(numbersThen, AT, 'then')).toMatchObject({
      number: { state: 'none' },
      note: 'Sensor off 0:42',
    })
  })
})
