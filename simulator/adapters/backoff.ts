// Owns how long to wait before the next try: longer each time, never longer than the limit, never giving up.
import type { Random } from '@chairside/shared/random.ts'

const FIRST_MS = 150
const LONGEST_MS = 1_000

/** Milliseconds of wall time before try number `attempt` (1, 2, 3 …); spread, so that devices do not return as one. */
export const backoffMs = (attempt: number, random: Random): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10)) * random.range(0.7, 1.3)
