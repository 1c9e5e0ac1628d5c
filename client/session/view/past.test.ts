// Proves that the past of a session is the fold of its records, at every moment, however it is asked for; and that what
// grows with events is bounded.
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { type DecodedRecord, encodeLine } from '@chairside/shared/record/line.ts'
import type { LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
import { ok } from '@chairside/shared/result.ts'
import { live } from '@chairside/shared/testing/given.ts'
import { history } from '@chairside/shared/testing/histories.ts'
import { holds, PROPERTY_TIMEOUT_MS } from '@chairside/shared/testing/runs.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alarmBody, attachedBody, detachedBody, linesOf, openedBody } from '../../testing/records.ts'
import { decoded, scriptedSession } from '../../testing/scripted-session.ts'
import { HUB_AT_MS } from '../../testing/scripted-wire.ts'
import { createPast } from './past.ts'

/** The session at every record, plainly. */
const plain = (log: readonly DecodedRecord[]): SessionState[] => {
  let state = emptySession
  return [emptySession, ...log.map((record) => (state = foldSession(state, record)))]
}
const stateAt = (states: readonly SessionState[], atMs: number): SessionState =>
  states.findLast(({ head, headAtMs }) => head === 0 || headAtMs <= atMs) as SessionState

describe('the past of a session', () => {
  test(
    '[UI46] at any moments, in any order, while records come: the fold of the records up to then',
    () => {
      holds(
        fc.property(
          history,
          fc.array(fc.record({ part: fc.double({ min: -0.1, max: 1.1, noNaN: true }), come: fc.nat(400) }), {
            minLength: 1,
            maxLength: 12,
          }),
          fc.integer({ min: 1, max: 40 }),
          ({ facts, endS }, walk, every) => {
            const own: readonly LogRecord[] = live(facts, endS).log
            const lines = own.map(encodeLine)
            const states = plain(own)
            const past = createPast((first, last) => lines.slice(first - 1, last), every)
            let given = 0
            for (const { part, come } of walk) {
              for (const through = Math.min(own.length, given + come); given < through; given += 1)
                past.took(states[given + 1] as SessionState)
              if (given === 0) continue
              const from = own[0]?.hubAtMs as number
              const to = own[given - 1]?.hubAtMs as number
              const atMs = Math.round(from + part * (to - from))
              expect(past.at(atMs)).toEqual(stateAt(states.slice(0, given + 1), atMs))
            }
          },
        ),
        10,
      )
    },
    PROPERTY_TIMEOUT_MS,
  )

  test('[UI46] many records in one millisecond are one moment, across snapshots too', () => {
    const log = linesOf([openedBody, attachedBody, ...Array(900).fill(detachedBody)]).map((line, index) => ({
      ...decoded(line),
      hubAtMs: HUB_AT_MS + Math.floor(index / 600) * 1_000,
    })) as DecodedRecord[]
    const states = plain(log)
    const past = createPast((first, last) => log.slice(first - 1, last).map((one) => JSON.stringify(one)))
    for (const state of states.slice(1)) past.took(state)
    for (const atMs of [HUB_AT_MS - 1, HUB_AT_MS, HUB_AT_MS + 999, HUB_AT_MS + 1_000])
      expect(past.at(atMs)).toEqual(stateAt(states, atMs))
  })

  test('[UI48] records that came while older ones were on their way are not forgotten', async () => {
    const lines = linesOf([openedBody, ...Array<RecordBody>(99).fill(attachedBody)])
    const states = plain(lines.map(decoded))
    const waiting: (() => void)[] = []
    const past = createPast(
      (first, last) =>
        new Promise((resolve) => waiting.push(() => resolve(ok(lines.slice(first - 1, last))))),
    )
    for (const state of states.slice(1, 51)) past.took(state)
    const early = past.at(HUB_AT_MS + 20_000)
    for (const state of states.slice(51)) past.took(state)
    for (const answer of waiting.splice(0)) answer()
    expect(await early).toEqual(ok(states[20]))
    const late = past.at(HUB_AT_MS + 80_000)
    for (const answer of waiting.splice(0)) answer()
    expect(await late).toEqual(ok(states[80]))
  })

  test('[UI48] a line that comes back as another record is refused, not shown', async () => {
    const lines = linesOf([openedBody, attachedBody, attachedBody])
    const states = plain(lines.map(decoded))
    const past = createPast(() => [lines[2] as string])
    for (const state of states.slice(1)) past.took(state)
    expect(await past.at(HUB_AT_MS + 2_000)).toMatchObject({
      ok: false,
      error: { code: 'recording-damaged' },
    })
  })
})

describe('what grows with events', () => {
  test('[UI58] a device that comes and goes all night: the oldest of its lines go first, and are counted', () => {
    const { view, records: give, whole, frame } = scriptedSession({ nowMs: () => HUB_AT_MS })
    give(openedBody, attachedBody, alarmBody(HUB_AT_MS))
    for (let round = 0; round < 200; round += 1) {
      for (let each = 0; each < 25; each += 1) give(detachedBody, attachedBody)
      frame()
    }
    whole()
    frame()
    const { timeline, omitted, gaps } = view()
    expect(timeline.length).toBeLessThanOrEqual(6_000)
    expect(omitted.timeline).toBe(3 + 10_000 - timeline.length)
    expect(timeline.slice(0, 2).map(({ kind }) => kind)).toEqual(['session', 'alarm'])
    expect(timeline.at(-1)?.seq).toBe(3 + 10_000)
    expect(gaps.length).toBeLessThanOrEqual(2_000)
    expect(gaps[0]?.fromMs).toBe(HUB_AT_MS + 4_000)
    expect(gaps.at(-1)?.toMs).toBe(HUB_AT_MS + 10_003_000)
  })

  test('[UI58] what is left of too many lines is the same however the records came', () => {
    const bodies = [openedBody, attachedBody, alarmBody(HUB_AT_MS)]
    for (let round = 0; round < 4_100; round += 1) bodies.push(detachedBody, attachedBody)
    const given = (each: number) => {
      const { view, records: give, whole, frame } = scriptedSession({ nowMs: () => HUB_AT_MS })
      for (let at = 0; at < bodies.length; at += each) {
        give(...bodies.slice(at, at + each))
        frame()
      }
      whole()
      frame()
      const { timeline, omitted } = view()
      return { seqs: timeline.map(({ seq }) => seq), omitted }
    }
    const whole = given(bodies.length)
    expect(whole.seqs.length).toBeLessThanOrEqual(6_000)
    expect(whole.omitted.timeline).toBe(bodies.length - whole.seqs.length)
    for (const each of [700, 37]) expect(given(each)).toEqual(whole)
  })
})
