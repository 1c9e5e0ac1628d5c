// Owns when something was, as a person says it: now, so many minutes ago, or at a clock time; of what is corrected, as recorded or
// so many minutes before that. Pure; every "now" is given.
import { clock } from '../../../ui/format.ts'

/** Source: clinical facts §6: "now / −1 / −2 / −5 min / other". */
export const MINUTES_AGO = [1, 2, 5] as const
/** What is corrected may also have been recorded too early: +1 min. */
export const MINUTES_LATER = -1
export type When =
  /** Now; of what is corrected: as recorded. */
  | { readonly is: 'now' }
  /** Before now; of what is corrected: before the time that was recorded. */
  | { readonly is: 'ago'; readonly minutes: (typeof MINUTES_AGO)[number] | typeof MINUTES_LATER }
  /** As it is typed: "10:34" or "10:34:20", in the clinic's zone. */
  | { readonly is: 'at'; readonly typed: string }
export const NOW: When = { is: 'now' }

export type WhenNow = {
  /** Hub time. */
  readonly nowMs: number
  /** When the session was opened, hub time. */
  readonly openedAtMs: number
  readonly zone: string | undefined
  /** Of what is corrected: the time that stands recorded, hub time. The minutes count from it, never from now. */
  readonly recordedMs?: number | undefined
}
export type WhenRead =
  /** Absent: now, as the hub will see it; of what is corrected: the time stays. */
  { readonly ok: true; readonly atMs?: number } | { readonly ok: false; readonly why: string }

const MIN = 60_000
const DAY_S = 86_400
const HOUR_S = 3_600
const secondsOf = (typed: string): number | undefined => {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(typed.trim())
  if (found === null) return undefined
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  return hours > 23 || minutes > 59 || seconds > 59 ? undefined : hours * 3_600 + minutes * 60 + seconds
}

/** The newest moment up to now that the clock on the wall read so; a change of the clock may lie between. */
function lastTimeOf(typedS: number, { nowMs, zone }: WhenNow): number | undefined {
  const wall = (atMs: number) => secondsOf(clock(atMs, zone)) ?? 0
  const wholeNow = Math.floor(nowMs / 1_000) * 1_000
  const backS = wall(nowMs) - typedS
  return [0, HOUR_S, -HOUR_S, DAY_S, DAY_S + HOUR_S, DAY_S - HOUR_S]
    .map((moreS) => wholeNow - (backS + moreS) * 1_000)
    .filter((atMs) => atMs <= nowMs && wall(atMs) === typedS)
    .sort((one, other) => other - one)[0]
}

/** What was said, as hub time; or why it cannot have been then. */
export function readWhen(when: When, now: WhenNow): WhenRead {
  if (when.is === 'now') return { ok: true }
  const { nowMs, openedAtMs, zone, recordedMs } = now
  let atMs: number | undefined
  if (when.is === 'ago') atMs = (recordedMs ?? nowMs) - when.minutes * MIN
  else {
    const typedS = secondsOf(when.typed)
    if (typedS === undefined) return { ok: false, why: 'Type the time as on the clock: 10:34 or 10:34:20.' }
    atMs = lastTimeOf(typedS, now)
    if (atMs === undefined || atMs < openedAtMs)
      return {
        ok: false,
        why: `${when.typed} is not yet, or before this session was opened at ${clock(openedAtMs, zone)}. It is ${clock(nowMs, zone)}.`,
      }
  }
  if (atMs < openedAtMs)
    return { ok: false, why: `That is before this session was opened at ${clock(openedAtMs, zone)}.` }
  if (atMs > nowMs) return { ok: false, why: `That is not yet: it is ${clock(nowMs, zone)}.` }
  return { ok: true, atMs: Math.round(atMs) }
}

/** The same moment, said so that it stays the same however long it is kept. */
export function fixedWhen(when: When, now: WhenNow): When {
  const read = readWhen(when, now)
  if (!read.ok || when.is === 'at' || (when.is === 'now' && now.recordedMs !== undefined)) return when
  return { is: 'at', typed: clock(read.atMs ?? now.nowMs, now.zone) }
}

export const isWhen = (value: unknown): value is When =>
  typeof value === 'object' &&
  value !== null &&
  'is' in value &&
  ['now', 'ago', 'at'].includes(String(value.is))
