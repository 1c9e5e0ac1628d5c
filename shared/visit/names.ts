// Owns what the things of a visit are called wherever people read them: side effects, severities, outcomes, sign-offs, drugs.
// Never a sentence, and never an opinion.
import type { Scale } from '../record/care-kinds.ts'
import type {
  Amendment,
  CheckInItem,
  Outcome,
  Prn,
  Severity,
  SideEffectName,
  SignOffItem,
} from '../record/visit-kinds.ts'

/** Of the list of check-in, where an item is named and not asked. */
export const CHECK_IN_NAMES: Readonly<Record<CheckInItem, string>> = {
  identity: 'identity',
  consent: 'consent',
  order: 'the order',
  weight: 'weight',
  exclusions: 'exclusions',
  profile: 'alarm profile',
  rescueDrugs: 'rescue drugs',
  oxygenSuction: 'oxygen and suction',
  bedsideAlarms: 'bedside alarms',
  ivSite: 'IV site',
  cuffArm: 'cuff',
  probeHand: 'probe',
  fasting: 'fasting',
  escort: 'escort',
  allergies: 'allergies',
  medicines: 'medicines',
  pregnancy: 'pregnancy test',
  suicide: 'thoughts of suicide',
}

export const SIDE_EFFECT_NAMES: Readonly<Record<SideEffectName, string>> = {
  dissociation: 'Dissociation',
  dizziness: 'Dizziness',
  nausea: 'Nausea',
  vomiting: 'Vomiting',
  drowsiness: 'Drowsiness',
  blurredVision: 'Blurred vision',
  headache: 'Headache',
  anxiety: 'Anxiety',
  hallucination: 'Hallucination',
  other: 'Other',
}
export const SEVERITY_NAMES: Readonly<Record<Severity, string>> = {
  mild: 'mild',
  moderate: 'moderate',
  severe: 'severe',
}
export const OXYGEN_NAMES: Readonly<Record<NonNullable<Amendment['device']>, string>> = {
  roomAir: 'room air',
  nasalCannula: 'nasal cannula',
  simpleMask: 'simple mask',
  nonRebreather: 'non-rebreather mask',
  bagValveMask: 'bag-valve mask',
  other: 'another device',
}
export const DRUG_NAMES: Readonly<Record<NonNullable<Amendment['drug']>, string>> = {
  ondansetron: 'ondansetron',
  labetalol: 'labetalol',
  metoprolol: 'metoprolol',
  clonidine: 'clonidine',
  hydralazine: 'hydralazine',
  midazolam: 'midazolam',
  lorazepam: 'lorazepam',
  other: 'another drug',
}
/** "4 mg IV": as it is ordered, and as it is then given. An older order has no route, and its dose may say it. */
export const prnDose = ({ dose, route }: Pick<Prn, 'dose' | 'route'>): string =>
  route === undefined ? dose : `${dose} ${route}`
/** "ondansetron 4 mg IV (nausea)". */
export const prnWords = ({ drug, which, when, ...dose }: Prn): string =>
  `${which ?? DRUG_NAMES[drug]} ${prnDose(dose)}${when === undefined ? '' : ` (${when})`}`
export const SCALE_NAMES: Readonly<Record<Scale, string>> = {
  moaas: 'MOAA/S',
  cadss: 'CADSS',
  nausea: 'Nausea 0–10:',
  anxiety: 'Anxiety 0–10:',
  aldrete: 'Modified Aldrete',
}
/** Source: clinical facts §4 "Discharge", "Other outcomes". */
export const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  discharged: 'discharged',
  dischargedEarly: 'discharged early',
  left: 'left before discharge',
  transferred: 'transferred',
  notTreated: 'not treated today',
  died: 'died',
}
export const SIGN_OFF_NAMES: Readonly<Record<SignOffItem, string>> = {
  dissociation: 'dissociation at baseline',
  nausea: 'nausea controlled',
  walks: 'walks',
  escortHere: 'escort here',
  advice: 'advice given',
}

/** "oxygen 2 L/min, nasal cannula" or "room air". */
export function oxygenWords(
  device: NonNullable<Amendment['device']>,
  litresPerMin: number | undefined,
): string {
  if (device === 'roomAir') return OXYGEN_NAMES.roomAir
  return `oxygen ${litresPerMin === undefined ? '' : `${litresPerMin} L/min, `}${OXYGEN_NAMES[device]}`
}
