// Owns the words for what a change of this patient's limits would end or lower at once: said before it is saved.
import { limitsPreview } from '@chairside/shared/alarm/limits-preview.ts'
import { ruleSetOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { alarmName } from '@chairside/shared/alarm/words/text.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { ChangedLimit } from '@chairside/shared/record/care-kinds.ts'

export type EndsWords = { readonly ends: readonly string[]; readonly lowers: readonly string[] }

/** "BP high 168" of what would end; "BP very high 182 to BP high" of what would fall to another level. */
export function endsOf(
  state: SessionState,
  limits: readonly Omit<ChangedLimit, 'was'>[],
  atMs: number,
): EndsWords {
  const ruleSet = ruleSetOfSession(state)
  const effects = ruleSet === undefined ? [] : limitsPreview(ruleSet, state, limits, atMs)
  const named = ({ alarm, values }: (typeof effects)[number]): string => {
    const value = alarm.limit === undefined ? undefined : values[alarm.limit.quantity]
    return [alarmName(alarm), value].filter((part) => part !== undefined).join(' ')
  }
  return {
    ends: effects.filter(({ fallsTo }) => fallsTo === undefined).map(named),
    lowers: effects.flatMap((effect) =>
      effect.fallsTo === undefined
        ? []
        : [`${named(effect)} to ${alarmName({ ...effect.alarm, level: effect.fallsTo })}`],
    ),
  }
}
