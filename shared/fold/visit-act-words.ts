// Owns the words of an act that another record takes back or puts right: what it was, and what stands instead. Never only the
// correction: the original is always beside it.
import { formatAge } from '../alarm/words/age.ts'
import type { EpochMs, RecordSeq } from '../ids.ts'
import type { RecordOf } from '../record/record.ts'
import {
  DRUG_NAMES,
  OXYGEN_NAMES,
  oxygenWords,
  SCALE_NAMES,
  SEVERITY_NAMES,
  SIDE_EFFECT_NAMES,
} from '../visit/names.ts'
import { byHandWords, numbersWords } from './care-words.ts'
import type { PumpEvent, SessionState } from './session-state.ts'
import type { SideEffectNow } from './visit-state.ts'

type Change = RecordOf<'amended'>['change']
/** The act as it stood: what it was, and each of its fields in words. */
export type Stood = {
  readonly text: string
  readonly atMs: number
  readonly was: Partial<Record<keyof Change, string>>
}

/** That an act was taken back or put right, for the act's own line. */
export type Mend = {
  /** The act. */
  readonly ofSeq: RecordSeq
  /** undone: within its 10 s. void: said later not to have happened. corrected: something else stands instead. */
  readonly is: 'undone' | 'void' | 'corrected'
  /** Or "unsigned". */
  readonly by: string
  /** Each field that is otherwise now, as it was: "4 mg". Absent: none but the time. */
  readonly was?: string
  /** The time as it was, where that was put right. */
  readonly wasAtMs?: EpochMs
  readonly reason?: string
}
type Acts = Pick<SessionState, 'infusion' | 'visit'>

function pump({ act, rateMlPerHr, atMs }: PumpEvent): Stood {
  const rate = `${rateMlPerHr} mL/h`
  const text = {
    start: `Pump started at ${rate}`,
    rate: `Pump rate ${rate}`,
    pause: 'Pump paused',
    resume: `Pump resumed at ${rate}`,
    stop: 'Pump stopped',
  }[act]
  return { text, atMs, was: { rateMlPerHr: rate } }
}

function effect(one: SideEffectNow, ofSeq: number): Stood | undefined {
  const name = SIDE_EFFECT_NAMES[one.effect]
  if (one.ended?.seq === ofSeq)
    return { text: `${name} ended`, atMs: one.endedAtMs ?? one.onsetAtMs, was: {} }
  const step = one.course.find(({ seq }) => seq === ofSeq)
  if (step === undefined) return undefined
  const severity = SEVERITY_NAMES[step.severity]
  return {
    text: `${name}, ${severity}`,
    atMs: step.atMs,
    was: { effect: name, severity, ...(one.note === undefined ? {} : { text: one.note }) },
  }
}

/** The act of that number as it stands in `before`; undefined: none that is of the visit. */
export function stood({ infusion, visit }: Acts, ofSeq: number): Stood | undefined {
  const is = ({ seq }: { readonly seq: number }): boolean => seq === ofSeq
  const event = infusion.events.find(is)
  if (event !== undefined) return pump(event)
  for (const one of visit.sideEffects) {
    const found = effect(one, ofSeq)
    if (found !== undefined) return found
  }
  const given = visit.given.find(is)
  if (given !== undefined) {
    const { drug, dose, note, atMs } = given
    const name = DRUG_NAMES[drug as keyof typeof DRUG_NAMES] ?? drug
    return {
      text: `Given: ${name}${dose === undefined ? '' : ` ${dose}`}`,
      atMs,
      was: {
        drug: name,
        ...(dose === undefined ? {} : { dose }),
        ...(note === undefined ? {} : { text: note }),
      },
    }
  }
  const oxygen = visit.oxygen.find(is)
  if (oxygen !== undefined) {
    const device = oxygen.device as keyof typeof OXYGEN_NAMES
    const { litresPerMin, atMs } = oxygen
    const was = {
      device: OXYGEN_NAMES[device],
      ...(litresPerMin === undefined ? {} : { litresPerMin: `${litresPerMin} L/min` }),
    }
    return { text: capital(oxygenWords(device, litresPerMin)), atMs, was }
  }
  const assessed = visit.assessed.find(is)
  if (assessed !== undefined) {
    const value = assessed.value === undefined ? 'not disturbed' : String(assessed.value)
    return { text: `${SCALE_NAMES[assessed.scale]} ${value}`, atMs: assessed.atMs, was: { value } }
  }
  const note = visit.notes.find(is)
  if (note !== undefined) return { text: 'Note', atMs: note.atMs, was: { text: `“${note.text}”` } }
  const measured = visit.measured.find(is)
  if (measured !== undefined) {
    const values = numbersWords(measured.values)
    const text = `Measured by hand: ${byHandWords(measured.values, measured.temperatureC)}`
    return { text, atMs: measured.atMs, was: { values } }
  }
  return undefined
}

