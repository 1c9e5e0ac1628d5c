// Owns the trend of a session's summary as vectors: paths and words at places, the same on the screen, on paper and in the PDF.
// Never joins what was not measured, and never a colour of an alarm: it is printed in ink.
import { limitWords } from '../alarm/words/text.ts'
import { CATALOGUE, type Quantity, type SignalId } from '../vitals.ts'
import type { SessionReport } from './report.ts'
import { ROW, rowsOf } from './report-chart-rows.ts'
import {
  AXIS,
  backed,
  type Drawing,
  n,
  type Plot,
  ruled,
  type Scale,
  type Stroke,
  TEXT,
  type Words,
  wide,
  words,
} from './report-drawing.ts'
import { moment, type PageTimes } from './report-line.ts'
import type { TrendPiece } from './report-trend.ts'

type Lane = { readonly top: number; readonly bottom: number; readonly y: Scale }
const laneOf = (top: number, bottom: number, from: number, to: number): Lane => ({
  top,
  bottom,
  y: (value) => bottom - ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * (bottom - top),
})

/** The lines of a signal: lowest and highest of each piece, broken wherever a piece is missing. */
function lineOf(
  pieces: readonly TrendPiece[],
  everyMs: number,
  fromMs: number,
  { x }: Plot,
  lane: Lane,
): string {
  let d = ''
  let before: TrendPiece | undefined
  for (const piece of pieces) {
    const [at, low, high] = piece
    const place = x(fromMs + (at + 0.5) * everyMs)
    const isNext = before !== undefined && at === before[0] + 1
    // The nearer end first, so that the line does not cross itself.
    const last = before === undefined ? low : (before[1] + before[2]) / 2
    const ends =
      low === high ? [low] : Math.abs(last - low) <= Math.abs(last - high) ? [low, high] : [high, low]
    for (const [index, value] of ends.entries())
      d += `${isNext || index > 0 ? 'L' : 'M'}${n(place)} ${n(lane.y(value))}`
    // A value that stands alone is a short line, not nothing.
    if (!isNext && low === high) d += `L${n(place + 0.4)} ${n(lane.y(high))}`
    before = piece
  }
  return d
}

const TICKS_MS = [1, 2, 5, 10, 15, 20, 30, 60, 120].map((minutes) => minutes * 60_000)
function timeAxis({ report, times, x, left, right }: Plot, top: number, bottom: number): (Stroke | Words)[] {
  const { fromMs, toMs } = report.trend
  const room = (right - left) / 46
  const everyMs = TICKS_MS.find((ms) => (toMs - fromMs) / ms <= room) ?? 240 * 60_000
  const origin = times.startedAtMs ?? times.undatedFromMs ?? fromMs
  const marks: (Stroke | Words)[] = []
  const start = times.startedAtMs
  for (let index = Math.ceil((fromMs - origin) / everyMs); origin + index * everyMs <= toMs; index += 1) {
    const at = origin + index * everyMs
    marks.push(ruled(x(at), top, x(at), bottom))
    const text = start !== undefined && at < start ? `T−${(start - at) / 60_000} min` : moment(at, times)
    if (x(at) + wide(text) / 2 <= right + 8) marks.push(words(text, x(at), bottom + 8, 'middle'))
  }
  const { infusion } = report
  if (infusion !== undefined) {
    marks.push(ruled(x(infusion.startedAtMs), top, x(infusion.startedAtMs), bottom, 'soft', 0.7))
    if (infusion.endedAtMs !== undefined)
      marks.push(ruled(x(infusion.endedAtMs), top, x(infusion.endedAtMs), bottom, 'soft', 0.7))
  }
  return marks
}

function grid({ left, right }: Plot, lane: Lane, from: number, to: number, every: number, name: string) {
  const marks: (Stroke | Words)[] = [
    words(name, left - AXIS, (lane.top + lane.bottom) / 2 + 2, 'start', 'ink'),
  ]
  for (let value = from; value <= to; value += every) {
    marks.push(ruled(left, lane.y(value), right, lane.y(value)))
    marks.push(words(String(value), left - 3, lane.y(value) + 2, 'end'))
  }
  return marks
}

/** Where alarms began: dashed, each with its words at its end. */
function limitMarks({ report, x, right }: Plot, lane: Lane, of: readonly Quantity[]): (Stroke | Words)[] {
  return report.trend.limits
    .filter(({ quantity }) => of.includes(quantity))
    .flatMap((limit) => {
      const { quantity, value, fromMs, toMs } = limit
      const [from, to, y] = [x(fromMs), x(toMs), lane.y(value)]
      const text = `${CATALOGUE[quantity].short} ${limitWords(limit)}`
      const line = { ...ruled(from, y, to, y, 'soft', 0.5), dash: [1, 2] as const }
      if (to < right - 1 || to - from < wide(text)) return [line]
      // On the side where alarms are: what is measured stands mostly on the other.
      return [line, ...backed(words(text, to, limit.op === '<' ? y + TEXT - 0.5 : y - 1.5, 'end'))]
    })
}

