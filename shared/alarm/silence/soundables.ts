// Owns what of a room's alarms matters to sound, read from a session's state or from a room list's line. Never decides what sounds.
import type { ActiveAlarm, AlarmState, PausedNow } from '../../fold/alarm-state.ts'
import type { SessionState } from '../../fold/session-state.ts'
import type { EpochMs } from '../../ids.ts'
import type { EscalationStep } from '../../record/alarm-kinds.ts'
import type { Priority } from '../../record/record.ts'
import { CONTINUOUS_SIGNALS, PRESSURE_COMPONENTS, type Quantity, shown } from '../../vitals.ts'
import type { Values } from '../engine-state.ts'
import { ADULT_KETAMINE_INFUSION } from '../rules.ts'
import { rulesOfSession } from '../session-rules.ts'
import { isStationHeard } from './heard-now.ts'
import { acknowledgementHoldsMs, type SilenceTimes } from './silence-times.ts'
import { isWorse } from './silences.ts'

/**
 * ALARMS NOT JUDGED HERE: a technical HIGH that sounds although the engine decides nothing while the session is in quarantine.
 * No fact raises or ends it: it is so from the quarantine's record until alarms are judged again, or the session's end.
 */
export const NOT_JUDGED = 'notJudged'
export const isNotJudged = (alarmId: string): boolean => alarmId.startsWith(`${NOT_JUDGED}@`)

type By = { readonly by?: string | undefined }
/** One alarm, as far as its sound goes. Times are hub time. */
export type Soundable = {
  readonly alarmId: string
  readonly condition: string
  readonly priority: Priority
  readonly silent?: boolean
  /** Over: in sight only. */
  readonly latched?: boolean
  /** It came down to this level. */
  readonly fell?: boolean
  /** Since when it asks for attention at this priority: raised, risen, or an acknowledgement that ended. */
  readonly sinceMs: number
  readonly signalSeq: number
  readonly acknowledged?: By & { readonly untilMs?: number }
  readonly coming?: By & { readonly untilMs: number }
  readonly paused?: By & { readonly untilMs: number }
  /** One burst at `fromMs` and every `everyMs` after it, instead of burst after burst. */
  readonly reminder?: { readonly fromMs: number; readonly everyMs: number }
  readonly escalated: readonly { readonly step: EscalationStep }[]
  /** Persons it was escalated to. */
  readonly told: readonly string[]
  readonly taken?: By
  /** Persons who cannot come. */
  readonly declined: readonly string[]
}
export type SoundRoom = {
  readonly alarms: readonly Soundable[]
  /** Since when, and how often it is said again that it is off. */
  readonly audioOff?: By & { readonly atMs: number; readonly everyMs: number }
  /** The chair's own, while an audible station covers it. */
  readonly helpQuiet?: By & { readonly untilMs: number }
  /** The chair is quiet by name, and an audible station covers it. */
  readonly quiet: boolean
}

const PERSONAL: ReadonlySet<string> = new Set(['physician', 'backup', 'staff'])

const pauseOf = (audio: AlarmState['audio'], alarmId: string): PausedNow | undefined =>
  [audio.paused, ...(audio.earlier ?? [])]
    .filter((pause) => pause?.alarmIds.includes(alarmId as PausedNow['alarmIds'][number]))
    .reduce(
      (longest, pause) => ((pause?.untilMs ?? 0) > (longest?.untilMs ?? 0) ? pause : longest),
      undefined,
    )

/** The newest values of a session, as shown. */
function newestOf({ signals, cuff }: SessionState): Values {
  const values: Partial<Record<Quantity, number>> = {}
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = signals[signal]?.reading
    if (reading?.status === 'measured') values[signal] = shown(signal, reading.value)
  }
  for (const component of PRESSURE_COMPONENTS) {
    const value = cuff.last?.[component]
    if (value !== undefined) values[component] = shown(component, value)
  }
  return values
}

/**
 * Nobody has acknowledged it any more, and it is worse than what was acknowledged: then the one burst of a MEDIUM that is
 * only still true is not enough (SPEC AL95).
 */
