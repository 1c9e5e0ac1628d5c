// Owns the shape of a rule set as it comes from outside: a file, a request, a record. Every number finite, every list short.
// Never judges whether a limit makes sense: a strange but well-formed profile may be run over a recording.
import * as z from 'zod'
import { PHASES, zPhaseName } from '../../record/care-kinds.ts'
import { zPriority, zQuantity } from '../../record/envelope.ts'
import { CONTINUOUS_SIGNALS, PRESSURE_COMPONENTS } from '../../vitals.ts'
import { type RuleSet, TECHNICAL_KINDS } from '../rules.ts'

/** As it stands in an alarm's id: letters and digits. */
const zCondition = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/, 'letters and digits, at most 40')
const zLevelName = z.string().min(1).max(40)
/** A day: longer than any session. */
const zMs = z.number().min(0).max(86_400_000)
const zValue = z.number().min(-1_000).max(1_000)
const zYes = z.literal(true)
const zTell = z.enum(['physiological', 'critical', 'data', 'technical'])

const zRelative = z.strictObject({
  times: z.number().min(0).max(10).optional(),
  minus: zValue.optional(),
  round: z.enum(['up', 'down']),
  notUnder: zValue.optional(),
  plus: zValue.optional(),
})
const zLimit = z
  .strictObject({
    quantity: zQuantity,
    op: z.enum(['>=', '>', '<']),
    value: zValue.optional(),
    relative: zRelative.optional(),
    onlyIfRelative: zYes.optional(),
  })
  .refine(({ value, relative }) => value !== undefined || relative !== undefined, {
    path: ['value'],
    message: 'a limit needs a value, or is relative to the baseline',
  })
const zLimits = z.array(zLimit).min(1).max(12)

const zLevel = z.strictObject({
  level: zLevelName,
  priority: zPriority,
  limits: zLimits,
  staysWhile: zLimits,
  decided: z.enum(['delay', 'firstReading', 'repeat', 'confirmation']),
  delayMs: zMs,
  leaveMs: zMs,
  asksRepeat: zYes.optional(),
  staysUnconfirmedWhile: zLimits.optional(),
  silent: zYes.optional(),
  tell: zTell,
})
const zLadder = z.strictObject({
  condition: zCondition,
  sources: z
    .array(z.enum([...CONTINUOUS_SIGNALS, 'cuff']))
    .min(1)
    .max(4),
  needsPulse: z.boolean(),
  levels: z.array(zLevel).min(1).max(12),
})

const zTechnicalLevel = z.strictObject({
  level: zLevelName,
  priority: zPriority,
  silent: zYes.optional(),
  afterMs: zMs,
  afterCycles: z.number().min(0).max(100).optional(),
})
const zTechnicalLevels = z.array(zTechnicalLevel).max(12)
const zTechnical = z.strictObject({
  condition: zCondition,
  kind: z.enum(TECHNICAL_KINDS),
  signal: z.enum(CONTINUOUS_SIGNALS).optional(),
  tell: zTell,
  otherwise: zTechnicalLevels,
  byPhase: z.partialRecord(zPhaseName, zTechnicalLevels),
})

const zPhaseRule = z.strictObject({
  physiological: z.enum(['all', 'highOnly', 'highSounds']),
  relative: z.boolean(),
  cuffMs: zMs.min(60_000, 'a cuff cycle is a minute at least').optional(),
})

/** Of a profile's name: what stands on the glass. */
export const zProfileName = z.string().trim().min(1).max(80)
/** In the order in which it is written. */
export const zRuleSet = z.strictObject({
  profile: z.strictObject({
    name: zProfileName,
    version: z.int().min(1).max(1_000_000),
    hash: z.string().max(64).optional(),
  }),
  missingMs: zMs,
  settlingMs: zMs,
  gapGraceMs: zMs,
  manualMs: zMs,
  ladders: z.array(zLadder).max(40),
  technical: z.array(zTechnical).max(40),
  phases: z.strictObject(Object.fromEntries(PHASES.map((phase) => [phase, zPhaseRule]))),
  cuff: z.strictObject({
    firstMs: zMs,
    whileHighMs: zMs.min(60_000),
    afterDrugMs: zMs,
    recoveryFirstMs: zMs,
    recoveryThenMs: zMs.min(60_000),
    skipIfWithinMs: zMs,
    betweenOrdersMs: zMs.min(1_000),
  }),
  repeat: z.strictObject({ waitMs: zMs, runningWaitMs: zMs }),
  hold: z.strictObject({ mostMs: zMs, afterMs: zMs, notAtCycleMs: zMs }),
  silence: z.strictObject({
    comingMs: zMs,
    pauseMs: zMs,
    helpQuietMs: zMs,
    undoMs: zMs,
    highHoldsMs: zMs.min(1_000),
    mediumHoldsMs: zMs.min(1_000),
    worsensBy: z.partialRecord(zQuantity, z.number().positive().max(1_000)),
    reminderMs: zMs.min(1_000),
  }),
})

