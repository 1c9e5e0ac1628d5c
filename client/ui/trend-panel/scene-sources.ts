// Owns where another device took over, as the trend marks it, and on which lane.
import type { PlottedSignal, SourceChange as Taken } from '@chairside/shared/fold/trends.ts'
import { BLOOD_PRESSURE, CATALOGUE } from '@chairside/shared/vitals.ts'
import type { SourceChange } from '../trend-chart/drawing.ts'
import type { TrendEvent } from '../trend-chart/event-rows.ts'
import type { LaneId } from '../trend-chart/limit-lines.ts'
import type { RateChange } from '../trend-chart/rate-line.ts'

const LANE_OF: Readonly<Record<PlottedSignal, LaneId>> = {
  heartRate: 'rate',
  pulseRate: 'rate',
  spo2: 'spo2',
  respirationRate: 'respiration',
  bloodPressure: 'pressure',
}
const shortOf = (signal: PlottedSignal): string =>
  signal === 'bloodPressure' ? BLOOD_PRESSURE.short : CATALOGUE[signal].short

export function sceneChanges(taken: readonly Taken[]): readonly SourceChange[] {
  return taken.flatMap(({ atMs, deviceName, signals }) =>
    [...new Set(signals.map((signal) => LANE_OF[signal]))].map((lane) => ({
      atMs,
      lane,
      words: `${signals
        .filter((signal) => LANE_OF[signal] === lane)
        .map(shortOf)
        .join(', ')} from ${deviceName} from here on`,
    })),
  )
}

/** The same in words above the lanes. */
export const sourceEvents = (taken: readonly Taken[]): TrendEvent[] =>
  taken.map(({ atMs, deviceName, signals }) => ({
    key: `source ${atMs}`,
    atMs,
    words: `Now ${deviceName}`,
    title: `${signals.map(shortOf).join(', ')} from ${deviceName} from here on`,
    tone: 'plain',
  }))

const RATE_WORDS = {
  pulseRate: { words: 'Now PR', title: 'PR (pulse rate) from here on: no heart rate from the ECG' },
  heartRate: { words: 'Now HR', title: 'HR (heart rate) from the ECG from here on' },
} as const

/** Where the pulse rate took over from a lost ECG, and where the ECG came back. */
export const rateChanges = (changes: readonly RateChange[]): readonly SourceChange[] =>
  changes.map(({ atMs, signal }) => ({ atMs, lane: 'rate', words: RATE_WORDS[signal].title }))

/** The same in words above the lanes. */
export const rateEvents = (changes: readonly RateChange[]): TrendEvent[] =>
  changes.map(({ atMs, signal }) => ({
    key: `rate ${atMs}`,
    atMs,
    ...RATE_WORDS[signal],
    tone: 'plain',
  }))
