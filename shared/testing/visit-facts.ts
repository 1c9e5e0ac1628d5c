// Owns how tests say what happened in a visit: facts at seconds from a start, folded into the session they make.
// Never used by the programs.
import { emptySession, foldSession, type SessionState } from '../fold/session-state.ts'
import type { Actor, RecordBody, Role } from '../record/record.ts'
import type { CheckInDetail } from '../record/visit-kinds.ts'
import { DEFAULT_SITE, type Site } from '../visit/site.ts'
import { at, type Fact, NURSE, opened as openedPlain, records } from './given.ts'
import { ACT, answered, DOCTOR, phase } from './visit-given.ts'

export { answered, DOCTOR, phase }
export const actor = (role: Role): Actor =>
  role === 'physician' ? DOCTOR : ({ ...NURSE, role } as unknown as Actor)

/** An act of a visit; signed by the nurse unless it says otherwise. */
export const fact = (seconds: number, body: object, by: Actor = NURSE as Actor): Fact => ({
  atMs: at(seconds),
  body: { ...ACT, by, ...body } as unknown as RecordBody,
})
export const openedVisit = (seconds: number, site: Partial<Site> = {}): Fact => {
  const { atMs, body } = openedPlain(seconds)
  return { atMs, body: { ...body, site: { ...DEFAULT_SITE, ...site } } as RecordBody }
}
export const baseline = (seconds: number, values: object): Fact =>
  fact(seconds, { kind: 'baseline', ...values })
export const drug = (seconds: number, name: string, more: object = {}): Fact =>
  fact(seconds, { kind: 'medication', drug: name, dose: '4 mg IV', atMs: at(seconds), ...more })
export const oxygen = (seconds: number, device: string, litresPerMin?: number): Fact =>
  fact(seconds, {
    kind: 'oxygen',
    device,
    ...(litresPerMin === undefined ? {} : { litresPerMin }),
    atMs: at(seconds),
  })
export const assessed = (seconds: number, scale: string, value?: number, more: object = {}): Fact =>
  fact(seconds, {
    kind: 'assessment',
    scale,
    ...(value === undefined ? { notDisturbed: true } : { value }),
    atMs: at(seconds),
    ...more,
  })
export const byHand = (seconds: number, values: object, more: object = {}): Fact =>
  fact(seconds, { kind: 'manual', measuredAtMs: at(seconds), values, ...more })
export const signedOff = (seconds: number, item: string, met = true): Fact =>
  fact(seconds, { kind: 'signOff', item, met })
export const effect = (seconds: number, name: string, severity = 'mild'): Fact =>
  fact(seconds, { kind: 'sideEffect', event: 'began', effect: name, severity, atMs: at(seconds) })

const ORDER = {
  orderId: 'order-1',
  signedBy: DOCTOR,
  signedAtMs: at(-86_400),
  scope: 'course',
  drug: 'ketamine',
  mgPerKg: 0.5,
  maxMg: 60,
  minutes: 40,
  limits: [],
  prn: [],
}
export const plan = (seconds: number, more: object = {}): Fact =>
  fact(seconds, {
    kind: 'plan',
    courseId: 'course-1',
    indication: 'depression',
    number: 3,
    of: 6,
    order: { ...ORDER, ...more },
  })
export const dose = (seconds: number, more: object = {}): Fact =>
  fact(seconds, {
    kind: 'dose',
    drug: 'ketamine',
    weightKg: 70,
    mgPerKg: 0.5,
    doseMg: 35,
    volumeMl: 35,
    minutes: 40,
    rateMlPerHr: 52.5,
    pumpRateMlPerHr: 52.5,
    ...more,
  })
export const gate = (seconds: number, look: object, by: Actor = NURSE as Actor): Fact =>
  fact(seconds, { kind: 'gate', outcome: 'pass', findings: [], values: {}, ...look }, by)

/** Every item that blocks, answered. */
export const checkedIn = (seconds: number): Fact[] =>
  (
    [
      { item: 'identity', identifiers: ['name', 'birthDate'], patientCode: 'K-0417' },
      { item: 'consent' },
      { item: 'order' },
      { item: 'weight', weightKg: 70, unit: 'kg', entered: 70 },
      { item: 'exclusions', uncontrolledHypertension: false, psychosis: false, raisedIcp: false },
      { item: 'profile', name: 'adult ketamine infusion', version: 3 },
      { item: 'rescueDrugs' },
      { item: 'oxygenSuction' },
      { item: 'bedsideAlarms' },
      { item: 'ivSite', limb: 'leftArm', site: 'forearm' },
      { item: 'cuffArm', limb: 'rightArm' },
      { item: 'probeHand', limb: 'leftArm' },
      { item: 'escort', arranged: true },
    ] as unknown as CheckInDetail[]
  ).map((detail) => answered(seconds, detail))

/** The session after these facts, in the order of time. */
export const after = (...facts: readonly (Fact | readonly Fact[])[]): SessionState =>
  records(
    (facts.flat() as Fact[])
      .map((one, index) => ({ one, index }))
      .sort((a, b) => a.one.atMs - b.one.atMs || a.index - b.index)
      .map(({ one }) => one),
  ).reduce(foldSession, emptySession)
/** The hub decided this alarm. */
export const alarm = (seconds: number, condition: string, level: string, priority: string): Fact => ({
  atMs: at(seconds),
  body: {
    kind: 'alarm',
    alarmId: `${condition}@${at(seconds)}`,
    condition,
    transition: 'raised',
    level,
    priority,
    dueAtMs: at(seconds),
    breachAtMs: at(seconds),
    values: {},
    measuredAtMs: at(seconds),
  } as unknown as RecordBody,
})
