// Proves the drug model against the table of clinical facts §2.
import { describe, expect, it } from 'vitest'
import { type DrugState, infuse, infuseByLog, noDrug, plasmaNgPerMl, USUAL_EFFECT_NG_PER_ML } from './pk.ts'

const usual = (minute: number): DrugState =>
  infuse(infuse(noDrug, Math.min(minute, 40), 0.5 / 40), Math.max(0, minute - 40), 0)

describe('ketamine, 0.5 mg/kg over 40 min', () => {
  it.each([
    [5, 155],
    [10, 182],
    [20, 210],
    [30, 226],
    [40, 240],
    [45, 91],
    [50, 71],
    [60, 55],
    [80, 46],
    [100, 40],
  ])('[SM2] plasma at %d min is %d ng/mL', (minute, ngPerMl) => {
    expect(Math.abs(plasmaNgPerMl(usual(minute)) - ngPerMl)).toBeLessThan(1)
  })

  it.each([
    [5, 0.22],
    [10, 0.44],
    [20, 0.73],
    [30, 0.9],
    [40, 1],
    [45, 0.82],
    [50, 0.64],
    [60, 0.41],
    [70, 0.3],
    [100, 0.2],
    [130, 0.16],
  ])('[SM2] the effect at %d min is %d of the effect at 40', (minute, fraction) => {
    expect(usual(minute).effectNgPerMl / USUAL_EFFECT_NG_PER_ML).toBeCloseTo(fraction, 1)
    expect(Math.abs(usual(minute).effectNgPerMl / USUAL_EFFECT_NG_PER_ML - fraction)).toBeLessThan(0.012)
  })

  it('[SM2] the slope of 0.072 mmHg per ng/mL is +16 mmHg at 40 min', () => {
    expect(0.072 * USUAL_EFFECT_NG_PER_ML).toBeCloseTo(16, 0)
  })

  it('[SM3] the drug follows the rate that was set: half the effect is gone about 15 min after a stop', () => {
    const stopped = (minutes: number) => infuse(infuse(noDrug, 20, 0.5 / 40), minutes, 0).effectNgPerMl
    const half = stopped(0) / 2
    expect(stopped(10)).toBeGreaterThan(half)
    expect(stopped(20)).toBeLessThan(half)
  })

  it('[SM3] a pump log of start, slower, pause and resume equals the same pieces by hand, however it is cut', () => {
    // 35 mL/h of 1 mg/mL into 70 kg is 0.5 mg/kg per hour.
    const rates = [
      { atMs: 60_000, rateMlPerHr: 52.5 },
      { atMs: 660_000, rateMlPerHr: 30 },
      { atMs: 960_000, rateMlPerHr: 0 },
      { atMs: 1_260_000, rateMlPerHr: 52.5 },
    ]
    const perMin = (mlPerHr: number) => mlPerHr / 60 / 70
    const byHand = infuse(
      infuse(infuse(infuse(noDrug, 10, perMin(52.5)), 5, perMin(30)), 5, 0),
      5,
      perMin(52.5),
    )
    const whole = infuseByLog(noDrug, 0, 1_560_000, rates, 1 / 70)
    expect(whole.effectNgPerMl).toBeCloseTo(byHand.effectNgPerMl, 6)
    let cut = noDrug
    for (let ms = 0; ms < 1_560_000; ms += 1_000) cut = infuseByLog(cut, ms, ms + 1_000, rates, 1 / 70)
    expect(cut.effectNgPerMl).toBeCloseTo(whole.effectNgPerMl, 6)
  })
})
