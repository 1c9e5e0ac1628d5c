// Owns how times and numbers are written on the glass. Never reads a clock: every time is given.
import { formatAge } from '@chairside/shared/alarm/text.ts'

/** A length of time: 0:04, 12:05, 1:02:03. Negative lengths read as zero. */
export const span = formatAge

/** Time since the start of the infusion, in minutes however long: T+00:00, T+20:22, T+120:05, T−02:10. */
export function tPlus(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1_000)
  const minutes = String(Math.floor(total / 60)).padStart(2, '0')
  return `T${ms < 0 ? '−' : '+'}${minutes}:${String(total % 60).padStart(2, '0')}`
}

const formats = new Map<string, Intl.DateTimeFormat>()
const formatIn = (zone: string | undefined, withSeconds: boolean): Intl.DateTimeFormat => {
  const key = `${zone ?? ''}|${withSeconds}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      ...(withSeconds ? { second: '2-digit' } : {}),
      hourCycle: 'h23',
      ...(zone === undefined ? {} : { timeZone: zone }),
    })
    formats.set(key, format)
  }
  return format
}

/** Clock time in the clinic's zone: 10:36:12. */
export const clock = (atMs: number, zone: string | undefined): string => formatIn(zone, true).format(atMs)
/** Clock time to the minute: 10:36. */
export const clockMinutes = (atMs: number, zone: string | undefined): string =>
  formatIn(zone, false).format(atMs)

/** A number as people type and read it: at most this many decimals, none that are zero. */
export const decimal = (value: number, digits: number): string =>
  String(Math.round(value * 10 ** digits) / 10 ** digits)

/** One thing, two things. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`