// ── pressures and rates ──────────────────────────────────────────────────────────────────────────────────
/** Systolic ∨ and diastolic ∧ at the ends of a bar; by hand the bar is dashed. */
function pressureMarks({ report, x }: Plot, lane: Lane): Stroke[] {
  const marks: Stroke[] = []
  for (const { atMs, systolic, diastolic, mean, byHand } of report.trend.pressures) {
    const place = x(atMs)
    const wing = 1.6
    const ends: string[] = []
    if (systolic !== undefined) {
      const y = lane.y(systolic)
      ends.push(
        `M${n(place - wing)} ${n(y - wing * 1.4)}L${n(place)} ${n(y)}L${n(place + wing)} ${n(y - wing * 1.4)}`,
      )
    }
    if (diastolic !== undefined) {
      const y = lane.y(diastolic)
      ends.push(
        `M${n(place - wing)} ${n(y + wing * 1.4)}L${n(place)} ${n(y)}L${n(place + wing)} ${n(y + wing * 1.4)}`,
      )
    }
    if (systolic === undefined && diastolic === undefined && mean !== undefined)
      ends.push(`M${n(place - wing)} ${n(lane.y(mean))}L${n(place + wing)} ${n(lane.y(mean))}`)
    marks.push({ is: 'path', d: ends.join(''), stroke: 'ink', width: 0.8 })
    if (systolic !== undefined && diastolic !== undefined)
      marks.push({
        ...ruled(place, lane.y(systolic), place, lane.y(diastolic), 'ink', 0.45),
        ...(byHand ? { dash: [1.2, 1.2] as const } : {}),
      })
  }
  return marks
}

const SIGNAL_INK: Readonly<Partial<Record<SignalId, Pick<Stroke, 'width' | 'dash' | 'stroke'>>>> = {
  heartRate: { width: 0.5, stroke: 'soft' },
  pulseRate: { width: 0.5, stroke: 'soft', dash: [2, 1] },
  spo2: { width: 0.6, stroke: 'ink' },
}

function pulseMarks(plot: Plot, lane: Lane): Stroke[] {
  const { signals, everyMs, fromMs } = plot.report.trend
  const { heartRate, pulseRate } = signals
  // Where there is an ECG the pulse stands in only where it has nothing.
  const known = new Set(heartRate?.map(([at]) => at))
  const stands = pulseRate?.filter(([at]) => !known.has(at))
  return [
    ...inkOf(heartRate, 'heartRate', plot, lane, everyMs, fromMs),
    ...inkOf(stands, 'pulseRate', plot, lane, everyMs, fromMs),
  ]
}
function inkOf(
  pieces: readonly TrendPiece[] | undefined,
  signal: SignalId,
  plot: Plot,
  lane: Lane,
  everyMs: number,
  fromMs: number,
): Stroke[] {
  if (pieces === undefined || pieces.length === 0) return []
  const ink = SIGNAL_INK[signal] ?? { width: 0.8, stroke: 'ink' }
  return [{ is: 'path', d: lineOf(pieces, everyMs, fromMs, plot, lane), ...ink }]
}

function rateMarks(plot: Plot, lane: Lane): (Stroke | Words)[] {
  const { report, x } = plot
  const { rates, toMs } = report.trend
  if (rates.length === 0) return []
  let d = ''
  let area = ''
  let before = 0
  for (const [index, { atMs, rateMlPerHr }] of rates.entries()) {
    const [from, to] = [x(atMs), x(rates[index + 1]?.atMs ?? toMs)]
    d += `${index === 0 ? 'M' : 'L'}${n(from)} ${n(lane.y(before))}L${n(from)} ${n(lane.y(rateMlPerHr))}L${n(to)} ${n(lane.y(rateMlPerHr))}`
    if (rateMlPerHr > 0)
      area += `M${n(from)} ${n(lane.bottom)}L${n(from)} ${n(lane.y(rateMlPerHr))}L${n(to)} ${n(lane.y(rateMlPerHr))}L${n(to)} ${n(lane.bottom)}Z`
    before = rateMlPerHr
  }
  return [
    ...(area === '' ? [] : [{ is: 'path' as const, d: area, fill: 'faint' as const }]),
    { is: 'path', d, stroke: 'ink', width: 0.7 },
  ]
}

const down = (value: number, to: number): number => Math.floor(value / to) * to
const up = (value: number, to: number): number => Math.ceil(value / to) * to

