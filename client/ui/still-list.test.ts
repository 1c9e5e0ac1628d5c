// Proves when a list that has moved takes a tap again, and that a key is never held up.
import { describe, expect, it } from 'vitest'
import { scriptedTime } from '../testing/scripted-wire.ts'
import { createStillness } from './still-list.ts'

const TAP = { detail: 1 }
const SECOND_TAP = { detail: 2 }
const KEY = { detail: 0 }

describe('a list that moves under a finger', () => {
  it('[UI392] takes no tap for 600 ms after it has moved, and then every one; a key at any time', async () => {
    const time = scriptedTime()
    const still = createStillness(time.after)
    expect(still.takes(TAP)).toBe(true)
    still.moved()
    expect([TAP, SECOND_TAP, KEY].map(still.takes)).toEqual([false, false, true])
    await time.pass(550)
    expect(still.takes(SECOND_TAP)).toBe(false)
    await time.pass(50)
    expect([TAP, SECOND_TAP, KEY].map(still.takes)).toEqual([true, true, true])
  })
  it('[UI392] counts from the last time that it moved, whoever moved it', async () => {
    const time = scriptedTime()
    const still = createStillness(time.after)
    still.moved()
    await time.pass(500)
    still.moved()
    await time.pass(500)
    expect(still.takes(TAP)).toBe(false)
    await time.pass(100)
    expect(still.store.getState()).toEqual({ isStill: true })
    still.moved()
    still.end()
    await time.pass(1_000)
    expect(still.takes(TAP)).toBe(true)
  })
})
