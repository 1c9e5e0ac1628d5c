// Owns the words for what a change of this patient's limits would end at once: said before it is saved.

import { rulesInForce } from '@chairside/shared/alarm/in-force.ts'
import { beyond, ladderOf } from '@chairside/shared/alarm/rules.ts'
import { ruleSetOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { alarmName } from '@chairside/shared/alarm/text.ts'
import { believableValues } from '@chairside/shared/fold/believable.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { ChangedLimit } from '@chairside/shared/record/care-kinds.ts'

/** "BP high 168": each active alarm whose newest value would be beyond none of its ladder's limits any more. */
export function endsOf(state: SessionState, limits: readonly Omit<ChangedLimit, 'was'>[]): readonly string[] {
  const ruleSet = ruleSetOfSession(state)
  if (ruleSet === undefined) return []
  const changed = limits.map((one) => ({ ...one, was: one.value }))
  const rules = rulesInForce(ruleSet, { phase: state.phase, baseline: state.baseline, limits: changed })
  return Object.values(state.alarms).flatMap(({ alarm }) => {
    const { limit } = alarm
    if (limit === undefined || !changed.some(({ condition }) => condition === alarm.condition)) return []
    const values = believableValues(limit.quantity, state, state.headAtMs) ?? alarm.values
    const levels = ladderOf(rules, alarm.condition)?.levels ?? []
    const holds = levels.some(({ limits: own }) =>
      own.some(({ quantity, op, value }) => {
        const now = values[quantity]
        return now !== undefined && beyond(op, now, value)
      }),
    )
    return holds ? [] : [`${alarmName(alarm)} ${values[limit.quantity] ?? ''}`.trim()]
  })
}
