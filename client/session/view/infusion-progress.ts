// Owns the arithmetic of the pump log: what has been given as recorded, and what is left. It knows only what people
// recorded; it never claims to know what the pump did.
import type { InfusionNow } from '@chairside/shared/fold/session-state.ts'

export type InfusionProgress = {
  /** Since the first start, hub milliseconds. */
  readonly elapsedMs: number
  readonly givenMl: number
  /** Present where the plan says the concentration. */
  readonly givenMg?: number
  /** 0…1 of the planned volume. */
  readonly fraction?: number
  /** To the end of the planned volume at the rate in force; absent while it does not run. */
  readonly leftMs?: number
}

const HOUR_MS = 3_600_000

/** @param atMs hub time @returns undefined before the first start */
export function infusionProgress(infusion: InfusionNow, atMs: number): InfusionProgress | undefined {
  const { startedAtMs, rates, plan, rateMlPerHr, phase } = infusion
  if (startedAtMs === undefined) return undefined
  let givenMl = 0
  for (const [index, { atMs: fromMs, rateMlPerHr: rate }] of rates.entries()) {
    const toMs = rates[index + 1]?.atMs ?? Math.max(fromMs, atMs)
    givenMl += (rate * Math.max(0, toMs - fromMs)) / HOUR_MS
  }
  const elapsedMs = Math.max(0, atMs - startedAtMs)
  if (plan === undefined) return { elapsedMs, givenMl }
  const leftMl = Math.max(0, plan.volumeMl - givenMl)
  return {
    elapsedMs,
    givenMl,
    givenMg: (givenMl * plan.doseMg) / plan.volumeMl,
    fraction: Math.min(1, givenMl / plan.volumeMl),
    ...(phase === 'infusing' && rateMlPerHr > 0 ? { leftMs: (leftMl / rateMlPerHr) * HOUR_MS } : {}),
  }
}

/** The rate a plan amounts to, mL/h. */
export const plannedRate = (plan: { readonly volumeMl: number; readonly minutes: number }): number =>
  (plan.volumeMl / plan.minutes) * 60

/** More than this apart, the typed rate and the plan's cannot both be right. Source: clinical facts §6. */
const RATE_TOLERANCE = 0.02
/** Binary fractions must not make exactly 2 % look like more. mL/h. */
const ROUNDING = 1e-9

export const rateDisagrees = (typedMlPerHr: number, computedMlPerHr: number): boolean =>
  Math.abs(typedMlPerHr - computedMlPerHr) > RATE_TOLERANCE * computedMlPerHr + ROUNDING
