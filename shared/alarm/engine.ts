// Owns the order in which alarm decisions are made: due times, parts, what follows from what. Pure: the answer does not
// depend on how often it is asked. Never reads a clock, and decides nothing itself: the parts do.
import type { EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmTransition } from '../record/record.ts'
import { invariant } from '../result.ts'
import { CUFF_REPEAT } from './cuff/cuff-repeat.ts'
import { type EngineState, initialEngine } from './engine-state.ts'
import { LADDERS } from './ladders.ts'
import type { Fact, Item, Part } from './part.ts'
import { PATIENT, rulesNow } from './patient.ts'
import { RECOVERED } from './recovered.ts'
import type { RuleSet } from './rules.ts'
import { SAID } from './said.ts'
import { ESCALATION } from './silence/escalation.ts'
import { SILENCES_PART } from './silence/silences.ts'
import { TECHNICAL } from './technical/technical.ts'

export type EngineStep = { readonly state: EngineState; readonly transitions: readonly Fact[] }
export type { AlarmTransition, EngineState, Fact }
export { initialEngine }

/** At one time, in this order. The patient first: what is in force must be known before anything is judged. */
const PARTS: readonly Part[] = [
  PATIENT,
  LADDERS,
  CUFF_REPEAT,
  TECHNICAL,
  RECOVERED,
  SAID,
  SILENCES_PART,
  ESCALATION,
]
/** Those that a vitals record, which is nearly every record, teaches something or asks for a decision. */
const OF_VITALS = PARTS.filter((part) => part.skipsVitals !== true)
const WITH_TIMES = PARTS.filter((part) => part.nextMs !== undefined)
const NONE: readonly Fact[] = []
/** More decisions than this at one moment are a part that stands still, not a bad day. */
const TOO_MANY = 10_000

/** A hub gap is known only once it is over, but it began at `fromMs`: what was due before that is decided first. */
const effectAtMs = (record: DecodedRecord): EpochMs =>
  record.kind === 'hub.gap' && record.fromMs < record.hubAtMs ? record.fromMs : record.hubAtMs

/** Transcribed from paper: kept and drawn, never judged. What was done at the pump is so now, however it was written down. */
const isOfPaper = (item: Item): boolean =>
  'fromPaper' in item && item.fromPaper === true && item.kind !== 'infusion'

function learn(ruleSet: RuleSet, state: EngineState, item: Item): EngineState {
  if (isOfPaper(item)) return state
  let after = state
  if (item.kind === 'quarantine') after = { ...after, quarantined: item.on }
  else if (item.kind === 'session.closed') after = { ...after, closed: true }
  let { patient } = after
  let rules = rulesNow(ruleSet, patient)
  for (const part of item.kind === 'vitals' ? OF_VITALS : PARTS) {
    after = part.learn(rules, after, item)
    if (after.patient === patient) continue
    patient = after.patient
    rules = rulesNow(ruleSet, patient)
  }
  return after
}

/**
 * Learns from a record and decides nothing. Folding this over a session's stored records, then `advanceTo(now)`, gives
 * the state of the hub that lived through them.
 */
export const evolve = (ruleSet: RuleSet, state: EngineState, record: DecodedRecord): EngineState =>
  learn(ruleSet, state, record)

/** Learns an item, and everything that follows from it at once. `facts` are written on. */
function take(ruleSet: RuleSet, state: EngineState, item: Item, facts: Fact[]): EngineState {
  const after = learn(ruleSet, state, item)
  // While quarantined nothing is decided; the end of the session is decided on, although it is the end.
  if (after.quarantined || state.closed || isOfPaper(item)) return after
  const rules = rulesNow(ruleSet, after.patient)
  let current = after
  for (const part of item.kind === 'vitals' ? OF_VITALS : PARTS) {
    if (part.decide === undefined) continue
    const decided = part.decide(rules, state, current, item)
    if (decided.length === 0) continue
    for (const fact of decided) {
      facts.push(fact)
      current = take(ruleSet, current, fact, facts)
    }
  }
  return current
}

type Next = { readonly part: Part; readonly atMs: number }

/** The newest answer: it is asked for again when the next record comes, and for the hub's timer. */
let newest:
  | { readonly ruleSet: RuleSet; readonly state: EngineState; readonly next: Next | undefined }
  | undefined

function nextOf(ruleSet: RuleSet, state: EngineState): Next | undefined {
  if (newest !== undefined && newest.state === state && newest.ruleSet === ruleSet) return newest.next
  const next = soonest(ruleSet, state)
  newest = { ruleSet, state, next }
  return next
}

function soonest(ruleSet: RuleSet, state: EngineState): Next | undefined {
  if (state.quarantined || state.closed) return undefined
  const rules = rulesNow(ruleSet, state.patient)
  let next: Part | undefined
  let nextAtMs = 0
  for (const part of WITH_TIMES) {
    const atMs = part.nextMs?.(rules, state) ?? 0
    if (atMs === 0 || (next !== undefined && atMs >= nextAtMs)) continue
    next = part
    nextAtMs = atMs
  }
  return next === undefined ? undefined : { part: next, atMs: nextAtMs }
}

/**
 * Decides everything that falls due up to `nowMs` (hub time), at its due time and in due order, however coarse the tick.
 * The facts are already in the returned state; their records must not be evolved into it again.
 */
export function advanceTo(ruleSet: RuleSet, state: EngineState, nowMs: EpochMs): EngineStep {
  let next = nextOf(ruleSet, state)
  if (next === undefined || next.atMs > nowMs) return { state, transitions: NONE }
  let current = state
  const facts: Fact[] = []
  for (let turn = 0; next !== undefined && next.atMs <= nowMs; turn += 1) {
    invariant(turn < TOO_MANY, `decisions at ${next.atMs} do not come to an end`)
    const rules = rulesNow(ruleSet, current.patient)
    const done = next.part.due?.(rules, current, next.atMs as EpochMs) ?? { facts: NONE }
    current = done.state ?? current
    for (const fact of done.facts) {
      facts.push(fact)
      current = take(ruleSet, current, fact, facts)
    }
    next = nextOf(ruleSet, current)
  }
  return { state: current, transitions: facts }
}

/**
 * Takes one new record: decides what fell due before it (a deadline due exactly then comes first), learns from it, then
 * decides what it brings. The facts are already in the returned state; append them after the record.
 */
export function step(ruleSet: RuleSet, state: EngineState, record: DecodedRecord): EngineStep {
  const before = advanceTo(ruleSet, state, effectAtMs(record))
  const own: Fact[] = []
  const taken = take(ruleSet, before.state, record, own)
  const after = advanceTo(ruleSet, taken, record.hubAtMs)
  if (before.transitions.length + own.length === 0) return after
  return { state: after.state, transitions: [...before.transitions, ...own, ...after.transitions] }
}

/** When `advanceTo` should next be asked, or undefined while nothing is pending. May lie in the past: ask now. */
export const nextDeadlineMs = (ruleSet: RuleSet, state: EngineState): EpochMs | undefined =>
  nextOf(ruleSet, state)?.atMs as EpochMs | undefined
