// Owns how long each silence holds by time alone. Never owns what else ends one: that is the engine's (silences.ts).
import type { Priority } from '../../record/record.ts'
import type { RuleSet, Rules } from '../rules.ts'

/** What of a rule set says how long silences hold. */
export type SilenceTimes = Pick<RuleSet | Rules, 'ladders' | 'technical' | 'silence'>

/** The condition that HELP raises; its own and a symptom's are said by a person. */
export const HELP_CONDITION = 'help'

/**
 * Symptoms and HELP: what a person at the chair said. No sound at the origin, and acknowledging there changes nothing
 * (clinical facts §5, table): the room's own screen is the only one that acknowledges, every other one says "Coming".
 */
export const isSaid = (condition: string): boolean =>
  condition === HELP_CONDITION || condition.startsWith('symptom')

/** Whether the condition is about a signal that is measured all the time: it speaks for itself after 120 s. */
function isContinuous(rules: SilenceTimes, condition: string): boolean {
  for (const ladder of rules.ladders)
    if (ladder.condition === condition) return !ladder.sources.includes('cuff')
  return rules.technical.find((rule) => rule.condition === condition)?.signal !== undefined
}

/**
 * How long an acknowledgement holds while the condition is still true, milliseconds; undefined: until something else ends it.
 * A HIGH that no continuous signal speaks for (a cuff that gives nothing new, a person's word) holds no longer than a MEDIUM
 * does: the rules name no time for it, and this leaves the patient less alone (SPEC AL72).
 */
export function acknowledgementHoldsMs(
  rules: SilenceTimes,
  condition: string,
  priority: Priority,
): number | undefined {
  switch (priority) {
    case 'high':
      return isContinuous(rules, condition) ? rules.silence.highHoldsMs : rules.silence.mediumHoldsMs
    case 'medium':
      return rules.silence.mediumHoldsMs
    case 'low':
      return undefined
  }
}
