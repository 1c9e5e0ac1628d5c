// Owns an audio clock that is moved by hand, and what was handed to it: for tests of what sounds when. Never used by the
// product.
import type { Priority } from '@chairside/shared/record/record.ts'
import type { SoundOut } from '../sound/sound-out.ts'
import { BURSTS } from '../sound/tones.ts'

export type Handed = { readonly priority: Priority; readonly atMs: number; cancelledAtMs?: number }

export function createFakeOut() {
  let nowMs = 0
  const handed: Handed[] = []
  const out: SoundOut = {
    nowMs: () => nowMs,
    play(priority, atMs) {
      const one: Handed = { priority, atMs }
      handed.push(one)
      return {
        cancel() {
          if (one.cancelledAtMs === undefined && nowMs < atMs + BURSTS[priority].lengthMs)
            one.cancelledAtMs = nowMs
        },
      }
    },
  }
  return {
    out,
    nowMs: () => nowMs,
    move(ms: number) {
      nowMs += ms
    },
    /** Bursts that could be heard until now: priority, start and what was heard of it, in milliseconds. */
    heard: (): readonly { priority: Priority; atMs: number; forMs: number }[] =>
      handed
        .map(({ priority, atMs, cancelledAtMs }) => {
          const endMs = Math.min(
            atMs + BURSTS[priority].lengthMs,
            nowMs,
            cancelledAtMs ?? Number.POSITIVE_INFINITY,
          )
          return { priority, atMs, forMs: endMs - atMs }
        })
        .filter(({ forMs }) => forMs > 0)
        .sort((a, b) => a.atMs - b.atMs),
    /** Bursts that are still to come. */
    ahead: () => handed.filter(({ atMs, cancelledAtMs }) => atMs > nowMs && cancelledAtMs === undefined),
  }
}