/** mmHg or /min. */
const HEADROOM = 2
/** Every number the lane of pressures and rates must hold, and the limits. */
function rangeOf({ trend }: SessionReport): readonly [number, number] {
  const { heartRate = [], pulseRate = [] } = trend.signals
  const all = [
    ...trend.limits.flatMap(({ quantity, value }) => (quantity === 'spo2' ? [] : [value])),
    ...trend.pressures.flatMap(({ systolic, diastolic, mean }) => [systolic, diastolic, mean]),
    ...[...heartRate, ...pulseRate].flatMap(([, low, high]) => [low, high]),
  ].filter((value) => value !== undefined)
  let [low, high] = [60, 160]
  for (const value of all) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  // What is highest does not stand on the edge.
  return [down(low, 20), up(high + HEADROOM, 20)]
}

/**
 * @param width points of 1/72 inch, or any other unit of the same proportions @param height the same
 */
export function chartOf(report: SessionReport, times: PageTimes, width: number, height: number): Drawing {
  const { trend } = report
  const [left, right] = [AXIS, width - 4]
  const lengthMs = Math.max(1, trend.toMs - trend.fromMs)
  const x: Scale = (atMs) =>
    left + (Math.min(lengthMs, Math.max(0, atMs - trend.fromMs)) / lengthMs) * (right - left)
  const plot: Plot = { report, times, x, left, right }

  const rows = rowsOf(report)
  const legend = 12
  const axis = 11
  const between = 7
  const rateHeight = trend.rates.length > 0 ? 16 : 0
  const free =
    height - legend - axis - rows.length * ROW - between - (rateHeight === 0 ? 0 : rateHeight + between)
  const [low, high] = rangeOf(report)
  const big = laneOf(legend, legend + free * 0.7, low, high)
  const spo2Low = down(
    Math.min(
      85,
      ...(trend.signals.spo2 ?? []).map(([, value]) => value),
      ...trend.limits.flatMap(({ quantity, value }) => (quantity === 'spo2' ? [value] : [])),
    ),
    5,
  )
  const saturation = laneOf(big.bottom + between, big.bottom + between + free * 0.3, spo2Low, 100)
  const most = Math.max(1, ...trend.rates.map(({ rateMlPerHr }) => rateMlPerHr))
  const rate = laneOf(saturation.bottom + between, saturation.bottom + between + rateHeight, 0, most)
  const lowest = rateHeight > 0 ? rate.bottom : saturation.bottom
  const bottom = lowest + rows.length * ROW

  const marks: (Stroke | Words)[] = [
    ...timeAxis(plot, big.top, bottom),
    ...grid(plot, big, low, high, high - low > 160 ? 40 : 20, 'mmHg'),
    ...grid(plot, saturation, spo2Low, 100, 100 - spo2Low > 20 ? 10 : 5, 'SpO₂'),
    ...limitMarks(plot, big, ['systolic', 'diastolic']),
    ...limitMarks(plot, saturation, ['spo2']),
    ...pulseMarks(plot, big),
    ...pressureMarks(plot, big),
    ...inkOf(trend.signals.spo2, 'spo2', plot, saturation, trend.everyMs, trend.fromMs),
  ]
  if (rateHeight > 0)
    marks.push(
      words('mL/h', left - AXIS, rate.bottom, 'start', 'ink'),
      words(String(Math.round(most * 10) / 10), left - 3, rate.top + TEXT * 0.7, 'end'),
      ruled(left, rate.bottom, right, rate.bottom),
      ...rateMarks(plot, rate),
    )
  for (const [index, draw] of rows.entries())
    marks.push(...draw(plot, lowest + index * ROW, lowest + (index + 1) * ROW))
  marks.push(...legendOf(plot))
  return { width, height, marks }
}

function legendOf({ report, left }: Plot): (Stroke | Words)[] {
  const { signals, pressures } = report.trend
  const marks: (Stroke | Words)[] = []
  let place = left
  const add = (text: string, sample: (at: number) => Stroke): void => {
    marks.push(sample(place), words(text, place + 12, 6))
    place += 12 + wide(text) + 10
  }
  if (pressures.length > 0)
    add('BP, systolic over diastolic, mmHg', (at) => ({
      is: 'path',
      d: `M${at + 2} 0.5L${at + 4} 2.5L${at + 6} 0.5M${at + 4} 2.5L${at + 4} 5M${at + 2} 7L${at + 4} 5L${at + 6} 7`,
      stroke: 'ink',
      width: 0.8,
    }))
  if (signals.heartRate !== undefined) add('heart rate', (at) => ruled(at, 4, at + 9, 4, 'soft', 0.9))
  if (signals.pulseRate !== undefined)
    add('pulse rate where there was no heart rate', (at) => ({
      ...ruled(at, 4, at + 9, 4, 'soft', 0.9),
      dash: [2, 1],
    }))
  return marks
}
