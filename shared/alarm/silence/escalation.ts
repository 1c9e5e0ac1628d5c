// Owns whose turn it is to know of an alarm that nobody has acknowledged, by the table of clinical facts §5. Never owns who
// that person is, nor whether they were reached: the hub does. Its deadlines run through pauses and restarts.
import type { AlarmId } from '../../ids.ts'
import type { Priority } from '../../record/record.ts'
import type { EngineState } from '../engine-state.ts'
import type { Fact, Item, Part } from '../part.ts'
import type { Rules } from '../rules.ts'
import {
  classOf,
  type EscalationClass,
  isHigh,
  isMoreUrgent,
  NEXT_STEP,
  STEP_ORDER,
  type Step,
  TABLE,
} from './escalation-steps.ts'
import { isSaid } from './silence-times.ts'

/** One alarm that somebody is to be told of. Times are hub time, 0: never. */
type Told = {
  readonly alarmId: AlarmId
  readonly condition: string
  readonly level: string
  readonly priority: Priority
  /** Of its level now. */
  readonly own: EscalationClass
  /** The most urgent since nobody has acknowledged it: a fall keeps the first alarm's deadlines. */
  readonly by: EscalationClass
  /** From when the times of the table count. */
  readonly sinceMs: number
  /** No step before this: what made it due was not so earlier. */
  readonly notBeforeMs: number
  readonly done: readonly Step[]
  /** Steps whose turn came early, because the one before cannot come. */
  readonly early: Readonly<Partial<Record<Step, number>>>
  readonly againMs: number
  readonly round: number
  /** Number of the acknowledgement that stands, 0: none. */
  readonly acknowledged: number
  readonly takenBy?: string | undefined
  /** How much later the physician is called, because somebody is coming, and the record that says so. */
  readonly shiftMs: number
  readonly comingSeq: number
}
export type EscalationState = {
  /** Since when it is known who can hear; 0: nobody is told anything in this session. */
  readonly coveredMs: number
  /** Since when the chair is quiet, 0: it is not. */
  readonly quietMs: number
  /** When the hub, or its judging, was last back from an absence: reminders do not pile up in one. */
  readonly backMs: number
  /** By alarm id. */
  readonly alarms: Readonly<Record<string, Told>>
  readonly nextMs: number
}
export const NO_ESCALATION: EscalationState = { coveredMs: 0, quietMs: 0, backMs: 0, alarms: {}, nextMs: 0 }

type Is<K extends Item['kind']> = Extract<Item, { kind: K }>
type Turn = { readonly step: Step | 'again'; readonly atMs: number }

/** The steps that are still to come of one alarm, in their order. */
function turnsOf({ coveredMs, quietMs, backMs }: EscalationState, told: Told): Turn[] {
  if (coveredMs === 0 || told.takenBy !== undefined || told.acknowledged !== 0) return []
  const { by, sinceMs, done, early, againMs, shiftMs } = told
  const leastMs = Math.max(told.notBeforeMs, coveredMs)
  const { steps, again } = TABLE[by]
  const turns: Turn[] = []
  for (const step of STEP_ORDER) {
    if (done.includes(step)) continue
    const afterMs = steps[step]
    const isQuiet = step === 'quietChair'
    // A symptom or HELP has no sound at its origin, quiet or not.
    if (isQuiet && (quietMs === 0 || isSaid(told.condition))) continue
    const plainMs =
      afterMs === undefined
        ? 0
        : Math.max(sinceMs + afterMs + (step === 'physician' ? shiftMs : 0), leastMs, isQuiet ? quietMs : 0)
    const earlyMs = early[step] ?? 0
    const atMs = earlyMs === 0 || (plainMs !== 0 && plainMs < earlyMs) ? plainMs : earlyMs
    if (atMs !== 0) turns.push({ step, atMs })
  }
  if (again !== undefined && againMs !== 0)
    turns.push({ step: 'again', atMs: Math.max(againMs, leastMs, backMs) })
  return turns
}

/** Steps that are a place's sound or sight: nobody is called by them. */
const NO_PERSON: ReadonlySet<Turn['step']> = new Set<Turn['step']>(['quietChair', 'otherChairs'])

