// Owns the kinds of fact of a visit: the plan, check-in, dose, gate, what is observed and given, moves, hand-over, discharge.
// Never holds who the patient is: a code only. Names, telephone numbers and escorts live in the store, where they can be erased.
import * as z from 'zod'
import { baselineShape, DRUGS, LIMBS, ROUTES, zChangedLimit } from './care-kinds.ts'
import { act, envelope, zActor, zPatientCode, zRecordSeq, zRoomId, zSessionId, zValues } from './envelope.ts'
import { zDeviceId, zEpochMs, zId } from './report.ts'

const zText = z.string().max(300)
/** When it was true, hub time, as the person said it; not after `hubAtMs`. */
const atMs = zEpochMs

// ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────
/** One drug as needed. Source: clinical facts §6 "Order": the PRN list; no text names a maximum or an interval: `when` says them. */
export const zPrn = z.strictObject({
  drug: z.enum(DRUGS),
  /** Of `other`: which drug. */
  which: z.string().min(1).max(60).optional(),
  /** "4 mg". */
  dose: z.string().min(1).max(80),
  /** Absent in older orders: the dose may say it. */
  route: z.enum(ROUTES).optional(),
  /** For what, how often, at most how much. */
  when: zText.optional(),
})
export type Prn = z.infer<typeof zPrn>
/** A physician's signed order, as it was when the session took it over. Source: clinical facts §6 "Order". */
export const zOrder = z.strictObject({
  orderId: zId,
  signedBy: zActor,
  signedAtMs: zEpochMs,
  scope: z.enum(['session', 'course']),
  drug: z.string().min(1).max(60),
  mgPerKg: z.number().positive().max(5),
  maxMg: z.number().positive().max(1_000),
  minutes: z.number().min(5).max(240),
  /** This patient's, instead of the profile's. */
  limits: z.array(zChangedLimit.omit({ was: true })).max(20),
  prn: z.array(zPrn).max(20),
  oxygen: zText.optional(),
  note: zText.optional(),
})
export type Order = z.infer<typeof zOrder>
/** Which session of which course this is, and what was ordered for it; said anew when the order changes before the start. */
export const zPlan = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('plan'),
  courseId: zId,
  indication: z.string().max(120),
  /** 3 of 6; of maintenance, the number goes on and `of` is absent. */
  number: z.int().min(1).max(999),
  of: z.int().min(1).max(99).optional(),
  order: zOrder.optional(),
})

// ── check-in ─────────────────────────────────────────────────────────────────────────────────────────────
/** Source: clinical facts §6 "Check-in". The first twelve block the start. */
export const BLOCKING_ITEMS = [
  'identity',
  'consent',
  'order',
  'weight',
  'exclusions',
  'profile',
  'rescueDrugs',
  'oxygenSuction',
  'bedsideAlarms',
  'ivSite',
  'cuffArm',
  'probeHand',
] as const
export const WARNING_ITEMS = ['fasting', 'escort', 'allergies', 'medicines', 'pregnancy', 'suicide'] as const
export const CHECK_IN_ITEMS = [...BLOCKING_ITEMS, ...WARNING_ITEMS] as const
export const zCheckInItem = z.enum(CHECK_IN_ITEMS)
export type CheckInItem = z.infer<typeof zCheckInItem>
export const IDENTIFIERS = ['name', 'birthDate', 'address', 'wristband', 'photo'] as const
const zLimb = z.enum(LIMBS)
/** What an item says beside done or not. An item has only its own fields. */
export const zCheckInDetail = z.discriminatedUnion('item', [
  z.strictObject({
    item: z.literal('identity'),
    /** Said aloud by the patient; two at least. */
    identifiers: z.array(z.enum(IDENTIFIERS)).min(2).max(5),
    /** As it was read from the patient's card or list, typed again: it must be the session's. */
    patientCode: zPatientCode,
  }),
  z.strictObject({ item: z.literal('consent') }),
  z.strictObject({ item: z.literal('order'), orderId: zId.optional() }),
  z.strictObject({
    item: z.literal('weight'),
    weightKg: z.number().min(20).max(350),
    unit: z.enum(['kg', 'lb']),
    /** As typed, in that unit. */
    entered: z.number().positive().max(800),
    /** More than 5 % from last time, and weighed again. */
    confirmed: z.literal(true).optional(),
  }),
  z.strictObject({
    item: z.literal('exclusions'),
    uncontrolledHypertension: z.boolean(),
    psychosis: z.boolean(),
    raisedIcp: z.boolean(),
  }),
  z.strictObject({ item: z.literal('profile'), name: z.string().max(80), version: z.int().min(1) }),
  z.strictObject({ item: z.literal('rescueDrugs') }),
  z.strictObject({ item: z.literal('oxygenSuction') }),
  z.strictObject({ item: z.literal('bedsideAlarms') }),
  z.strictObject({ item: z.literal('ivSite'), limb: zLimb, site: z.string().min(1).max(60) }),
  z.strictObject({ item: z.literal('cuffArm'), limb: zLimb }),
  z.strictObject({ item: z.literal('probeHand'), limb: zLimb }),
  z.strictObject({
    item: z.literal('fasting'),
    /** Hours since. */
    solidsHours: z.number().min(0).max(72),
    clearHours: z.number().min(0).max(72),
  }),
  /** Who it is stands in the store: a name and a telephone number are not for the log. */
  z.strictObject({ item: z.literal('escort'), arranged: z.boolean() }),
  z.strictObject({ item: z.literal('allergies'), none: z.boolean(), text: zText }),
  z.strictObject({
    item: z.literal('medicines'),
    text: zText,
    lastOpioid: z.string().max(80),
    lastBenzodiazepine: z.string().max(80),
    lastAlcohol: z.string().max(80),
  }),
  z.strictObject({
    item: z.literal('pregnancy'),
    result: z.enum(['negative', 'notNeeded', 'positive', 'refused']),
  }),
  z.strictObject({ item: z.literal('suicide'), thoughts: z.boolean(), text: zText }),
])
export type CheckInDetail = z.infer<typeof zCheckInDetail>
/** One item of the list, answered by a person; the newest answer counts. Without `detail`: taken back. */
export const zCheckIn = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('checkIn'),
  item: zCheckInItem,
  detail: zCheckInDetail.optional(),
  note: zText.optional(),
})
/** The dose as it was worked out and the rate that was typed as it stands on the pump. Source: clinical facts §6. */
export const zDose = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('dose'),
  drug: z.string().min(1).max(60),
  weightKg: z.number().min(20).max(350),
  mgPerKg: z.number().positive().max(5),
  doseMg: z.number().positive().max(1_000),
  volumeMl: z.number().positive().max(2_000),
  minutes: z.number().positive().max(600),
  /** What doseMg in volumeMl over minutes makes, mL/h. */
  rateMlPerHr: z.number().positive().max(2_000),
  /** Read off the pump and typed; within 2 % of it. */
  pumpRateMlPerHr: z.number().positive().max(2_000),
  /** Where the site asks for a second pair of eyes. */
  checkedBy: zActor.optional(),
  lot: z.string().max(60).optional(),
})
/** At the close: where the drug went. Source: clinical facts §6. */
export const zDrugAccount = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('drugAccount'),
  lot: z.string().max(60),
  drawnMg: z.number().min(0).max(5_000),
  givenMg: z.number().min(0).max(5_000),
  wastedMg: z.number().min(0).max(5_000),
  witness: zActor,
})

