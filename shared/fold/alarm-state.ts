// Owns what a session's alarms are at a cursor: active, latched, repeat due, who has quietened what, who was told, who can
// hear. The fold of what the engine decided and what people did; never decides when anything ends: that is recorded.
import type { AlarmId, EpochMs, RecordSeq, ScreenId } from '../ids.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import type { ChangedLimit, Phase } from '../record/care-kinds.ts'
import type { AlarmTransition, BodyOf, LogRecord, Priority, RecordOf } from '../record/record.ts'
import {
  acknowledge,
  afterPersonLeft,
  afterSilenceEnded,
  onAlarm,
  quietened,
  undo,
  without,
} from './alarm-quiet.ts'

/** By whom: a name, or "unsigned" at a screen until somebody claims it. */
export type Doer = { readonly by?: string; readonly personId?: string; readonly screenId?: ScreenId }
export type Quietened = Doer & { readonly seq: RecordSeq; readonly atMs: EpochMs }

export type ActiveAlarm = {
  /** The transition that put it at its level. */
  readonly alarm: AlarmTransition
  readonly raisedAtMs: EpochMs
  readonly seq: RecordSeq
  /** The record that last gave it a new signal: raised, risen, or an acknowledgement that ended. A fall gives none. */
  readonly signalSeq: RecordSeq
  /** The HIGH of it that nobody has acknowledged, also after it fell: what latches when it ends. */
  readonly unacknowledgedHigh?: AlarmTransition
  /** Its sound came back because an acknowledgement ended. */
  readonly returned?: Pick<BodyOf<'silenceEnded'>, 'cause'> & {
    readonly atMs: EpochMs
    /** Its own then. */
    readonly priority: Priority
    /** The values that had been acknowledged. */
    readonly values?: BodyOf<'acknowledgement'>['values']
  }
  readonly acknowledged?: Quietened & {
    readonly by: string
    readonly level: string
    readonly values?: BodyOf<'acknowledgement'>['values']
    /** The HIGH that it was the first to acknowledge: there again if it is undone. */
    readonly high?: AlarmTransition
  }
  readonly coming?: { readonly by: string; readonly untilMs: EpochMs } & Quietened
  /**
   * Since it was raised or an acknowledgement ended, in the order in which they were due; of each step the newest. A rise
   * begins the steps anew and takes back nothing: who was called for MEDIUM goes on being called.
   */
  readonly escalated: readonly {
    readonly step: EscalationStep
    readonly atMs: EpochMs
    readonly round?: number
  }[]
  /** Of each step, screen and person the newest, in the order in which it was said. */
  readonly told: readonly Pick<
    BodyOf<'delivery'>,
    'step' | 'event' | 'role' | 'personId' | 'personName' | 'screenId' | 'screenName'
  >[]
  readonly taken?: { readonly by: string; readonly personId: string; readonly atMs: EpochMs }
  readonly declined: readonly { readonly by: string; readonly personId: string; readonly atMs: EpochMs }[]
}
/** Over, but it was HIGH and nobody has acknowledged it: seen until somebody does. */
export type LatchedAlarm = {
  readonly alarm: AlarmTransition
  readonly raisedAtMs: EpochMs
  readonly endedAtMs: EpochMs
}
export type RepeatNow = BodyOf<'repeat'>
export type PausedNow = Quietened & { readonly untilMs: EpochMs; readonly alarmIds: readonly AlarmId[] }
export type AudioNow = {
  /** The newest pause. */
  readonly paused?: PausedNow
  /** Pauses that began before it and are not over: each alarm returns after its own. Absent: none. */
  readonly earlier?: readonly PausedNow[]
  readonly off?: Quietened & { readonly reason: string }
  /** The chair's own sound, while people are present after HELP. */
  readonly helpQuiet?: Quietened & { readonly untilMs: EpochMs }
}
export type HelpNow = Quietened & {
  readonly stamps: readonly {
    readonly stamp: BodyOf<'helpStamp'>['stamp']
    readonly atMs: EpochMs
    readonly by?: string
  }[]
}
export type HoldingNow = Pick<BodyOf<'holding'>, 'what' | 'with' | 'untilMs'> & {
  readonly by: string
  readonly atMs: EpochMs
}
export type AlarmState = {
  /** By condition. */
  readonly alarms: Readonly<Record<string, ActiveAlarm>>
  /** By alarm id. */
  readonly latched: Readonly<Record<string, LatchedAlarm>>
  /** By condition. */
  readonly repeats: Readonly<Record<string, RepeatNow>>
  readonly audio: AudioNow
  readonly help?: HelpNow | undefined
  readonly coverage?: BodyOf<'coverage'>
  readonly quietChair?: {
    readonly on: boolean
    readonly by: string
    readonly atMs: EpochMs
    readonly bedsideAlarmsOn: boolean
  }
  /** Absent: no act has set one; "infusing" is followed. */
  readonly phase?: Phase
  readonly baseline?: Omit<BodyOf<'baseline'>, 'kind' | 'by' | 'commandId' | 'screenId'>
  /** This patient's, where they differ from the profile. */
  readonly limits: readonly ChangedLimit[]
  readonly limitsBy?: { readonly by: string; readonly atMs: EpochMs; readonly reason: string }
  /** The rule set of the session's own `rules` record, unchecked. */
  readonly ruleSet?: Readonly<Record<string, unknown>>
  /** The sensors are off for good, by name. */
  readonly monitorOff?: { readonly by: string; readonly atMs: EpochMs } | undefined
  /** Off on purpose, or being adjusted: technical conditions are held until then. */
  readonly holding?: HoldingNow | undefined
  /** The latched alarm that the newest acknowledgement removed: it is back if that is undone. */
  readonly unlatched?: { readonly seq: RecordSeq; readonly latched: LatchedAlarm } | undefined
  readonly placement?: { readonly cuff?: string; readonly probe?: string }
  /** Unsigned acts that nobody has claimed. */
  readonly unclaimed: readonly {
    readonly seq: RecordSeq
    readonly kind: string
    readonly atMs: EpochMs
    readonly screenId?: ScreenId
  }[]
}

