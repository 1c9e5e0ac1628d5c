// Owns which rule set a session runs on, before this patient's limits are put in. Never stands one profile in for another.
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'

export function ruleSetOfSession({ ruleSet, opened }: SessionState): RuleSet | undefined {
  if (ruleSet !== undefined) return ruleSet as unknown as RuleSet
  const { name, version } = ADULT_KETAMINE_INFUSION.profile
  return opened?.profile.name === name && opened.profile.version === version
    ? ADULT_KETAMINE_INFUSION
    : undefined
}
