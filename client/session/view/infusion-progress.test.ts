// Proves the pump log's arithmetic against figures worked out by hand.
import type { InfusionNow } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { infusionProgress, plannedRate, rateDisagrees } from './infusion-progress.ts'

const MINUTE = 60_000
const plan = { drug: 'Ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
const infusion = (
  rates: readonly (readonly [number, number])[],
  phase: InfusionNow['phase'],
  withPlan = true,
): InfusionNow => ({
  phase,
  startedAtMs: 0 as EpochMs,
  rateMlPerHr: rates.at(-1)?.[1] ?? 0,
  events: [],
  rates: rates.map(([minute, rateMlPerHr]) => ({ atMs: (minute * MINUTE) as EpochMs, rateMlPerHr })),
  ...(withPlan ? { plan } : {}),
})

describe('the pump log’s arithmetic', () => {
  test('[UI19] 20 min at 52.5 mL/h are 17.5 mg of 35, with 20 min left', () => {
    const progress = infusionProgress(infusion([[0, 52.5]], 'infusing'), 20 * MINUTE)
    expect(progress).toMatchObject({ elapsedMs: 20 * MINUTE, fraction: 0.5, leftMs: 20 * MINUTE })
    expect(progress?.givenMg).toBeCloseTo(17.5)
  })

  test('[UI19] a slower rate moves the end; a pause gives nothing and has no end', () => {
    const slowed = infusionProgress(
      infusion(
        [
          [0, 52.5],
          [20, 35],
        ],
        'infusing',
      ),
      30 * MINUTE,
    )
    expect(slowed?.givenMl).toBeCloseTo(17.5 + 35 / 6)
    expect(slowed?.leftMs).toBeCloseTo(((35 - 17.5 - 35 / 6) / 35) * 60 * MINUTE)
    const paused = infusionProgress(
      infusion(
        [
          [0, 52.5],
          [20, 0],
        ],
        'paused',
      ),
      30 * MINUTE,
    )
    expect(paused?.givenMg).toBeCloseTo(17.5)
    expect(paused?.leftMs).toBeUndefined()
  })

  test('[UI19] without a plan there are millilitres and no milligrams', () => {
    const progress = infusionProgress(infusion([[0, 60]], 'infusing', false), 10 * MINUTE)
    expect(progress).toEqual({ elapsedMs: 10 * MINUTE, givenMl: 10 })
  })

  test('[UI20] a typed rate more than 2 % off the plan’s disagrees; exactly 2 % does not', () => {
    expect(plannedRate(plan)).toBe(52.5)
    expect(rateDisagrees(52.5 * 1.02, 52.5)).toBe(false)
    expect(rateDisagrees(53.6, 52.5)).toBe(true)
    expect(rateDisagrees(51.4, 52.5)).toBe(true)
    expect(rateDisagrees(525, 52.5)).toBe(true)
  })
})
