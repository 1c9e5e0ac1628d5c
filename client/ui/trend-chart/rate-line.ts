// Owns which source the first lane draws: the ECG's heart rate while it may be believed, otherwise the pulse rate ("PR"), as
// the tiles show them and as alarms are judged (AL14). Never joins one source to the other, and never carries a value on.
import { valueThen } from '@chairside/shared/fold/moment.ts'
import { POINT, type SignalSeries, type Trends } from '@chairside/shared/fold/trends.ts'
import { CATALOGUE, type SignalId } from '@chairside/shared/vitals.ts'

export type RateSource = 'heartRate' | 'pulseRate'
export type RateChange = { readonly atMs: number; readonly signal: RateSource }
export type RateLine = {
  /** One object that grows in place, as the series it is made of. */
  readonly series: SignalSeries
  /** What it is drawn from; both where one gave way to the other. */
  readonly sources: readonly RateSource[]
  /** "HR", "PR", "HR, PR" */
  readonly name: string
  /** Where the other source took over, for long enough to be a change and no flicker. */
  changes(): readonly RateChange[]
}

/** A source that gives way again sooner took nothing over: a reattached lead settles for as long. */
const LASTS_MS = 10_000

const none = (): readonly RateChange[] => []
const line = (series: SignalSeries, sources: readonly RateSource[], changes = none): RateLine => ({
  series,
  sources,
  name: sources.map((signal) => CATALOGUE[signal].short).join(', '),
  changes,
})

/** Both sources as one series; it is made only once the second has been needed. */
type Merged = {
  readonly series: SignalSeries
  readonly switches: RateChange[]
  /** How many points of each have been taken. */
  heart: number
  pulse: number
  source: RateSource | undefined
  /** The newest point of either that has been taken, drawn or not. */
  takenMs: number
  lastTaken: RateSource | undefined
  /** Until when the last value of each may be believed. */
  heartUntilMs: number
  pulseUntilMs: number
  rewritten: number
  needed: boolean
}

const fresh = (rewritten: number, needed: boolean): Merged => ({
  series: { atMs: [], value: [], kind: [], believedMs: [] },
  switches: [],
  heart: 0,
  pulse: 0,
  source: undefined,
  takenMs: Number.NEGATIVE_INFINITY,
  lastTaken: undefined,
  heartUntilMs: Number.NEGATIVE_INFINITY,
  pulseUntilMs: Number.NEGATIVE_INFINITY,
  rewritten,
  needed,
})

function put(merged: Merged, atMs: number, value: number, kind: 0 | 1 | 2 | 3, believedMs: number): void {
  if (!merged.needed) return
  const { series } = merged
  series.atMs.push(atMs)
  series.value.push(value)
  series.kind.push(kind)
  series.believedMs.push(believedMs)
}

function turnTo(merged: Merged, signal: RateSource, atMs: number): void {
  if (merged.source === signal) return
  if (merged.source !== undefined) {
    // Lifts the pen and is no gap: there was a value, of the other source.
    put(merged, atMs, Number.NaN, POINT.live, 0)
    merged.switches.push({ atMs, signal })
  }
  merged.source = signal
}

function copy(merged: Merged, from: SignalSeries, index: number): void {
  put(
    merged,
    from.atMs[index] as number,
    from.value[index] as number,
    from.kind[index] as 0 | 1 | 2 | 3,
    from.believedMs[index] as number,
  )
}

/** The newest point of the pulse rate that is of this very moment has a value. */
function pulseComes(merged: Merged, pulse: SignalSeries, atMs: number): boolean {
  const { pulse: next } = merged
  return pulse.atMs[next] === atMs && !Number.isNaN(pulse.value[next])
}

/**
 * Takes the points that are new.
 * @returns false: they do not belong at the end; everything has to be taken again
 */
