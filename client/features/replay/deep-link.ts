// Owns the `t` of a replay's address: a moment of a recording, read from a link and written into one.
// Never guesses: what cannot be read, and what lies outside the recording, is said in words beside what is shown instead.
import type { Range } from '@chairside/shared/playback/playback.ts'

/**
 * `t=1896000`                    milliseconds since the session was opened (negative: measured before it)
 * `t=2026-11-14T10:43:36+01:00`  a moment with its zone (ISO 8601)
 * `t=1794649416000`              milliseconds since 1970
 */
export type LinkTime = string | number

/** From here on a bare number counts from 1970, not from the opening: no session lasts three years. */
const EPOCH_FROM_MS = 100_000_000_000

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/

export type LinkedMoment = {
  /** Where to stand, inside the range. */
  readonly atMs: number
  /** Why that is not where the link points, in words; absent: it is. */
  readonly note?: string
}

/** @returns the moment that a link names, hub time; undefined: it cannot be read */
export function readLinkTime(t: LinkTime, openedAtMs: number): number | undefined {
  // A plus sign in an address is read as a space.
  const text = String(t).trim().replace(' ', '+')
  if (/^-?\d{1,15}$/.test(text)) {
    const ms = Number(text)
    return ms >= EPOCH_FROM_MS ? ms : openedAtMs + ms
  }
  if (!ISO.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}

/**
 * Where a link leads in this recording.
 * @param t undefined: the link names no moment, and the recording stands at its beginning
 */
export function momentOfLink(t: LinkTime | undefined, openedAtMs: number, range: Range): LinkedMoment {
  if (t === undefined) return { atMs: range.fromMs }
  const atMs = readLinkTime(t, openedAtMs)
  if (atMs === undefined)
    return {
      atMs: range.fromMs,
      note: 'The link names a moment that cannot be read. Shown is the beginning of the recording.',
    }
  if (atMs < range.fromMs)
    return {
      atMs: range.fromMs,
      note: 'The link points to a moment before this recording begins. Shown is its beginning.',
    }
  if (atMs > range.toMs)
    return {
      atMs: range.toMs,
      note: 'The link points to a moment after this recording ends. Shown is its end.',
    }
  return { atMs }
}

/** The `t` that leads to this moment. */
export const linkTime = (atMs: number, openedAtMs: number): number => Math.round(atMs - openedAtMs)
