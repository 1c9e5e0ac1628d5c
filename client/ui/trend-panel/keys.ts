// Owns which moment a key goes to on the trend. Pure.
import { lastBefore, nextAfter, type Range } from '@chairside/shared/playback/playback.ts'

const STEP_MS = 10_000
const LONG_STEP_MS = 60_000

/**
 * @param fromMs the moment read now
 * @param moments of events, ascending
 * @returns undefined where the key means nothing here
 */
export function momentForKey(
  key: string,
  shift: boolean,
  fromMs: number,
  range: Range,
  moments: readonly number[],
): number | undefined {
  const clamped = (atMs: number) => Math.min(range.toMs, Math.max(range.fromMs, atMs))
  const step = shift ? LONG_STEP_MS : STEP_MS
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamped(fromMs - step)
    case 'ArrowRight':
    case 'ArrowUp':
      return clamped(fromMs + step)
    case 'PageUp':
      return clamped(fromMs + LONG_STEP_MS)
    case 'PageDown':
      return clamped(fromMs - LONG_STEP_MS)
    case 'Home':
      return range.fromMs
    case 'End':
      return range.toMs
    case 'n':
    case ']':
      return clamped(nextAfter(moments, fromMs) ?? fromMs)
    case 'p':
    case '[':
      return clamped(lastBefore(moments, fromMs) ?? fromMs)
    default:
      return undefined
  }
}
