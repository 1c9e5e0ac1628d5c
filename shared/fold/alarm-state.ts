// Owns what a session's alarms are at a cursor: active, latched, repeat due, who has quietened what, who was told, who can
// hear. JSON-plain; how it comes about stands in alarm-fold.ts.
import type { AlarmId, EpochMs, RecordSeq, ScreenId } from '../ids.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import type { ChangedLimit, Phase } from '../record/care-kinds.ts'
import type { AlarmTransition, BodyOf, Priority } from '../record/record.ts'

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
  /** The newest transition up to HIGH, and when it was known: what was judged before it is judged again. Hub time. */
  readonly lastHigh?: { readonly alarm: AlarmTransition; readonly atMs: EpochMs }
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
