// Owns where a calendar day begins in the clinic's zone, so that "from 14 Nov" means the clinic's day, clock changes and all.
// In a zone that this browser does not know: UTC's day, as every time on the page then is, and the page says so.
import { zoneHere } from './format.ts'

const parts = new Map<string, Intl.DateTimeFormat>()
function formatIn(zone: string): Intl.DateTimeFormat {
  let format = parts.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zoneHere(zone),
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    parts.set(zone, format)
  }
  return format
}

/** What the zone's clocks show at a moment, as if it were UTC. */
function wallMs(atMs: number, zone: string): number {
  const read = Object.fromEntries(
    formatIn(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The first moment whose clock reads `wall` or later. Where the clocks go back, the first of the two. */
function momentOf(wall: number, zone: string): number {
  // The offset is looked for on both sides: a clock change lies at most one hour or two away.
  const guesses = [wall - 86_400_000, wall + 86_400_000].map((near) => wall - (wallMs(near, zone) - near))
  const exact = guesses.filter((guess) => wallMs(guess, zone) === wall)
  if (exact.length > 0) return Math.min(...exact)
  // That time of day was skipped; of a midnight this is the very moment the clocks moved on.
  return Math.max(...guesses)
}

/** No 30 Feb, no 25:10 and no year 50: those would become another day. */
const isReal = (year: number, month: number, date: number, hour = 0, minute = 0, second = 0): boolean => {
  const read = new Date(Date.UTC(year, month - 1, date, hour, minute, second))
  return (
    read.getUTCFullYear() === year &&
    read.getUTCMonth() === month - 1 &&
    read.getUTCDate() === date &&
    read.getUTCHours() === hour &&
    read.getUTCMinutes() === minute
  )
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MINUTE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/

/** @param day YYYY-MM-DD @param plus days after it @returns hub time; undefined: not a day */
export function startOfDay(day: string, zone: string, plus = 0): number | undefined {
  const [, year, month, date] = DAY.exec(day) ?? []
  if (date === undefined || !isReal(Number(year), Number(month), Number(date))) return undefined
  return momentOf(Date.UTC(Number(year), Number(month) - 1, Number(date) + plus), zone)
}

/** @param local YYYY-MM-DDTHH:MM[:SS], as a clock in the zone shows it @returns hub time; undefined: not a time */
export function momentInZone(local: string, zone: string): number | undefined {
  const [, year, month, date, hour, minute, second = '0'] = MINUTE.exec(local) ?? []
  if (minute === undefined) return undefined
  const time = [Number(hour), Number(minute), Number(second)] as const
  if (!isReal(Number(year), Number(month), Number(date), ...time)) return undefined
  return momentOf(Date.UTC(Number(year), Number(month) - 1, Number(date), ...time), zone)
}

const two = (value: number): string => String(value).padStart(2, '0')
/** The calendar day of a moment there, YYYY-MM-DD, and its time of day, HH:MM. */
export function localOf(atMs: number, zone: string): { readonly day: string; readonly time: string } {
  const wall = new Date(wallMs(atMs, zone))
  const day = `${String(wall.getUTCFullYear()).padStart(4, '0')}-${two(wall.getUTCMonth() + 1)}-${two(wall.getUTCDate())}`
  return { day, time: `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}` }
}

/** @param day YYYY-MM-DD @returns so many days after it; the same where it is no day */
export function dayPlus(day: string, plus: number): string {
  const [, year, month, date] = DAY.exec(day) ?? []
  if (date === undefined) return day
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(date) + plus)).toISOString().slice(0, 10)
}
