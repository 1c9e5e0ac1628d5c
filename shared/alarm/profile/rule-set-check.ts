// Owns what a stored profile may not do: each refusal with the field at fault. A recording may be run with any well-formed
// profile; a patient may not. What ships is the measure, clinical facts §4 and §5.
// Never changes a profile: it says what is wrong with it.
import { PHASES, type Phase } from '../../record/care-kinds.ts'
import type { Result } from '../../result.ts'
import type { Quantity } from '../../vitals.ts'
import type { RuleSet, TechnicalLevel, TechnicalRule } from '../rules.ts'
import { ADULT_KETAMINE_INFUSION } from './adult-ketamine-infusion.ts'
import { ladderProblems, RANKS, type Say } from './check-ladders.ts'
import { canonicalRules, invalidProfile, parseRuleSet } from './rule-set.ts'
import type { Problem } from './rule-set-schema.ts'

const BASE = ADULT_KETAMINE_INFUSION
const S = 1_000
const MIN = 60_000

/** Source: clinical facts §4 "Cuff grid": options. */
export const CUFF_CYCLES_MS = [2.5 * MIN, 5 * MIN, 10 * MIN, 15 * MIN] as const
/** Clinical facts §4, §6 and the profile rule: these cannot be left out, whatever else is. Lost hub is the screen's own. */
export const ALWAYS = ['noLiveData', 'noAudibleScreen', 'plannedEnd'] as const
/** In these somebody is being treated. */
const TREATED: readonly Phase[] = ['infusing', 'paused', 'recovery', 'emergency']

type Range = { readonly from: number; readonly to: number }
const seconds = (ms: number): string => (ms >= 2 * MIN && ms % MIN === 0 ? `${ms / MIN} min` : `${ms / S} s`)

/** Every time of a profile, milliseconds. Nothing that quietens or waits lasts longer than in what ships. */
const TIMES: readonly (readonly [string, (rules: RuleSet) => number, Range])[] = [
  ['missingMs', (r) => r.missingMs, { from: 0, to: 30 * S }],
  ['settlingMs', (r) => r.settlingMs, { from: 0, to: 60 * S }],
  ['gapGraceMs', (r) => r.gapGraceMs, { from: 0, to: 60 * S }],
  ['manualMs', (r) => r.manualMs, { from: 0, to: BASE.manualMs }],
  ['cuff.firstMs', (r) => r.cuff.firstMs, { from: 0, to: 10 * MIN }],
  ['cuff.afterDrugMs', (r) => r.cuff.afterDrugMs, { from: 0, to: 60 * MIN }],
  ['cuff.recoveryFirstMs', (r) => r.cuff.recoveryFirstMs, { from: 0, to: 120 * MIN }],
  ['cuff.skipIfWithinMs', (r) => r.cuff.skipIfWithinMs, { from: 0, to: 2 * MIN }],
  ['cuff.betweenOrdersMs', (r) => r.cuff.betweenOrdersMs, { from: BASE.cuff.betweenOrdersMs, to: 2 * MIN }],
  ['repeat.waitMs', (r) => r.repeat.waitMs, { from: 30 * S, to: BASE.repeat.waitMs }],
  ['repeat.runningWaitMs', (r) => r.repeat.runningWaitMs, { from: 30 * S, to: BASE.repeat.runningWaitMs }],
  ['hold.mostMs', (r) => r.hold.mostMs, { from: 0, to: BASE.hold.mostMs }],
  ['hold.afterMs', (r) => r.hold.afterMs, { from: 0, to: BASE.hold.afterMs }],
  ['hold.notAtCycleMs', (r) => r.hold.notAtCycleMs, { from: BASE.hold.notAtCycleMs, to: 15 * MIN }],
  ['silence.comingMs', (r) => r.silence.comingMs, { from: 10 * S, to: BASE.silence.comingMs }],
  ['silence.pauseMs', (r) => r.silence.pauseMs, { from: 10 * S, to: BASE.silence.pauseMs }],
  ['silence.helpQuietMs', (r) => r.silence.helpQuietMs, { from: 0, to: BASE.silence.helpQuietMs }],
  ['silence.undoMs', (r) => r.silence.undoMs, { from: 5 * S, to: BASE.silence.undoMs }],
  ['silence.highHoldsMs', (r) => r.silence.highHoldsMs, { from: 30 * S, to: BASE.silence.highHoldsMs }],
  ['silence.mediumHoldsMs', (r) => r.silence.mediumHoldsMs, { from: MIN, to: BASE.silence.mediumHoldsMs }],
  ['silence.reminderMs', (r) => r.silence.reminderMs, { from: 10 * S, to: BASE.silence.reminderMs }],
]

