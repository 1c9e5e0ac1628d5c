// Owns the numbers the screen benches are run on: a seeded patient, second by second, the same for ours, naive and limit.
// Pure. Nothing in it is from a person.
import { createRandom } from '@chairside/shared/random.ts'

export const SEED = 20
export const CUFF_EVERY_S = 300

/** What a monitor would say in this second. */
export type SecondOf = { readonly heartRate: number; readonly spo2: number }
export type CuffOf = { readonly systolic: number; readonly diastolic: number; readonly mean: number }

const round = Math.round

/**
 * A patient who stays within every limit: no alarm but those a bench asks for. The heart rate differs from second to second,
 * so that each second changes what a screen shows. SpO₂ dips for a minute every 20, as far as 93.
 * @returns one entry a second
 */
export function makeSeconds(lengthS: number, seed = SEED): SecondOf[] {
  const random = createRandom(seed)
  const seconds: SecondOf[] = []
  let drift = 0
  let before = 0
  for (let t = 0; t < lengthS; t += 1) {
    drift = 0.996 * drift + 0.3 * random.normal()
    const breathing = 3 * Math.sin((2 * Math.PI * t) / 4.3)
    let heartRate = Math.max(58, Math.min(102, round(76 + drift + breathing)))
    if (heartRate === before) heartRate += heartRate < 80 ? 1 : -1
    before = heartRate
    const dip = t % 1_200 >= 600 && t % 1_200 < 660
    const spo2 = dip ? 93 + round(random.next()) : 96 + round(random.next() * 2)
    seconds.push({ heartRate, spo2 })
  }
  return seconds
}

/** The cuff reading of a grid second; undefined in between. */
export function cuffAt(t: number): CuffOf | undefined {
  if (t === 0 || t % CUFF_EVERY_S !== 0) return undefined
  const at = t / CUFF_EVERY_S
  const systolic = 124 + ((at * 7) % 19)
  const diastolic = 76 + ((at * 5) % 11)
  return { systolic, diastolic, mean: round(diastolic + (systolic - diastolic) / 3) }
}

/** A reading that is an alarm at once (SBP ≥ 180), and one that ends it. Source: clinical facts §4, ladder "BP high". */
export const ALARMING_CUFF: CuffOf = { systolic: 191, diastolic: 99, mean: 130 }
export const CALM_CUFF: CuffOf = { systolic: 131, diastolic: 79, mean: 96 }