/** What is wrong with one field of a rule set, in words. */
export type Problem = { readonly field: string; readonly message: string }

const named = (item: unknown, key: string): string | undefined => {
  const name = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[key] : undefined
  return typeof name === 'string' && name !== '' ? name.slice(0, 40) : undefined
}

/**
 * A field as a person finds it: a ladder, level or technical condition by its name instead of its place in a list.
 * @returns e.g. `ladders.spo2Low.low.limits[0].value`
 */
export function fieldOf(path: readonly PropertyKey[], given: unknown): string {
  let at = given
  let text = ''
  let list = ''
  for (const key of path) {
    const inside = (at as Record<PropertyKey, unknown> | undefined)?.[key]
    if (typeof key === 'number') {
      const name = list === 'levels' ? named(inside, 'level') : named(inside, 'condition')
      const isNamed = list === 'levels' || list === 'ladders' || list === 'technical'
      if (isNamed && name !== undefined) {
        // A level stands by its name right behind its ladder's.
        if (list === 'levels') text = text.slice(0, -'.levels'.length)
        text += `.${name}`
      } else text += `[${key}]`
    } else text += text === '' ? String(key) : `.${String(key)}`
    list = String(key)
    at = inside
  }
  return text
}

/** The pressure components belong to the cuff, every other quantity to the signal of its name. */
export const isPressure = (quantity: string): boolean =>
  (PRESSURE_COMPONENTS as readonly string[]).includes(quantity)

/** What the interpreter relies on and a list of fields cannot say. */
export function formProblems(ruleSet: RuleSet): Problem[] {
  const found: Problem[] = []
  const say = (field: string, message: string): void => {
    found.push({ field, message })
  }
  const taken = new Set<string>()
  const once = (condition: string, list: string): void => {
    if (taken.has(condition)) say(`${list}.${condition}.condition`, 'this condition is there twice')
    else if (/^(help$|symptom)/.test(condition))
      say(`${list}.${condition}.condition`, 'this name belongs to what a person says')
    taken.add(condition)
  }
  for (const { condition, sources, levels } of ruleSet.ladders) {
    const at = `ladders.${condition}`
    once(condition, 'ladders')
    const isCuff = sources[0] === 'cuff'
    if (new Set(sources).size !== sources.length || (sources.length > 1 && sources.includes('cuff')))
      say(`${at}.sources`, 'each source once, and the cuff only by itself')
    const names = new Set<string>()
    for (const [rank, level] of levels.entries()) {
      const here = `${at}.${level.level}`
      if (names.has(level.level)) say(`${here}.level`, 'this level is there twice')
      names.add(level.level)
      for (const list of ['limits', 'staysWhile', 'staysUnconfirmedWhile'] as const)
        for (const [index, { quantity }] of (level[list] ?? []).entries())
          if (isCuff ? !isPressure(quantity) : !(sources as readonly string[]).includes(quantity))
            say(`${here}.${list}[${index}].quantity`, `${quantity} is not measured by ${sources.join(', ')}`)
      if (isCuff === (level.decided === 'delay'))
        say(
          `${here}.decided`,
          isCuff ? 'a cuff reading is decided when it lands' : 'a signal is decided by its delay',
        )
      if (level.asksRepeat === true && !isCuff) say(`${here}.asksRepeat`, 'only the cuff repeats')
      if (level.staysUnconfirmedWhile !== undefined && level.asksRepeat !== true)
        say(`${here}.staysUnconfirmedWhile`, 'only of a level that asks for a repeat')
      const below = levels[rank - 1]
      if (
        level.decided === 'confirmation' &&
        (below?.asksRepeat !== true || below.decided !== 'firstReading')
      )
        say(
          `${here}.decided`,
          'needs the level below it to be decided by the first reading and to ask for a repeat',
        )
    }
  }
  const kinds = new Set<string>()
  for (const { condition, kind, signal } of ruleSet.technical) {
    const at = `technical.${condition}`
    once(condition, 'technical')
    if ((kind === 'noValue') === (signal === undefined))
      say(`${at}.signal`, kind === 'noValue' ? 'which signal has no value?' : 'only of "noValue"')
    const key = `${kind} ${signal ?? ''}`
    if (kinds.has(key)) say(`${at}.kind`, 'there is another condition of this kind')
    kinds.add(key)
  }
  return found
}
