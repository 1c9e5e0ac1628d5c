// Owns what a person may ask of the hub about a visit: check-in, gate, observations, moves, hand-over, discharge.
// Never owns who may (access), nor whether it may be now (the hub decides, by the rules in shared/visit).
import * as z from 'zod'
import { DRUGS, zScale } from '../record/care-kinds.ts'
import {
  zAlarmId,
  zPatientCode,
  zPersonId,
  zRecordSeq,
  zRoomId,
  zSessionId,
  zValues,
} from '../record/envelope.ts'
import { zDeviceId, zEpochMs } from '../record/report.ts'
import {
  zAmendment,
  zCheckInDetail,
  zCheckInItem,
  zDrugAccount,
  zOutcome,
  zOxygenDevice,
  zSeverity,
  zSideEffectName,
  zSignOffItem,
} from '../record/visit-kinds.ts'

const sessionTarget = { sessionId: zSessionId }
const zReason = z.string().min(1).max(300)
/** When it was true, hub time; absent: when the finger came down. A time after that is refused (`in-future`). */
const when = { atMs: zEpochMs.optional() }
/** Written down on paper while the hub was away. */
const paper = { fromPaper: z.literal(true).optional() }
const { lot, drawnMg, givenMg, wastedMg } = zDrugAccount.shape

