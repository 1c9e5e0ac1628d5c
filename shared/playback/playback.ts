// Owns where a viewer stands in a session's time: following its head, paused at a moment, or playing from one.
// Pure: the head's time and a monotonic time are given. Never moves the session, only the looking at it.
import { type EpochMs, epochMs } from '../ids.ts'
import { assertNever } from '../result.ts'

/** How fast a recording may be played. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16, 32, 60] as const
export type Speed = (typeof SPEEDS)[number]

export type Playback =
  /** At the head, wherever it goes: a live session. A recording has nothing to follow. */
  | { readonly is: 'following' }
  | { readonly is: 'paused'; readonly atMs: EpochMs }
  /** Passed `fromMs` when the monotonic clock read `monoMs`. */
  | { readonly is: 'playing'; readonly fromMs: EpochMs; readonly monoMs: number; readonly speed: Speed }

/** What can be looked at: from the first moment to the head (of a recording: its end). Hub time. */
export type Range = { readonly fromMs: number; readonly toMs: number }

export const FOLLOWING: Playback = { is: 'following' }
export const pausedAt = (atMs: number): Playback => ({ is: 'paused', atMs: epochMs(atMs) })

/** A moment inside the range, in whole milliseconds; one beyond either end is that end, and no moment (NaN) is the first. */
export const clampTo = ({ fromMs, toMs }: Range, atMs: number): EpochMs =>
  epochMs(Math.min(Math.max(toMs, fromMs), Math.max(fromMs, Number.isNaN(atMs) ? fromMs : Math.round(atMs))))

/** @returns the moment looked at, never beyond either end of `range` */
export function cursorMs(playback: Playback, range: Range, monoMs: number): EpochMs {
  switch (playback.is) {
    case 'following':
      return epochMs(Math.max(range.fromMs, range.toMs))
    case 'paused':
      return clampTo(range, playback.atMs)
    case 'playing':
      return clampTo(range, playback.fromMs + playback.speed * Math.max(0, monoMs - playback.monoMs))
    default:
      return assertNever(playback)
  }
}

/**
 * Playing on from where it stands. From the end of a recording it starts again at the beginning; at the head of a live session
 * there is nothing to play, it follows.
 */
export function play(
  playback: Playback,
  range: Range,
  monoMs: number,
  speed: Speed,
  live: boolean = playback.is === 'following',
): Playback {
  const atMs = cursorMs(playback, range, monoMs)
  const atEnd = atMs >= range.toMs
  if (atEnd && live) return FOLLOWING
  return { is: 'playing', fromMs: atEnd ? epochMs(range.fromMs) : atMs, monoMs, speed }
}
export const pause = (playback: Playback, range: Range, monoMs: number): Playback =>
  pausedAt(cursorMs(playback, range, monoMs))

/** To a moment: what plays goes on playing from there, what follows is paused there. */
export function seek(playback: Playback, range: Range, monoMs: number, atMs: number): Playback {
  const to = clampTo(range, atMs)
  return playback.is === 'playing' ? { ...playback, fromMs: to, monoMs } : pausedAt(to)
}
export function withSpeed(playback: Playback, range: Range, monoMs: number, speed: Speed): Playback {
  if (playback.is !== 'playing') return playback
  return { is: 'playing', fromMs: cursorMs(playback, range, monoMs), monoMs, speed }
}

/**
 * After time has passed: what has played up to the end stands there; up to the head of a live session, it follows again.
 */
export function settled(playback: Playback, range: Range, monoMs: number, live: boolean): Playback {
  if (playback.is !== 'playing' || cursorMs(playback, range, monoMs) < range.toMs) return playback
  return live ? FOLLOWING : pausedAt(range.toMs)
}

/** Two moments closer than this are one to who steps: seconds are what the glass shows. */
const SAME_MS = 500
/** The first of `moments` (ascending) after `atMs`; undefined: there is none. */
export const nextAfter = (moments: readonly number[], atMs: number): number | undefined =>
  moments.find((moment) => moment > atMs + SAME_MS)
/** The last of `moments` (ascending) before `atMs`; undefined: there is none. */
export const lastBefore = (moments: readonly number[], atMs: number): number | undefined =>
  moments.findLast((moment) => moment < atMs - SAME_MS)
