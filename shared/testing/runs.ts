// Owns how often a property is tried: 200 times in a check, as often as CHAIRSIDE_RUNS says in the full test run.
import * as fc from 'fast-check'

const environment = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env

const asked = Number(environment?.CHAIRSIDE_RUNS ?? '')
/** The full run: more of them, and long histories. */
export const LONG = asked > 0
export const RUNS = LONG ? asked : 200
/** Milliseconds one property may take: the full run tries it thousands of times on a machine that does other things. */
export const PROPERTY_TIMEOUT_MS = LONG ? 1_800_000 : 20_000
const seed = Number(environment?.CHAIRSIDE_SEED ?? '')

/**
 * Tries a property, which must not be asynchronous. A failure prints its seed, and CHAIRSIDE_SEED repeats it; the full run
 * has one of its own, so that the same tree gives the same answer (tools/test-all).
 * @param cost how many trials of others one of these is worth: it is tried as many times less often in the full run
 */
export function holds<T>(property: fc.IProperty<T>, cost = 1): void {
  const numRuns = LONG ? Math.ceil(RUNS / cost) : RUNS
  void fc.assert(property, { numRuns, ...(seed === 0 ? {} : { seed }) })
}

/** Properties of which each trial is worth `times` of others: whole days in a clinic (whole.test.ts) are asked the same. */
export const seldom =
  (times: number) =>
  <T>(property: fc.IProperty<T>, cost = 1): void =>
    holds(property, cost * times)
