// Proves that a cuff tells each cycle once, at its own time, and what happens when a cycle fails.
import { createRandom } from '@chairside/shared/random.ts'
import { describe, expect, it } from 'vitest'
import { type Cuff, type CuffEvent, createCuff, readCuff } from './cuff.ts'
import type { Body } from './patient.ts'

const body: Body = {
  heartRate: 70,
  pulseRate: 70,
  spo2: 98,
  respirationRate: 14,
  systolic: 120,
  diastolic: 80,
  mean: 94,
}
const HOUR = 3_600_000
function run(cuff: Cuff, fromMs: number, toMs: number, failing: (ms: number) => boolean = () => false) {
  const events: CuffEvent[] = []
  for (let ms = fromMs; ms <= toMs; ms += 1_000) events.push(...cuff.advance(ms, body, failing(ms)))
  return events
}
const completed = (events: readonly CuffEvent[]) => events.filter((event) => event.kind === 'completed')

describe('the cuff', () => {
  it('[SM6] a cycle takes 20–45 s, is told when it begins and once when it ends, and comes every 5 min', () => {
    const events = run(createCuff(createRandom(1), 0), 0, HOUR)
    const ends = completed(events).filter((event) => event.result.status === 'measured')
    expect(ends.length).toBeGreaterThanOrEqual(11)
    for (const end of ends) {
      const tookS = (end.measuredAtMs - end.startedAtMs) / 1_000
      expect(tookS).toBeGreaterThanOrEqual(20)
      expect(tookS).toBeLessThanOrEqual(45)
      expect(events.filter((e) => e.kind === 'started' && e.startedAtMs === end.startedAtMs)).toHaveLength(1)
    }
    expect(new Set(ends.map((end) => end.measuredAtMs)).size).toBe(ends.length)
  })

  it('[SM6] an order starts a cycle at once and carries its id; heard twice, or while one runs, it starts none', () => {
    const cuff = createCuff(createRandom(2), 0)
    run(cuff, 0, 100_000)
    cuff.order('o-1')
    const first = cuff.advance(101_000, body, false)
    expect(first).toEqual([{ kind: 'started', startedAtMs: 101_000, orderId: 'o-1' }])
    cuff.order('o-1')
    cuff.order('o-2')
    const later = run(cuff, 102_000, 160_000)
    expect(later.filter((event) => event.kind === 'started')).toEqual([])
    expect(completed(later)).toHaveLength(1)
  })

  it('[SM6] the own interval counts from the last cycle, so that an order is not followed by a second one', () => {
    const cuff = createCuff(createRandom(3), 0)
    run(cuff, 0, 280_000)
    cuff.order('o-1')
    const starts = run(cuff, 281_000, 560_000).filter((event) => event.kind === 'started')
    expect(starts.map((event) => event.startedAtMs)).toEqual([281_000])
  })

  it('[SM7] a failed cycle is told as failed and tried once more; after two failures the cuff waits for its interval', () => {
    const events = run(createCuff(createRandom(4), 0), 0, 299_000, () => true)
    expect(completed(events).map((event) => event.result)).toEqual([
      { status: 'unavailable', reason: 'noReading' },
      { status: 'unavailable', reason: 'noReading' },
    ])
    const [first, second] = events.filter((event) => event.kind === 'started')
    const firstEnd = completed(events)[0]?.measuredAtMs as number
    expect(first?.startedAtMs).toBe(15_000)
    expect(second?.startedAtMs).toBeGreaterThanOrEqual(firstEnd + 10_000)
    expect(second?.startedAtMs).toBeLessThan(firstEnd + 12_000)
  })

  it('[SM7] 2–5 % of cycles fail by themselves', () => {
    let failed = 0
    let all = 0
    for (let seed = 0; seed < 60; seed += 1) {
      const ends = completed(run(createCuff(createRandom(`f${seed}`), 0), 0, 4 * HOUR))
      all += ends.length
      failed += ends.filter((end) => end.result.status === 'unavailable').length
    }
    expect(failed / all).toBeGreaterThan(0.02)
    expect(failed / all).toBeLessThan(0.05)
  })

  it('[SM6] readings are whole mmHg with the device error of 4/3.5 and a mean between the two', () => {
    const random = createRandom(6)
    const readings = Array.from({ length: 4_000 }, () => readCuff(random, body))
    const sd = (xs: number[], middle: number) =>
      Math.sqrt(xs.reduce((sum, x) => sum + (x - middle) ** 2, 0) / xs.length)
    expect(readings.every((r) => Object.values(r).every(Number.isInteger))).toBe(true)
    expect(
      sd(
        readings.map((r) => r.systolic),
        120,
      ),
    ).toBeCloseTo(4, 0)
    expect(
      sd(
        readings.map((r) => r.diastolic),
        80,
      ),
    ).toBeCloseTo(3.5, 0)
    expect(readings.every((r) => r.mean > r.diastolic && r.mean < r.systolic)).toBe(true)
  })
})
