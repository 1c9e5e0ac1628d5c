// Owns the words of what people recorded of a visit. Times are the reader's. Never judges what was done.
import { formatAge } from '../alarm/words/age.ts'
import type { RecordOf } from '../record/record.ts'
import { assertNever } from '../result.ts'
import { CHECK_IN_ASKS } from '../visit/check-in.ts'
import { answerOf } from '../visit/check-in-answers.ts'
import { doseSentence } from '../visit/dose.ts'
import { decimal } from '../visit/figures.ts'
import { oxygenWords, SEVERITY_NAMES, SIDE_EFFECT_NAMES, SIGN_OFF_NAMES } from '../visit/names.ts'
import { lateWords } from './late-words.ts'
import type { SessionState } from './session-state.ts'
import type { TimelineEntry } from './timeline.ts'
import { amendedWords, capital, mendOf, undoneWords } from './visit-act-words.ts'

export type VisitRecord = RecordOf<
  | 'plan'
  | 'checkIn'
  | 'dose'
  | 'drugAccount'
  | 'gate'
  | 'gateAsked'
  | 'sideEffect'
  | 'oxygen'
  | 'note'
  | 'amended'
  | 'moved'
  | 'monitorSwapped'
  | 'samePatient'
  | 'reassignment'
  | 'signOff'
  | 'handover'
  | 'evacuation'
>

function planWords({ indication, number, of, order }: RecordOf<'plan'>): string {
  const which = `Plan: session ${number}${of === undefined ? '' : ` of ${of}`}${indication === '' ? '' : `, ${indication}`}`
  if (order === undefined) return `${which}, no signed order`
  const { drug, mgPerKg, maxMg, minutes, signedBy } = order
  return `${which}: ${drug} ${decimal(mgPerKg, 3)} mg/kg, at most ${decimal(maxMg, 1)} mg, over ${decimal(minutes, 1)} min, ordered by ${signedBy.name}`
}

function checkInWords({ item, detail, note }: RecordOf<'checkIn'>, before: SessionState | undefined): string {
  if (detail === undefined) return `Check-in: taken back: ${CHECK_IN_ASKS[item]}`
  const text = before === undefined ? CHECK_IN_ASKS[item] : answerOf(before, detail).text
  return `Check-in: ${text}${note === undefined ? '' : ` (${note})`}`
}

const findings = (all: RecordOf<'gate'>['findings']): string =>
  all.length === 0 ? '' : ` (${all.map(({ text }) => text).join('; ')})`

function gateWords({ outcome, reason = '', findings: found }: RecordOf<'gate'>): string {
  if (outcome === 'pass') return 'Gate passed'
  return `Gate: ${outcome === 'warn' ? 'warning accepted' : 'hold overridden'}: ${reason}${findings(found)}`
}

function effectWords(record: RecordOf<'sideEffect'>, before: SessionState | undefined): string {
  const { event, severity, atMs, note } = record
  const began = before?.visit.sideEffects.find(({ seq }) => seq === record.ofSeq)
  const effect = record.effect ?? began?.effect
  const name = effect === undefined ? 'Side effect' : SIDE_EFFECT_NAMES[effect]
  const own = severity === undefined ? '' : SEVERITY_NAMES[severity]
  switch (event) {
    case 'began':
      return `${name}, ${own}${note === undefined ? '' : ` (${note})`}`
    case 'changed':
      return `${name} now ${own}${began === undefined ? '' : ` (was ${SEVERITY_NAMES[began.severity]})`}`
    case 'ended':
      return `${name} ended${began === undefined ? '' : ` after ${formatAge(atMs - began.onsetAtMs)}`}`
    default:
      return assertNever(event)
  }
}

function swapWords({ inName, outName, inDeviceId, outDeviceId }: RecordOf<'monitorSwapped'>): string {
  const came = inName ?? inDeviceId
  const went = outName ?? outDeviceId
  return `Monitor swapped:${came === undefined ? '' : ` ${came} came`}${came !== undefined && went !== undefined ? ',' : ''}${went === undefined ? '' : ` ${went} went`}`
}

