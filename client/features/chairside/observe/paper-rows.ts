// Owns a line of paper: what it says, and the act that it is transcribed as. Pure. From paper nothing alarms and nothing is settled;
// each line has the time at which it was true. Source: clinical facts, "After a power cut".
import type { EpochMs, SessionId } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { DRUGS } from '@chairside/shared/record/care-kinds.ts'
import { OXYGEN_DEVICES, SEVERITIES, SIDE_EFFECTS } from '@chairside/shared/record/visit-kinds.ts'
import { readWhen, type WhenNow } from './when.ts'

export const PAPER_KINDS = [
  ['values', 'Values by hand'],
  ['effect', 'Side effect began'],
  ['drug', 'Drug given'],
  ['oxygen', 'Oxygen'],
  ['moaas', 'MOAA/S'],
  ['note', 'Note'],
  ['rate', 'Pump: rate changed'],
  ['pause', 'Pump: paused'],
  ['resume', 'Pump: resumed'],
  ['stop', 'Pump: stopped'],
  ['start', 'Pump: started'],
] as const
export type PaperKind = (typeof PAPER_KINDS)[number][0]
export type PaperRow = {
  readonly id: number
  readonly kind: PaperKind
  /** "10:34" */
  readonly time: string
  /** What the two fields of that kind hold, as typed. */
  readonly a: string
  readonly b: string
  readonly c: string
  readonly d: string
}
export const paperRow = (id: number, kind: PaperKind = 'values'): PaperRow => ({
  ...{ id, kind },
  ...{ time: '', a: '', b: '', c: '', d: '' },
})
export const isPaperRow = (value: unknown): value is PaperRow => {
  const row = value as Partial<PaperRow> | null
  return (
    typeof row === 'object' &&
    row !== null &&
    typeof row.id === 'number' &&
    PAPER_KINDS.some(([kind]) => kind === row.kind) &&
    [row.time, row.a, row.b, row.c, row.d].every((one) => typeof one === 'string')
  )
}
/** Nothing stands in it yet. */
export const isBlank = ({ time, a, b, c, d }: PaperRow): boolean =>
  [time, a, b, c, d].every((one) => one.trim() === '')

type Read = { readonly ok: true; readonly body: CommandBody } | { readonly ok: false; readonly why: string }
const no = (why: string): Read => ({ ok: false, why })
const number = (typed: string): number | undefined => {
  const value = Number.parseFloat(typed.replace(',', '.'))
  return typed.trim() === '' || !Number.isFinite(value) ? undefined : value
}
const MISSING = 'Something is missing in this line.'

/** The act that a line is; or what is wrong with the line. */
export function readPaper(row: PaperRow, sessionId: SessionId, now: WhenNow): Read {
  if (row.time.trim() === '') return no('When was it? Type the time on the paper.')
  const when = readWhen({ is: 'at', typed: row.time }, now)
  if (!when.ok) return no(when.why)
  const base = { sessionId, atMs: (when.atMs ?? now.nowMs) as EpochMs, fromPaper: true as const }
  const [a, b] = [row.a.trim(), row.b.trim()]
  switch (row.kind) {
    case 'values': {
      const typed = { systolic: a, diastolic: b, heartRate: row.c, spo2: row.d }
      const values: Record<string, number> = {}
      for (const [quantity, text] of Object.entries(typed)) {
        const value = number(text)
        if (value !== undefined) values[quantity] = value
      }
      return Object.keys(values).length === 0
        ? no(MISSING)
        : { ok: true, body: { type: 'manual.enter', ...base, values } }
    }
    case 'effect': {
      const effect = SIDE_EFFECTS.find((one) => one === a)
      const severity = SEVERITIES.find((one) => one === b)
      const note = row.c.trim()
      if (effect === undefined || severity === undefined || (effect === 'other' && note === ''))
        return no(MISSING)
      const more = note === '' ? {} : { note }
      return { ok: true, body: { type: 'sideEffect.begin', ...base, effect, severity, ...more } }
    }
    case 'drug': {
      const drug = DRUGS.find((one) => one === a)
      const note = row.c.trim()
      if (drug === undefined || b === '' || (drug === 'other' && note === '')) return no(MISSING)
      return {
        ok: true,
        body: { type: 'medication.give', ...base, drug, dose: b, ...(note === '' ? {} : { note }) },
      }
    }
    case 'oxygen': {
      const device = OXYGEN_DEVICES.find((one) => one === a)
      const litresPerMin = number(b)
      if (device === undefined || (device !== 'roomAir' && litresPerMin === undefined)) return no(MISSING)
      const more = device === 'roomAir' || litresPerMin === undefined ? {} : { litresPerMin }
      return { ok: true, body: { type: 'oxygen.set', ...base, device, ...more } }
    }
    case 'moaas': {
      const value = number(a)
      return value === undefined
        ? no(MISSING)
        : { ok: true, body: { type: 'assessment.record', ...base, scale: 'moaas', value } }
    }
    case 'note':
      return a === '' ? no(MISSING) : { ok: true, body: { type: 'note.add', ...base, text: a } }
    case 'start':
    case 'rate':
    case 'resume': {
      const rateMlPerHr = number(a)
      return rateMlPerHr === undefined || rateMlPerHr <= 0
        ? no(MISSING)
        : { ok: true, body: { type: `infusion.${row.kind}`, ...base, rateMlPerHr } }
    }
    case 'pause':
    case 'stop':
      return { ok: true, body: { type: `infusion.${row.kind}`, ...base } }
  }
}
