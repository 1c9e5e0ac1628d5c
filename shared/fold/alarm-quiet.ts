// Owns what quietens a session's alarms at a cursor, and what each act and each end of a silence does to that.
// Never decides when a silence ends: that is recorded.
import { isSaid } from '../alarm/silence/silence-times.ts'
import type { AlarmId, EpochMs, RecordSeq, ScreenId } from '../ids.ts'
import type { RecordOf } from '../record/record.ts'
import type { ActiveAlarm, AlarmState, AudioNow, Quietened } from './alarm-state.ts'

type Act = {
  readonly seq: RecordSeq
  readonly hubAtMs: EpochMs
  readonly by?: { name: string; personId: string } | undefined
  readonly screenId?: ScreenId | undefined
}
export const quietened = (record: Act): Quietened => ({
  seq: record.seq,
  atMs: record.hubAtMs,
  ...(record.by === undefined ? {} : { by: record.by.name, personId: record.by.personId }),
  ...(record.screenId === undefined ? {} : { screenId: record.screenId }),
})

export function without<T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in all)) return all
  const { [key]: _gone, ...others } = all
  return others
}

/** Changes the active alarm of this id, if it is still active. */
export function onAlarm(
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

/** Without the pause of this number, or without one alarm of it. */
function withoutPause(audio: AudioNow, ofSeq: RecordSeq, alarmId?: AlarmId): AudioNow {
  const { paused, earlier = [], ...others } = audio
  const all = (paused === undefined ? earlier : [...earlier, paused]).flatMap((pause) => {
    if (pause.seq !== ofSeq) return [pause]
    if (alarmId === undefined) return []
    return [{ ...pause, alarmIds: pause.alarmIds.filter((one) => one !== alarmId) }]
  })
  const newest = all.at(-1)
  if (newest === undefined) return others
  return { ...others, paused: newest, ...(all.length > 1 ? { earlier: all.slice(0, -1) } : {}) }
}

/** Nothing is acknowledged any more: the sound is back, and whoever is to be told is told from the start. */
function afterAcknowledgement(active: ActiveAlarm, record: RecordOf<'silenceEnded'>): ActiveAlarm {
  const { acknowledged, ...kept } = active
  // Of what a person said an acknowledgement stops nothing: who was told stays told, who has it has it.
  if (acknowledged !== undefined && isSaid(active.alarm.condition)) return { ...kept, signalSeq: record.seq }
  const { taken: _taken, ...others } = kept
  return {
    ...others,
    signalSeq: record.seq,
    returned: {
      atMs: record.dueAtMs,
      cause: record.cause,
      priority: active.alarm.priority,
      ...(acknowledged?.values === undefined ? {} : { values: acknowledged.values }),
    },
    escalated: [],
    told: [],
    declined: [],
    ...(active.alarm.priority === 'high' ? { unacknowledgedHigh: active.alarm } : {}),
  }
}

export function afterSilenceEnded(state: AlarmState, record: RecordOf<'silenceEnded'>): Partial<AlarmState> {
  const { what, ofSeq, alarmId, cause } = record
  switch (what) {
    case 'acknowledgement':
      if (cause === 'undone') return undo(state, ofSeq)
      return alarmId === undefined
        ? {}
        : onAlarm(state, alarmId, (active) =>
            active.acknowledged?.seq === ofSeq ? afterAcknowledgement(active, record) : active,
          )
    case 'coming':
      return alarmId === undefined
        ? {}
        : onAlarm(state, alarmId, ({ coming, ...active }) =>
            coming === undefined || coming.seq === ofSeq ? active : { ...active, coming },
          )
    case 'audioPaused':
      return { audio: withoutPause(state.audio, ofSeq, alarmId) }
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

/** The sound is off for this condition; of one that is over and latched, it is out of sight. */
export function acknowledge(state: AlarmState, record: RecordOf<'acknowledgement'>): Partial<AlarmState> {
  const { alarmId, level, seq, values } = record
  const latched = state.latched[alarmId]
  const gone =
    latched === undefined
      ? {}
      : { latched: without(state.latched, alarmId), unlatched: { seq, latched } as const }
  return {
    ...gone,
    ...onAlarm(
      state,
      alarmId,
      ({ coming: _coming, returned: _returned, unacknowledgedHigh: high, ...active }) => ({
        ...active,
        acknowledged: {
          ...quietened(record),
          by: record.by.name,
          level,
          values,
          ...(high === undefined ? {} : { high }),
        },
      }),
    ),
  }
}

/** As if it had not been given: the record of it stays. */
export function undo(state: AlarmState, ofSeq: RecordSeq): Partial<AlarmState> {
  const back: { -readonly [K in keyof AlarmState]?: AlarmState[K] } = {}
  for (const condition in state.alarms) {
    const active = state.alarms[condition] as ActiveAlarm
    const { acknowledged, coming, ...others } = active
    if (acknowledged?.seq === ofSeq) {
      const high = acknowledged.high
      const one = {
        ...others,
        ...(coming === undefined ? {} : { coming }),
        ...(high === undefined ? {} : { unacknowledgedHigh: high }),
      }
      back.alarms = { ...state.alarms, [condition]: one }
    } else if (coming?.seq === ofSeq) {
      const one = { ...others, ...(acknowledged === undefined ? {} : { acknowledged }) }
      back.alarms = { ...state.alarms, [condition]: one }
    }
  }
  const { unlatched } = state
  if (unlatched?.seq === ofSeq) {
    const { latched } = unlatched
    back.latched = { ...state.latched, [latched.alarm.alarmId]: latched }
    back.unlatched = undefined
  }
  const audio = withoutPause(state.audio, ofSeq)
  if (audio.paused?.seq !== state.audio.paused?.seq || audio.earlier?.length !== state.audio.earlier?.length)
    back.audio = audio
  return back
}

/** Who has left has nothing any more. What they acknowledged ends by its own record, which the engine decides. */
export function afterPersonLeft(state: AlarmState, personId: string): Partial<AlarmState> {
  if (!Object.values(state.alarms).some(({ taken }) => taken?.personId === personId)) return {}
  const alarms: Record<string, ActiveAlarm> = {}
  for (const condition in state.alarms) {
    const active = state.alarms[condition] as ActiveAlarm
    const { taken, ...others } = active
    alarms[condition] = taken?.personId === personId ? others : active
  }
  return { alarms }
}
