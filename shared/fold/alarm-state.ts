// Owns what a session's alarms are at a cursor: active, latched, repeat due, who has quietened what, who was told, who can
// hear. The fold of what the engine decided and what people did; never decides when anything ends: that is recorded.
import type { AlarmId, EpochMs, RecordSeq, ScreenId } from '../ids.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import type { ChangedLimit, Phase } from '../record/care-kinds.ts'
import type { AlarmTransition, BodyOf, LogRecord, RecordOf } from '../record/record.ts'

/** By whom: a name, or "unsigned" at a screen until somebody claims it. */
export type Doer = { readonly by?: string; readonly personId?: string; readonly screenId?: ScreenId }
export type Quietened = Doer & { readonly seq: RecordSeq; readonly atMs: EpochMs }

export type ActiveAlarm = {
  /** The transition that put it at its level. */
  readonly alarm: AlarmTransition
  readonly raisedAtMs: EpochMs
  readonly seq: RecordSeq
  readonly acknowledged?: { readonly by: string; readonly atMs: EpochMs; readonly level: string } & Quietened
  readonly coming?: { readonly by: string; readonly untilMs: EpochMs } & Quietened
  /** Since this level was reached, oldest first. */
  readonly escalated: readonly {
    readonly step: EscalationStep
    readonly atMs: EpochMs
    readonly round?: number
  }[]
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
export type AudioNow = {
  readonly paused?: Quietened & { readonly untilMs: EpochMs; readonly alarmIds: readonly AlarmId[] }
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
export type AlarmState = {
  /** By condition. */
  readonly alarms: Readonly<Record<string, ActiveAlarm>>
  /** By alarm id. */
  readonly latched: Readonly<Record<string, LatchedAlarm>>
  /** By condition. */
  readonly repeats: Readonly<Record<string, RepeatNow>>
  readonly audio: AudioNow
  readonly help?: HelpNow
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

type Act = {
  readonly seq: RecordSeq
  readonly hubAtMs: EpochMs
  readonly by?: { name: string; personId: string } | undefined
  readonly screenId?: ScreenId | undefined
}
const quietened = (record: Act): Quietened => ({
  seq: record.seq,
  atMs: record.hubAtMs,
  ...(record.by === undefined ? {} : { by: record.by.name, personId: record.by.personId }),
  ...(record.screenId === undefined ? {} : { screenId: record.screenId }),
})

function without<T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in all)) return all
  const { [key]: _gone, ...others } = all
  return others
}

function afterAlarm(state: AlarmState, record: RecordOf<'alarm'>): Partial<AlarmState> {
  const { v: _v, seq, hubAtMs, ...alarm } = record
  const before = state.alarms[alarm.condition]
  if (alarm.transition === 'ended') {
    const alarms = without(state.alarms, alarm.condition)
    const latches =
      before !== undefined &&
      before.alarm.priority === 'high' &&
      before.acknowledged === undefined &&
      alarm.endedBy !== 'sessionClosed' &&
      alarm.endedBy !== 'clinician'
    if (!latches) return { alarms }
    const { alarm: was, raisedAtMs } = before
    return {
      alarms,
      latched: { ...state.latched, [was.alarmId]: { alarm: was, raisedAtMs, endedAtMs: alarm.dueAtMs } },
    }
  }
  const falls = alarm.transition === 'fell'
  const active: ActiveAlarm = {
    alarm,
    seq,
    raisedAtMs: before?.raisedAtMs ?? hubAtMs,
    escalated: before?.escalated ?? [],
    told: before?.told ?? [],
    declined: before?.declined ?? [],
    ...(before?.taken === undefined ? {} : { taken: before.taken }),
    ...(falls && before?.acknowledged !== undefined ? { acknowledged: before.acknowledged } : {}),
    ...(falls && before?.coming !== undefined ? { coming: before.coming } : {}),
  }
  return { alarms: { ...state.alarms, [alarm.condition]: active } }
}

/** Changes the active alarm of this id, if it is still active. */
function onAlarm(
  state: AlarmState,
  alarmId: AlarmId,
  change: (active: ActiveAlarm) => ActiveAlarm,
): Partial<AlarmState> {
  for (const condition in state.alarms) {
    const active = state.alarms[condition]
    if (active?.alarm.alarmId === alarmId) return { alarms: { ...state.alarms, [condition]: change(active) } }
  }
  return {}
}