function checkTimes(ruleSet: RuleSet, say: Say): void {
  for (const [field, of, { from, to }] of TIMES) {
    const ms = of(ruleSet)
    if (ms < from || ms > to) say(field, `between ${seconds(from)} and ${seconds(to)}`)
  }
  const { repeat, cuff, phases, silence } = ruleSet
  if (repeat.runningWaitMs < repeat.waitMs)
    say('repeat.runningWaitMs', 'not shorter than the wait without a running cycle')
  const cycle = (field: string, ms: number): void => {
    if (!CUFF_CYCLES_MS.some((one) => one === ms)) say(field, 'one of 2.5, 5, 10 and 15 min')
  }
  cycle('cuff.whileHighMs', cuff.whileHighMs)
  cycle('cuff.recoveryThenMs', cuff.recoveryThenMs)
  for (const phase of PHASES) {
    const { physiological, cuffMs } = phases[phase]
    const shipped = BASE.phases[phase]
    if (cuffMs !== undefined) cycle(`phases.${phase}.cuffMs`, cuffMs)
    else if (shipped.cuffMs !== undefined) say(`phases.${phase}.cuffMs`, 'in this phase the cuff has a cycle')
    if (TREATED.includes(phase) && physiological !== 'all')
      say(`phases.${phase}.physiological`, 'in this phase every condition alarms ("all")')
  }
  const { cuffMs = CUFF_CYCLES_MS[1] } = phases.infusing
  if (cuff.whileHighMs > cuffMs) say('cuff.whileHighMs', 'not longer than the cycle while infusing')
  if ((phases.emergency.cuffMs ?? 0) > cuffMs)
    say('phases.emergency.cuffMs', 'not longer than the cycle while infusing')
  for (const [quantity, most = 0] of Object.entries(BASE.silence.worsensBy)) {
    const by = silence.worsensBy[quantity as Quantity]
    if (by === undefined || by > most || by < 1)
      say(
        `silence.worsensBy.${quantity}`,
        `between 1 and ${most}: an acknowledged value that worsens sounds again`,
      )
  }
}

const sounds = (levels: readonly TechnicalLevel[]): boolean => levels.some(({ silent }) => silent !== true)

function checkTechnicalLevels(
  levels: readonly TechnicalLevel[],
  shipped: TechnicalRule,
  at: string,
  say: Say,
): void {
  const isKept = (ALWAYS as readonly string[]).includes(shipped.condition)
  for (const [rank, level] of levels.entries()) {
    const here = `${at}[${rank}]`
    const below = levels[rank - 1]
    if (level.silent === true && level.priority !== 'low')
      say(`${here}.silent`, 'only a LOW level may be seen without being heard')
    const most = isKept ? MIN : 10 * MIN
    if (level.afterMs > most) say(`${here}.afterMs`, `at most ${seconds(most)}`)
    const { afterCycles } = level
    if (shipped.kind === 'cuffOverdue') {
      if (afterCycles === undefined || afterCycles < 1 || afterCycles > 3)
        say(`${here}.afterCycles`, 'between 1 and 3 cycles of the cuff')
    } else if (afterCycles !== undefined) say(`${here}.afterCycles`, 'only of an overdue cuff')
    if (below === undefined) continue
    if (RANKS[level.priority] < RANKS[below.priority])
      say(`${here}.priority`, 'levels stand in order, the least severe first')
    if (level.afterMs < below.afterMs || (afterCycles ?? 0) < (below.afterCycles ?? 0))
      say(`${here}.${afterCycles === undefined ? 'afterMs' : 'afterCycles'}`, 'not before the level under it')
  }
}

function checkTechnical(ruleSet: RuleSet, say: Say): void {
  for (const condition of ALWAYS)
    if (!ruleSet.technical.some((rule) => rule.condition === condition))
      say(`technical.${condition}`, 'this condition cannot be left out')
  for (const rule of ruleSet.technical) {
    const at = `technical.${rule.condition}`
    const shipped = BASE.technical.find(({ condition }) => condition === rule.condition)
    if (shipped === undefined) {
      say(`${at}.condition`, 'this Chairside knows no such condition')
      continue
    }
    if (rule.kind !== shipped.kind) say(`${at}.kind`, `is of the kind "${shipped.kind}"`)
    if (rule.signal !== shipped.signal) say(`${at}.signal`, `is about ${shipped.signal ?? 'no signal'}`)
    if (rule.tell !== shipped.tell) say(`${at}.tell`, `is told as "${shipped.tell}"`)
    checkTechnicalLevels(rule.otherwise, shipped, `${at}.otherwise`, say)
    for (const phase of PHASES) {
      const named = rule.byPhase[phase]
      if (named !== undefined) checkTechnicalLevels(named, shipped, `${at}.byPhase.${phase}`, say)
      if (!(ALWAYS as readonly string[]).includes(rule.condition)) continue
      const own = named ?? rule.otherwise
      const wanted = shipped.byPhase[phase] ?? shipped.otherwise
      const field = named === undefined ? `${at}.otherwise` : `${at}.byPhase.${phase}`
      if (wanted.length > 0 && own.length === 0) say(field, 'this condition cannot be left out of this phase')
      else if (sounds(wanted) && !sounds(own)) say(field, 'this condition is heard, not only seen')
    }
    if (rule.otherwise.length === 0 && Object.values(rule.byPhase).every((levels) => levels.length === 0))
      say(`${at}.otherwise`, 'has no level in any phase: leave the condition out instead')
  }
}

/** Everything that is wrong with a profile that is to be stored; the first is the one a refusal names. */
export function profileProblems(ruleSet: RuleSet): readonly Problem[] {
  const read = parseRuleSet(ruleSet)
  if (!read.ok) {
    const { field = '', message } = read.error
    return [
      {
        field,
        message: message
          .replace(/^This profile cannot be used\. /, '')
          .replace(`${field}: `, '')
          .replace(/\.$/, ''),
      },
    ]
  }
  const found: Problem[] = [...ladderProblems(read.value)]
  const say: Say = (field, message) => {
    found.push({ field, message })
  }
  checkTechnical(read.value, say)
  checkTimes(read.value, say)
  return found
}

/** The refusal of a rule set that must not be stored (`profile-invalid`); undefined for one that may be. */
export function profileRefusal(ruleSet: RuleSet): (Result<never> & { ok: false }) | undefined {
  const [problem] = profileProblems(ruleSet)
  return problem === undefined ? undefined : invalidProfile(problem)
}

/** Whether two rule sets judge alike, whatever they are called. */
export const sameRules = (a: RuleSet, b: RuleSet): boolean => canonicalRules(a) === canonicalRules(b)
