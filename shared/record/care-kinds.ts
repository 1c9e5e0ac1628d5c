// Owns the kinds of fact about the patient's session that alarms depend on: phase, baseline, limits, symptoms, HELP, drugs.
// Never owns what follows from them: that is the engine's.
import * as z from 'zod'
import {
  act,
  envelope,
  unsignedAct,
  zActor,
  zAlarmId,
  zOrigin,
  zQuantity,
  zRecordSeq,
  zValues,
} from './envelope.ts'
import { zDeviceId, zEpochMs } from './report.ts'

/** Source: clinical facts §4 "Phases". Before any act a session follows "infusing". */
export const PHASES = ['checkIn', 'baseline', 'infusing', 'paused', 'recovery', 'ready', 'emergency'] as const
export const zPhaseName = z.enum(PHASES)
export type Phase = z.infer<typeof zPhaseName>

/**
 * A person set the phase; the pump log and HELP set it too, without this record. Unsigned only where an unsigned act at the
 * pump was taken back, and the phase with it.
 */
export const zPhase = z.strictObject({
  ...envelope,
  ...unsignedAct,
  kind: z.literal('phase'),
  phase: zPhaseName,
})
/** The patient's own values, of before the infusion. */
export const baselineShape = {
  systolic: z.number().optional(),
  diastolic: z.number().optional(),
  mean: z.number().optional(),
  heartRate: z.number().optional(),
  spo2: z.number().optional(),
  /** Absent: on air. */
  oxygen: z.string().max(40).optional(),
  unsteady: z.literal(true).optional(),
}
/** Those that the gate was passed with, frozen when the infusion starts. */
export const zBaseline = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('baseline'),
  ...baselineShape,
})
/** One limit of one level of this patient, instead of the profile's. */
export const zChangedLimit = z.strictObject({
  condition: z.string().max(40),
  level: z.string().max(40),
  quantity: zQuantity,
  value: z.number(),
  /** What the profile says. */
  was: z.number(),
})
export type ChangedLimit = z.infer<typeof zChangedLimit>
/** All limits of this patient that differ from the profile, from now on; none: as the profile says. */
export const zLimits = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('limits'),
  limits: z.array(zChangedLimit).max(20),
  reason: z.string().min(1).max(300),
})
/** The rule set this session runs on, whole: a recording explains itself without the hub that made it. */
export const zRules = z.strictObject({
  ...envelope,
  kind: z.literal('rules'),
  profile: z.strictObject({ name: z.string().max(80), version: z.int().min(1), hash: z.string().max(64) }),
  /** Checked by `parseRuleSet` (shared/alarm/profile/rule-set) wherever it is used. */
  ruleSet: z.record(z.string(), z.unknown()),
})

