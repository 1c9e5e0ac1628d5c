// Owns how a rule set comes in from outside and is written so that equal ones are equal texts.
// Never lets one through that the engine cannot interpret, and never mends one silently.
import { ok, type Result, refuse } from '../../result.ts'
import type { RuleSet } from '../rules.ts'
import { fieldOf, formProblems, type Problem, zRuleSet } from './rule-set-schema.ts'

export type { Problem }

/** `profile-invalid`, with the first field at fault named. */
export const invalidProfile = ({
  field,
  message,
}: Problem): { ok: false; error: ReturnType<typeof refuse>['error'] } =>
  refuse(
    'profile-invalid',
    `This profile cannot be used. ${field === '' ? '' : `${field}: `}${message}.`,
    field || undefined,
  )

type Issue = {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}

/** What the schema says, in the words of somebody who wrote the file. */
function inWords({ path, message }: Issue): string {
  const short = message.replace(/^Invalid (input|option): /, '').replace(/^Too (big|small): /, '')
  if (short.endsWith('received NaN')) return 'a number is needed'
  if (message === 'Required' || short.endsWith('received undefined')) return 'is missing'
  if (short === 'expected object, received string' && path.some((key) => /^limits|^stays/.test(String(key))))
    return 'cannot be read as a limit; write it like "spo2 < 85"'
  return short
}

function problemOf(issue: Issue, given: unknown): Problem {
  const isUnknown = issue.code === 'unrecognized_keys'
  return {
    field: fieldOf(isUnknown ? [...issue.path, issue.keys?.[0] ?? ''] : issue.path, given),
    message: isUnknown ? 'nothing is known by this name' : inWords(issue),
  }
}

const byCondition = <T extends { readonly condition: string }>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => (a.condition < b.condition ? -1 : a.condition > b.condition ? 1 : 0))

/**
 * Reads a whole rule set: from a session's own record, the store, a request.
 * @returns it with ladders and technical conditions in the order of their ids; `profile-invalid` with the field
 */
export function parseRuleSet(given: unknown): Result<RuleSet> {
  const parsed = zRuleSet.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as Issue | undefined
    return invalidProfile(
      issue === undefined ? { field: '', message: 'it cannot be read' } : problemOf(issue, given),
    )
  }
  const read = parsed.data as unknown as RuleSet
  const ruleSet = { ...read, ladders: byCondition(read.ladders), technical: byCondition(read.technical) }
  const [problem] = formProblems(ruleSet)
  return problem === undefined ? ok(ruleSet) : invalidProfile(problem)
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const sorted: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) {
    const one = (value as Record<string, unknown>)[key]
    if (one !== undefined) sorted[key] = canonical(one)
  }
  return sorted
}

/** Any JSON value as one text, whatever the order of its keys. */
export const canonicalText = (value: unknown): string => JSON.stringify(canonical(value)) ?? ''

/** The text whose SHA-256 is the profile's hash: sorted keys, ladders by id, without the hash itself. */
export function canonicalRuleSet(ruleSet: RuleSet): string {
  const { name, version } = ruleSet.profile
  return canonicalText({
    ...ruleSet,
    profile: { name, version },
    ladders: byCondition(ruleSet.ladders),
    technical: byCondition(ruleSet.technical),
  })
}

/** The same without its name and version: two profiles that judge alike have the same text. */
export const canonicalRules = (ruleSet: RuleSet): string =>
  canonicalRuleSet({ ...ruleSet, profile: { name: '', version: 1 } })
