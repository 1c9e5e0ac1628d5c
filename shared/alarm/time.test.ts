// That the answer depends on records and times only: ticks, restarts, checkpoints and deadlines.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, learned, live, RULES } from '../testing/given.ts'
import { history } from '../testing/histories.ts'
import { seldom, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { advanceTo, type EngineState, evolve, initialEngine, nextDeadlineMs, step } from './engine.ts'

/** Whole days are asked the same at any pace and over restarts, as often as the full run says: whole.test. */
const holds = seldom(20)

/** Quicker than `expect`, of which there would be millions. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`)
}

/**
 * Without the places of the pump's acts in the log: a record stands there behind what was decided before it came, and who is not
 * asked between two records decides that after the second.
 */
const unnumbered = (state: EngineState): EngineState => {
  const text = JSON.stringify(state.technical.infusion, (key, value) => (key === 'seq' ? undefined : value))
  return { ...state, technical: { ...state.technical, infusion: JSON.parse(text) } }
}

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('the answer depends on records and times, not on how often it is asked', { timeout }, () => {
  test('[AL1] tick independence: any tick gives the same transitions and the same state', () => {
    holds(
      fc.property(history, fc.constantFrom(100, 250, 1_000, 7_000), ({ facts, endS }, tickMs) => {
        const untouched = live(facts, endS)
        const ticked = live(facts, endS, tickMs)
        expect(ticked.decided).toEqual(untouched.decided)
        expect(unnumbered(ticked.state)).toEqual(unnumbered(untouched.state))
      }),
    )
  })

  test('[AL2] split independence: a hub restarted anywhere decides what the one that lived on decided', () => {
    holds(
      fc.property(history, fc.nat(), fc.constantFrom(undefined, 1_000), ({ facts, endS }, cut, tickMs) => {
        const run = live(facts, endS, tickMs)
        const index = cut % run.batches.length
        const batch = run.batches[index]
        const onDisk = run.batches
          .slice(0, index + 1)
          .reduce((count, { record, decided }) => count + (record === undefined ? 0 : 1) + decided.length, 0)
        // The state of the hub that lived on, learned from the records alone.
        let state = learned(run.log.slice(0, onDisk))
        expect(state).toEqual(batch?.state)
        // And it goes on alike, through a checkpoint.
        state = plain(state)
        const rest = run.batches.slice(index + 1).flatMap(({ record, atMs }) => {
          const result = record === undefined ? advanceTo(RULES, state, atMs) : step(RULES, state, record)
          state = result.state
          return result.transitions
        })
        expect(rest).toEqual(run.batches.slice(index + 1).flatMap(({ decided }) => decided))
        expect(state).toEqual(run.state)
      }),
    )
  })

  test('[AL2] fold(a ++ b) is fold(b) from fold(a), and a checkpoint is plain JSON', () => {
    holds(
      fc.property(history, fc.nat(), ({ facts, endS }, cut) => {
        const { log } = live(facts, endS)
        const index = cut % log.length
        const first = plain(learned(log.slice(0, index)))
        const second = log
          .slice(index)
          .reduce<EngineState>((state, record) => evolve(RULES, state, record), first)
        expect(second).toEqual(learned(log))
      }),
    )
  })

  test('[AL3] deadlines: nothing is decided before the next one, something at it, and in order', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const run = live(facts, endS)
        for (const { state, atMs } of run.batches) {
          const next = nextDeadlineMs(RULES, state)
          if (next === undefined) {
            must(advanceTo(RULES, state, at(1e7)).transitions.length === 0, `nothing is due after ${atMs}`)
            continue
          }
          must(next > atMs, `${next} is after ${atMs}`)
          const before = advanceTo(RULES, state, (next - 1) as typeof next).transitions
          must(before.length === 0, `nothing is decided before ${next}`)
          const due = advanceTo(RULES, state, next).transitions
          must(due.length > 0, `something is decided at ${next}`)
          must(
            due.every(({ dueAtMs }) => dueAtMs === next),
            `what is decided at ${next} is due then`,
          )
        }
        for (const { decided, atMs } of run.batches) {
          const dues = decided.map(({ dueAtMs }) => dueAtMs)
          if (dues.length > 1) expect(dues).toEqual([...dues].sort((a, b) => a - b))
          for (const due of dues) must(due <= atMs, `${due} is not after ${atMs}`)
        }
      }),
    )
  })
})

test('[AL1] the first state is empty', () => {
  expect(nextDeadlineMs(RULES, initialEngine())).toBeUndefined()
  expect(advanceTo(RULES, initialEngine(), at(100)).transitions).toEqual([])
})