function afterSilenceEnded(state: AlarmState, record: RecordOf<'silenceEnded'>): Partial<AlarmState> {
  const { what, ofSeq, alarmId } = record
  switch (what) {
    case 'acknowledgement':
      return alarmId === undefined
        ? {}
        : onAlarm(state, alarmId, ({ acknowledged, ...active }) =>
            acknowledged === undefined || acknowledged.seq === ofSeq ? active : { ...active, acknowledged },
          )
    case 'coming':
      return alarmId === undefined
        ? {}
        : onAlarm(state, alarmId, ({ coming, ...active }) =>
            coming === undefined || coming.seq === ofSeq ? active : { ...active, coming },
          )
    case 'audioPaused': {
      const { paused, ...audio } = state.audio
      if (paused?.seq !== ofSeq) return {}
      // One alarm may leave the pause (it rose) while the others stay in it.
      if (alarmId === undefined) return { audio }
      const alarmIds = paused.alarmIds.filter((one) => one !== alarmId)
      return { audio: { ...audio, paused: { ...paused, alarmIds } } }
    }
    case 'audioOff': {
      const { off: _off, ...audio } = state.audio
      return { audio }
    }
    case 'helpQuiet': {
      const { helpQuiet: _quiet, ...audio } = state.audio
      return { audio }
    }
  }
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

function change(state: AlarmState, record: LogRecord, helpQuietMs: number): Partial<AlarmState> {
  switch (record.kind) {
    case 'alarm':
      return afterAlarm(state, record)
    case 'repeat': {
      const { v: _v, seq: _seq, hubAtMs: _at, ...repeat } = record
      if (record.event === 'due') return { repeats: { ...state.repeats, [record.condition]: repeat } }
      return { repeats: without(state.repeats, record.condition) }
    }
    case 'acknowledgement': {
      const latched = without(state.latched, record.alarmId)
      const acknowledged = { ...quietened(record), by: record.by.name, level: record.level }
      return {
        ...(latched === state.latched ? {} : { latched }),
        ...onAlarm(state, record.alarmId, ({ coming: _coming, ...active }) => ({ ...active, acknowledged })),
      }
    }
    case 'coming':
      return onAlarm(state, record.alarmId, (active) => ({
        ...active,
        coming: { ...quietened(record), by: record.by.name, untilMs: record.untilMs },
      }))
    case 'silenceEnded':
      return afterSilenceEnded(state, record)
    case 'audioPaused': {
      const paused = { ...quietened(record), untilMs: record.untilMs, alarmIds: record.alarmIds }
      return { audio: { ...state.audio, paused } }
    }
    case 'audioOff': {
      const { off: _off, ...audio } = state.audio
      return { audio: record.on ? { ...audio, off: { ...quietened(record), reason: record.reason } } : audio }
    }
    case 'escalation': {
      const { alarmId, step, dueAtMs: atMs, round } = record
      return onAlarm(state, alarmId, (active) => {
        const one = { step, atMs, ...(round === undefined ? {} : { round }) }
        // Of "again" only the newest round: it may go on for hours.
        const kept = active.escalated.filter((each) => step !== 'again' || each.step !== 'again')
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
        told: [...active.told.slice(-40), one],
      }))
    }
    case 'taken': {
      const one = { by: record.by.name, personId: record.by.personId, atMs: record.hubAtMs }
      return onAlarm(state, record.alarmId, (active) =>
        record.event === 'taken'
          ? { ...active, taken: one }
          : { ...active, declined: [...active.declined, one] },
      )
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
    case 'claimed':
      return { unclaimed: state.unclaimed.filter(({ seq }) => seq !== record.ofSeq) }
    default:
      return {}
  }
}

/** @param helpQuietMs how long HELP keeps the chair's own sound off (clinical facts §5 "HELP") */
export function foldAlarms(state: AlarmState, record: LogRecord, helpQuietMs: number): Partial<AlarmState> {
  const changed = change(state, record, helpQuietMs)
  return { ...changed, ...withUnclaimed(state, record) }
}
