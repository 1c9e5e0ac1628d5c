// Owns what an alarm sounds like: pulses, gaps, pitch and repeat interval of each priority, and their drawing into any audio
// context. Never decides whether anything sounds. Source of every figure: clinical facts §5 "Signals".
import type { Priority } from '@chairside/shared/record/record.ts'

/** One pulse of a burst, its soft edges within its length. */
export type Pulse = { readonly atMs: number; readonly lengthMs: number }
export type Burst = {
  readonly pulses: readonly Pulse[]
  /** From the start of the first pulse to the end of the last. */
  readonly lengthMs: number
  /** From the start of one burst to the start of the next; absent: it sounds once. */
  readonly repeatMs?: number
}

export const FUNDAMENTAL_HZ = 523
/**
 * Level of the fundamental and of harmonics 2 to 5, as parts of the fundamental: the weakest is 8 dB down, so that all stand
 * within 15 dB of one another. Harmonics 2 to 5 are 1046 to 2615 Hz, within 300–4000 Hz.
 */
export const HARMONICS: readonly number[] = [1, 0.8, 0.65, 0.5, 0.4]
/** The loudest moment of a pulse, of full scale. How loud that is in the room no page can know. */
export const PEAK = 0.9
/** Of a pulse's length: how long it rises, and how long it falls. A hard edge clicks. */
const EDGE = 0.1
/** A burst that is silenced goes within this, without a click. */
const CUT_S = 0.02

/** @param gaps what lies between each pulse and the next, one fewer than there are pulses */
function pulses(lengthMs: number, gaps: readonly number[]): readonly Pulse[] {
  let atMs = 0
  return [0, ...gaps].map((gapMs, index) => {
    atMs += index === 0 ? 0 : lengthMs + gapMs
    return { atMs, lengthMs }
  })
}
function burst(all: readonly Pulse[], repeatMs?: number): Burst {
  const last = all.at(-1)
  const lengthMs = last === undefined ? 0 : last.atMs + last.lengthMs
  return { pulses: all, lengthMs, ...(repeatMs === undefined ? {} : { repeatMs }) }
}

const HALF = [80, 80, 280, 80]
export const BURSTS: Readonly<Record<Priority, Burst>> = {
  // Ten pulses: (3 + 2) and (3 + 2).
  high: burst(pulses(120, [...HALF, 700, ...HALF]), 6_000),
  medium: burst(pulses(180, [180, 180]), 15_000),
  low: burst(pulses(200, [])),
}

/** A burst that was handed to an audio context. */
export type Voice = {
  /** Ends it now, or keeps it from beginning. */
  cancel(): void
}

/**
 * Schedules one burst on the context's own clock: it sounds at its time whatever the page's timers do.
 * @param atS when the first pulse begins, in seconds of `context.currentTime`
 */
export function renderBurst(
  context: BaseAudioContext,
  priority: Priority,
  atS: number,
  destination: AudioNode = context.destination,
): Voice {
  const { pulses: all, lengthMs } = BURSTS[priority]
  const tone = new OscillatorNode(context, {
    type: 'custom',
    frequency: FUNDAMENTAL_HZ,
    periodicWave: waveOf(context),
  })
  const shape = new GainNode(context, { gain: 0 })
  const out = new GainNode(context, { gain: PEAK })
  for (const pulse of all) {
    const from = atS + pulse.atMs / 1_000
    const length = pulse.lengthMs / 1_000
    shape.gain.setValueAtTime(0, from)
    shape.gain.linearRampToValueAtTime(1, from + length * EDGE)
    shape.gain.setValueAtTime(1, from + length * (1 - EDGE))
    shape.gain.linearRampToValueAtTime(0, from + length)
  }
  tone.connect(shape).connect(out).connect(destination)
  tone.start(atS)
  tone.stop(atS + lengthMs / 1_000)
  tone.onended = () => out.disconnect()
  return {
    cancel() {
      const now = context.currentTime
      if (now < atS) {
        tone.stop()
        out.disconnect()
        return
      }
      out.gain.setTargetAtTime(0, now, CUT_S / 5)
      tone.stop(now + CUT_S)
    },
  }
}

const waves = new WeakMap<BaseAudioContext, PeriodicWave>()
/** Its loudest moment is 1: the context scales it so. */
function waveOf(context: BaseAudioContext): PeriodicWave {
  const known = waves.get(context)
  if (known !== undefined) return known
  const imag = [0, ...HARMONICS]
  const wave = new PeriodicWave(context, { real: imag.map(() => 0), imag })
  waves.set(context, wave)
  return wave
}