/** Who is called next for an alarm, and when (hub time), whatever happens at other places before; undefined: nobody is. */
export function nextTurn(state: EscalationState, alarmId: string): Turn | undefined {
  const told = state.alarms[alarmId]
  if (told === undefined) return undefined
  let next: Turn | undefined
  for (const turn of turnsOf(state, told))
    if (!NO_PERSON.has(turn.step) && (next === undefined || turn.atMs < next.atMs)) next = turn
  return next
}

function withAlarms(state: EngineState, changed: Partial<EscalationState>): EngineState {
  const escalation = { ...state.escalation, ...changed }
  let nextMs = 0
  for (const alarmId in escalation.alarms)
    for (const { atMs } of turnsOf(escalation, escalation.alarms[alarmId] as Told))
      if (nextMs === 0 || atMs < nextMs) nextMs = atMs
  return { ...state, escalation: { ...escalation, nextMs } }
}

function onAlarm(state: EngineState, alarmId: AlarmId, change: (told: Told) => Told): EngineState {
  const told = state.escalation.alarms[alarmId]
  if (told === undefined) return state
  const after = change(told)
  if (after === told) return state
  return withAlarms(state, { alarms: { ...state.escalation.alarms, [alarmId]: after } })
}
const onEach = (state: EngineState, change: (told: Told) => Told): EngineState =>
  Object.keys(state.escalation.alarms).reduce(
    (after, alarmId) => onAlarm(after, alarmId as AlarmId, change),
    state,
  )

/** The table from its first column. */
const anew = (told: Told, by: EscalationClass, atMs: number): Told => ({
  ...told,
  by,
  sinceMs: atMs,
  notBeforeMs: atMs,
  done: [],
  early: {},
  againMs: 0,
  round: 0,
  takenBy: undefined,
  // "Coming" moves the physician once: a stretch that begins anew has the table's own time.
  shiftMs: 0,
})

function afterAlarm(rules: Rules, state: EngineState, alarm: Is<'alarm'>): EngineState {
  const { alarmId, condition, level, priority, transition, dueAtMs: atMs } = alarm
  const others: Record<string, Told> = {}
  for (const id in state.escalation.alarms) {
    const told = state.escalation.alarms[id] as Told
    // Over, or another alarm of the same condition in its place.
    if (told.condition !== condition) others[id] = told
  }
  const before = state.escalation.alarms[alarmId]
  if (transition === 'ended') return withAlarms(state, { alarms: others })
  const own = classOf(rules, alarm)
  const now: Told = {
    ...(before ?? newTold(alarmId, atMs)),
    ...{ condition, level, priority, own },
  }
  return withAlarms(state, { alarms: { ...others, [alarmId]: afterLevel(before, now, atMs) } })
}

const newTold = (alarmId: AlarmId, atMs: number): Omit<Told, 'condition' | 'level' | 'priority' | 'own'> => ({
  alarmId,
  by: 'none',
  sinceMs: atMs,
  notBeforeMs: atMs,
  done: [],
  early: {},
  againMs: 0,
  round: 0,
  acknowledged: 0,
  shiftMs: 0,
  comingSeq: 0,
})

/** Which deadlines an alarm has at a new level. */
function afterLevel(before: Told | undefined, now: Told, atMs: number): Told {
  const { own } = now
  if (before === undefined) return { ...now, by: own }
  if (!isMoreUrgent(own, now.by)) return now
  // HIGH to HIGH starts nothing anew; whoever is due earlier by the new row is due now. Only where somebody has the lesser
  // one, who has not said that they have this one: nobody was being called, and the new row begins.
  if (isHigh(now.by))
    return now.takenBy === undefined ? { ...now, by: own, notBeforeMs: atMs } : anew(now, own, atMs)
  // A rise in priority: new signals, and someone who took the lesser alarm has not said that they have this one.
  if (isHigh(own) || now.by === 'none') return anew(now, own, atMs)
  return { ...now, by: own, notBeforeMs: atMs }
}

function afterStep(told: Told, { step, dueAtMs, round }: Is<'escalation'>): Told {
  const { again } = TABLE[told.by]
  if (step === 'again')
    return { ...told, round: round ?? told.round + 1, againMs: again ? dueAtMs + again.everyMs : 0 }
  const againMs = again?.after === step ? dueAtMs + again.everyMs : told.againMs
  return { ...told, done: [...told.done, step], againMs }
}

