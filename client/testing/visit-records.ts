// Owns the records of a visit before its start, for tests of what the chair shows of it. Never used by the product.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import type { CheckInDetail } from '@chairside/shared/record/visit-kinds.ts'
import { openedBody } from './records.ts'

export const NURSE_BY = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
export const PHYSICIAN_BY = { personId: 'p2', name: 'Dr Lindqvist', role: 'physician' }
const commandId = 'c'.repeat(32)
const body = (value: object): RecordBody => value as RecordBody

/** As it is opened where the site asks for a check-in. */
export const visitOpened = (site: object = {}): RecordBody =>
  body({
    ...openedBody,
    site: { checkIn: 'required', secondChecker: false, dischargeAfterMs: 3_600_000, ...site },
  })
export const phaseBody = (phase: string): RecordBody =>
  body({ kind: 'phase', by: NURSE_BY, commandId, phase })
export const ORDER = {
  orderId: 'order-1',
  signedBy: PHYSICIAN_BY,
  signedAtMs: 1,
  scope: 'course',
  drug: 'Ketamine',
  mgPerKg: 0.5,
  maxMg: 50,
  minutes: 40,
  limits: [],
  prn: [{ drug: 'ondansetron', dose: '4 mg IV', when: 'nausea' }],
}
export const planBody = (change: object = {}): RecordBody =>
  body({
    kind: 'plan',
    by: NURSE_BY,
    commandId,
    courseId: 'course-1',
    indication: 'Depression',
    number: 3,
    of: 6,
    order: ORDER,
    ...change,
  })
export const answerBody = (detail: CheckInDetail | { readonly item: string }): RecordBody =>
  body({ kind: 'checkIn', by: NURSE_BY, commandId, item: detail.item, detail })
export const doseBody = (change: object = {}): RecordBody =>
  body({
    kind: 'dose',
    by: NURSE_BY,
    commandId,
    drug: 'Ketamine',
    weightKg: 70,
    mgPerKg: 0.5,
    doseMg: 35,
    volumeMl: 35,
    minutes: 40,
    rateMlPerHr: 52.5,
    pumpRateMlPerHr: 52.5,
    ...change,
  })
/** Everything that blocks the start, done; with the dose. */
export const ALL_DONE: readonly RecordBody[] = [
  planBody(),
  ...[
    { item: 'identity', identifiers: ['name', 'birthDate'], patientCode: 'K-0417' },
    { item: 'consent' },
    { item: 'order', orderId: 'order-1' },
    { item: 'weight', weightKg: 70, unit: 'kg', entered: 70 },
    { item: 'exclusions', uncontrolledHypertension: false, psychosis: false, raisedIcp: false },
    { item: 'profile', name: 'adult ketamine infusion', version: 3 },
    { item: 'rescueDrugs' },
    { item: 'oxygenSuction' },
    { item: 'bedsideAlarms' },
    { item: 'ivSite', limb: 'leftArm', site: 'hand' },
    { item: 'cuffArm', limb: 'rightArm' },
    { item: 'probeHand', limb: 'leftArm' },
  ].map(answerBody),
  doseBody(),
]
export const cuffBody = (systolic: number, diastolic: number, atMs: number, seq: number): RecordBody =>
  body({
    kind: 'bloodPressure',
    origin: { deviceId: 'd1', epoch: 'e1', seq },
    measuredAtMs: atMs,
    result: { status: 'measured', systolic, diastolic },
  })
/** Heart rate 72 and SpO₂ 98 at one moment. */
export const numbersBody = (atMs: number, seq: number): RecordBody =>
  body({
    kind: 'vitals',
    origin: { deviceId: 'd1', epoch: 'e1', seq },
    measuredAtMs: atMs,
    readings: { heartRate: { status: 'measured', value: 72 }, spo2: { status: 'measured', value: 98 } },
  })
export const gateBody = (outcome: 'pass' | 'warn' | 'hold', change: object = {}): RecordBody =>
  body({
    kind: 'gate',
    by: NURSE_BY,
    commandId,
    outcome,
    findings: [],
    values: {},
    ...(outcome === 'pass' ? {} : { reason: 'usual for this patient' }),
    ...change,
  })
export const gateAskedBody = (event: 'asked' | 'refused', reason: string): RecordBody =>
  body({
    kind: 'gateAsked',
    by: event === 'asked' ? NURSE_BY : PHYSICIAN_BY,
    commandId,
    event,
    findings: [],
    reason,
  })
