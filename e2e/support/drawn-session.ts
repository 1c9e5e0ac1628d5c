// Owns the session of the pictures: an invented morning like the ones the screens were drawn from, minute by minute.
// Nothing in it is from a person.
import { createRandom } from '@chairside/shared/random.ts'
import type { Shown } from './bedside.ts'

const SECOND = 1_000
const MINUTE = 60_000

/** Saturday 14 November 2026, 10:00 in Oslo: the monitor is on, the session is opened. */
export const OPENED_AT = Date.parse('2026-11-14T09:00:00Z')
/** The infusion begins. */
export const STARTED_AT = OPENED_AT + 12 * MINUTE
export const T = (minutes: number, seconds = 0): number => STARTED_AT + minutes * MINUTE + seconds * SECOND
export const ENDS_AT = T(82)
/** The monitor is silent, and gives what it held back afterwards. */
export const SILENT = [T(58), T(61, 12)] as const
export const EVERY_MS = 2_000

/** Minutes from the start, systolic, diastolic. */
const CUFFS: readonly (readonly [number, number, number])[] = [
  [-10, 122, 76],
  [-7, 127, 78],
  [2, 133, 82],
  [5, 141, 84],
  [10, 150, 90],
  [15, 158, 94],
  [20, 182, 104],
  [21.5, 176, 102],
  [24, 172, 99],
  [26.5, 168, 97],
  [29, 165, 96],
  [31.5, 163, 95],
  [34, 165, 97],
  [36.5, 166, 98],
  [39, 164, 97],
  [41.5, 161, 95],
  [44, 157, 93],
  [46.5, 151, 90],
  [51, 146, 87],
  [55, 141, 85],
  [65, 135, 80],
  [75, 131, 78],
]

const between = (at: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (at - from) / (to - from)))

/** What the monitor shows; asked for in order of time, every EVERY_MS. */
export function createDrawnMonitor(): (atMs: number) => Shown {
  const random = createRandom(417)
  let drift = 0
  let saturated = 97
  return (atMs) => {
    const minute = (atMs - STARTED_AT) / MINUTE
    drift = drift * 0.97 + (random.next() - 0.5) * 1.5
    const rise = 16 * between(minute, 3, 22) - 10 * between(minute, 44, 76)
    if (random.next() < 0.02) saturated = random.next() < 0.75 ? 97 : 98
    // A minute under 92, 33 min after the start.
    const dip =
      minute < 32.4 || minute > 35.2
        ? 0
        : 6 * Math.min(between(minute, 32.4, 33), 1 - between(minute, 34.6, 35.2))
    const cuff = CUFFS.find(([at]) => Math.abs(atMs - T(at)) < EVERY_MS / 2)
    return {
      heartRate: Math.round(72 + rise + drift + 1.2 * Math.sin(minute * 9)),
      spo2: Math.round(saturated - dip),
      ...(cuff === undefined
        ? {}
        : { cuff: [cuff[1], cuff[2], Math.round(cuff[2] + 0.36 * (cuff[1] - cuff[2]))] as const }),
    }
  }
}
