// Owns what each item of the check-in asks, which answer blocks the start, which warns, and what may be answered at all. Never
// decides for a person that an item is done: only a recorded answer does.
// Source of the list, of what blocks and what warns: clinical facts §6 "Check-in".
import type { SessionState } from '../fold/session-state.ts'
import type { DoseNow } from '../fold/visit-state.ts'
import type { EpochMs } from '../ids.ts'
import {
  BLOCKING_ITEMS,
  CHECK_IN_ITEMS,
  type CheckInDetail,
  type CheckInItem,
  type Order,
} from '../record/record.ts'
import { ok, type Result, refuse } from '../result.ts'
import { answerOf, type Said } from './check-in-answers.ts'
import { checkWeight, doseSentence, rateDisagrees } from './dose.ts'
import { decimal } from './figures.ts'
import { codeTrouble, isPatientCode } from './patient-code.ts'
import { NO_VISIT_SITE } from './site.ts'

/** What is asked of each item, in the words of the list. */
export const CHECK_IN_ASKS: Readonly<Record<CheckInItem, string>> = {
  identity: 'Identity: two identifiers, said aloud by the patient',
  consent: 'Consent',
  order: 'Order: signed by a physician',
  weight: 'Weight today',
  exclusions: 'Exclusions: uncontrolled hypertension, psychosis, raised ICP',
  profile: 'Alarm profile, by name',
  rescueDrugs: 'Rescue drugs at hand',
  oxygenSuction: 'Oxygen and suction work',
  bedsideAlarms: 'Bedside monitor’s alarms are on',
  ivSite: 'IV: site and arm',
  cuffArm: 'Cuff: which arm',
  probeHand: 'Probe: which hand',
  fasting: 'Fasting: solids 6–8 h, clear fluids 2 h',
  escort: 'Escort home: name and telephone',
  allergies: 'Allergies',
  medicines: 'Medicines; last opioid, benzodiazepine, alcohol',
  pregnancy: 'Pregnancy and urine tests, where policy asks',
  suicide: 'Thoughts of suicide today',
}
const BLOCKS: ReadonlySet<CheckInItem> = new Set<CheckInItem>(BLOCKING_ITEMS)
export const itemBlocks = (item: CheckInItem): boolean => BLOCKS.has(item)

export type CheckInLine = {
  readonly item: CheckInItem
  /** The start waits for it. A warning is seen and holds nothing. */
  readonly blocks: boolean
  /** open: not answered, or answered of what is no longer so. warns: answered, and somebody must know. */
  readonly state: 'open' | 'done' | 'warns' | 'blocked'
  readonly text: string
  readonly by?: string
  readonly atMs?: EpochMs
}

/** Each item as it stands now, in the order of the list. */
export function checkInView(state: SessionState): CheckInLine[] {
  return CHECK_IN_ITEMS.map((item) => {
    const blocks = itemBlocks(item)
    const answer = state.visit.checkIn[item]
    if (answer === undefined) return { item, blocks, ...unanswered(state, item) }
    const { by, recordedAtMs: atMs } = answer
    const said = answerOf(state, answer.detail)
    const text = answer.note === undefined ? said.text : `${said.text} · ${answer.note}`
    return { item, blocks, state: said.state, text, by, atMs }
  })
}

function unanswered(state: SessionState, item: CheckInItem): Said {
  if (item === 'order' && state.visit.plan?.order === undefined)
    return { state: 'open', text: 'No signed order: a physician signs one for this patient' }
  return { state: 'open', text: CHECK_IN_ASKS[item] }
}

/** What somebody must know of, as answered, in the order of the list: it holds nothing. */
export const checkInWarnings = (state: SessionState): string[] =>
  checkInView(state).flatMap(({ state: now, text }) => (now === 'warns' ? [text] : []))

/** The items that the start waits for, in the order of the list. */
export const checkInOpen = (state: SessionState): CheckInItem[] =>
  checkInView(state).flatMap(({ item, blocks, state: now }) =>
    blocks && now !== 'done' && now !== 'warns' ? [item] : [],
  )

/**
 * Whether an item may be answered so.
 * @param lastWeightKg of the patient's newest session before, where one is known
 * @returns `malformed` (another item's detail, an empty answer), `code-mistyped`, `check-in-incomplete` (no order), `state-moved`
 * (order or profile is another one), `impossible-value` or `unlikely-value` of a weight; each with its field
 */
