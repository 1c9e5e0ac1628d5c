// Proves how many alarms stand in the bar, and how wide.
import { describe, expect, test } from 'vitest'
import { fitLines } from './alarm-rows.ts'

const narrow = (count: number): boolean[] => Array.from({ length: count }, () => false)

describe('the rows of the alarm bar', () => {
  test.each([
    [0, [], 0],
    [1, ['full'], 0],
    [2, ['half', 'half'], 0],
    [3, ['full', 'half', 'half'], 0],
    [4, ['half', 'half', 'half', 'half'], 0],
    [6, ['half', 'half', 'half', 'half'], 2],
  ] as const)('[UI285] %i alarms stand in two rows at most', (count, spans, left) => {
    expect(fitLines(narrow(count), false)).toEqual({ spans, left })
  })

  test('[UI285] a line with many buttons has a row of its own, and the order stays', () => {
    expect(fitLines([true, false, false], false)).toEqual({ spans: ['full', 'half', 'half'], left: 0 })
    expect(fitLines([true, false, false, false], false)).toEqual({ spans: ['full', 'half', 'half'], left: 1 })
    expect(fitLines([false, true, false], false)).toEqual({ spans: ['full', 'full'], left: 1 })
    expect(fitLines([true, true], false)).toEqual({ spans: ['full', 'full'], left: 0 })
  })

  test('[UI285] upright each is as wide as the bar; a fourth takes the place of one to say how many more', () => {
    expect(fitLines(narrow(3), true)).toEqual({ spans: ['full', 'full', 'full'], left: 0 })
    expect(fitLines([true, ...narrow(3)], true)).toEqual({ spans: ['full', 'full'], left: 2 })
  })
})
