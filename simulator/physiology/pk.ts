// Owns how much ketamine is where: Domino's three compartments and an effect site, driven by the rate that was set.
// Never judges an effect on a person; patient.ts does. Source: clinical facts §2 [R15], ke0 fitted to BP shape.

/** Amounts per kilogram of body weight: A1–A3 in mg/kg, effect-site concentration in ng/mL. */
export type DrugState = {
  readonly central: number
  readonly fast: number
  readonly slow: number
  readonly effectNgPerMl: number
}
export const noDrug: DrugState = { central: 0, fast: 0, slow: 0, effectNgPerMl: 0 }

/** Domino 1984: V1 in L/kg, rate constants per minute. */
const DOMINO = { v1LPerKg: 0.063, k10: 0.4381, k12: 0.5921, k13: 0.59, k21: 0.247, k31: 0.0146 } as const
const KE0_PER_MIN = 0.1
/** The fastest rate constant is about 1.9 per minute: at 2 s a step the fourth order is exact to many digits. */
const LONGEST_STEP_MIN = 2 / 60

/** Plasma concentration, ng/mL (mg/L × 1000). */
export const plasmaNgPerMl = (state: DrugState): number => (state.central / DOMINO.v1LPerKg) * 1_000

const slope = (s: DrugState, mgPerKgPerMin: number): DrugState => ({
  central:
    mgPerKgPerMin -
    (DOMINO.k10 + DOMINO.k12 + DOMINO.k13) * s.central +
    DOMINO.k21 * s.fast +
    DOMINO.k31 * s.slow,
  fast: DOMINO.k12 * s.central - DOMINO.k21 * s.fast,
  slow: DOMINO.k13 * s.central - DOMINO.k31 * s.slow,
  effectNgPerMl: KE0_PER_MIN * (plasmaNgPerMl(s) - s.effectNgPerMl),
})
const moved = (s: DrugState, d: DrugState, by: number): DrugState => ({
  central: s.central + d.central * by,
  fast: s.fast + d.fast * by,
  slow: s.slow + d.slow * by,
  effectNgPerMl: s.effectNgPerMl + d.effectNgPerMl * by,
})

/** One Runge–Kutta step of `h` minutes at a constant rate. */
function rungeKutta(s: DrugState, rate: number, h: number): DrugState {
  const k1 = slope(s, rate)
  const k2 = slope(moved(s, k1, h / 2), rate)
  const k3 = slope(moved(s, k2, h / 2), rate)
  const k4 = slope(moved(s, k3, h), rate)
  const mean = (key: keyof DrugState) => (k1[key] + 2 * k2[key] + 2 * k3[key] + k4[key]) / 6
  return moved(
    s,
    {
      central: mean('central'),
      fast: mean('fast'),
      slow: mean('slow'),
      effectNgPerMl: mean('effectNgPerMl'),
    },
    h,
  )
}

/**
 * The drug after some time at a constant rate.
 * @param minutes any length at or above 0
 * @param mgPerKgPerMin what the pump gives, per kg of body weight; 0 while paused
 */
export function infuse(state: DrugState, minutes: number, mgPerKgPerMin: number): DrugState {
  const steps = Math.ceil(minutes / LONGEST_STEP_MIN)
  let s = state
  for (let i = 0; i < steps; i += 1) s = rungeKutta(s, mgPerKgPerMin, minutes / steps)
  return s
}

/** Effect-site concentration at the end of the usual infusion, 0.5 mg/kg over 40 min: the "1" of every effect. */
export const USUAL_EFFECT_NG_PER_ML = infuse(noDrug, 40, 0.5 / 40).effectNgPerMl

/** The rate a pump log gives for a moment: rows of (from when, mL/h), in order. */
export type RateRow = { readonly atMs: number; readonly rateMlPerHr: number }

/**
 * The drug between two moments under the rates a pump log holds.
 * @param mgPerKgPerMl strength of the mixture per kg of body weight: mg/mL divided by kg
 */
export function infuseByLog(
  state: DrugState,
  fromMs: number,
  toMs: number,
  rates: readonly RateRow[],
  mgPerKgPerMl: number,
): DrugState {
  let s = state
  let nowMs = fromMs
  while (nowMs < toMs) {
    let rateMlPerHr = 0
    let untilMs = toMs
    for (const row of rates) {
      if (row.atMs <= nowMs) rateMlPerHr = row.rateMlPerHr
      else {
        untilMs = Math.min(untilMs, row.atMs)
        break
      }
    }
    s = infuse(s, (untilMs - nowMs) / 60_000, (rateMlPerHr / 60) * mgPerKgPerMl)
    nowMs = untilMs
  }
  return s
}
