// Owns the limit lines of the trend: what the session was judged by, each from when to when it was in force. Never a limit of
// another profile.
import type { LimitsInForce } from '@chairside/shared/fold/trends-limits.ts'
import { type LaneId, type LimitLine, limitLinesOf } from '../trend-chart/limit-lines.ts'

const LANES: readonly LaneId[] = ['rate', 'pressure', 'spo2', 'respiration', 'pump']
type Lanes<T> = Record<LaneId, T>
const everyLane = <T>(of: (lane: LaneId) => T): Lanes<T> =>
  Object.fromEntries(LANES.map((lane) => [lane, of(lane)])) as Lanes<T>

/** Lines without `toMs`, by what they say: still in force. */
type Open = Map<string, LimitLine>

/** A profile this version does not know has no lines: a limit nobody used would be worse than none. */
export function sceneLimits(
  inForce: readonly LimitsInForce[],
): Readonly<Record<LaneId, readonly LimitLine[]>> {
  const over = everyLane<LimitLine[]>(() => [])
  let open = everyLane<Open>(() => new Map())
  for (const [index, { rules, fromMs }] of inForce.entries()) {
    const lines = rules === undefined ? undefined : limitLinesOf(rules)
    // The first were in force for everything before it as well: nothing else was.
    const since = index === 0 ? {} : { fromMs }
    open = everyLane((lane) => {
      const before = open[lane]
      // A line that another limit's change leaves as it is goes on unbroken.
      const now: Open = new Map(
        (lines?.[lane] ?? []).map((line) => [line.words, before.get(line.words) ?? { ...line, ...since }]),
      )
      for (const [words, line] of before) if (!now.has(words)) over[lane].push({ ...line, toMs: fromMs })
      return now
    })
  }
  return everyLane((lane) => [...over[lane], ...open[lane].values()])
}
