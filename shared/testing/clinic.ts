// Owns how tests live through a session with people in it: facts at seconds, acts that look at the state and then do
// something, and looks that say what must be so at a moment. Decided as the hub decides: each record stepped, facts appended.
// Never used by the programs.
import {
  advanceTo,
  type Fact as DecidedFact,
  type EngineState,
  evolve,
  initialEngine,
  step,
} from '../alarm/engine.ts'
import type { RuleSet } from '../alarm/rules.ts'
import { type ActiveAlarm, emptySession, foldSession, type SessionState } from '../fold/session-state.ts'
import { type AlarmId, type CommandId, type EpochMs, recordSeq } from '../ids.ts'
import type { AlarmTransition, BodyOf, LogRecord, RecordBody } from '../record/record.ts'
import { type Actor, stamp } from '../record/record.ts'
import { at, type Fact, NURSE, RULES, since } from './given.ts'

export const PHYSICIAN = { personId: 'p-doc', name: 'Dr Lindqvist', role: 'physician' } as unknown as Actor
const COMMAND = '00000000000000000000000000000001' as CommandId

/** What a person at a screen has before them at a moment. */
export type Clinic = { readonly atMs: EpochMs; readonly session: SessionState; readonly engine: EngineState }
/** Done at that second by somebody who looks first; undefined: there is nothing to do. */
export type Deed = { readonly atMs: EpochMs; readonly does: (now: Clinic) => RecordBody | undefined }
/** Asserted at that second, after everything that fell due until then. */
export type Look = { readonly atMs: EpochMs; readonly sees: (now: Clinic) => void }
export type Step = Fact | Deed | Look

export type Day = Clinic & {
  readonly decided: readonly DecidedFact[]
  readonly log: readonly LogRecord[]
  /** Everything recorded, with the clinic right after it. */
  readonly moments: readonly (Clinic & { readonly record: LogRecord })[]
}

/**
 * Lives through the steps in order of time.
 * @param untilS time goes on to here after the last step
 */
export function livesThrough(
  steps: readonly (Step | readonly Step[])[],
  untilS: number,
  options: {
    readonly rules?: RuleSet
    readonly tickMs?: number
    readonly restartsAtS?: readonly number[]
  } = {},
): Day {
  const rules = options.rules ?? RULES
  let engine = initialEngine()
  let session: SessionState = emptySession
  const log: LogRecord[] = []
  const decided: DecidedFact[] = []
  const moments: (Clinic & { record: LogRecord })[] = []
  const ordered = (steps.flat() as Step[])
    .map((step, index) => ({ step, index }))
    .sort((a, b) => a.step.atMs - b.step.atMs || a.index - b.index)
    .map((one) => one.step)
  let nowMs = ordered[0]?.atMs ?? at(0)

  const append = (body: RecordBody, atMs: EpochMs): LogRecord => {
    const record = stamp(body, recordSeq(log.length + 1), atMs)
    log.push(record)
    session = foldSession(session, record)
    moments.push({ atMs, session, engine, record })
    return record
  }
  const keep = (result: { state: EngineState; transitions: readonly DecidedFact[] }, atMs: EpochMs): void => {
    engine = result.state
    for (const fact of result.transitions) {
      decided.push(fact)
      append(fact, atMs)
    }
  }
  const passTo = (toMs: EpochMs): void => {
    if (options.tickMs !== undefined)
      for (let tick = nowMs + options.tickMs; tick < toMs; tick += options.tickMs)
        keep(advanceTo(rules, engine, tick as EpochMs), tick as EpochMs)
    keep(advanceTo(rules, engine, toMs), toMs)
    nowMs = toMs
  }
  const restarts = [...(options.restartsAtS ?? [])].sort((a, b) => a - b)
  /** What the hub that starts knows: learned from the records alone, of which the first were learned by the one before it. */
  let learned = initialEngine()
  let learnedThrough = 0
  const restartUntil = (toMs: number): void => {
    while (restarts[0] !== undefined && at(restarts[0]) <= toMs) {
      restarts.shift()
      for (const record of log.slice(learnedThrough)) learned = evolve(rules, learned, record)
      learnedThrough = log.length
      engine = learned
    }
  }
  for (const one of ordered) {
    restartUntil(one.atMs)
    if ('body' in one) {
      // A hub that was away decided nothing; what was due before is decided by the gap.
      if (one.body.kind === 'hub.gap') nowMs = one.atMs
      else passTo(one.atMs)
      keep(step(rules, engine, append(one.body, one.atMs)), one.atMs)
      continue
    }
    passTo(one.atMs)
    if ('sees' in one) {
      one.sees({ atMs: one.atMs, session, engine })
      continue
    }
    const body = one.does({ atMs: one.atMs, session, engine })
    if (body !== undefined) keep(step(rules, engine, append(body, one.atMs)), one.atMs)
  }
  restartUntil(at(untilS))
  passTo(at(untilS))
  return { atMs: at(untilS), session, engine, decided, log, moments }
}

