// Owns the trend in words and as tables, for whoever does not see the picture. Pure.
import { alarmName, limitWords, PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { POINT, type SignalTrend, type Trends } from '@chairside/shared/fold/trends.ts'
import { CATALOGUE, type SignalId } from '@chairside/shared/vitals.ts'
import { counted, span as lengthWords } from '../format.ts'
import { cuffWords } from '../trend-chart/cuff-marks.tsx'
import { HATCH_WORDS, hatchesIn, type TrendGap } from '../trend-chart/hatches.ts'
import { emptyStretches, firstAt } from '../trend-chart/points.ts'
import { lineOf, rateLineOf } from '../trend-chart/rate-line.ts'
import type { Span } from '../trend-chart/scale.ts'
import { HATCH_FROM_MS } from '../trend-chart/signal-lane.tsx'

export type Described = {
  readonly trends: Trends
  readonly alarms: readonly AlarmSpan[]
  readonly gaps: readonly TrendGap[]
  readonly withRespiration: boolean
  readonly span: Span
  /** Where what goes on reaches to. */
  readonly nowMs: number
  readonly words: (atMs: number) => string
}

type Extremes = { readonly low: number; readonly high: number; readonly last: number }

/** Lowest and highest of what came in time or was filled in later, in [fromMs, toMs). */
export function extremes(series: SignalTrend, fromMs: number, toMs: number): Extremes | undefined {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let last = Number.NaN
  for (let index = firstAt(series.atMs, fromMs); index < series.atMs.length; index += 1) {
    if (series.atMs[index]! >= toMs) break
    const value = series.value[index]!
    if (series.kind[index] === POINT.unavailable || Number.isNaN(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
    last = value
  }
  return Number.isNaN(last) ? undefined : { low, high, last }
}

const rangeWords = (found: Extremes | undefined): string =>
  found === undefined
    ? 'no value'
    : found.low === found.high
      ? String(found.low)
      : `${found.low}–${found.high}`

/** Both sources of the rate where both were shown. */
export const signalsOf = (of: Pick<Described, 'trends' | 'withRespiration'>): readonly SignalId[] => [
  ...rateLineOf(of.trends).sources,
  'spo2',
  ...(of.withRespiration ? (['respirationRate'] as const) : []),
]

/** One paragraph: what the picture shows. */
export function summaryWords(of: Described): string {
  const { trends, alarms, span, words } = of
  const { fromMs, toMs } = span
  const readings = trends.cuff.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
  const last = readings.findLast(({ is }) => is === 'measured')
  const inWindow = alarms.filter(
    ({ raisedAtMs, endedAtMs }) => raisedAtMs <= toMs && (endedAtMs ?? Number.POSITIVE_INFINITY) >= fromMs,
  )
  const signals = signalsOf(of).map(
    (signal) =>
      `${CATALOGUE[signal].label} ${rangeWords(extremes(trends.signals[signal], fromMs, toMs + 1))}`,
  )
  return [
    `Trend from ${words(fromMs)} to ${words(Math.min(toMs, of.nowMs))}.`,
    `${signals.join(', ')}.`,
    readings.length === 0
      ? 'No cuff reading.'
      : `${counted(readings.length, 'cuff reading')}${last === undefined ? '' : `, the last ${cuffWords(last)} at ${words(last.atMs)}`}.`,
    inWindow.length === 0 ? 'No alarm.' : `${counted(inWindow.length, 'alarm')}.`,
  ].join(' ')
}

/** As they are drawn: the rate is one lane, whatever its source. */
const lanesOf = ({ trends, withRespiration }: Described) => [
  { signal: 'heartRate' as const, name: rateLineOf(trends).name },
  ...(withRespiration ? (['spo2', 'respirationRate'] as const) : (['spo2'] as const)).map((signal) => ({
    signal,
    name: CATALOGUE[signal].short,
  })),
]

export type Table = {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What stands where there are no rows. */
  readonly none: string
}

const PIECE_MS = 5 * 60_000
/** Rows of extremes at most: a longer window takes longer pieces. */
const MOST_PIECES = 96

function extremesTable(of: Described): Table {
  const { trends, span, words, nowMs } = of
  const signals = signalsOf(of)
  const toMs = Math.min(span.toMs, nowMs)
  const pieceMs = PIECE_MS * Math.max(1, Math.ceil((toMs - span.fromMs) / PIECE_MS / MOST_PIECES))
  const rows: string[][] = []
  for (let at = Math.floor(span.fromMs / pieceMs) * pieceMs; at < toMs; at += pieceMs) {
    const from = Math.max(at, span.fromMs)
    rows.push([
      words(from),
      ...signals.map((signal) => rangeWords(extremes(trends.signals[signal], from, at + pieceMs))),
    ])
  }
  return {
    title: `Lowest–highest, every ${pieceMs / 60_000} min`,
    head: ['From', ...signals.map((signal) => `${CATALOGUE[signal].short} ${CATALOGUE[signal].unit}`)],
    rows,
    none: 'Nothing was measured.',
  }
}

export function tablesOf(of: Described): readonly Table[] {
  const { trends, alarms, gaps, span, nowMs, words } = of
  const { fromMs, toMs } = span
  const gapRows = [
    ...hatchesIn([], gaps, span, nowMs).map((each) => ({ ...each, what: HATCH_WORDS[each.kind] })),
    ...lanesOf(of).flatMap(({ signal, name }) =>
      hatchesIn(emptyStretches(lineOf(trends, signal), span, HATCH_FROM_MS, nowMs), gaps, span, nowMs)
        .filter(({ kind }) => kind === 'none')
        .map((each) => ({ ...each, what: `${name}: ${HATCH_WORDS.none}` })),
    ),
  ].toSorted((a, b) => a.fromMs - b.fromMs)
  return [
    {
      title: 'Cuff readings',
      head: ['When', 'BP mmHg', 'Mean'],
      rows: trends.cuff
        .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
        .map((reading) => [words(reading.atMs), cuffWords(reading), String(reading.mean ?? '––')]),
      none: 'No cuff reading.',
    },
    extremesTable(of),
    {
      title: 'Alarms as recorded',
      head: ['When', 'Alarm', 'Ended'],
      rows: alarms
        .filter((each) => each.raisedAtMs <= toMs && (each.endedAtMs ?? nowMs) >= fromMs)
        .flatMap(({ levels, endedAtMs }) =>
          levels.map(({ alarm, priority, fromMs: at, toMs: until }) => [
            words(at),
            `${PRIORITY_MARK[priority]} ${alarmName(alarm)}${alarm.limit === undefined ? '' : ` ${limitWords(alarm.limit)}`}`,
            until === undefined ? (endedAtMs === undefined ? 'goes on' : words(endedAtMs)) : words(until),
          ]),
        ),
      none: 'No alarm.',
    },
    {
      title: 'Without values',
      head: ['From', 'What', 'For'],
      rows: gapRows.map((each) => [words(each.fromMs), each.what, lengthWords(each.toMs - each.fromMs)]),
      none: 'No gap.',
    },
  ]
}
