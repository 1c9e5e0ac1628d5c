// Owns what a visit is at a cursor: plan, check-in, dose, gate, what was read before the start, observed, given, signed off.
// The fold of what people recorded; JSON-plain. Never asks what time it is, and never decides whether a patient may go on:
// the rules for that are in visit/.

import type { Values } from '../alarm/engine-state.ts'
import type { Baseline } from '../alarm/in-force.ts'
import type { EpochMs, RecordSeq, RoomId } from '../ids.ts'
import type { Phase, Scale } from '../record/care-kinds.ts'
import type { RecordOf } from '../record/record.ts'
import type {
  Amendment,
  CheckInDetail,
  CheckInItem,
  GateFinding,
  Order,
  Outcome,
  Severity,
  SideEffectName,
  SignOffItem,
} from '../record/visit-kinds.ts'
import type { Quantity } from '../vitals.ts'

/** Who, and when it was recorded. */
export type Said = {
  readonly by: string
  readonly personId?: string
  readonly recordedAtMs: EpochMs
  readonly seq: RecordSeq
}
/** What was put right of an act; its original stands in the log. `void`: taken back, it happened not. */
export type Mended = {
  readonly void?: true
  readonly fromPaper?: true
  readonly amended?: Said & { readonly change: Amendment; readonly reason: string }
}

export type PlanNow = Said & {
  readonly courseId: string
  readonly indication: string
  readonly number: number
  readonly of?: number
  readonly order?: Order
}
export type CheckInNow = Said & {
  readonly detail: CheckInDetail
  readonly note?: string
}
/** Each answer that was given, as it was recorded; without detail: taken back by the person. */
export type CheckInGiven = Said & {
  readonly item: CheckInItem
  readonly detail?: CheckInDetail
  readonly note?: string
  /** Undone: as if it had not been given. */
  readonly void?: true
}
export type DoseNow = Said & {
  readonly drug: string
  readonly weightKg: number
  readonly mgPerKg: number
  readonly doseMg: number
  readonly volumeMl: number
  readonly minutes: number
  readonly rateMlPerHr: number
  readonly pumpRateMlPerHr: number
  readonly checkedBy?: string
  readonly lot?: string
}
/** A completed cuff reading or one by hand, as baseline and discharge need it. */
export type PressureRead = {
  readonly atMs: EpochMs
  readonly systolic: number
  readonly diastolic: number
  readonly mean?: number
  readonly byHand?: true
  readonly seq: RecordSeq
}
export type GateNow = Said & {
  readonly outcome: 'pass' | 'warn' | 'hold'
  readonly findings: readonly GateFinding[]
  readonly values: Values
  /** What it was passed with, and a start freezes. Absent in records of before it was kept. */
  readonly baseline?: Baseline
  readonly reason?: string
  readonly role: string
}
export type SideEffectNow = Said &
  Mended & {
    readonly effect: SideEffectName
    readonly severity: Severity
    readonly onsetAtMs: EpochMs
    readonly endedAtMs?: EpochMs
    readonly endedBy?: string
    /** The record that ended it. */
    readonly ended?: Said
    /** Each severity it has had, from when, as who said; the first at onset. */
    readonly course: readonly (Said & { readonly severity: Severity; readonly atMs: EpochMs })[]
    readonly note?: string
  }
export type GivenNow = Said &
  Mended & { readonly drug: string; readonly dose?: string; readonly note?: string; readonly atMs: EpochMs }
export type OxygenNow = Said &
  Mended & { readonly device: string; readonly litresPerMin?: number; readonly atMs: EpochMs }
/** A tap at HELP: oxygen is being given. It says neither how much nor for how long. */
export type OxygenStamp = {
  readonly seq: RecordSeq
  readonly atMs: EpochMs
  /** Absent: unsigned, and nobody has claimed it. */
  readonly by?: string
}
export type AssessedNow = Said &
  Mended & {
    readonly scale: Scale
    readonly value?: number
    readonly items?: readonly number[]
    readonly notDisturbed?: true
    readonly atMs: EpochMs
  }
/** Measured by a person: judged or, from paper, only kept. */
export type ByHandNow = Said &
  Mended & { readonly values: Values; readonly temperatureC?: number; readonly atMs: EpochMs }
/** A `phase` record, or HELP. */
export type PhaseAct = {
  readonly seq: RecordSeq
  readonly phase: Phase
  readonly atMs: EpochMs
  readonly by?: string
}
export type Moved = Pick<
  RecordOf<'moved'>,
  'hubAtMs' | 'by' | 'commandId' | 'fromRoomId' | 'toRoomId' | 'toRoomName'