export const NO_ALARMS: AlarmState = {
  alarms: {},
  latched: {},
  repeats: {},
  audio: {},
  limits: [],
  unclaimed: [],
}

/** The condition that HELP raises. */
const HELP_CONDITION = 'help'
const RANK: Readonly<Record<Priority, number>> = { low: 0, medium: 1, high: 2 }

/** A HIGH that nobody has acknowledged is kept in sight when it ends; one that a person ended is not. */
function afterEnd(state: AlarmState, before: ActiveAlarm, record: RecordOf<'alarm'>): Partial<AlarmState> {
  const alarms = without(state.alarms, record.condition)
  const { unacknowledgedHigh: was, raisedAtMs } = before
  const over: Partial<AlarmState> = record.condition === HELP_CONDITION ? afterHelp(state) : {}
  if (was === undefined || record.endedBy === 'sessionClosed' || record.endedBy === 'clinician')
    return { alarms, ...over }
  const one = { alarm: was, raisedAtMs, endedAtMs: record.dueAtMs }
  return { alarms, latched: { ...latchedBut(state, record.condition), [was.alarmId]: one }, ...over }
}

/**
 * One of each condition, its newest: a value that goes to and fro for hours is one thing to acknowledge, and one line on the
 * glass. The log has them all.
 */
function latchedBut({ latched }: AlarmState, condition: string): AlarmState['latched'] {
  const others = Object.entries(latched).filter(([, one]) => one.alarm.condition !== condition)
  return others.length === Object.keys(latched).length ? latched : Object.fromEntries(others)
}

/** HELP is over by name: the people may leave, and the chair sounds again. */
function afterHelp(state: AlarmState): Partial<AlarmState> {
  const { helpQuiet: _quiet, ...audio } = state.audio
  return { audio, help: undefined }
}

