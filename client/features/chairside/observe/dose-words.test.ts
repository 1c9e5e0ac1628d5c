// What is said of a dose while it is typed: by its own words and by the order, never by the drug.
import { expect, test } from 'vitest'
import { doseDoubt } from './dose-words.ts'

test.each([
  ['', undefined],
  ['4 mg IV', undefined],
  ['4mg', undefined],
  ['4000 µg IV', undefined],
  ['0,004 g', undefined],
  ['2 mL', undefined],
  ['IV', 'How much? Type the number and its unit.'],
  ['4', '4 of what? Type the unit after the number.'],
  ['40 mg IV', '40 mg, where 4 mg IV is ordered: look at what was given again.'],
  ['4 µg IV', '4 µg, where 4 mg IV is ordered: look at what was given again.'],
])('[UI354] “%s”, where 4 mg IV is ordered: %s', (typed, said) => {
  expect(doseDoubt(typed, ['4 mg IV'])).toBe(said)
})
test('[UI354] of a drug that is not ordered only number and unit are asked for; of one ordered twice either dose is right', () => {
  expect(doseDoubt('40 mg', [])).toBeUndefined()
  expect(doseDoubt('8 mg', ['4 mg IV', '8 mg PO'])).toBeUndefined()
  expect(doseDoubt('6 mg', ['4 mg IV', '8 mg PO'])).toBe(
    '6 mg, where 4 mg IV or 8 mg PO is ordered: look at what was given again.',
  )
})