>
/** Whose it was taken for until a physician confirmed that it is another patient's, and as what it was planned then. */
export type Formerly = {
  readonly patientCode: string
  readonly toCode: string
  readonly untilMs: EpochMs
  /** Absent: the record does not say. */
  readonly askedBy?: string
  readonly confirmedBy: string
  readonly courseId?: string
  readonly number?: number
  readonly of?: number
}
export type SignedOff = Said & { readonly met: boolean; readonly note?: string }

export type VisitState = {
  /** The patient of this session as it is known now; absent before it is opened. */
  readonly patientCode?: string
  /** Codes it stood under before it was re-assigned, oldest first. */
  readonly formerCodes: readonly string[]
  /** The same, each with who asked, who confirmed and when. */
  readonly formerly: readonly Formerly[]
  readonly reassignment?: Said & { readonly toCode: string; readonly reason: string }
  readonly plan?: PlanNow
  /** The answer that counts, of each item. */
  readonly checkIn: Readonly<Partial<Record<CheckInItem, CheckInNow>>>
  /** Every answer, as they were given. */
  readonly answers: readonly CheckInGiven[]
  readonly dose?: DoseNow
  readonly drugAccount?: Said & {
    readonly lot: string
    readonly drawnMg: number
    readonly givenMg: number
    readonly wastedMg: number
    readonly witness: string
  }
  /** Newest last: before the start those of half an hour, from the start on all; at most 60. */
  readonly pressures: readonly PressureRead[]
  /** Valid values before the start, in a session that has a phase: [measuredAtMs, value], newest last; dropped at the start. */
  readonly settling: {
    readonly heartRate: readonly (readonly [number, number])[]
    /** Stands in where no heart rate was measured. */
    readonly pulseRate?: readonly (readonly [number, number])[]
    readonly spo2: readonly (readonly [number, number])[]
  }
  /** The newest value by hand of each quantity, by when it was measured; nothing from paper. */
  readonly byHand?: Readonly<
    Partial<Record<Quantity, { readonly atMs: EpochMs; readonly value: number; readonly seq: RecordSeq }>>
  >
  readonly gate?: GateNow
  readonly gateAsked?: Said & { readonly findings: readonly GateFinding[]; readonly reason: string }
  readonly gateRefused?: Said & { readonly reason: string }
  readonly sideEffects: readonly SideEffectNow[]
  readonly given: readonly GivenNow[]
  /** Newest last; none: room air, as nobody said otherwise. */
  readonly oxygen: readonly OxygenNow[]
  /** Stamped at HELP, oldest first; absent: never. */
  readonly oxygenStamps?: readonly OxygenStamp[]
  readonly assessed: readonly AssessedNow[]
  readonly notes: readonly (Said & Mended & { readonly text: string; readonly atMs: EpochMs })[]
  /** Everything measured by hand, in the order of when it was. */
  readonly measured: readonly ByHandNow[]
  readonly signOffs: Readonly<Partial<Record<SignOffItem, SignedOff>>>
  readonly roomId?: RoomId
  readonly roomName?: string
  /** Since when the patient is there, after a move; what was measured there before is somebody else's. */
  readonly roomSinceMs?: EpochMs
  /** The newest move, as recorded: whoever had the room goes along. */
  readonly move?: Moved
  /** "Different" was answered: what is measured from then on is not this patient's. The session is to be ended. */
  readonly otherPatient?: Said
  /** Since when every sensor of this session has been off; and the answer to "same patient?" when one is back. */
  readonly sensorsOff?: { readonly sinceMs: EpochMs; readonly backAtMs?: EpochMs }
  readonly outcome?: Said & { readonly outcome: Outcome; readonly reason?: string }
  readonly evacuatedAtMs?: EpochMs
  /** What a person or the hub set, and HELP, as recorded. */
  readonly phaseActs: readonly PhaseAct[]
  /** When each phase was entered, oldest first: by a `phase` record, the pump log as it stands now, or HELP. */
  readonly phases: readonly { readonly phase: Phase; readonly atMs: EpochMs; readonly by?: string }[]
}

export const NO_VISIT: VisitState = {
  formerCodes: [],
  formerly: [],
  checkIn: {},
  answers: [],
  pressures: [],
  settling: { heartRate: [], spo2: [] },
  sideEffects: [],
  given: [],
  oxygen: [],
  assessed: [],
  notes: [],
  measured: [],
  signOffs: {},
  phaseActs: [],
  phases: [],
}