const of = (by: Actor | undefined) => (by === undefined ? {} : { by })
const when = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })

export const sees = (seconds: number, look: (now: Clinic) => void): Look => ({
  atMs: at(seconds),
  sees: look,
})
export const alarmOf = ({ session }: Clinic, condition: string): ActiveAlarm | undefined =>
  session.alarms[condition]

const newest = (session: SessionState, alarm: AlarmTransition): BodyOf<'acknowledgement'>['values'] => {
  const values: BodyOf<'acknowledgement'>['values'] = {}
  for (const key of Object.keys(alarm.values) as (keyof typeof values)[]) {
    const value =
      key === 'systolic' || key === 'diastolic' || key === 'mean'
        ? session.cuff.last?.[key]
        : session.signals[key]?.lastValue
    if (value !== undefined) values[key] = Math.round(value)
  }
  return values
}
/** Acknowledged, if it is active or latched at that second. */
export const acknowledges = (seconds: number, condition: string, by: Actor = NURSE as Actor): Deed => ({
  atMs: at(seconds),
  does: ({ session }) => {
    const active = session.alarms[condition]?.alarm
    const latched = Object.values(session.latched).find(({ alarm }) => alarm.condition === condition)?.alarm
    const alarm = active ?? latched
    if (alarm === undefined) return undefined
    const { alarmId, level } = alarm
    return { kind: 'acknowledgement', by, commandId: COMMAND, alarmId, level, values: newest(session, alarm) }
  },
})
export const comes = (seconds: number, condition: string, by: Actor = NURSE as Actor): Deed => ({
  atMs: at(seconds),
  does: ({ session, atMs }) => {
    const alarm = session.alarms[condition]?.alarm
    if (alarm === undefined) return undefined
    const { alarmId, level } = alarm
    const untilMs = (atMs + RULES.silence.comingMs) as EpochMs
    return { kind: 'coming', by, commandId: COMMAND, alarmId, level, untilMs }
  },
})
/** Pauses what is active, audible and not silenced otherwise at that second; nothing: no pause. */
export const pausesAudio = (seconds: number, by?: Actor): Deed => ({
  atMs: at(seconds),
  does: ({ session, atMs }) => {
    const alarmIds = Object.values(session.alarms)
      .filter(
        ({ alarm, acknowledged, coming }) =>
          alarm.silent !== true && acknowledged === undefined && coming === undefined,
      )
      .map(({ alarm }) => alarm.alarmId)
    if (alarmIds.length === 0) return undefined
    const untilMs = (atMs + RULES.silence.pauseMs) as EpochMs
    return { kind: 'audioPaused', ...of(by), commandId: COMMAND, alarmIds, untilMs }
  },
})
export const takes = (
  seconds: number,
  condition: string,
  event: 'taken' | 'declined' = 'taken',
  by: Actor = PHYSICIAN,
): Deed => ({
  atMs: at(seconds),
  does: ({ session }) => {
    const alarmId = session.alarms[condition]?.alarm.alarmId
    return alarmId === undefined ? undefined : { kind: 'taken', by, commandId: COMMAND, alarmId, event }
  },
})
export const resolves = (
  seconds: number,
  condition: string,
  outcome = 'better',
  by: Actor = NURSE as Actor,
): Deed => ({
  atMs: at(seconds),
  does: ({ session }) => {
    const alarmId = session.alarms[condition]?.alarm.alarmId
    return alarmId === undefined ? undefined : { kind: 'resolved', by, commandId: COMMAND, alarmId, outcome }
  },
})
/** Takes back the newest silence that is in force. */
export const undoes = (seconds: number, by: Actor = NURSE as Actor): Deed => ({
  atMs: at(seconds),
  does: ({ session }) => {
    const seqs = [
      session.audio.paused?.seq,
      ...Object.values(session.alarms).flatMap(({ acknowledged, coming }) => [
        acknowledged?.seq,
        coming?.seq,
      ]),
    ].filter((seq) => seq !== undefined)
    const ofSeq = seqs.sort((a, b) => b - a)[0]
    return ofSeq === undefined ? undefined : { kind: 'undone', by, commandId: COMMAND, ofSeq }
  },
})
export const presses = (seconds: number, by?: Actor): Fact =>
  when(seconds, { kind: 'help', ...of(by), commandId: COMMAND })