/** The act's own line as it stands, without who did it and when; undefined: no act of the visit. */
export function standsWords(acts: Acts, ofSeq: number): string | undefined {
  const one = stood(acts, ofSeq)
  const note = one?.was.text
  if (one === undefined || note === undefined) return one?.text
  return one.text === 'Note' ? `Note: ${note.slice(1, -1)}` : `${one.text} (${note})`
}

/** @param before the session as it was before this record */
export function mendOf(record: RecordOf<'amended' | 'undone'>, before: SessionState | undefined): Mend {
  const { ofSeq } = record
  const by = record.by?.name ?? 'unsigned'
  if (record.kind === 'undone') return { ofSeq, is: 'undone', by }
  const { reason, change } = record
  if (record.void) return { ofSeq, is: 'void', by, reason }
  const one = before === undefined ? undefined : stood(before, ofSeq)
  const fields = (Object.keys(nowWords(change)) as (keyof Change)[]).flatMap((key) => one?.was[key] ?? [])
  return {
    ...{ ofSeq, is: 'corrected', by, reason },
    ...(fields.length === 0 ? {} : { was: fields.join(', ') }),
    ...(change.atMs === undefined || one === undefined ? {} : { wasAtMs: one.atMs as EpochMs }),
  }
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const shift = (fromMs: number, toMs: number): string =>
  toMs === fromMs
    ? 'same time'
    : `${formatAge(Math.abs(toMs - fromMs))} ${toMs < fromMs ? 'earlier' : 'later'}`

/** Each field that an amendment gives, in words. */
function nowWords(change: Change): Partial<Record<keyof Change, string>> {
  const {
    rateMlPerHr,
    effect: name,
    severity,
    value,
    values,
    drug,
    dose,
    device,
    litresPerMin,
    text,
  } = change
  return {
    ...(rateMlPerHr === undefined ? {} : { rateMlPerHr: `${rateMlPerHr} mL/h` }),
    ...(name === undefined ? {} : { effect: SIDE_EFFECT_NAMES[name] }),
    ...(severity === undefined ? {} : { severity: SEVERITY_NAMES[severity] }),
    ...(value === undefined ? {} : { value: String(value) }),
    ...(values === undefined ? {} : { values: numbersWords(values as Parameters<typeof numbersWords>[0]) }),
    ...(drug === undefined ? {} : { drug: DRUG_NAMES[drug] }),
    ...(dose === undefined ? {} : { dose }),
    ...(device === undefined ? {} : { device: OXYGEN_NAMES[device] }),
    ...(litresPerMin === undefined ? {} : { litresPerMin: `${litresPerMin} L/min` }),
    ...(text === undefined ? {} : { text: `“${text}”` }),
  }
}

/** "Amended: Pump rate 60 mL/h → 45 mL/h, 2:00 earlier: misread". What was recorded, what stands now, and why. */
export function amendedWords(record: RecordOf<'amended'>, before: SessionState | undefined): string {
  const one = before === undefined ? undefined : stood(before, record.ofSeq)
  const what = one?.text ?? `entry ${record.ofSeq}`
  if (record.void) return `Amended: “${what}” did not happen: ${record.reason}`
  const now = nowWords(record.change)
  const fields = (Object.keys(now) as (keyof Change)[]).map((key) => `${one?.was[key] ?? '–'} → ${now[key]}`)
  const { atMs } = record.change
  const moved = atMs === undefined ? [] : [one === undefined ? 'another time' : shift(one.atMs, atMs)]
  return `Amended: “${what}”: ${[...fields, ...moved].join(', ')}: ${record.reason}`
}

/** "Undone: Pump paused"; undefined: what was undone is no act of the visit. */
export function undoneWords(
  record: RecordOf<'undone'>,
  before: SessionState | undefined,
  answer: (ofSeq: number) => string | undefined,
): string | undefined {
  const one = before === undefined ? undefined : stood(before, record.ofSeq)
  const what = one?.text ?? answer(record.ofSeq)
  return what === undefined ? undefined : `Undone: ${what}`
}
