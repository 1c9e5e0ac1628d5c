// Owns what a screen says of each number at a moment: facts and hub time in, words and numbers out. Pure.
// Only a live or ageing value is ever shown as a number; everything else says in words why there is none.
// Looking back it says the same of that moment, in words that cannot be read as now.
import {
  cuffFreshnessAt,
  type Freshness,
  freshnessAt,
  isCuffArtefact,
} from '@chairside/shared/fold/freshness.ts'
import {
  type CuffNow,
  declaredEveryMs,
  type SessionState,
  type SignalNow,
} from '@chairside/shared/fold/session-state.ts'
import type { DeviceId } from '@chairside/shared/ids.ts'
import type { LatestNumbers } from '@chairside/shared/protocol/screens.ts'
import type { UnavailableReason } from '@chairside/shared/record/reading.ts'
import { assertNever } from '@chairside/shared/result.ts'
import {
  CONTINUOUS_SIGNALS,
  freshnessWindow,
  type Quantity,
  type SignalId,
  shown,
} from '@chairside/shared/vitals.ts'
import { span } from './format.ts'
import { NO_NUMBER, type TileNumber } from './vital-number.ts'

/** What a tile needs to know of the numbers, from a session or from an unrecorded room. */
export type Numbers = {
  readonly signals: Readonly<Partial<Record<SignalId, SignalNow>>>
  readonly everyMs: (signal: SignalId) => number | undefined
  readonly cuff: CuffNow
  readonly connected: boolean
}

/** The numbers of a session, at its head or at a cursor. */
export const numbersOf = (state: SessionState): Numbers => ({
  signals: state.signals,
  everyMs: (signal) => declaredEveryMs(state, signal),
  cuff: state.cuff,
  connected: Object.values(state.sources).some(({ connected }) => connected),
})

/** The numbers of a room's summary, which carry their times but not their session. */
export function numbersOfLatest(
  { readings, cuff }: LatestNumbers,
  everyMs: Readonly<Partial<Record<string, number>>>,
  connected: boolean,
): Numbers {
  const signals: Partial<Record<SignalId, SignalNow>> = {}
  for (const signal of CONTINUOUS_SIGNALS) {
    const latest = readings[signal]
    if (latest !== undefined) signals[signal] = { ...latest, deviceId: '' as DeviceId }
  }
  return {
    signals,
    everyMs: (signal) => everyMs[signal],
    cuff: { failures: 0, ...(cuff === undefined ? {} : { last: { ...cuff, deviceId: '' as DeviceId } }) },
    connected,
  }
}

export type SignalView = {
  readonly signal: SignalId
  readonly number: TileNumber
  readonly age?: string
  readonly late: boolean
  readonly note?: string
  /** Why, where it is known: stands beside the note where there is room. */
  readonly cause?: string
  readonly everySeconds?: number
}

const REASONS: Readonly<Record<UnavailableReason, string>> = {
  sensorOff: 'Sensor off',
  artifact: 'Artefact: not believed by the monitor',
  deviceFault: 'Monitor fault',
  settling: 'Settling',
  noReading: 'No reading from the monitor',
}

/** Up to here an age reads "now". */
const NOW_TO_MS = 3_000

/** now: the moment is the present, ages count up to it. then: it is past, and nothing may read as now. */
export type Tense = 'now' | 'then'

const ageWords = (ageMs: number, tense: Tense): string =>
  ageMs <= NOW_TO_MS ? tense : tense === 'now' ? span(ageMs) : `${span(ageMs)} old`

function words(
  freshness: Freshness,
  now: SignalNow | undefined,
  connected: boolean,
  atMs: number,
  tense: Tense,
) {
  const silent = () => ({
    note: `No live data ${span(now === undefined ? 0 : atMs - now.measuredAtMs)}`,
    ...(connected ? {} : { cause: 'monitor not connected' }),
  })
  switch (freshness.is) {
    case 'live':
    case 'ageing':
      return { age: ageWords(freshness.ageMs, tense), late: freshness.is === 'ageing' }
    case 'stale':
      return {
        age: ageWords(freshness.ageMs, tense),
        late: true,
        ...(freshness.noLiveData ? silent() : { note: `No fresh value ${span(freshness.ageMs)}` }),
      }
    case 'unavailable':
      return {
        late: true,
        ...(freshness.noLiveData
          ? silent()
          : { note: `${REASONS[freshness.reason]} ${span(freshness.forMs)}` }),
      }
    case 'never':
      return { late: false, note: connected ? 'Not measured yet' : 'No monitor' }
    default:
      return assertNever(freshness)
  }
}

