// Owns the profile as a person writes it into a file: what is left out is filled in, a limit may be written as text.
// Never guesses a limit or a priority, and never overlooks a word it does not know.
import { type Result, refuse } from '../../result.ts'
import { CATALOGUE, type Quantity } from '../../vitals.ts'
import type { RuleSet } from '../rules.ts'
import { ADULT_KETAMINE_INFUSION } from './adult-ketamine-infusion.ts'
import { invalidProfile, parseRuleSet } from './rule-set.ts'
import { isPressure } from './rule-set-schema.ts'

const BASE = ADULT_KETAMINE_INFUSION
type Given = Readonly<Record<string, unknown>>
type Filled = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const OWN_KEYS: ReadonlySet<string> = new Set([
  ...Object.keys(BASE),
  'name',
  'version',
  'extends',
  'leaveOut',
])
/** Each of these is filled in field by field. */
const GROUPS = ['cuff', 'repeat', 'hold', 'silence'] as const
const TIMES = ['missingMs', 'settlingMs', 'gapGraceMs', 'manualMs'] as const

/** By id, by label and by what stands on a tile: `spo2`, `SpO2`, `SBP`, `pulse rate`. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
const QUANTITIES: ReadonlyMap<string, Quantity> = new Map(
  Object.values(CATALOGUE).flatMap(({ id, label, short }) =>
    [id, label, short].map((name) => [plain(name), id] as const),
  ),
)

/** `spo2 < 85`. What cannot be read is left as it is: the schema says what it should have been. */
function limitOf(given: unknown): unknown {
  if (typeof given !== 'string') return given
  const [, name = '', op, value] = /^([^<>=≥]+?)\s*(>=|≥|>|<)\s*(-?\d+(?:\.\d+)?)$/.exec(given.trim()) ?? []
  const quantity = QUANTITIES.get(plain(name))
  if (quantity === undefined || value === undefined) return given
  return { quantity, op: op === '≥' ? '>=' : op, value: Number(value) }
}
const limitsOf = (given: unknown): unknown => (Array.isArray(given) ? given.map(limitOf) : given)

/** What measures the quantity of a ladder's first limit. */
function sourcesOf(levels: unknown): unknown {
  const [level] = Array.isArray(levels) ? levels : []
  const [limit] = isObject(level) && Array.isArray(level['limits']) ? level['limits'] : []
  const quantity = isObject(limit) ? limit['quantity'] : undefined
  if (quantity === 'heartRate') return ['heartRate', 'pulseRate']
  return typeof quantity === 'string' ? [isPressure(quantity) ? 'cuff' : quantity] : undefined
}

function levelOf(given: unknown, isCuff: boolean): unknown {
  if (!isObject(given)) return given
  const limits = limitsOf(given['limits'])
  return {
    decided: isCuff ? 'firstReading' : 'delay',
    delayMs: 0,
    leaveMs: 0,
    tell: 'physiological',
    ...given,
    limits,
    // Without a limit of its own it is left where it was entered: no hysteresis.
    staysWhile: given['staysWhile'] === undefined ? limits : limitsOf(given['staysWhile']),
    ...(given['staysUnconfirmedWhile'] === undefined
      ? {}
      : { staysUnconfirmedWhile: limitsOf(given['staysUnconfirmedWhile']) }),
  }
}

function ladderOf(given: unknown): unknown {
  if (!isObject(given)) return given
  const written = given['levels']
  const first = Array.isArray(written)
    ? written.map((level) => (isObject(level) ? { ...level, limits: limitsOf(level['limits']) } : level))
    : written
  // Where they cannot be told the first limit cannot be read either, and that is what is said.
  const sources = given['sources'] ?? sourcesOf(first) ?? ['spo2']
  const isCuff = Array.isArray(sources) && sources[0] === 'cuff'
  const levels = Array.isArray(written) ? written.map((level) => levelOf(level, isCuff)) : written
  return { needsPulse: false, ...given, sources, levels }
}

const technicalLevelOf = (given: unknown): unknown =>
  isObject(given)
    ? { level: given['silent'] === true ? 'seen' : given['priority'], afterMs: 0, ...given }
    : given
const technicalLevelsOf = (given: unknown): unknown =>
  Array.isArray(given) ? given.map(technicalLevelOf) : given

