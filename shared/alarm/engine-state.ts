// Owns what the engine remembers of one session: runs of measurements and the alarms that are active.
// JSON-plain, because it is a checkpoint. It holds no clock: runs come from measurements, alarms from alarm records.
import type { AlarmId, DeviceId } from '../ids.ts'
import type { Priority } from '../record/record.ts'
import type { Quantity, SignalId } from '../vitals.ts'
import { type HoldState, NO_HOLD } from './cuff/cuff-hold.ts'
import { NO_REPEATS, type RepeatsState } from './cuff/repeats-state.ts'
import { NO_PATIENT, type PatientState } from './patient.ts'
import { NO_RECOVERED, type RecoveredState } from './recovered.ts'
import type { SourceId } from './rules.ts'
import { NO_SAID, type SaidState } from './said.ts'
import { type EscalationState, NO_ESCALATION } from './silence/escalation.ts'
import { NO_SILENCES_PART, type SilencesState } from './silence/silences.ts'
import { NO_TECHNICAL, type TechnicalState } from './technical/technical.ts'

export type Values = Readonly<Partial<Record<Quantity, number>>>

/**
 * How long one source has been beyond, or clear of, each level of one condition: per level, lowest first, hub time of the
 * first sample of an unbroken run, 0 where there is none. `due` is when a run that is beyond becomes an alarm.
 */
export type Runs = {
  readonly out: readonly number[]
  readonly due: readonly number[]
  readonly clear: readonly number[]
}

/**
 * Why a source is silent.
 * no       its newest word is a value
 * noValue  its newest word is "unavailable"; a moment of that is only a missing sample
 * away     it was off the patient, or silent too long: when it is back it settles first
 */
export type Silence = 'no' | 'noValue' | 'away'

/** One source of numbers. Times are hub time; 0: never. */
export type SourceState = {
  readonly deviceId: DeviceId
  /** Declared interval, milliseconds. */
  readonly everyMs: number
  /** Without a judged sample for longer than this, a run is broken. */
  readonly missingMs: number
  readonly wordAtMs: number
  readonly silence: Silence
  /** The newest measured value; moved on by a hub gap, because nobody listened then. */
  readonly seenMs: number
  /** What of that is grace after a hub gap: it is given once (SPEC AL18). Milliseconds. */
  readonly seenGraceMs: number
  readonly settleUntilMs: number
  /** The newest sample that was judged (measured, not settling, pulse valid); moved on by a hub gap. */
  readonly judgedMs: number
  readonly judgedGraceMs: number
  readonly measuredAtMs: number
  readonly values: Values
  /** By condition. */
  readonly runs: Readonly<Record<string, Runs>>
  /** Whether any run is beyond a limit: while none is, there is nothing to look through. */
  readonly isOut: boolean
  /** When it was last said that the signal was lost while a breach was pending; 0: never. */
  readonly lostMs: number
  /** The first judged value after a cuff hold: what it breaks is raised at once. 0: never. */
  readonly afterHoldMs: number
}
/** By source. */
export type Sources = { readonly [S in SourceId]?: SourceState | undefined }

/** An active condition of any kind: a ladder's, a technical one, a symptom, HELP. */
export type ActiveCondition = {
  readonly alarmId: AlarmId
  readonly level: string
  readonly priority: Priority
  /** Index of the level in its ladder; without a ladder: 0 seen, 1 LOW, 2 MEDIUM, 3 HIGH. */
  readonly rank: number
  /** What broke the limit; undefined where there is none. */
  readonly quantity?: Quantity | undefined
  /** Hub time of the first value beyond, per level up to `rank`. */
  readonly breachAtMs: readonly number[]
  /** What broke was a limit relative to the baseline. */
  readonly relative?: true | undefined
  /** Shown, not sounded. */
  readonly silent?: true | undefined
  /** Of a level that asks for a repeat: it agreed, or none came. */
  readonly confirmed?: true | undefined
}

export type EngineState = {
  /** Declared intervals by device and signal, milliseconds. */
  readonly intervals: Readonly<Record<string, Readonly<Partial<Record<SignalId, number>>>>>
  readonly sources: Sources
  /** By condition. */
  readonly active: Readonly<Record<string, ActiveCondition>>
  readonly quarantined: boolean
  readonly closed: boolean
  /** Keeps its identity while nothing in it changes: what is in force is worked out once for each. */
  readonly patient: PatientState
  readonly hold: HoldState
  readonly repeats: RepeatsState
  readonly technical: TechnicalState
  readonly recovered: RecoveredState
  readonly said: SaidState
  readonly silences: SilencesState
  readonly escalation: EscalationState
}

const EMPTY: EngineState = {
  intervals: {},
  sources: {},
  active: {},
  quarantined: false,
  closed: false,
  patient: NO_PATIENT,
  hold: NO_HOLD,
  repeats: NO_REPEATS,
  technical: NO_TECHNICAL,
  recovered: NO_RECOVERED,
  said: NO_SAID,
  silences: NO_SILENCES_PART,
  escalation: NO_ESCALATION,
}

/** Before the first record of a session. */
export const initialEngine = (): EngineState => EMPTY

/** A cuff reading stands until the next one: nothing between them is missing. (JSON has no Infinity.) */
export const NEVER_MISSING_MS = Number.MAX_SAFE_INTEGER
