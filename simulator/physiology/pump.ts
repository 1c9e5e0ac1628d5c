// Owns the drug in one patient under the pump log the hub tells: effect by the rate that was set, whenever it was set.
// Never forgets a drug given before: a new session's log adds to what is still there (the model is linear).
import { type DrugState, infuseByLog, noDrug, type RateRow, USUAL_EFFECT_NG_PER_ML } from './pk.ts'

/** The log of one session; an empty one means that no session is open. */
export type PumpLog = {
  readonly sessionId?: string | undefined
  readonly rates: readonly RateRow[]
  readonly mgPerMl?: number | undefined
}
export type Pump = {
  heard(log: PumpLog): void
  /** Fraction of the usual effect at 40 min; call with times that do not go back. */
  effectAt(atMs: number): number
}

/** The usual plan is 35 mg in 35 mL: 1 mg/mL, 0.5 mg/kg for 70 kg. */
const USUAL_MG_PER_ML = 1
const KG = 70

const sum = (a: DrugState, b: DrugState): DrugState => ({
  central: a.central + b.central,
  fast: a.fast + b.fast,
  slow: a.slow + b.slow,
  effectNgPerMl: a.effectNgPerMl + b.effectNgPerMl,
})

export function createPump(startedAtMs: number): Pump {
  let log: PumpLog = { rates: [] }
  /** What earlier sessions left, without this session's log. */
  let rest = noDrug
  /** What this session's log has given so far. */
  let given = noDrug
  let atMs = startedAtMs
  const strength = () => (log.mgPerMl ?? USUAL_MG_PER_ML) / KG

  return {
    heard(next) {
      if (next.sessionId !== log.sessionId) {
        rest = sum(rest, given)
        given = noDrug
      }
      log = next
      // Told late, or told again after a restart: what the log says happened did happen.
      const first = next.rates[0]
      given = first === undefined ? noDrug : infuseByLog(noDrug, first.atMs, atMs, next.rates, strength())
    },
    effectAt(nowMs) {
      rest = infuseByLog(rest, atMs, nowMs, [], 0)
      const from = Math.max(atMs, log.rates[0]?.atMs ?? nowMs)
      given = infuseByLog(given, Math.min(from, nowMs), nowMs, log.rates, strength())
      atMs = Math.max(atMs, nowMs)
      return (rest.effectNgPerMl + given.effectNgPerMl) / USUAL_EFFECT_NG_PER_ML
    },
  }
}