// ── the gate ─────────────────────────────────────────────────────────────────────────────────────────────
/** Source: clinical facts §4 "Gate". */
export const GATE_FINDINGS = [
  'pressureAbovePass',
  'heartRateWarn',
  'spo2Warn',
  'pressureHold',
  'systolicLow',
  'heartRateHold',
  'spo2Hold',
  'activeHigh',
  'noBaseline',
] as const
export const zGateFinding = z.strictObject({
  finding: z.enum(GATE_FINDINGS),
  outcome: z.enum(['warn', 'hold']),
  /** What was measured, as it was shown. */
  text: z.string().max(160),
})
export type GateFinding = z.infer<typeof zGateFinding>
/** The gate was looked at and passed, or what it found was accepted with a reason: by a nurse (warn) or physician (hold). */
export const zGate = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('gate'),
  outcome: z.enum(['pass', 'warn', 'hold']),
  findings: z.array(zGateFinding).max(20),
  values: zValues,
  /** What it was passed with: what a start freezes. Absent in older records. */
  baseline: z.strictObject(baselineShape).optional(),
  /** Of a warn or hold. */
  reason: zText.optional(),
})
/** A nurse asks the physician for a hold to be overridden; the answer is a `gate`, or `refused`. */
export const zGateAsked = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('gateAsked'),
  event: z.enum(['asked', 'refused']),
  findings: z.array(zGateFinding).max(20),
  reason: zText,
})

// ── observed and given ───────────────────────────────────────────────────────────────────────────────────
/** Source: clinical facts §6 "Side effects". */
export const SIDE_EFFECTS = [
  'dissociation',
  'dizziness',
  'nausea',
  'vomiting',
  'drowsiness',
  'blurredVision',
  'headache',
  'anxiety',
  'hallucination',
  'other',
] as const
export const zSideEffectName = z.enum(SIDE_EFFECTS)
export type SideEffectName = z.infer<typeof zSideEffectName>
export const SEVERITIES = ['mild', 'moderate', 'severe'] as const
export const zSeverity = z.enum(SEVERITIES)
export type Severity = z.infer<typeof zSeverity>
/** From onset to end; its number in the log is its name. */
export const zSideEffect = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('sideEffect'),
  event: z.enum(['began', 'changed', 'ended']),
  /** Of `changed` and `ended`: the record that began it. */
  ofSeq: zRecordSeq.optional(),
  /** Of `began`. */
  effect: zSideEffectName.optional(),
  /** Of `began` and `changed`. */
  severity: zSeverity.optional(),
  atMs,
  note: zText.optional(),
  fromPaper: z.literal(true).optional(),
})
export const OXYGEN_DEVICES = [
  'roomAir',
  'nasalCannula',
  'simpleMask',
  'nonRebreather',
  'bagValveMask',
  'other',
] as const
export const zOxygenDevice = z.enum(OXYGEN_DEVICES)
export const zOxygen = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('oxygen'),
  device: zOxygenDevice,
  /** Absent on room air. */
  litresPerMin: z.number().positive().max(25).optional(),
  atMs,
  fromPaper: z.literal(true).optional(),
})
export const zNote = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('note'),
  text: z.string().min(1).max(1_000),
  atMs,
  fromPaper: z.literal(true).optional(),
})
/**
 * A mistake of an earlier act put right: the original stays. `void`: it did not happen. Otherwise the fields that are given
 * stand instead of the original's.
 */