function technicalOf(given: unknown): unknown {
  if (!isObject(given)) return given
  // What is about a condition that ships need not be said again: its kind, its signal, who is told.
  const shipped = BASE.technical.find(({ condition }) => condition === given['condition'])
  const { otherwise: _levels, byPhase: _phases, ...same } = shipped ?? {}
  const byPhase = given['byPhase'] ?? {}
  return {
    tell: 'technical',
    ...same,
    ...given,
    otherwise: technicalLevelsOf(given['otherwise']),
    byPhase: isObject(byPhase)
      ? Object.fromEntries(
          Object.entries(byPhase).map(([phase, levels]) => [phase, technicalLevelsOf(levels)]),
        )
      : byPhase,
  }
}

const conditionOf = (one: unknown): unknown => (isObject(one) ? one['condition'] : undefined)

/** A list as it is given; where another profile is extended, what is given replaces what has its name there. */
function listOf(
  given: unknown,
  fill: (one: unknown) => unknown,
  base: readonly { readonly condition: string }[],
  extending: boolean,
  leaveOut: readonly unknown[],
): unknown {
  if (given !== undefined && !Array.isArray(given)) return given
  const own = (given ?? []).map(fill)
  const isNone = given !== undefined && own.length === 0
  const names = new Set([...own.map(conditionOf), ...leaveOut])
  return [...(extending && !isNone ? base.filter(({ condition }) => !names.has(condition)) : []), ...own]
}

/**
 * Reads a profile from a file: a whole rule set, or a part of one.
 * `extends: "adult ketamine infusion"`: everything that ships, with the ladders and technical conditions named here in place
 * of those of the same name, and those in `leaveOut` left out. Without it: only the ladders that are named; the technical
 * conditions that ship, unless `technical` names its own (`[]`: none). Times that are not named are those that ship.
 * @param given what JSON.parse made of it
 * @returns the rule set; `profile-invalid` with the field
 */
export function readProfile(given: unknown): Result<RuleSet> {
  if (!isObject(given))
    return refuse('profile-invalid', 'This profile cannot be used. A profile is one JSON object, { … }.')
  const unknown = Object.keys(given).find((key) => !OWN_KEYS.has(key))
  if (unknown !== undefined)
    return invalidProfile({ field: unknown, message: 'nothing is known by this name' })
  const { name, version, extends: extended, leaveOut, profile, phases, ...more } = given
  if (extended !== undefined && extended !== BASE.profile.name && extended !== 'none')
    return invalidProfile({
      field: 'extends',
      message: `only "${BASE.profile.name}" can be extended; leave it out to begin with nothing`,
    })
  const extending = extended === BASE.profile.name
  if (leaveOut !== undefined && !Array.isArray(leaveOut))
    return invalidProfile({ field: 'leaveOut', message: 'a list of conditions, such as ["rrLow"]' })
  const out: readonly unknown[] = leaveOut ?? []
  const inBase = new Set<unknown>([...BASE.ladders, ...BASE.technical].map(({ condition }) => condition))
  const nowhere = out.findIndex((condition) => !inBase.has(condition))
  if (nowhere >= 0)
    return invalidProfile({
      field: `leaveOut[${nowhere}]`,
      message: `there is no condition ${JSON.stringify(out[nowhere])}`,
    })
  if (out.length > 0 && !extending && given['technical'] !== undefined)
    return invalidProfile({ field: 'leaveOut', message: 'leaves out of what is extended, and nothing is' })
  const filled: Record<string, unknown> = {
    profile: profile ?? { name: name ?? 'a profile without a name', version: version ?? 1 },
  }
  for (const time of TIMES) filled[time] = more[time] ?? BASE[time]
  for (const group of GROUPS)
    filled[group] = isObject(more[group] ?? {})
      ? { ...BASE[group], ...((more[group] ?? {}) as Filled) }
      : more[group]
  filled['ladders'] = listOf(more['ladders'], ladderOf, BASE.ladders, extending, out)
  filled['technical'] = listOf(
    more['technical'],
    technicalOf,
    BASE.technical,
    extending || more['technical'] === undefined,
    out,
  )
  filled['phases'] = phasesOf(phases)
  return parseRuleSet(filled)
}

/** Each phase is filled in field by field; a phase's cuff on demand: `"cuffMs": "onDemand"`. */
function phasesOf(given: unknown): unknown {
  if (given !== undefined && !isObject(given)) return given
  const named: Given = given ?? {}
  const all: Record<string, unknown> = { ...BASE.phases, ...named }
  for (const [phase, rule] of Object.entries(BASE.phases)) {
    const own = named[phase]
    if (!isObject(own)) continue
    const { cuffMs, ...rest } = { ...rule, ...own } as Record<string, unknown>
    all[phase] = cuffMs === undefined || cuffMs === 'onDemand' ? rest : { ...rest, cuffMs }
  }
  return all
}