export const VISIT_COMMANDS = [
  z.strictObject({
    type: z.literal('checkIn.answer'),
    ...sessionTarget,
    item: zCheckInItem,
    /** Absent: the answer is taken back. */
    detail: zCheckInDetail.optional(),
    note: z.string().max(300).optional(),
  }),
  /** Of the session's plan: an order was signed, or another one is to be used. The hub reads it from its store. */
  z.strictObject({ type: z.literal('plan.refresh'), ...sessionTarget }),
  z.strictObject({
    type: z.literal('dose.set'),
    ...sessionTarget,
    doseMg: z.number().positive().max(1_000),
    volumeMl: z.number().positive().max(2_000),
    minutes: z.number().positive().max(600),
    pumpRateMlPerHr: z.number().positive().max(2_000),
    /** Sign-in of the second checker, where the site asks for one: name and password, checked by the hub, never recorded. */
    checker: z
      .strictObject({ name: z.string().min(1).max(120), password: z.string().min(1).max(200) })
      .optional(),
    lot: z.string().max(60).optional(),
    /** An unlikely figure was asked about, and is right. */
    confirmed: z.literal(true).optional(),
  }),
  /** Accepts what the gate finds now: nothing, a warn with a reason, or a hold by a physician with a reason. */
  z.strictObject({
    type: z.literal('gate.accept'),
    ...sessionTarget,
    reason: z.string().max(300).optional(),
  }),
  z.strictObject({ type: z.literal('gate.ask'), ...sessionTarget, reason: zReason }),
  z.strictObject({ type: z.literal('gate.refuse'), ...sessionTarget, reason: zReason }),
  // ── observed and given ──
  z.strictObject({
    type: z.literal('sideEffect.begin'),
    ...sessionTarget,
    ...when,
    ...paper,
    effect: zSideEffectName,
    severity: zSeverity,
    note: z.string().max(300).optional(),
  }),
  z.strictObject({
    type: z.literal('sideEffect.change'),
    ...sessionTarget,
    ...when,
    ofSeq: zRecordSeq,
    severity: zSeverity,
  }),
  z.strictObject({ type: z.literal('sideEffect.end'), ...sessionTarget, ...when, ofSeq: zRecordSeq }),
  z.strictObject({
    type: z.literal('medication.give'),
    ...sessionTarget,
    ...when,
    ...paper,
    drug: z.enum(DRUGS),
    dose: z.string().min(1).max(80),
    note: z.string().max(120).optional(),
    /** "Second dose", where the same drug was given less than 5 min before. */
    secondDose: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('oxygen.set'),
    ...sessionTarget,
    ...when,
    ...paper,
    device: zOxygenDevice,
    litresPerMin: z.number().positive().max(25).optional(),
  }),
  z.strictObject({
    type: z.literal('assessment.record'),
    ...sessionTarget,
    ...when,
    ...paper,
    scale: zScale,
    value: z.number().min(0).max(92).optional(),
    items: z.array(z.number().min(0).max(4)).max(23).optional(),
    notDisturbed: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('note.add'),
    ...sessionTarget,
    ...when,
    ...paper,
    text: z.string().min(1).max(1_000),
  }),
  z.strictObject({
    type: z.literal('manual.enter'),
    ...sessionTarget,
    ...when,
    ...paper,
    values: zValues,
    temperatureC: z.number().min(25).max(45).optional(),
    /** An unlikely value was asked about, and is right. */
    confirmed: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('amend'),
    ...sessionTarget,
    ofSeq: zRecordSeq,
    void: z.literal(true).optional(),
    change: zAmendment,
    reason: zReason,
    /** An unlikely rate was asked about, and is right. */
    confirmed: z.literal(true).optional(),
  }),
  // ── sensors, places, mix-ups ──
  z.strictObject({ type: z.literal('monitor.off'), ...sessionTarget, on: z.boolean() }),
  z.strictObject({
    type: z.literal('holding.set'),
    ...sessionTarget,
    what: z.enum(['offOnPurpose', 'adjusting']),
    on: z.boolean(),
    with: z.string().max(80).optional(),
  }),
  z.strictObject({
    type: z.literal('samePatient.answer'),
    ...sessionTarget,
    answer: z.enum(['same', 'different']),
  }),
  z.strictObject({ type: z.literal('session.move'), ...sessionTarget, toRoomId: zRoomId }),
  /** Brings a monitor into this session's room, in place of the one that `outDeviceId` names. */
  z.strictObject({
    type: z.literal('monitor.swap'),
    ...sessionTarget,
    inDeviceId: zDeviceId,
    outDeviceId: zDeviceId.optional(),
  }),
  z.strictObject({
    type: z.literal('reassign.ask'),
    ...sessionTarget,
    toCode: zPatientCode,
    reason: zReason,
  }),
  z.strictObject({
    type: z.literal('reassign.answer'),
    ...sessionTarget,
    ofSeq: zRecordSeq,
    confirm: z.boolean(),
    reason: z.string().max(300),
  }),
  // ── the end ──
  z.strictObject({
    type: z.literal('signOff.set'),
    ...sessionTarget,
    item: zSignOffItem,
    met: z.boolean(),
    note: z.string().max(300).optional(),
  }),
  z.strictObject({
    type: z.literal('drugAccount.set'),
    ...sessionTarget,
    lot,
    drawnMg,
    givenMg,
    wastedMg,
    witness: z.strictObject({ name: z.string().min(1).max(120), password: z.string().min(1).max(200) }),
  }),
  z.strictObject({
    type: z.literal('session.end'),
    ...sessionTarget,
    outcome: zOutcome,
    reason: z.string().max(300).optional(),
  }),
  // ── the suite's: no session ──
  /** To a nurse or physician by name; they accept. */
  z.strictObject({ type: z.literal('handover.offer'), roomId: zRoomId, toPersonId: zPersonId }),
  z.strictObject({
    type: z.literal('handover.answer'),
    roomId: zRoomId,
    answer: z.enum(['accept', 'decline', 'withdraw']),
    /** The newest record of the session that whoever accepts has seen. */
    seenSeq: z.int().min(0),
    /** Of `accept`: acknowledgements of whoever hands over that the other takes over with the room; the rest end. */
    retake: z.array(zAlarmId).max(60).optional(),
  }),
  z.strictObject({ type: z.literal('evacuation.call'), note: z.string().max(300).optional(), ...when }),
  z.strictObject({
    type: z.literal('evacuation.account'),
    roomId: zRoomId,
    accounted: z.boolean(),
    note: z.string().max(300).optional(),
    ...when,
  }),
  z.strictObject({ type: z.literal('evacuation.over'), ...when }),
] as const
