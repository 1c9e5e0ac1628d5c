// Owns how times and numbers are written on the glass. Never reads a clock: every time is given.
import { tPlus } from '@chairside/shared/alarm/words/t-plus.ts'
import { formatAge } from '@chairside/shared/alarm/words/text.ts'
import type { Range } from '@chairside/shared/playback/playback.ts'
import { counted } from '@chairside/shared/visit/figures.ts'

/** A length of time: 0:04, 12:05, 1:02:03. Negative lengths read as zero. */
export const span = formatAge

/** A length of time that is still to come: a second that has begun is not over. */
export const countdown = (ms: number): string => span(Math.max(0, ms) + 999)

/** Time since the start of the infusion. */
export { tPlus }

const zones = new Map<string, boolean>()
/** Whether this browser knows the zone; a recording may come from a machine that knows more of them. */
function isKnown(zone: string): boolean {
  let known = zones.get(zone)
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat('en-GB', { timeZone: zone })
      known = true
    } catch {
      known = false
    }
    zones.set(zone, known)
  }
  return known
}

/** The zone that times are of on this screen: the one given, or UTC where this browser does not know it, which must be said. */
export const zoneHere = (zone: string): string => (isKnown(zone) ? zone : 'UTC')
/** What the times of a page are of: "Europe/Oslo", "UTC: this browser does not know Mars/Phobos". */
export const zoneWords = (zone: string): string =>
  isKnown(zone) ? zone : `UTC: this browser does not know ${zone}`

