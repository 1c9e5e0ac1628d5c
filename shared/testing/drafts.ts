// Owns how tests change a profile in ways its type forbids, and what a check must say of each.
// Never used by the programs.
import { expect } from 'vitest'
import { profileProblems, profileRefusal } from '../alarm/profile/rule-set-check.ts'
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '../alarm/rules.ts'

// biome-ignore lint/suspicious/noExplicitAny: a rule set is changed in ways its type forbids
export type Draft = any
export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value))
export const changed = (change: (draft: Draft) => void): RuleSet => {
  const draft = copyOf(ADULT_KETAMINE_INFUSION)
  change(draft)
  return draft as RuleSet
}
export const ladder = (draft: Draft, condition: string): Draft =>
  draft.ladders.find((one: Draft) => one.condition === condition)
export const level = (draft: Draft, condition: string, name: string): Draft =>
  ladder(draft, condition).levels.find((one: Draft) => one.level === name)
export const technical = (draft: Draft, condition: string): Draft =>
  draft.technical.find((one: Draft) => one.condition === condition)
export const without = (draft: Draft, condition: string, name: string): void => {
  const one = ladder(draft, condition)
  one.levels = one.levels.filter(({ level: own }: Draft) => own !== name)
}

/** A profile that was changed so is refused, in words, and the field is among those that are named. */
export function expectRefused(field: string, change: (draft: Draft) => void): void {
  const problems = profileProblems(changed(change))
  expect(problems.map((problem) => problem.field)).toContain(field)
  const refusal = profileRefusal(changed(change))
  expect(refusal?.error).toMatchObject({ code: 'profile-invalid', field: problems[0]?.field })
  expect(refusal?.error.message).toContain(problems[0]?.message)
  for (const { message } of problems) expect(message).not.toMatch(/undefined|\[object/)
}