export function checkAnswer(
  state: SessionState,
  item: CheckInItem,
  detail: CheckInDetail | undefined,
  lastWeightKg?: number,
): Result<true> {
  if (detail === undefined) return ok(true)
  if (detail.item !== item)
    return refuse('malformed', `This is an answer to ${detail.item}, not to ${item}.`, 'body.detail.item')
  switch (detail.item) {
    case 'identity':
      return checkIdentity(state, detail)
    case 'order':
      return checkOrder(state.visit.plan?.order, detail.orderId)
    case 'weight':
      return checkWeight(detail, lastWeightKg)
    case 'profile': {
      const { opened } = state
      const isSame = opened?.profile.name === detail.name && opened.profile.version === detail.version
      return isSame
        ? ok(true)
        : refuse(
            'state-moved',
            `This session runs on ${opened?.profile.name ?? 'no profile'}, version ${opened?.profile.version ?? '–'}: look again.`,
            'body.detail.name',
          )
    }
    case 'allergies':
      return detail.none === (detail.text.trim() === '')
        ? ok(true)
        : refuse('malformed', 'Write which, or say that there are none: not both.', 'body.detail.text')
    default:
      return ok(true)
  }
}

function checkIdentity(
  { visit }: SessionState,
  { identifiers, patientCode }: Extract<CheckInDetail, { item: 'identity' }>,
): Result<true> {
  if (new Set(identifiers).size < 2)
    return refuse(
      'malformed',
      'Two different identifiers, said aloud by the patient.',
      'body.detail.identifiers',
    )
  if (visit.patientCode === patientCode) return ok(true)
  const own = visit.patientCode ?? 'nobody’s'
  // A slip of the finger and another patient are two things; only a code with a check character can tell them apart.
  const slip = isPatientCode(own) ? codeTrouble(patientCode) : undefined
  return refuse(
    'code-mistyped',
    slip === undefined
      ? `This session is ${own}, not ${patientCode}: look at the code again. If the patient is another one, this is not their session.`
      : `“${patientCode}” is no patient code. ${slip} This session is ${own}.`,
    'body.detail.patientCode',
  )
}

function checkOrder(order: Order | undefined, orderId: string | undefined): Result<true> {
  if (order === undefined)
    return refuse(
      'check-in-incomplete',
      'This session has no signed order: a physician signs one for this patient, then take it over.',
      'body.item',
    )
  if (orderId === undefined || orderId === order.orderId) return ok(true)
  return refuse('state-moved', 'The order is another one by now: read it again.', 'body.detail.orderId')
}

// ── the dose ─────────────────────────────────────────────────────────────────────────────────────────────
export type DoseLine = {
  /** open: none, or of a weight, order or rate that is no longer so. */
  readonly state: 'open' | 'done'
  readonly text: string
  readonly by?: string
  readonly atMs?: EpochMs
}

/** What makes a recorded dose no longer the one to start with. */
function doseAgain(state: SessionState, dose: DoseNow): string | undefined {
  const { visit, opened } = state
  const weight = visit.checkIn.weight?.detail
  if (weight?.item === 'weight' && weight.weightKg !== dose.weightKg)
    return `The weight is ${decimal(weight.weightKg, 1)} kg, the dose was made for ${decimal(dose.weightKg, 1)} kg`
  const { order } = visit.plan ?? {}
  if (order !== undefined && visit.plan !== undefined && visit.plan.seq > dose.seq)
    return 'The order was taken over again after the dose was made'
  if (rateDisagrees(dose.pumpRateMlPerHr, dose.rateMlPerHr))
    return `The pump is set to ${decimal(dose.pumpRateMlPerHr, 2)} mL/h, the dose makes ${decimal(dose.rateMlPerHr, 2)}`
  if ((opened?.site ?? NO_VISIT_SITE).secondChecker && dose.checkedBy === undefined)
    return 'A second person has not checked it'
  return undefined
}

/** The dose as it stands now: with what is recorded, could the infusion be started with it? */
export function doseNow(state: SessionState): DoseLine {
  const { dose } = state.visit
  if (dose === undefined) return { state: 'open', text: 'Dose and the rate set on the pump' }
  const { by, recordedAtMs: atMs } = dose
  const again = doseAgain(state, dose)
  if (again !== undefined) return { state: 'open', text: `${again}: make it again`, by, atMs }
  const checked = dose.checkedBy === undefined ? '' : `, checked by ${dose.checkedBy}`
  return {
    state: 'done',
    text: `${dose.drug} ${doseSentence(dose)}, pump at ${decimal(dose.pumpRateMlPerHr, 2)} mL/h${checked}`,
    by,
    atMs,
  }
}

/** Everything that check-in still owes the start: blocking items and the dose, in words. Empty: nothing. */
export function checkInOwes(state: SessionState): string[] {
  const items = checkInView(state).flatMap((line) =>
    line.blocks && (line.state === 'open' || line.state === 'blocked') ? [line.text] : [],
  )
  const dose = doseNow(state)
  return dose.state === 'open' ? [...items, dose.text] : items
}
