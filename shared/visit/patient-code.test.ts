// Proves that a slip of the finger is not a patient, and which codes could be taken for one another.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds, RUNS } from '../testing/runs.ts'
import {
  codeKey,
  codeTrouble,
  differsByOne,
  isPatientCode,
  isSimulatedCode,
  lookAlikes,
  noCodeWords,
  withCheck,
} from './patient-code.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const anyStem = fc
  .array(fc.constantFrom(...ALPHABET), { minLength: 3, maxLength: 18 })
  .map((characters) => characters.join(''))
  .filter((stem) => withCheck(stem) !== undefined)
const checked = (stem: string): string => {
  const code = withCheck(stem)
  if (code === undefined) throw new Error(`${stem} has no code`)
  return code
}

describe('the check character', () => {
  test.each([
    // The example of ISO 7064 itself.
    ['A12425GABC1234002', 'A12425GABC1234002M'],
    ['K-041', 'K-041W'],
    ['k-041', 'K-041W'],
    ['B-213', 'B-213K'],
  ])('[PT1] of %s makes %s', (stem, code) => {
    expect(withCheck(stem)).toBe(code)
    expect(isPatientCode(code)).toBe(true)
  })

  test('[PT1] a stem has one; the few whose check would miss a swap have none', () => {
    let without = 0
    holds(
      fc.property(fc.array(fc.constantFrom(...ALPHABET), { minLength: 3, maxLength: 18 }), (characters) => {
        const stem = characters.join('')
        const ones = [...ALPHABET].filter((character) => isPatientCode(stem + character))
        expect(ones.length).toBeLessThanOrEqual(1)
        expect(withCheck(stem)).toBe(ones.length === 0 ? undefined : stem + ones[0])
        if (ones.length === 0) without += 1
      }),
    )
    expect(without / RUNS).toBeLessThan(0.1)
    expect(withCheck('IJ000')).toBeUndefined()
  })

  test('[PT1] a wrong character is found, wherever it stands', () => {
    holds(
      fc.property(anyStem, fc.nat(), fc.constantFrom(...ALPHABET), (stem, place, wrong) => {
        const code = checked(stem)
        const at = place % code.length
        fc.pre(code[at] !== wrong)
        expect(isPatientCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBe(false)
      }),
    )
  })

  test('[PT1] two neighbours swapped are found', () => {
    holds(
      fc.property(anyStem, fc.nat(), (stem, place) => {
        const code = checked(stem)
        const at = place % (code.length - 1)
        const [one = '', two = ''] = [code[at], code[at + 1]]
        fc.pre(one !== two)
        expect(isPatientCode(code.slice(0, at) + two + one + code.slice(at + 2))).toBe(false)
      }),
    )
  })

  test.each(['', 'K', 'K04', 'K-041', 'K-04 1W', 'K-041Ö', '-K041W', 'K-041W'.repeat(5), 'K-041W\n\u0000'])(
    '[PT1] %j is none',
    (typed) => {
      expect(isPatientCode(typed)).toBe(false)
    },
  )

  test('[PT2] hyphens, small letters and spaces around it make no other patient', () => {
    expect(isPatientCode(' k-041w ')).toBe(true)
    expect(isPatientCode('K041W')).toBe(true)
    expect(codeKey(' k-041w ')).toBe(codeKey('K041W'))
  })

  test('[PT44] what is wrong is said: its form, or that a character is wrong; and where codes come from', () => {
    expect(codeTrouble(' k-041w ')).toBeUndefined()
    for (const typed of ['K-2001', 'K-014W', 'K-041V']) {
      expect(codeTrouble(typed)).toMatch(/^A character is wrong: the last one checks the others/)
      expect(noCodeWords(typed)).toMatch(
        new RegExp(
          `^“${typed}” is no patient code\\. A character .* Only codes that are made here .*“New patient”`,
        ),
      )
    }
    for (const typed of ['', 'K', 'K 041', 'Jane Doe', 'A'.repeat(30)])
      expect(codeTrouble(typed)).toMatch(/^A patient code has 4 to 24 letters, digits and hyphens/)
  })

  test('[PT1] what cannot be a stem has no code', () => {
    for (const stem of ['', 'K', 'K-ü1', 'A'.repeat(24), '-A12']) expect(withCheck(stem)).toBeUndefined()
  })
})

describe('codes that look alike', () => {
  test.each([
    ['K-041W', checked('K-047'), true, 'one character, and the check with it'],
    ['K-041W', checked('K-014'), true, 'a swap, and the check with it'],
    ['K-0417', 'K-0471', true, 'a swap'],
    ['K-0417', 'K-0418', true, 'one character'],
    ['K-0417', 'B-0418', false, 'two characters'],
    ['K-0417', 'K-1407', false, 'two that are no neighbours'],
    ['K-041W', 'k041w', false, 'the same'],
    ['K-041W', checked('K-0413'), false, 'longer'],
    ['K-041W', checked('B-299'), false, 'nothing in common'],
  ])('[PT3] %s and %s: %s (%s)', (a, b, expected) => {
    expect(differsByOne(a, b)).toBe(expected)
    expect(differsByOne(b, a)).toBe(expected)
  })

  test('[PT3] a simulated patient looks like nobody', () => {
    expect(lookAlikes(['SIM-101', 'SIM-102', 'sim-103']).size).toBe(0)
    expect(isSimulatedCode('SIM-101')).toBe(true)
    for (const code of ['SIM', 'SIMON-1', 'SIM-', 'SIM-Ä', 'XSIM-1'])
      expect(isSimulatedCode(code), code).toBe(code === 'SIM-')
  })

  test('[PT3] each is told with those it looks like', () => {
    const [a, b, c] = [checked('K-041'), checked('K-047'), checked('B-299')]
    expect([...lookAlikes([a, b, c, a])]).toEqual([
      [a, [b]],
      [b, [a]],
    ])
  })
})