function afterAlarm(state: AlarmState, record: RecordOf<'alarm'>): Partial<AlarmState> {
  const { v: _v, seq, hubAtMs, ...alarm } = record
  const found = state.alarms[alarm.condition]
  if (alarm.transition === 'ended') return found === undefined ? {} : afterEnd(state, found, record)
  // A condition has one alarm at a time: another one in its place is a new alarm, and nothing of the first is its own.
  const before = found?.alarm.alarmId === alarm.alarmId ? found : undefined
  if (before !== undefined && alarm.transition === 'fell')
    return { alarms: { ...state.alarms, [alarm.condition]: { ...before, alarm, seq } } }
  // Someone who took a lesser alarm has not said that they have this one.
  const moreUrgent = before !== undefined && RANK[alarm.priority] > RANK[before.alarm.priority]
  const { priority } = alarm
  const high = priority === 'high' ? alarm : before?.unacknowledgedHigh
  const active: ActiveAlarm = {
    alarm,
    seq,
    signalSeq: seq,
    raisedAtMs: before?.raisedAtMs ?? hubAtMs,
    escalated: before?.escalated ?? [],
    told: before?.told ?? [],
    declined: moreUrgent ? [] : (before?.declined ?? []),
    ...(before?.taken === undefined || moreUrgent ? {} : { taken: before.taken }),
    ...(high === undefined ? {} : { unacknowledgedHigh: high }),
  }
  return { alarms: { ...state.alarms, [alarm.condition]: active } }
}

const UNSIGNED_KINDS: ReadonlySet<string> = new Set([
  'help',
  'helpStamp',
  'symptom',
  'audioPaused',
  'infusion',
  'cuff.ordered',
])

function withUnclaimed(state: AlarmState, record: LogRecord): Partial<AlarmState> {
  if (!UNSIGNED_KINDS.has(record.kind) || !('commandId' in record) || record.commandId === undefined)
    return {}
  if ('by' in record && record.by !== undefined) return {}
  const { seq, kind, hubAtMs: atMs } = record
  const screenId = 'screenId' in record ? record.screenId : undefined
  return {
    unclaimed: [...state.unclaimed, { seq, kind, atMs, ...(screenId === undefined ? {} : { screenId }) }],
  }
}

type Telling = ActiveAlarm['told'][number]
/** Far more than the screens of a suite: what was told to one is never lost for what was told to the others. */
const TOLD_KEPT = 1_000
/** Said once more to the same screen or person, at the same step: the newest stands for both. */
const isSameTelling = (a: Telling, b: Telling): boolean =>
  a.step === b.step &&
  a.event === b.event &&
  a.role === b.role &&
  a.screenId === b.screenId &&
  a.personId === b.personId