function isWorseNow(times: SilenceTimes, state: SessionState, { alarm, returned }: ActiveAlarm): boolean {
  const ladder = times.ladders.find(({ condition }) => condition === alarm.condition)
  if (ladder === undefined || returned?.values === undefined) return false
  const own = new Set<string>(ladder.levels.flatMap(({ limits }) => limits.map(({ quantity }) => quantity)))
  const now: Partial<Record<Quantity, number>> = newestOf(state)
  for (const key of Object.keys(now) as Quantity[])
    if (!own.has(key) && !(ladder.sources as readonly string[]).includes(key)) delete now[key]
  return isWorse(times, ladder, returned.values, now)
}

function soundableOf(times: SilenceTimes, state: SessionState, active: ActiveAlarm): Soundable {
  const { audio } = state
  const { alarm, acknowledged, coming, returned, taken } = active
  const { alarmId, condition, priority } = alarm
  const paused = pauseOf(audio, alarmId)
  const holdsMs = acknowledgementHoldsMs(times, condition, priority)
  return {
    alarmId,
    condition,
    priority,
    silent: alarm.silent === true,
    fell: alarm.transition === 'fell',
    sinceMs: Math.max(alarm.transition === 'fell' ? active.raisedAtMs : alarm.dueAtMs, returned?.atMs ?? 0),
    signalSeq: active.signalSeq,
    escalated: active.escalated,
    told: active.told.flatMap(({ personId, role, event }) =>
      personId !== undefined && event !== 'nobody' && PERSONAL.has(role) ? [personId] : [],
    ),
    declined: active.declined.map(({ personId }) => personId),
    ...(acknowledged === undefined
      ? {}
      : {
          acknowledged: {
            by: acknowledged.by,
            ...(holdsMs === undefined ? {} : { untilMs: acknowledged.atMs + holdsMs }),
          },
        }),
    ...(coming === undefined ? {} : { coming: { by: coming.by, untilMs: coming.untilMs } }),
    ...(paused === undefined ? {} : { paused: { by: paused.by, untilMs: paused.untilMs } }),
    ...(returned?.cause === 'stillTrue' && returned.priority === 'medium' && !isWorseNow(times, state, active)
      ? { reminder: { fromMs: returned.atMs, everyMs: times.silence.mediumHoldsMs } }
      : {}),
    ...(taken === undefined ? {} : { taken: { by: taken.by } }),
  }
}

/** It is nobody's to acknowledge or to answer "Coming": Pause audio quietens it, and nothing longer. */
const notJudged = (sinceMs: number, paused: PausedNow | Soundable['paused']): Soundable => ({
  alarmId: `${NOT_JUDGED}@${sinceMs}`,
  condition: NOT_JUDGED,
  priority: 'high',
  sinceMs,
  signalSeq: 0,
  escalated: [],
  told: [],
  declined: [],
  ...(paused === undefined ? {} : { paused: { by: paused.by, untilMs: paused.untilMs } }),
})
/** An earlier build's checkpoint does not say since when: then it sounds as if it had always been so. */
function notJudgedOf({
  quarantined,
  closed,
  notJudgedSinceMs = 0 as EpochMs,
  audio,
}: SessionState): Soundable[] {
  if (!quarantined || closed !== undefined) return []
  return [notJudged(notJudgedSinceMs, pauseOf(audio, `${NOT_JUDGED}@${notJudgedSinceMs}`))]
}

/** Of a session's state. Where its rules are not known the shipped times are used: shorter is safer than for ever. */
export function soundRoomOfSession(state: SessionState): SoundRoom {
  const times: SilenceTimes = rulesOfSession(state) ?? ADULT_KETAMINE_INFUSION
  const { audio } = state
  const active = Object.values(state.alarms).map((one) => soundableOf(times, state, one))
  const latched = Object.values(state.latched).map(
    ({ alarm, endedAtMs }): Soundable => ({
      alarmId: alarm.alarmId,
      condition: alarm.condition,
      priority: alarm.priority,
      latched: true,
      sinceMs: endedAtMs,
      signalSeq: 0,
      escalated: [],
      told: [],
      declined: [],
    }),
  )
  return {
    alarms: [...notJudgedOf(state), ...active, ...latched],
    quiet: state.coverage?.quiet === true,
    ...(audio.off === undefined
      ? {}
      : { audioOff: { by: audio.off.by, atMs: audio.off.atMs, everyMs: times.silence.reminderMs } }),
    ...(audio.helpQuiet === undefined || !isStationHeard(state)
      ? {}
      : { helpQuiet: { by: audio.helpQuiet.by, untilMs: audio.helpQuiet.untilMs } }),
  }
}

