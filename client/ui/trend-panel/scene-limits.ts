// Owns which limits the trend shows for a session: those of the profile in force, from when to when each was.
import type { LimitsInForce } from '@chairside/shared/fold/trends.ts'
import { rulesOf } from '../profile-rules.ts'
import { type LaneId, type LimitLine, limitLinesOf } from '../trend-chart/limit-lines.ts'

const LANES: readonly LaneId[] = ['rate', 'pressure', 'spo2', 'respiration', 'pump']

/** A profile this version does not know has no lines: a limit nobody used would be worse than none. */
export function sceneLimits(
  inForce: readonly LimitsInForce[],
): Readonly<Record<LaneId, readonly LimitLine[]>> {
  const lanes: Record<LaneId, LimitLine[]> = { rate: [], pressure: [], spo2: [], respiration: [], pump: [] }
  for (const [index, { profile, fromMs }] of inForce.entries()) {
    const rules = rulesOf(profile)
    if (rules === undefined) continue
    const toMs = inForce[index + 1]?.fromMs
    // The first were in force for everything before it as well: nothing else was.
    const when = { ...(index === 0 ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) }
    const lines = limitLinesOf(rules)
    for (const lane of LANES) lanes[lane].push(...lines[lane].map((line) => ({ ...line, ...when })))
  }
  return lanes
}