function change(state: AlarmState, record: LogRecord, helpQuietMs: number): Partial<AlarmState> {
  switch (record.kind) {
    case 'alarm':
      return afterAlarm(state, record)
    case 'repeat': {
      const { v: _v, seq: _seq, hubAtMs: _at, ...repeat } = record
      if (record.event === 'due') return { repeats: { ...state.repeats, [record.condition]: repeat } }
      return { repeats: without(state.repeats, record.condition) }
    }
    case 'acknowledgement':
      return acknowledge(state, record)
    case 'undone':
      return undo(state, record.ofSeq)
    case 'personLeft':
      return afterPersonLeft(state, record.person.personId)
    case 'coming':
      return onAlarm(state, record.alarmId, (active) => ({
        ...active,
        coming: { ...quietened(record), by: record.by.name, untilMs: record.untilMs },
      }))
    case 'silenceEnded':
      return afterSilenceEnded(state, record)
    case 'audioPaused': {
      const paused = { ...quietened(record), untilMs: record.untilMs, alarmIds: record.alarmIds }
      const { paused: before, earlier = [], ...audio } = state.audio
      const others = before === undefined ? earlier : [...earlier, before]
      return { audio: { ...audio, paused, ...(others.length === 0 ? {} : { earlier: others }) } }
    }
    case 'audioOff': {
      const { off: _off, ...audio } = state.audio
      return { audio: record.on ? { ...audio, off: { ...quietened(record), reason: record.reason } } : audio }
    }
    case 'escalation': {
      const { alarmId, step, dueAtMs: atMs, round } = record
      // Nobody is called of what somebody has: whoever took it took less than what it has become.
      return onAlarm(state, alarmId, ({ taken: _less, ...active }) => {
        const one = { step, atMs, ...(round === undefined ? {} : { round }) }
        const kept = active.escalated.filter((each) => each.step !== step)
        return { ...active, escalated: [...kept, one] }
      })
    }
    case 'delivery': {
      const { step, event, role, personId, personName, screenId, screenName } = record
      const one = {
        step,
        event,
        role,
        personId,
        personName,
        screenId,
        screenName,
      } as ActiveAlarm['told'][number]
      return onAlarm(state, record.alarmId, (active) => ({
        ...active,
        told: [...active.told.filter((each) => !isSameTelling(each, one)).slice(1 - TOLD_KEPT), one],
      }))
    }
    case 'taken': {
      const one = { by: record.by.name, personId: record.by.personId, atMs: record.hubAtMs }
      return onAlarm(state, record.alarmId, ({ taken, ...active }) => {
        if (record.event === 'taken') return { ...active, taken: one }
        // Who had it and cannot come after all has it no more.
        const still = taken === undefined || taken.personId === one.personId ? {} : { taken }
        return { ...active, ...still, declined: [...active.declined, one] }
      })
    }
    case 'coverage': {
      const { v: _v, seq: _seq, hubAtMs: _at, ...coverage } = record
      return { coverage }
    }
    case 'phase':
      return { phase: record.phase }
    case 'help': {
      const by = quietened(record)
      const untilMs = (record.hubAtMs + helpQuietMs) as EpochMs
      return {
        phase: 'emergency',
        help: { ...by, stamps: state.help?.stamps ?? [] },
        audio: { ...state.audio, helpQuiet: { ...by, untilMs } },
      }
    }
    case 'helpStamp': {
      const { stamp, hubAtMs: atMs, by } = record
      const one = { stamp, atMs, ...(by === undefined ? {} : { by: by.name }) }
      const help = state.help ?? { ...quietened(record), stamps: [] }
      return { help: { ...help, stamps: [...help.stamps, one] } }
    }
    case 'infusion': {
      if (state.phase === 'emergency') return {}
      return { phase: record.act === 'pause' ? 'paused' : record.act === 'stop' ? 'recovery' : 'infusing' }
    }
    case 'baseline': {
      const {
        v: _v,
        seq: _seq,
        hubAtMs: _at,
        kind: _kind,
        by: _by,
        commandId: _c,
        screenId: _s,
        ...baseline
      } = record
      return { baseline }
    }
    case 'limits':
      return {
        limits: record.limits,
        limitsBy: { by: record.by.name, atMs: record.hubAtMs, reason: record.reason },
      }
    case 'rules':
      return { ruleSet: record.ruleSet }
    case 'quietChair': {
      const { on, bedsideAlarmsOn, hubAtMs: atMs } = record
      return { quietChair: { on, bedsideAlarmsOn, by: record.by.name, atMs } }
    }
    case 'placement': {
      const { cuff, probe } = record
      return {
        placement: { ...(cuff === undefined ? {} : { cuff }), ...(probe === undefined ? {} : { probe }) },
      }
    }
    case 'monitorOff': {
      const { on, hubAtMs: atMs, by } = record
      return { monitorOff: on ? { by: by.name, atMs } : undefined }
    }
    case 'holding': {
      const { on, what, with: who, untilMs, hubAtMs: atMs, by } = record
      const one = { what, untilMs, by: by.name, atMs, ...(who === undefined ? {} : { with: who }) }
      return { holding: on ? one : undefined }
    }
    case 'claimed': {
      const { ofSeq, by } = record
      const { help } = state
      return {
        unclaimed: state.unclaimed.filter(({ seq }) => seq !== ofSeq),
        // The record stays unsigned; from now on it is known whose it was.
        ...(help?.seq === ofSeq ? { help: { ...help, by: by.name } } : {}),
      }
    }
    default:
      return {}
  }
}

/** @param helpQuietMs how long HELP keeps the chair's own sound off (clinical facts §5 "HELP") */
export function foldAlarms(state: AlarmState, record: LogRecord, helpQuietMs: number): Partial<AlarmState> {
  const changed = change(state, record, helpQuietMs)
  return { ...changed, ...withUnclaimed(state, record) }
}