const REASSIGNED: Readonly<Record<RecordOf<'reassignment'>['event'], string>> = {
  asked: 'Re-assignment asked for',
  confirmed: 'RE-ASSIGNED',
  refused: 'Re-assignment refused',
  withdrawn: 'Re-assignment withdrawn',
}
const HANDED: Readonly<Record<RecordOf<'handover'>['event'], string>> = {
  offered: 'Hand-over offered',
  accepted: 'Handed over',
  declined: 'Hand-over declined',
  withdrawn: 'Hand-over withdrawn',
}
const EVACUATED: Readonly<Record<RecordOf<'evacuation'>['event'], string>> = {
  called: 'EVACUATION',
  accounted: 'Accounted for',
  missing: 'NOT ACCOUNTED FOR',
  over: 'Evacuation over',
}
const because = (reason: string | undefined): string =>
  reason === undefined || reason === '' ? '' : `: ${reason}`

function words(record: VisitRecord, before: SessionState | undefined): string {
  switch (record.kind) {
    case 'plan':
      return planWords(record)
    case 'checkIn':
      return checkInWords(record, before)
    case 'dose': {
      const checked = record.checkedBy === undefined ? '' : `, checked by ${record.checkedBy.name}`
      const lot = record.lot === undefined ? '' : `, lot ${record.lot}`
      return `Dose: ${record.drug} ${doseSentence(record)}, pump at ${decimal(record.pumpRateMlPerHr, 2)} mL/h${checked}${lot}`
    }
    case 'drugAccount': {
      const { lot, drawnMg, givenMg, wastedMg, witness } = record
      const mg = (value: number): string => `${decimal(value, 2)} mg`
      return `Drug account: lot ${lot}, drawn ${mg(drawnMg)}, given ${mg(givenMg)}, wasted ${mg(wastedMg)}, witness ${witness.name}`
    }
    case 'gate':
      return gateWords(record)
    case 'gateAsked':
      return record.event === 'asked'
        ? `Physician asked to override the gate: ${record.reason}${findings(record.findings)}`
        : `Gate: override refused: ${record.reason}${findings(record.findings)}`
    case 'sideEffect':
      return effectWords(record, before)
    case 'oxygen':
      return capital(oxygenWords(record.device, record.litresPerMin))
    case 'note':
      return `Note: ${record.text}`
    case 'amended':
      return amendedWords(record, before)
    case 'moved': {
      const from = before?.visit.roomName ?? before?.opened?.roomName
      return `Moved${from === undefined ? '' : ` from ${from}`} to ${record.toRoomName}`
    }
    case 'monitorSwapped':
      return swapWords(record)
    case 'samePatient': {
      const off = formatAge(record.backAtMs - record.offSinceMs)
      return record.answer === 'same'
        ? `Same patient, after the sensors were off for ${off}`
        : `NOT THE SAME PATIENT, after the sensors were off for ${off}`
    }
    case 'reassignment':
      return `${REASSIGNED[record.event]}: ${record.fromCode} → ${record.toCode}${because(record.reason)}`
    case 'signOff':
      return `${record.met ? 'Signed off' : 'Not met'}: ${SIGN_OFF_NAMES[record.item]}${because(record.note)}`
    case 'handover':
      return `${HANDED[record.event]}: ${record.from.name} → ${record.to.name}`
    case 'evacuation':
      return `${EVACUATED[record.event]}${because(record.note)}`
    default:
      return assertNever(record)
  }
}

/**
 * What the act of a visit says in the timeline, by whom; an act that was written down late says so.
 * @param before the session as it was before this record
 */
export function visitEntry(record: VisitRecord, before?: SessionState): TimelineEntry {
  const atMs = 'atMs' in record && record.atMs !== undefined ? record.atMs : record.hubAtMs
  const fromPaper = 'fromPaper' in record ? record.fromPaper : undefined
  const late = lateWords({ hubAtMs: record.hubAtMs, atMs, fromPaper })
  const text = `${words(record, before)} · ${record.by.name}${late}`
  return { atMs, kind: 'care', text, ...(record.kind === 'amended' ? { mends: mendOf(record, before) } : {}) }
}

/** An act of the visit that was undone; undefined: what was undone is something else. */
export function undoneEntry(record: RecordOf<'undone'>, before?: SessionState): TimelineEntry | undefined {
  const answer = (ofSeq: number): string | undefined => {
    const one = before?.visit.answers.find(({ seq }) => seq === ofSeq)
    if (one !== undefined) return CHECK_IN_ASKS[one.item]
    return before?.visit.dose?.seq === ofSeq ? 'Dose' : undefined
  }
  const text = undoneWords(record, before, answer)
  if (text === undefined) return undefined
  return { atMs: record.hubAtMs, kind: 'care', text: `${text} · ${record.by?.name ?? 'unsigned'}` }
}