/** What of a room list's line this reads; `RoomSummary['session']` has it. */
type RoomLine = {
  readonly alarms: readonly {
    readonly alarmId: string
    readonly condition: string
    readonly priority: Priority
    readonly seq: number
    readonly breachAtMs: number
    /** As in `Soundable`; absent: as of the level's own record. */
    readonly signalSeq?: number
    readonly sinceMs?: number
    readonly fell?: boolean
    readonly reminder?: Soundable['reminder']
    readonly silent?: true
    readonly latched?: true
    readonly acknowledgedBy?: string
    readonly acknowledgedAtMs?: number
    readonly coming?: { readonly by: string; readonly untilMs: number }
    readonly pausedUntilMs?: number
    readonly escalated?: readonly { readonly step: EscalationStep; readonly atMs: number }[]
    readonly taken?: { readonly by: string }
    /** Ids of persons. */
    readonly toldIds?: readonly string[]
    readonly declinedIds?: readonly string[]
  }[]
  readonly quiet?: boolean
  readonly quarantined?: boolean
  /** While quarantined. */
  readonly notJudged?: { readonly sinceMs: number; readonly pausedUntilMs?: number }
  readonly paused?: By
  readonly audioOff?: By & { readonly atMs: number }
}

/** Of a room list's line (other rooms' screens, the station, a person's own). It has no times of a profile: the shipped ones. */
export function soundRoomOf(line: RoomLine): SoundRoom {
  const times = ADULT_KETAMINE_INFUSION
  const { sinceMs = 0, pausedUntilMs } = line.notJudged ?? {}
  const pause = pausedUntilMs === undefined ? undefined : { by: line.paused?.by, untilMs: pausedUntilMs }
  const unjudged = line.quarantined === true ? [notJudged(sinceMs, pause)] : []
  const ofAlarms = line.alarms.map((one): Soundable => {
    const { alarmId, condition, priority, acknowledgedBy, acknowledgedAtMs, coming, pausedUntilMs } = one
    const holdsMs = acknowledgementHoldsMs(times, condition, priority)
    const untilMs =
      holdsMs === undefined || acknowledgedAtMs === undefined ? undefined : acknowledgedAtMs + holdsMs
    return {
      alarmId,
      condition,
      priority,
      silent: one.silent === true,
      latched: one.latched === true,
      fell: one.fell === true,
      sinceMs: one.sinceMs ?? one.breachAtMs,
      signalSeq: one.signalSeq ?? one.seq,
      escalated: one.escalated ?? [],
      told: one.toldIds ?? [],
      declined: one.declinedIds ?? [],
      ...(acknowledgedBy === undefined
        ? {}
        : { acknowledged: { by: acknowledgedBy, ...(untilMs === undefined ? {} : { untilMs }) } }),
      ...(coming === undefined ? {} : { coming: { by: coming.by, untilMs: coming.untilMs } }),
      ...(pausedUntilMs === undefined ? {} : { paused: { by: line.paused?.by, untilMs: pausedUntilMs } }),
      ...(one.reminder === undefined ? {} : { reminder: one.reminder }),
      ...(one.taken === undefined ? {} : { taken: { by: one.taken.by } }),
    }
  })
  return {
    quiet: line.quiet === true,
    ...(line.audioOff === undefined
      ? {}
      : {
          audioOff: { by: line.audioOff.by, atMs: line.audioOff.atMs, everyMs: times.silence.reminderMs },
        }),
    alarms: [...unjudged, ...ofAlarms],
  }
}