function take(merged: Merged, { signals }: Trends): boolean {
  const { heartRate: heart, pulseRate: pulse } = signals
  for (;;) {
    const heartAt = heart.atMs[merged.heart] ?? Number.POSITIVE_INFINITY
    const pulseAt = pulse.atMs[merged.pulse] ?? Number.POSITIVE_INFINITY
    if (heartAt === Number.POSITIVE_INFINITY && pulseAt === Number.POSITIVE_INFINITY) return true
    const lastMs = merged.series.atMs.at(-1) ?? Number.NEGATIVE_INFINITY
    // What was passed over because of the other source may have to be drawn after all.
    const at = Math.min(heartAt, pulseAt)
    const next: RateSource = heartAt <= pulseAt ? 'heartRate' : 'pulseRate'
    if (at < merged.takenMs) return false
    if (at === merged.takenMs && next === 'heartRate' && merged.lastTaken === 'pulseRate') return false
    merged.takenMs = at
    merged.lastTaken = next
    if (next === 'heartRate') {
      const index = merged.heart
      const isValue = !Number.isNaN(heart.value[index])
      if (isValue) {
        if (heartAt < lastMs) return false
        turnTo(merged, 'heartRate', heartAt)
        copy(merged, heart, index)
        merged.heartUntilMs = heartAt + (heart.believedMs[index] as number)
      } else {
        merged.heartUntilMs = Number.NEGATIVE_INFINITY
        if (merged.source === 'heartRate') {
          if (heartAt < merged.pulseUntilMs || pulseComes(merged, pulse, heartAt))
            turnTo(merged, 'pulseRate', heartAt)
          else copy(merged, heart, index)
        }
      }
      merged.heart += 1
    } else {
      const index = merged.pulse
      const isValue = !Number.isNaN(pulse.value[index])
      merged.pulseUntilMs = isValue ? pulseAt + (pulse.believedMs[index] as number) : Number.NEGATIVE_INFINITY
      if (pulseAt >= merged.heartUntilMs) {
        if (pulseAt < lastMs) return false
        if (isValue) turnTo(merged, 'pulseRate', pulseAt)
        if (merged.source === 'pulseRate') copy(merged, pulse, index)
      }
      merged.pulse += 1
    }
    if (!merged.needed && merged.source === 'pulseRate') return false
  }
}

const kept = new WeakMap<Trends, Merged>()

/** The rate lane's line, up to what `trends` holds now. Costs what is new. */
export function rateLineOf(trends: Trends): RateLine {
  const { heartRate, pulseRate } = trends.signals
  if (pulseRate.atMs.length === 0) return line(heartRate, ['heartRate'])
  if (heartRate.atMs.length === 0) return line(pulseRate, ['pulseRate'])
  let merged = kept.get(trends)
  if (merged === undefined || merged.rewritten !== trends.rewritten)
    merged = fresh(trends.rewritten, merged?.needed ?? false)
  if (!take(merged, trends)) {
    merged = fresh(trends.rewritten, true)
    take(merged, trends)
  }
  kept.set(trends, merged)
  if (!merged.needed) return line(heartRate, ['heartRate'])
  const { series, switches } = merged
  return switches.length === 0
    ? line(series, ['pulseRate'])
    : line(series, ['heartRate', 'pulseRate'], () => lasting(switches, series))
}

/** Without those that gave way again at once, and without the ways back from them. */
function lasting(switches: readonly RateChange[], { atMs }: SignalSeries): readonly RateChange[] {
  const [first] = switches
  if (first === undefined) return []
  const found: RateChange[] = []
  let source: RateSource = first.signal === 'pulseRate' ? 'heartRate' : 'pulseRate'
  for (const [index, change] of switches.entries()) {
    const untilMs = switches[index + 1]?.atMs ?? (atMs.at(-1) as number)
    if (change.signal === source || untilMs - change.atMs < LASTS_MS) continue
    found.push(change)
    source = change.signal
  }
  return found
}

/** What the lane of this signal draws. */
export const lineOf = (trends: Trends, signal: SignalId): SignalSeries =>
  signal === 'heartRate' || signal === 'pulseRate' ? rateLineOf(trends).series : trends.signals[signal]

/** Which source a tile shows at a moment. @param atMs hub time */
export function rateSourceAt({ signals }: Pick<Trends, 'signals'>, atMs: number): RateSource {
  if (valueThen(signals.heartRate, atMs).is === 'value') return 'heartRate'
  if (valueThen(signals.pulseRate, atMs).is === 'value') return 'pulseRate'
  return signals.heartRate.atMs.length === 0 && signals.pulseRate.atMs.length > 0 ? 'pulseRate' : 'heartRate'
}