/** Source: clinical facts §4, ladder "symptom". */
export const SYMPTOMS = [
  'chestPain',
  'dyspnoea',
  'severeHeadache',
  'neurological',
  'seizure',
  'unresponsive',
  'vomitingWhileDrowsy',
  'swellingOrRash',
  'ivSitePain',
  'severeAgitation',
  'suicidalStatement',
] as const
export const zSymptomName = z.enum(SYMPTOMS)
export type Symptom = z.infer<typeof zSymptomName>
export const zSymptom = z.strictObject({
  ...envelope,
  ...unsignedAct,
  kind: z.literal('symptom'),
  symptom: zSymptomName,
})
/** Ends a symptom's alarm or HELP, by name, with what came of it. */
export const zResolved = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('resolved'),
  alarmId: zAlarmId,
  outcome: z.string().min(1).max(300),
})
/** HELP was pressed: emergency from here on. */
export const zHelp = z.strictObject({ ...envelope, ...unsignedAct, kind: z.literal('help') })
/** Source: clinical facts §5 "HELP", one-tap stamps. */
export const HELP_STAMPS = ['airway', 'oxygen', 'drug', 'cpr', 'emsCalled', 'emsHere'] as const
export const zHelpStamp = z.strictObject({
  ...envelope,
  ...unsignedAct,
  kind: z.literal('helpStamp'),
  stamp: z.enum(HELP_STAMPS),
})
/** An unsigned act, owned by name afterwards; the act itself stays as it was. */
export const zClaimed = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('claimed'),
  ofSeq: zRecordSeq,
})
/** Of the chair: dark and without sound until a HIGH is 15 s old. Only with the bedside monitor's own alarms on, by name. */
export const zQuietChair = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('quietChair'),
  on: z.boolean(),
  bedsideAlarmsOn: z.boolean(),
})
/** Where cuff and probe are: a cuff hold is possible only on one limb. */
export const LIMBS = ['leftArm', 'rightArm', 'leftLeg', 'rightLeg', 'other'] as const
export const zPlacement = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('placement'),
  cuff: z.enum(LIMBS).optional(),
  probe: z.enum(LIMBS).optional(),
})
/** Measured by a person, at most 5 min old: the only thing but a sensor that ends a physiological condition by value. */
export const zManual = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('manual'),
  measuredAtMs: zEpochMs,
  values: zValues,
  /** °C. Not judged: nothing of the profile is about it. */
  temperatureC: z.number().min(25).max(45).optional(),
  /** Written down while the hub was away, transcribed afterwards: kept and drawn, never judged. */
  fromPaper: z.literal(true).optional(),
})
/** Source: clinical facts §6 "Drugs given". */
export const DRUGS = [
  'ondansetron',
  'labetalol',
  'metoprolol',
  'clonidine',
  'hydralazine',
  'midazolam',
  'lorazepam',
  'other',
] as const
/** How a drug is given, as an order says it. */
export const ROUTES = [
  'IV',
  'IM',
  'SC',
  'oral',
  'sublingual',
  'intranasal',
  'rectal',
  'inhaled',
  'transdermal',
] as const
export const zMedication = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('medication'),
  drug: z.enum(DRUGS),
  note: z.string().max(120).optional(),
  /** "4 mg IV". */
  dose: z.string().max(80).optional(),
  /** The same drug was given less than 5 min before, and this is a second dose, not the same one. */
  secondDose: z.literal(true).optional(),
  atMs: zEpochMs,
  fromPaper: z.literal(true).optional(),
})
/** Source: clinical facts §6: MOAA/S 0–5, CADSS 23 items × 0–4, nausea and anxiety 0–10, modified Aldrete five × 0–2. */
export const SCALES = ['moaas', 'cadss', 'nausea', 'anxiety', 'aldrete'] as const
export const zScale = z.enum(SCALES)
export type Scale = z.infer<typeof zScale>
export const zAssessment = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('assessment'),
  scale: zScale,
  /** Absent only where the patient was not disturbed. */
  value: z.number().min(0).max(92).optional(),
  /** Of CADSS and Aldrete, each item. */
  items: z.array(z.number().min(0).max(4)).max(23).optional(),
  /** "Eyes closed, breathing, not disturbed": an answer to what was due, and no value. */
  notDisturbed: z.literal(true).optional(),
  atMs: zEpochMs,
  fromPaper: z.literal(true).optional(),
})
/** The sensors are off for good, by name: their absence is no condition any more. */
export const zMonitorOff = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('monitorOff'),
  on: z.boolean(),
})
/** Off on purpose (who is with the patient) holds technical conditions; adjusting holds technical and LOW. */
export const zHolding = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('holding'),
  what: z.enum(['offOnPurpose', 'adjusting']),
  on: z.boolean(),
  with: z.string().max(80).optional(),
  untilMs: zEpochMs,
})
export const zBattery = z.strictObject({
  ...envelope,
  kind: z.literal('battery'),
  /** The device's report that said so. */
  origin: zOrigin.optional(),
  deviceId: zDeviceId,
  state: z.enum(['low', 'ok']),
  percent: z.number().min(0).max(100).optional(),
})

// ── the suite's ──────────────────────────────────────────────────────────────────────────────────────────
/** Who is on duty, set by name at the station. Without `person`: nobody. */
export const zDuty = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('duty'),
  role: z.enum(['physician', 'backup']),
  person: zActor.optional(),
  phone: z.string().max(40).optional(),
})
/** A nurse takes a room or gives it back. */
export const zRoomNurse = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('roomNurse'),
  roomId: zActor.shape.personId,
  event: z.enum(['taken', 'givenBack']),
  /** Whose it is by it, where another person's act brought it about: the patient was moved, and the nurse goes along. */
  person: zActor.optional(),
})
/** A place (`chair:<roomId>`, `station`, `wall`) sounds on one screen at a time. */
export const zLease = z.strictObject({
  ...envelope,
  kind: z.literal('lease'),
  place: z.string().max(80),
  event: z.enum(['given', 'released']),
  screenId: z.string().max(64),
  /** Of that page: a reload is another one. */
  pageId: z.string().max(64),
  cause: z.string().max(80),
})
/** A person answered "Did you hear the tone?" at a screen. */
export const zToneHeard = z.strictObject({
  ...envelope,
  ...unsignedAct,
  kind: z.literal('toneHeard'),
  place: z.string().max(80),
  pageId: z.string().max(64),
  heard: z.boolean(),
  untilMs: zEpochMs,
})

export const CARE_SCHEMAS = [
  zPhase,
  zBaseline,
  zLimits,
  zRules,
  zSymptom,
  zResolved,
  zHelp,
  zHelpStamp,
  zClaimed,
  zQuietChair,
  zPlacement,
  zManual,
  zMedication,
  zAssessment,
  zMonitorOff,
  zHolding,
  zBattery,
] as const
export const SUITE_SCHEMAS = [zDuty, zRoomNurse, zLease, zToneHeard] as const