function afterTaken(told: Told, { event, by, hubAtMs }: Is<'taken'>): Told {
  if (event === 'taken') return { ...told, takenBy: by.personId }
  const takenBy = told.takenBy === by.personId ? undefined : told.takenBy
  const last = told.done.includes('backup')
    ? 'backup'
    : told.done.includes('physician')
      ? 'physician'
      : undefined
  const next = last === undefined ? undefined : NEXT_STEP[last]
  const notBeforeMs = takenBy === told.takenBy ? told.notBeforeMs : hubAtMs
  if (next === undefined || told.done.includes(next)) return { ...told, takenBy, notBeforeMs }
  return { ...told, takenBy, notBeforeMs, early: { ...told.early, [next]: hubAtMs } }
}

/** Given by mistake: the table goes on as if it had not been given; what fell due meanwhile is due now. */
const afterUndone = (told: Told, { ofSeq, hubAtMs }: Is<'undone'>): Told => {
  if (told.acknowledged === ofSeq) return { ...told, acknowledged: 0, notBeforeMs: hubAtMs }
  if (told.comingSeq === ofSeq) return { ...told, shiftMs: 0, comingSeq: 0, notBeforeMs: hubAtMs }
  return told
}

export const ESCALATION: Part = {
  skipsVitals: true,
  learn(rules, state, item): EngineState {
    const { escalation } = state
    switch (item.kind) {
      case 'coverage': {
        const { quiet, hubAtMs } = item
        const quietMs = quiet ? escalation.quietMs || hubAtMs : 0
        return withAlarms(state, { coveredMs: escalation.coveredMs || hubAtMs, quietMs })
      }
      case 'alarm':
        return afterAlarm(rules, state, item)
      case 'escalation':
        return onAlarm(state, item.alarmId, (told) => afterStep(told, item))
      case 'acknowledgement':
        return onAlarm(state, item.alarmId, (told) =>
          // Acknowledging a symptom or HELP changes nothing: only a person who takes it, or its outcome.
          isSaid(told.condition) ? told : { ...told, acknowledged: item.seq },
        )
      case 'silenceEnded': {
        const { what, alarmId, ofSeq, dueAtMs } = item
        if (what !== 'acknowledgement' || alarmId === undefined) return state
        return onAlarm(state, alarmId, (told) =>
          told.acknowledged === ofSeq ? anew({ ...told, acknowledged: 0 }, told.own, dueAtMs) : told,
        )
      }
      case 'coming':
        return onAlarm(state, item.alarmId, (told) =>
          told.comingSeq !== 0 || told.done.includes('physician')
            ? told
            : { ...told, comingSeq: item.seq, shiftMs: rules.silence.comingMs },
        )
      case 'undone':
        return onEach(state, (told) => afterUndone(told, item))
      case 'taken':
        return onAlarm(state, item.alarmId, (told) => afterTaken(told, item))
      case 'personLeft':
        return onEach(state, (told) =>
          told.takenBy === item.person.personId
            ? { ...told, takenBy: undefined, notBeforeMs: item.hubAtMs }
            : told,
        )
      case 'hub.gap':
        return withAlarms(state, { backMs: item.toMs })
      case 'quarantine':
        // Nothing was decided meanwhile: whose turn it was is told now, reminders have not piled up.
        return item.on ? state : withAlarms(state, { backMs: item.hubAtMs })
      default:
        return state
    }
  },
  nextMs: (_rules, state) => state.escalation.nextMs,
  due(_rules, { escalation }, atMs) {
    const facts: Fact[] = []
    for (const key in escalation.alarms) {
      const told = escalation.alarms[key] as Told
      const { alarmId, condition, level, priority } = told
      for (const { step, atMs: turnMs } of turnsOf(escalation, told)) {
        if (turnMs !== atMs) continue
        const round = step === 'again' ? { round: told.round + 1 } : {}
        facts.push({
          kind: 'escalation',
          ...{ alarmId, condition, level, priority, step, ...round },
          dueAtMs: atMs,
        })
      }
    }
    return { facts }
  },
}