/** One continuous signal on the glass. @param atMs hub time */
export function signalView(
  numbers: Numbers,
  signal: SignalId,
  atMs: number,
  tense: Tense = 'now',
): SignalView {
  const now = numbers.signals[signal]
  const window = freshnessWindow(numbers.everyMs(signal))
  const freshness = freshnessAt(now, window, atMs)
  const number: TileNumber =
    freshness.is === 'live' || freshness.is === 'ageing'
      ? { text: String(shown(signal, freshness.value)), state: freshness.is === 'live' ? 'fresh' : 'ageing' }
      : NO_NUMBER
  return {
    signal,
    number,
    ...words(freshness, now, numbers.connected, atMs, tense),
    ...(window.slowEveryMs === undefined ? {} : { everySeconds: Math.round(window.slowEveryMs / 1_000) }),
  }
}

/** ECG heart rate where there is one; else the oximeter's pulse rate, and the tile says "PR". */
export function rateView(numbers: Numbers, atMs: number, tense: Tense = 'now'): SignalView {
  const heart = signalView(numbers, 'heartRate', atMs, tense)
  if (heart.number.state !== 'none') return heart
  const pulse = signalView(numbers, 'pulseRate', atMs, tense)
  if (pulse.number.state !== 'none') return pulse
  return numbers.signals.heartRate === undefined && numbers.signals.pulseRate !== undefined ? pulse : heart
}

export type CuffView = {
  readonly systolic: TileNumber
  readonly diastolic: TileNumber
  readonly mean?: string
  readonly age?: string
  readonly late: boolean
  readonly note?: string
  /** What the cuff is doing: "measuring 0:12", "ordered 0:03", "failed 2×, 0:40 ago". */
  readonly doing?: string
}

function cuffDoing(cuff: CuffNow, atMs: number, tense: Tense): string | undefined {
  if (cuff.runningSinceMs !== undefined) return `Measuring ${span(atMs - cuff.runningSinceMs)}`
  if (cuff.orderedAtMs !== undefined) return `Cuff ordered ${span(atMs - cuff.orderedAtMs)}`
  if (cuff.failures === 0) return undefined
  const ago =
    cuff.lastFailureAtMs === undefined
      ? ''
      : `, ${span(atMs - cuff.lastFailureAtMs)} ${tense === 'now' ? 'ago' : 'before'}`
  return `Cuff failed${cuff.failures > 1 ? ` ${cuff.failures}×` : ''}${ago}`
}

/** The last cuff reading with its age; never carried forward as if it were now. @param atMs hub time */
export function cuffView(cuff: CuffNow, atMs: number, tense: Tense = 'now'): CuffView {
  const doing = cuffDoing(cuff, atMs, tense)
  const freshness = cuffFreshnessAt(cuff, atMs)
  const rest = doing === undefined ? {} : { doing }
  if (freshness.is === 'never')
    return { systolic: NO_NUMBER, diastolic: NO_NUMBER, late: false, note: 'No cuff reading yet', ...rest }
  const { reading, ageMs, is } = freshness
  const state = is === 'live' ? 'fresh' : is === 'ageing' ? 'ageing' : 'old'
  const part = (quantity: Quantity, value: number | undefined): TileNumber =>
    value === undefined ? NO_NUMBER : { text: String(shown(quantity, value)), state }
  const note = isCuffArtefact(reading)
    ? 'Artefact: not judged. Measure again.'
    : is === 'stale'
      ? 'Old reading'
      : undefined
  return {
    systolic: part('systolic', reading.systolic),
    diastolic: part('diastolic', reading.diastolic),
    ...(reading.mean === undefined ? {} : { mean: String(shown('mean', reading.mean)) }),
    age: `${span(ageMs)} ${tense === 'now' ? 'ago' : 'old'}`,
    late: is !== 'live',
    ...(note === undefined ? {} : { note }),
    ...rest,
  }
}
