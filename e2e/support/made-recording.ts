// Owns a made-up recording with trouble in it all the time, for tests that need alarms at whatever moment they look.
// Nothing in it is from a person.
import { createRandom } from '@chairside/shared/random.ts'

/** mmHg: below every limit, and at each level above one. */
const CUFFS = [
  [128, 78, 95],
  [168, 98, 121],
  [184, 104, 131],
  [150, 90, 110],
  [204, 122, 149],
  [120, 70, 87],
] as const
const CUFF_EVERY_S = 50

/** A CSV in the layout t_s,hr,pr,rr,spo2,nibp_sys,nibp_dia,nibp_mean, one row a second, zeros where there is no value. */
export function madeRecording(seed: number, lengthS: number): string {
  const random = createRandom(seed)
  const rows = ['t_s,hr,pr,rr,spo2,nibp_sys,nibp_dia,nibp_mean']
  const between = (from: number, to: number): number => from + Math.floor(random.next() * (to - from + 1))
  for (let t = 0; t < lengthS; t += 1) {
    const inFast = t % 80 >= 30 && t % 80 < 65
    const inLow = t % 110 >= 50 && t % 110 < 95
    const lost = t % 97 >= 90
    const hr = lost ? 0 : inFast ? between(114, 140) : between(68, 95)
    const spo2 = inLow ? between(78, 89) : between(95, 99)
    const cuff = t > 0 && t % CUFF_EVERY_S === 0 ? CUFFS[(t / CUFF_EVERY_S) % CUFFS.length] : undefined
    rows.push([t, hr, lost ? between(68, 95) : hr, 0, spo2, ...(cuff ?? ['', '', ''])].join(','))
  }
  return `${rows.join('\n')}\n`
}