export const zAmendment = z.strictObject({
  atMs: zEpochMs.optional(),
  rateMlPerHr: z.number().min(0).max(2_000).optional(),
  effect: zSideEffectName.optional(),
  severity: zSeverity.optional(),
  value: z.number().optional(),
  values: zValues.optional(),
  drug: z.enum(DRUGS).optional(),
  dose: z.string().max(80).optional(),
  device: zOxygenDevice.optional(),
  litresPerMin: z.number().positive().max(25).optional(),
  text: z.string().min(1).max(1_000).optional(),
})
export type Amendment = z.infer<typeof zAmendment>
export const zAmended = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('amended'),
  ofSeq: zRecordSeq,
  ofKind: z.string().max(40),
  void: z.literal(true).optional(),
  change: zAmendment,
  reason: zText,
})

// ── places and mix-ups ───────────────────────────────────────────────────────────────────────────────────
/** The patient is in another room from here on; monitors stay where they are. */
export const zMoved = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('moved'),
  fromRoomId: zRoomId,
  toRoomId: zRoomId,
  toRoomName: z.string().max(80),
})
/** A monitor was brought to this room, or taken from it, by a person at the chair. */
export const zMonitorSwapped = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('monitorSwapped'),
  /** Absent: none came. */
  inDeviceId: zDeviceId.optional(),
  inName: z.string().max(80).optional(),
  outDeviceId: zDeviceId.optional(),
  outName: z.string().max(80).optional(),
})
/** The answer to "same patient?" after both sensors had been off for 2 min. Source: product's moves and mix-ups. */
export const zSamePatient = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('samePatient'),
  answer: z.enum(['same', 'different']),
  offSinceMs: zEpochMs,
  backAtMs: zEpochMs,
})
/** The session is another patient's than it was opened for. A nurse asks, a physician confirms; nothing is edited. */
export const zReassignment = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('reassignment'),
  event: z.enum(['asked', 'confirmed', 'refused', 'withdrawn']),
  fromCode: zPatientCode,
  toCode: zPatientCode,
  reason: zText,
  /** Of `asked`: who asked; of the others the record that asked. */
  ofSeq: zRecordSeq.optional(),
})

// ── recovery, discharge, hand-over ───────────────────────────────────────────────────────────────────────
/** What a person judges; the rest of the list is read from the record. Source: clinical facts §4 "Discharge". */
export const SIGN_OFF_ITEMS = ['dissociation', 'nausea', 'walks', 'escortHere', 'advice'] as const
export const zSignOffItem = z.enum(SIGN_OFF_ITEMS)
export type SignOffItem = z.infer<typeof zSignOffItem>
export const zSignOff = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('signOff'),
  item: zSignOffItem,
  met: z.boolean(),
  note: zText.optional(),
})
/** Source: clinical facts §4 "Other outcomes". */
export const OUTCOMES = [
  'discharged',
  'dischargedEarly',
  'left',
  'transferred',
  'notTreated',
  'died',
] as const
export const zOutcome = z.enum(OUTCOMES)
export type Outcome = z.infer<typeof zOutcome>
/**
 * A room and its patient are given to another nurse, who accepts. In the suite's stream, and what was accepted in the session's.
 * The lines are what was on the screen when it was offered; those of the acceptance what was accepted.
 */
export const zHandover = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('handover'),
  event: z.enum(['offered', 'accepted', 'declined', 'withdrawn']),
  roomId: zRoomId,
  sessionId: zSessionId.optional(),
  from: zActor,
  to: zActor,
  lines: z.array(z.string().max(300)).max(60),
})
/** The house is left: one act for the suite; each open session has it too. Who has been accounted for follows by room. */
export const zEvacuation = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('evacuation'),
  event: z.enum(['called', 'accounted', 'missing', 'over']),
  roomId: zRoomId.optional(),
  /** When it was written down, of a roll-call that was made without the hub. */
  atMs: zEpochMs.optional(),
  note: zText.optional(),
})

export const VISIT_SCHEMAS = [
  zPlan,
  zCheckIn,
  zDose,
  zDrugAccount,
  zGate,
  zGateAsked,
  zSideEffect,
  zOxygen,
  zNote,
  zAmended,
  zMoved,
  zMonitorSwapped,
  zSamePatient,
  zReassignment,
  zSignOff,
  zHandover,
  zEvacuation,
] as const