const formats = new Map<string, Intl.DateTimeFormat>()
/** In a zone that this browser does not know: UTC. Whoever writes a clock time of a session names it then. */
function formatIn(
  locale: string,
  given: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const zone = given === undefined ? given : zoneHere(given)
  const key = `${locale}|${zone ?? ''}|${Object.entries(options).join()}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, {
      hourCycle: 'h23',
      ...options,
      ...(zone === undefined ? {} : { timeZone: zone }),
    })
    formats.set(key, format)
  }
  return format
}
const TO_THE_MINUTE = { hour: '2-digit', minute: '2-digit' } as const
const TO_THE_SECOND = { ...TO_THE_MINUTE, second: '2-digit' } as const

/** Clock time in the clinic's zone: 10:36:12. */
export const clock = (atMs: number, zone: string | undefined): string =>
  formatIn('en-GB', zone, TO_THE_SECOND).format(atMs)
/** Clock time to the minute: 10:36. */
export const clockMinutes = (atMs: number, zone: string | undefined): string =>
  formatIn('en-GB', zone, TO_THE_MINUTE).format(atMs)
/** The day in the clinic's zone: 14 Nov. */
export const day = (atMs: number, zone: string | undefined): string =>
  formatIn('en-GB', zone, { day: 'numeric', month: 'short' }).format(atMs)
/** The day with its year: 14 Nov 2026. */
export const date = (atMs: number, zone: string | undefined): string =>
  formatIn('en-GB', zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(atMs)

const namedPart = (format: Intl.DateTimeFormat, atMs: number): string =>
  format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? ''

/** English names its zones differently from place to place; what no place names reads GMT+5:30. */
const PLACES = ['en-GB', 'en-US', 'en-AU', 'en-IN', 'en-ZA'] as const
const zoneNames = new Map<string, string>()
/** The zone's abbreviation at that moment: CEST, EST, GMT+5:30. */
export function zoneName(atMs: number, zone: string | undefined): string {
  // An abbreviation lasts as long as its offset from UTC.
  const offset = offsetAt(atMs, zone)
  const key = `${zone ?? ''}|${offset}`
  const known = zoneNames.get(key)
  if (known !== undefined) return known
  const names = PLACES.map((place) => namedPart(formatIn(place, zone, { timeZoneName: 'short' }), atMs))
  const name = names.find((each) => !/^GMT[+−-]/.test(each)) ?? names[0] ?? ''
  zoneNames.set(key, name)
  return name
}
const offsetAt = (atMs: number, zone: string | undefined): string =>
  namedPart(formatIn('en-GB', zone, { timeZoneName: 'longOffset' }), atMs)

/** What the times of one session count from, and what must be said beside a clock time so that it means one moment. */
export type TimeScale = {
  /** The clinic's zone; undefined: the machine's. */
  readonly zone: string | undefined
  /** The first start of the infusion: from then on times read T+. */
  readonly startedAtMs?: number
  /** A recording without a date: its times count from this moment, its first, and no clock time means anything. */
  readonly undatedFromMs?: number
  /** What can be looked at crosses a change of the zone's offset, or the zone is not known here: clock times carry its name. */
  readonly spansDst?: boolean
  /** What can be looked at crosses midnight: clock times carry the day. */
  readonly spansDays?: boolean
}

/** What the scale is read from; a SessionState is one. */
export type TimedSession = {
  readonly opened?: { readonly zone: string } | undefined
  readonly infusion: { readonly startedAtMs?: number | undefined }
  readonly imported?: readonly { readonly dated: boolean }[] | undefined
}

/**
 * @param state at the head (of a recording: its end), so that the start of the infusion is known at every cursor
 * @param range what can be looked at
 * @param zone  where the session names none yet
 */
export function timeScaleOf(
  { opened, infusion, imported }: TimedSession,
  range: Range,
  zone?: string,
): TimeScale {
  const own = opened?.zone ?? zone
  const undated = imported?.some(({ dated }) => !dated) ?? false
  const toMs = Math.max(range.fromMs, range.toMs)
  return {
    zone: own,
    ...(infusion.startedAtMs === undefined ? {} : { startedAtMs: infusion.startedAtMs }),
    ...(undated
      ? { undatedFromMs: range.fromMs }
      : {
          spansDst:
            (own !== undefined && !isKnown(own)) || offsetAt(range.fromMs, own) !== offsetAt(toMs, own),
          spansDays: date(range.fromMs, own) !== date(toMs, own),
        }),
  }
}

/**
 * The clock time of a moment, with the day and the zone's name where the session needs them: 10:36:12, 15 Nov 00:02:10,
 * 02:30:00 CEST. @returns undefined where the session has no date
 */
export function clockWords(atMs: number, scale: TimeScale): string | undefined {
  const { zone, undatedFromMs, spansDays, spansDst } = scale
  if (undatedFromMs !== undefined) return undefined
  return [
    spansDays === true ? day(atMs, zone) : '',
    clock(atMs, zone),
    spansDst === true ? zoneName(atMs, zone) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/**
 * A moment of a session in words, the same everywhere: T+20:22 from the first start of the infusion, clock time before it,
 * and in a recording without a date the time since its beginning.
 */
export function momentWords(atMs: number, scale: TimeScale): string {
  const { startedAtMs, undatedFromMs } = scale
  if (startedAtMs !== undefined && atMs >= startedAtMs) return tPlus(atMs - startedAtMs)
  return clockWords(atMs, scale) ?? span(atMs - (undatedFromMs ?? atMs))
}

/**
 * A moment on an axis, as short as it may be: T+20:00, 10:06, 02:30 CEST, and the day on the first tick of each.
 * @param beforeMs the tick before this one, where there is one
 */
export function tickWords(atMs: number, scale: TimeScale, beforeMs?: number): string {
  const { startedAtMs, undatedFromMs, zone, spansDays, spansDst } = scale
  if (startedAtMs !== undefined && atMs >= startedAtMs) return tPlus(atMs - startedAtMs)
  if (undatedFromMs !== undefined) return span(atMs - undatedFromMs)
  const newDay = beforeMs === undefined || date(beforeMs, zone) !== date(atMs, zone)
  return [
    spansDays === true && newDay ? day(atMs, zone) : '',
    clockMinutes(atMs, zone),
    spansDst === true ? zoneName(atMs, zone) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** A number as people type and read it: at most this many decimals, none that are zero. */
export const decimal = (value: number, digits: number): string =>
  String(Math.round(value * 10 ** digits) / 10 ** digits)

/** One thing, two things. */
export { counted }
