// What must hold for every history, not only for those we thought of.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AlarmTransition, LogRecord } from '../record/record.ts'
import { type Fact, IN_FORCE, line, live, vitals } from '../testing/given.ts'
import { history, samples } from '../testing/histories.ts'
import { seldom, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { beyond, ladderOf } from './rules.ts'

const holds = seldom(8)

describe('what may begin and end an alarm', { timeout }, () => {
  test('[AL8] recovered data starts and ends nothing: without it the transitions are the same', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const current = facts.map(withoutRecovered)
        expect(live(facts, endS).transitions).toEqual(live(current, endS).transitions)
      }),
    )
  })

  test('[AL7] nothing but a fresh measurement in clear for the whole delay clears a limit alarm, or the session ends', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const run = live(facts, endS, 500)
        let left: { condition: string; level: string } | undefined
        const levels = new Map<string, string>()
        /** Conditions whose level was reached by a first reading that nothing has confirmed yet. */
        const doubted = new Set<string>()
        const heard: LogRecord[] = []
        for (const { record, decided } of run.batches) {
          if (record !== undefined) heard.push(record)
          for (const transition of decided) {
            if (transition.kind === 'repeat' && transition.event !== 'due' && transition.event !== 'dropped')
              doubted.delete(transition.condition)
            if (transition.kind !== 'alarm' || ladderOf(IN_FORCE, transition.condition) === undefined)
              continue
            const { condition } = transition
            if (transition.transition === 'fell' || transition.transition === 'ended') {
              left = { condition, level: levels.get(condition) ?? '' }
              if (transition.endedBy === 'sessionClosed') expect(record?.kind).toBe('session.closed')
              else expectCleared(left, transition, heard, doubted.has(condition))
            }
            levels.set(condition, transition.level)
            if (transition.cause === 'firstReading') doubted.add(condition)
            else doubted.delete(condition)
          }
        }
      }),
    )
  })

  test('[AL5] a heart-rate alarm had every valid value of its whole delay beyond its limit', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const { transitions, log } = live(facts, endS)
        for (const { transition, limit, breachAtMs, dueAtMs, values } of transitions) {
          if ((transition !== 'raised' && transition !== 'rose') || limit === undefined) continue
          expect(beyond(limit.op, values[limit.quantity] ?? Number.NaN, limit.value)).toBe(true)
          if (limit.quantity !== 'heartRate') continue
          const during = log.flatMap((record) =>
            record.kind === 'vitals' && record.hubAtMs > breachAtMs && record.hubAtMs < dueAtMs
              ? valuesOf(record, 'heartRate')
              : [],
          )
          for (const value of during) expect(beyond(limit.op, Math.round(value), limit.value)).toBe(true)
        }
      }),
    )
  })
})

describe('what a list of transitions looks like', { timeout }, () => {
  test('[AL10] one level at a time, up by rose, down by fell, one id from raised to ended', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const active = new Map<string, { id: string; rank: number }>()
        const ids = new Set<string>()
        for (const { condition, transition, level, alarmId, dueAtMs, breachAtMs, endedBy } of live(
          facts,
          endS,
        ).transitions) {
          const before = active.get(condition)
          const rank = ladderOf(IN_FORCE, condition)?.levels.findIndex((one) => one.level === level) ?? -1
          expect(rank).toBeGreaterThanOrEqual(0)
          expect(breachAtMs).toBeLessThanOrEqual(dueAtMs)
          expect(endedBy !== undefined).toBe(transition === 'ended')
          if (transition === 'raised') {
            expect(before).toBeUndefined()
            expect(alarmId).toBe(`${condition}@${dueAtMs}`)
            expect(ids.has(alarmId)).toBe(false)
            ids.add(alarmId)
          } else {
            expect(before?.id).toBe(alarmId)
            if (transition === 'rose') expect(rank).toBeGreaterThan(before?.rank ?? Number.NaN)
            if (transition === 'fell') expect(rank).toBeLessThan(before?.rank ?? Number.NaN)
            if (transition === 'ended') expect(rank).toBe(before?.rank)
          }
          if (transition === 'ended') active.delete(condition)
          else active.set(condition, { id: alarmId, rank })
        }
      }),
    )
  })

  test.each([
    ['heartRate', [38, 40, 42, 43, 49, 50, 52, 53, 72, 107, 108, 110, 111, 127, 128, 131]],
    ['spo2', [78, 80, 81, 82, 84, 85, 86, 87, 88, 90, 91, 92, 93, 97]],
  ] as const)('[AL5] [AL9] %s: the alarms are those read off the whole list of samples', (signal, values) => {
    holds(
      fc.property(samples([...values]), (list) => {
        const facts = list.map(({ atS, value }) => vitals(atS, { [signal]: value }))
        const endS = (list.at(-1)?.atS ?? 0) + 60
        const conditions = signal === 'spo2' ? ['spo2Low'] : ['hrHigh', 'hrLow']
        const run = live(facts, endS)
        for (const condition of conditions)
          expect(run.transitions.filter((one) => one.condition === condition).map(line)).toEqual(
            readOff(condition, list),
          )
      }),
    )
  })
})

// ── helpers ───────────────────────────────────────────────────────────────────────────────────────────