export const says = (seconds: number, symptom: BodyOf<'symptom'>['symptom'], by?: Actor): Fact =>
  when(seconds, { kind: 'symptom', ...of(by), commandId: COMMAND, symptom })
export const setsPhase = (seconds: number, phase: BodyOf<'phase'>['phase']): Fact =>
  when(seconds, { kind: 'phase', by: NURSE as Actor, commandId: COMMAND, phase })
export const setsLimits = (
  seconds: number,
  limits: BodyOf<'limits'>['limits'],
  by: Actor = NURSE as Actor,
): Fact => when(seconds, { kind: 'limits', by, commandId: COMMAND, limits, reason: 'asked by the physician' })
export const baselineOf = (seconds: number, values: Partial<BodyOf<'baseline'>>): Fact =>
  when(seconds, { kind: 'baseline', by: NURSE as Actor, commandId: COMMAND, ...values })
export const measuresByHand = (
  seconds: number,
  values: BodyOf<'manual'>['values'],
  measuredAtS = seconds,
): Fact =>
  when(seconds, {
    kind: 'manual',
    by: NURSE as Actor,
    commandId: COMMAND,
    measuredAtMs: at(measuredAtS),
    values,
  })
export const placed = (
  seconds: number,
  cuff: BodyOf<'placement'>['cuff'],
  probe: BodyOf<'placement'>['probe'],
): Fact => when(seconds, { kind: 'placement', by: NURSE as Actor, commandId: COMMAND, cuff, probe })
export const personLeaves = (seconds: number, person: Actor = NURSE as Actor): Fact =>
  when(seconds, { kind: 'personLeft', person, cause: 'signedOut' })
export const covered = (seconds: number, more: Partial<BodyOf<'coverage'>> = {}): Fact =>
  when(seconds, {
    kind: 'coverage',
    audible: ['chair', 'station'],
    unconfirmed: [],
    chair: 'painting',
    quiet: false,
    ...more,
  })
export const quietChair = (seconds: number, on = true): Fact =>
  when(seconds, { kind: 'quietChair', by: NURSE as Actor, commandId: COMMAND, on, bedsideAlarmsOn: true })
export const cuffStarts = (seconds: number): Fact =>
  when(seconds, {
    kind: 'cuff.started',
    origin: { deviceId: 'monitor-1', epoch: 'e1', seq: 1 } as BodyOf<'cuff.started'>['origin'],
    startedAtMs: at(seconds),
  })
export const gives = (seconds: number, drug: BodyOf<'medication'>['drug']): Fact =>
  when(seconds, { kind: 'medication', by: NURSE as Actor, commandId: COMMAND, drug, atMs: at(seconds) })

/** `bpHigh raised high @120`, `repeat due bpHigh high @60`, `silence audioPaused expired @130`, `told physician bpHigh @90`. */
export function factLine(fact: DecidedFact): string {
  switch (fact.kind) {
    case 'alarm':
      return `${fact.condition} ${fact.transition} ${fact.level} @${since(fact.dueAtMs)}`
    case 'repeat':
      return `repeat ${fact.event} ${fact.condition} ${fact.level} @${since(fact.dueAtMs)}`
    case 'silenceEnded':
      return `silence ${fact.what} ${fact.cause} @${since(fact.dueAtMs)}`
    case 'escalation':
      return `told ${fact.step} ${fact.condition} @${since(fact.dueAtMs)}`
    case 'cuff.ordered':
      return `cuff ordered @${since(fact.dueAtMs)}`
  }
}
export const idOf = (alarm: string): AlarmId => alarm as AlarmId
