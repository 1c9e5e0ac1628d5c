// Owns how a typed day and a typed time of day are read: 24 hours, the month by its name or the ISO way, in no browser's locale.
// Never guesses: what can mean two days ("3/4") or is not typed to its end is neither.
import { date } from './format.ts'

const TIME = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$/
/** Number pads of tablets have no colon. */
const DIGITS = /^(\d{2})(\d{2})(\d{2})?$/

/** @returns HH:MM, with :SS where seconds were typed; undefined: no time of day yet */
export function readClock(typed: string): string | undefined {
  const text = typed.trim()
  const [, hours, minutes, seconds] = TIME.exec(text) ?? DIGITS.exec(text) ?? []
  if (hours === undefined || minutes === undefined) return undefined
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined
  return [hours.padStart(2, '0'), minutes, ...(seconds === undefined ? [] : [seconds])].join(':')
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/
const NAMED = /^(\d{1,2})[. ]*([a-z]{3,9})[. ]*(\d{4})$/i

/** @returns YYYY-MM-DD; undefined: no day of a calendar, or not typed to its end */
export function readDay(typed: string): string | undefined {
  const text = typed.trim()
  let parts: readonly [number, number, number] | undefined
  const iso = ISO.exec(text)
  if (iso !== null) parts = [Number(iso[1]), Number(iso[2]), Number(iso[3])]
  const named = NAMED.exec(text)
  if (named !== null) {
    const month = MONTHS.indexOf((named[2] ?? '').slice(0, 3).toLowerCase()) + 1
    parts = [Number(named[3]), month, Number(named[1])]
  }
  if (parts === undefined || parts[0] < 1900) return undefined
  const [year, month, day] = parts
  const found = new Date(Date.UTC(year, month - 1, day))
  if (found.getUTCMonth() !== month - 1 || found.getUTCDate() !== day) return undefined
  return found.toISOString().slice(0, 10)
}

/** A day as it stands everywhere on the glass, "24 Nov 2026"; what is no day as it was typed. */
export function dayShown(day: string): string {
  const read = readDay(day)
  return read === undefined ? day : date(Date.parse(`${read}T12:00:00Z`), 'UTC')
}