function withoutRecovered(fact: Fact): Fact {
  const { body } = fact
  if (body.kind === 'bloodPressure' && body.recovered)
    return { ...fact, body: { ...body, result: { status: 'unavailable', reason: 'noReading' } } }
  if (body.kind !== 'vitals' || body.recovered === undefined) return fact
  const kept = Object.entries(body.readings).filter(([signal]) => !body.recovered?.includes(signal as 'spo2'))
  const { recovered: _recovered, ...rest } = body
  return { ...fact, body: { ...rest, readings: Object.fromEntries(kept) } }
}

const valuesOf = (record: LogRecord, signal: 'heartRate' | 'pulseRate' | 'spo2'): number[] => {
  if (record.kind !== 'vitals' || record.recovered?.includes(signal)) return []
  const reading = record.readings[signal]
  return reading?.status === 'measured' ? [reading.value] : []
}

/** The newest record is a measurement of the right kind, and every one of the leave delay was in clear. */
function expectCleared(
  left: { condition: string; level: string },
  { dueAtMs: atMs, values }: AlarmTransition,
  heard: LogRecord[],
  isDoubted: boolean,
): void {
  const ladder = ladderOf(IN_FORCE, left.condition)
  const level = ladder?.levels.find((one) => one.level === left.level)
  const record = heard.at(-1)
  expect(record?.hubAtMs).toBe(atMs)
  if (record?.kind === 'bloodPressure') {
    expect(['bpHigh', 'bpLow']).toContain(left.condition)
    expect(record.recovered).toBeUndefined()
    const result = record.result
    const stays = (isDoubted ? level?.staysUnconfirmedWhile : undefined) ?? level?.staysWhile ?? []
    for (const { quantity, op, value } of stays) {
      const measured = result.status === 'measured' ? result[quantity as 'systolic'] : undefined
      // Many cuffs give no mean: without one there is nothing of it to be left.
      if (quantity === 'mean' && measured === undefined) continue
      expect(measured).toBeDefined()
      expect(beyond(op, Math.round(measured ?? 0), value)).toBe(false)
    }
    return
  }
  expect(record?.kind).toBe('vitals')
  const stays = level?.staysWhile[0]
  const source = (['heartRate', 'pulseRate', 'spo2'] as const).find((signal) => values[signal] !== undefined)
  if (record?.kind !== 'vitals' || source === undefined || stays === undefined)
    throw new Error('no measurement')
  expect(valuesOf(record, source).map(Math.round)).toEqual([values[source]])
  const during = heard.filter((one) => one.hubAtMs > atMs - (level?.leaveMs ?? 0) && counts(one, source))
  for (const value of during.flatMap((one) => valuesOf(one, source)))
    expect(beyond(stays.op, Math.round(value), stays.value)).toBe(false)
}

/** SpO₂ without a pulse in its record may not be judged; every other value of an unbroken run is. */
const counts = (record: LogRecord, source: string): boolean =>
  source !== 'spo2' || valuesOf(record, 'pulseRate').length + valuesOf(record, 'heartRate').length > 0

/** The same rules said another way: for each moment, look back over the whole list. No state but the level. */
function readOff(condition: string, list: readonly { atS: number; value: number }[]): string[] {
  const levels = ladderOf(IN_FORCE, condition)?.levels ?? []
  const ms = list.map(({ atS }) => Math.round(atS * 1_000))
  const holdsSince = (index: number, test: (value: number) => boolean): number | undefined => {
    if (!test(list[index]?.value ?? Number.NaN)) return undefined
    let first = index
    while (
      first > 0 &&
      test(list[first - 1]?.value ?? Number.NaN) &&
      (ms[first] ?? 0) - (ms[first - 1] ?? 0) <= 5_000
    )
      first -= 1
    return ms[first]
  }
  const out: string[] = []
  let rank = -1
  for (const [index, now] of ms.entries()) {
    let target = rank
    while (target >= 0) {
      const { staysWhile, leaveMs } = levels[target] ?? { staysWhile: [], leaveMs: 0 }
      const from = holdsSince(index, (value) => staysWhile.every((l) => !beyond(l.op, value, l.value)))
      if (from === undefined || now - from < leaveMs) break
      target -= 1
    }
    if (target < rank) {
      out.push(
        target < 0
          ? `${condition} ended ${levels[rank]?.level} @${now / 1_000}`
          : `${condition} fell ${levels[target]?.level} @${now / 1_000}`,
      )
      rank = target
    }
    const until = Math.min(now + 5_000, ms[index + 1] ?? Number.POSITIVE_INFINITY)
    for (let more = true; more; ) {
      const dues = levels.flatMap(({ limits, delayMs }, level) => {
        const from = holdsSince(index, (value) => limits.some((l) => beyond(l.op, value, l.value)))
        if (level <= rank || from === undefined || from + delayMs > until) return []
        return [{ level, dueMs: from + delayMs }]
      })
      const first = dues.sort((a, b) => a.dueMs - b.dueMs || b.level - a.level)[0]
      more = first !== undefined
      if (first === undefined) break
      out.push(
        `${condition} ${rank < 0 ? 'raised' : 'rose'} ${levels[first.level]?.level} @${first.dueMs / 1_000}`,
      )
      rank = first.level
    }
  }
  return out
}
