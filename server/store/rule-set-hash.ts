// Owns the hash of a rule set: the SHA-256 of its canonical text, hex. A session's record and a list of profiles name it.
import { createHash } from 'node:crypto'
import { canonicalRuleSet } from '@chairside/shared/alarm/profile/rule-set.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { HashedRuleSet } from './directory.ts'

/** The rule set with its own hash in `profile.hash`, whatever stood there. */
export function hashed(ruleSet: RuleSet): HashedRuleSet {
  const { name, version } = ruleSet.profile
  const hash = createHash('sha256').update(canonicalRuleSet(ruleSet)).digest('hex')
  return { ...ruleSet, profile: { name, version, hash } }
}
