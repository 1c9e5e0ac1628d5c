// Owns the port between what should sound and what makes the sound: an audio clock, and bursts at times of that clock.
import type { Priority } from '@chairside/shared/record/record.ts'
import { renderBurst, type Voice } from './tones.ts'

export type SoundOut = {
  /** Milliseconds of the audio clock. It stands still while the browser does not let the page sound. */
  nowMs(): number
  /** Hands over one burst. It sounds at its time, even if the page is not asked again before. */
  play(priority: Priority, atMs: number): Voice
}

/** @param context the page's; bursts go to its destination */
export const soundOutOf = (context: BaseAudioContext): SoundOut => ({
  nowMs: () => context.currentTime * 1_000,
  play: (priority, atMs) => renderBurst(context, priority, atMs / 1_000),
})
