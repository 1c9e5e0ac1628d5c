// Owns which day of the clinic a moment belongs to, clock changes and all. The store keeps moments only.
import type { Calendar, Day } from '../store/appointments.ts'

const formats = new Map<string, Intl.DateTimeFormat>()
function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

type Wall = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>
const wallOf = (atMs: number, zone: string): Wall =>
  Object.fromEntries(
    formatIn(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Wall

const asIfUtc = (atMs: number, zone: string): number => {
  const { year, month, day, hour, minute, second } = wallOf(atMs, zone)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The first moment whose clock there reads `wall` or later. */
function momentOf(wall: number, zone: string): number {
  const guesses = [wall - 86_400_000, wall + 86_400_000].map((near) => wall - (asIfUtc(near, zone) - near))
  const exact = guesses.filter((guess) => asIfUtc(guess, zone) === wall)
  // A midnight that was skipped is the moment the clocks moved on.
  return exact.length > 0 ? Math.min(...exact) : Math.max(...guesses)
}

const two = (value: number): string => String(value).padStart(2, '0')
/** YYYY-MM-DD, as the clinic's calendar has it. */
export function dayName(atMs: number, zone: string): string {
  const { year, month, day } = wallOf(atMs, zone)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
/** @param name YYYY-MM-DD @returns undefined where there is no such day */
export function dayCalled(name: string, zone: string): Day | undefined {
  const [, year, month, day] = DAY.exec(name) ?? []
  if (day === undefined) return undefined
  const from = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (new Date(from).toISOString().slice(0, 10) !== name) return undefined
  const next = Date.UTC(Number(year), Number(month) - 1, Number(day) + 1)
  return { fromMs: momentOf(from, zone), toMs: momentOf(next, zone) }
}

export const calendarIn = (zone: string): Calendar => ({
  dayOf: (atMs) => dayCalled(dayName(atMs, zone), zone) ?? { fromMs: atMs, toMs: atMs },
  words(atMs) {
    const { hour, minute } = wallOf(atMs, zone)
    return `${dayName(atMs, zone)} ${two(hour)}:${two(minute)}`
  },
})
