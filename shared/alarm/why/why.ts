// Owns "Why?": for one number or condition at one moment, one sentence that says why it alarms, or why it does not, read off
// the engine itself. Never decides, and never guesses: what the engine does not hold is not said.
import { emptySession, foldSession, type SessionState } from '../../fold/session-state.ts'
import type { EpochMs } from '../../ids.ts'
import type { DecodedRecord } from '../../record/line.ts'
import { CATALOGUE, type Quantity } from '../../vitals.ts'
import { advanceTo, type EngineState, evolve, initialEngine } from '../engine.ts'
import { rulesNow } from '../patient.ts'
import type { Ladder, RuleSet } from '../rules.ts'
import { activeWhy, repeatWhy, technicalWhy } from './why-active.ts'
import { type Asked, pressureOf, type Why } from './why-asked.ts'
import { pendingWhy, quietWhy } from './why-quiet.ts'

export type { Why, WhyKind } from './why-asked.ts'

export type WhyInput = {
  readonly ruleSet: RuleSet
  /** The engine's state at the moment: everything recorded until then, and what was due. */
  readonly engine: EngineState
  readonly session: SessionState
  /** Hub time. */
  readonly atMs: number
  /** A number's name (`spo2`, `systolic`, …) or a condition's (`bpHigh`, `noLiveData`, …). */
  readonly about: Quantity | (string & {})
  /** A value of this number that was measured about then and came too late to be judged. */
  readonly late?: Late
}
type Late = { readonly value: number; readonly measuredAtMs: number; readonly cameAtMs: number }

const isQuantity = (about: string): about is Quantity => about in CATALOGUE

/** Which numbers a question is about; of a technical condition, its signal. */
function quantitiesOf(about: string, ladders: readonly Ladder[], signal: string | undefined): Quantity[] {
  if (isQuantity(about)) return pressureOf(about) ?? [about]
  const ladder = ladders.find(({ condition }) => condition === about)
  if (ladder !== undefined)
    return ladder.sources.flatMap((id) => (id === 'cuff' ? (pressureOf('systolic') ?? []) : [id]))
  return signal !== undefined && isQuantity(signal) ? [signal] : []
}

/** One sentence: what is so, by which rule, since when, and what comes next. */
export function why(input: WhyInput): Why {
  const { ruleSet, engine, session, atMs, about } = input
  const rules = rulesNow(ruleSet, engine.patient)
  const technical = rules.technical.find(({ condition }) => condition === about)
  const quantities = quantitiesOf(about, rules.ladders, technical?.signal)
  const asked: Asked = {
    rules,
    engine,
    session,
    atMs,
    about,
    quantities,
    ladders: rules.ladders.filter(({ condition, sources }) =>
      isQuantity(about)
        ? sources.some((id) => (id === 'cuff' ? pressureOf(about) !== undefined : id === about))
        : condition === about,
    ),
    ...(technical === undefined ? {} : { technical }),
    ...(input.late === undefined ? {} : { late: input.late }),
  }
  if (session.quarantined)
    return {
      kind: 'notJudged',
      text: 'ALARMS NOT JUDGED HERE at that moment: a fault was found, and the engine was off.',
    }
  if (session.closed !== undefined && session.closed.atMs <= atMs)
    return {
      kind: 'closed',
      text: `The session was closed by ${session.closed.by}: nothing is judged after.`,
    }
  return (
    activeWhy(asked) ??
    repeatWhy(asked) ??
    pendingWhy(asked) ??
    technicalWhy(asked) ??
    quietWhy(asked) ?? { kind: 'unknown', text: `No rule of this profile is about “${about}”.` }
  )
}
export const whySentence = (input: WhyInput): string => why(input).text

/** A late value is said of a moment this near to when it was measured. */
const NEAR_MS = 10_000

/**
 * The engine and the session as they were at a moment, from the records until then.
 * @param records of one session, in order; what is after the moment is not read, but for a value that came late
 */
export function statesAt(
  ruleSet: RuleSet,
  records: Iterable<DecodedRecord>,
  atMs: number,
  about: string,
): Omit<WhyInput, 'about'> {
  let engine = initialEngine()
  let session = emptySession
  let late: Late | undefined
  for (const record of records) {
    if (record.hubAtMs <= atMs) {
      engine = evolve(ruleSet, engine, record)
      session = foldSession(session, record)
    }
    const found = lateIn(record, atMs, about)
    if (found !== undefined) late = found
  }
  const now = advanceTo(ruleSet, engine, atMs as EpochMs).state
  // Where a newer value was there in time, that one is the answer.
  const inTimeMs = session.signals[about as 'spo2']?.measuredAtMs ?? 0
  const states = { ruleSet, engine: now, session, atMs }
  return late !== undefined && late.measuredAtMs > inTimeMs ? { ...states, late } : states
}

function lateIn(record: DecodedRecord, atMs: number, about: string): Late | undefined {
  if (record.kind === 'vitals') {
    const reading = record.readings[about as 'spo2']
    if (!record.recovered?.includes(about as 'spo2') || reading?.status !== 'measured') return undefined
    if (Math.abs(record.measuredAtMs - atMs) > NEAR_MS) return undefined
    return { value: reading.value, measuredAtMs: record.measuredAtMs, cameAtMs: record.hubAtMs }
  }
  if (record.kind !== 'bloodPressure' || record.recovered !== true || !isQuantity(about)) return undefined
  const { result, measuredAtMs, hubAtMs: cameAtMs } = record
  const value = result.status === 'measured' ? result[about as 'systolic'] : undefined
  if (value === undefined || Math.abs(measuredAtMs - atMs) > NEAR_MS) return undefined
  return { value, measuredAtMs, cameAtMs }
}

/** "Why?" of a recorded session, or of a live one: its records until now. */
export const whyAt = (
  ruleSet: RuleSet,
  records: Iterable<DecodedRecord>,
  atMs: number,
  about: Quantity | (string & {}),
): string => whySentence({ ...statesAt(ruleSet, records, atMs, about), about })
