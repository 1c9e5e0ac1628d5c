// The dose: the sentence, the rate, which number to check, what cannot be and what is asked about; weight in both units.
import { describe, expect, test } from 'vitest'
import {
  checkRate,
  checkWeight,
  type DoseTyped,
  doseOf,
  doseSentence,
  doseTyped,
  doseWorkings,
  kgToLb,
  lbToKg,
  plannedRate,
  rateDisagrees,
  unlikelyDose,
  weightWords,
} from './dose.ts'

const order = { drug: 'ketamine', mgPerKg: 0.5, maxMg: 60, minutes: 40 }
const typed: DoseTyped = {
  weightKg: 70,
  doseMg: 35,
  volumeMl: 35,
  minutes: 40,
  pumpRateMlPerHr: 52.5,
  order,
}
const messageOf = (more: Partial<DoseTyped>): string => {
  const result = checkRate({ ...typed, ...more })
  return result.ok ? '' : result.error.message
}

describe('the arithmetic', () => {
  test('[VI66] order, weight and volume make a dose, a concentration and a rate, as one sentence', () => {
    const dose = doseOf(order, 70, 35)
    expect(dose).toEqual({
      drug: 'ketamine',
      doseMg: 35,
      volumeMl: 35,
      minutes: 40,
      mgPerKg: 0.5,
      mgPerMl: 1,
      rateMlPerHr: 52.5,
    })
    expect(doseSentence(dose)).toBe('35 mg in 35 mL (1 mg/mL) over 40 min')
    expect(doseSentence({ doseMg: 41.3, volumeMl: 100, minutes: 40 })).toBe(
      '41.3 mg in 100 mL (0.413 mg/mL) over 40 min',
    )
    expect(doseWorkings(order, 70)).toBe('0.5 mg/kg × 70 kg = 35 mg')
    expect(plannedRate({ volumeMl: 50, minutes: 60 })).toBe(50)
  })
  test('[VI66] never more than the order’s maximum, and it says so', () => {
    expect(doseOf(order, 120, 60)).toMatchObject({ doseMg: 60 })
    expect(doseOf(order, 120, 60).capped).toBeUndefined()
    expect(doseOf(order, 121, 60)).toMatchObject({ doseMg: 60, capped: true })
    expect(doseWorkings(order, 130)).toBe('0.5 mg/kg × 130 kg = 65 mg, at most 60 mg as ordered')
  })
})

describe('the rate on the pump', () => {
  test.each([
    [52.5, true],
    [53.55, true],
    [53.56, false],
    [51.45, true],
    [51.44, false],
    [525, false],
  ])('[VI67] %s mL/h where 52.5 is made: exactly 2 %% is taken, more is not', (rate, agrees) => {
    expect(rateDisagrees(rate, 52.5)).toBe(!agrees)
    expect(checkRate({ ...typed, pumpRateMlPerHr: rate }).ok).toBe(agrees)
  })
  test('[VI67] it names the number to check, with what was made and what is set', () => {
    const result = checkRate({ ...typed, pumpRateMlPerHr: 5.25 })
    expect(result).toEqual({
      ok: false,
      error: {
        code: 'rate-mismatch',
        field: 'body.pumpRateMlPerHr',
        message:
          'Check the decimal point of the rate on the pump. 35 mg in 35 mL (1 mg/mL) over 40 min makes 52.5 mL/h, the pump is set to 5.25.',
      },
    })
    expect(messageOf({ minutes: 60 })).toMatch(
      /^Check the minutes: the rate fits 40 min as ordered, 60 are typed/,
    )
    expect(messageOf({ volumeMl: 50 })).toMatch(/^Check the volume: the rate fits 35 mL, 50 are typed/)
    expect(messageOf({ volumeMl: 50, pumpRateMlPerHr: 50 })).toMatch(
      /^Check the rate on the pump: it is the volume/,
    )
    expect(messageOf({ pumpRateMlPerHr: 0.875 })).toMatch(/mL per minute, not per hour/)
    expect(messageOf({ pumpRateMlPerHr: 60 })).toMatch(/at 60 mL\/h it would be in after 35 min/)
  })
  test('[VI67] nobody may confirm it away', () => {
    expect(doseTyped({ ...typed, pumpRateMlPerHr: 60 }, 'ketamine', true)).toMatchObject({
      error: { code: 'rate-mismatch' },
    })
  })
})

describe('what cannot be and what is asked about', () => {
  const at = (more: Partial<DoseTyped>): DoseTyped => {
    const all = { ...typed, ...more }
    return { ...all, pumpRateMlPerHr: plannedRate(all) }
  }
  const refusal = (more: Partial<DoseTyped>, confirmed = false) => {
    const result = doseTyped(at(more), 'ketamine', confirmed)
    return result.ok ? undefined : [result.error.code, result.error.field]
  }

  test('[VI68] as ordered it is taken as it was worked out', () => {
    expect(doseTyped(typed, 'ketamine', false)).toEqual({
      ok: true,
      value: {
        drug: 'ketamine',
        weightKg: 70,
        mgPerKg: 0.5,
        doseMg: 35,
        volumeMl: 35,
        minutes: 40,
        rateMlPerHr: 52.5,
        pumpRateMlPerHr: 52.5,
      },
    })
  })
  test.each([
    ['more than ordered', { doseMg: 35.8 }, 'body.doseMg'],
    ['above the order’s maximum', { weightKg: 130, doseMg: 61 }, 'body.doseMg'],
    ['above it with what was given', { weightKg: 100, doseMg: 50, givenMg: 20 }, 'body.doseMg'],
    ['faster than ordered', { minutes: 39 }, 'body.minutes'],
    ['two places off 1 mg/mL', { volumeMl: 0.34 }, 'body.volumeMl'],
    ['two places off 1 mg/mL', { volumeMl: 3_600 }, 'body.volumeMl'],
    ['no dose', { doseMg: 0 }, 'body.doseMg'],
    ['no minutes', { minutes: 0 }, 'body.minutes'],
  ])('[VI68] %s: refused, also when it is confirmed', (_what, more, field) => {
    expect(refusal(more)).toEqual(['impossible-value', field])
    expect(refusal(more, true)).toEqual(['impossible-value', field])
  })
  test.each([
    ['within 2 % above what is ordered', { doseMg: 35.7 }],
    ['within 2 % below', { doseMg: 34.3 }],
    ['within 2 % faster', { minutes: 39.2 }],
    ['the order’s maximum', { weightKg: 130, doseMg: 60, volumeMl: 60 }],
    ['a tenth of 1 mg/mL', { volumeMl: 350 }],
    ['ten times of it', { volumeMl: 3.5 }],
  ])('[VI68] %s: taken', (_what, more) => {
    expect(refusal(more)).toBeUndefined()
  })
  test.each([
    ['less than ordered', { doseMg: 30, volumeMl: 30 }, 'body.doseMg'],
    ['slower than ordered', { minutes: 60 }, 'body.minutes'],
    ['a decimal place off', { volumeMl: 3.4 }, 'body.volumeMl'],
    ['a decimal place off', { volumeMl: 360 }, 'body.volumeMl'],
  ])('[VI68] %s: asked about, and taken when it is confirmed', (_what, more, field) => {
    expect(refusal(more)).toEqual(['unlikely-value', field])
    expect(unlikelyDose(at(more)).map((one) => one.field)).toEqual([field])
    expect(refusal(more, true)).toBeUndefined()
  })
  test('[VI68] without an order only the figures are held against one another', () => {
    const { order: _order, ...alone } = typed
    expect(doseTyped({ ...alone, doseMg: 70, volumeMl: 35 }, 'ketamine', false).ok).toBe(true)
    expect(doseTyped({ ...alone, pumpRateMlPerHr: 60 }, 'ketamine', false).ok).toBe(false)
  })
})

describe('weight', () => {
  const kg = (entered: number, more = {}) => ({ weightKg: entered, unit: 'kg' as const, entered, ...more })
  test('[VI69] in kilograms and pounds', () => {
    expect(lbToKg(154.324)).toBeCloseTo(70, 3)
    expect(kgToLb(70)).toBeCloseTo(154.32, 2)
    expect(weightWords(70)).toBe('70 kg (154.3 lb)')
  })
  test('[VI69] what was typed and the kilograms made of it are the same to a rounded tenth', () => {
    expect(checkWeight({ weightKg: 70, unit: 'lb', entered: 154.3 }, undefined).ok).toBe(true)
    expect(checkWeight({ weightKg: 70.1, unit: 'lb', entered: 154.5 }, undefined).ok).toBe(true)
    expect(checkWeight({ weightKg: 70, unit: 'lb', entered: 160 }, undefined)).toMatchObject({
      error: { code: 'impossible-value', field: 'body.detail.entered' },
    })
    expect(checkWeight({ weightKg: 154, unit: 'lb', entered: 154 }, undefined).ok).toBe(false)
  })
  test.each([
    [73.5, true],
    [73.6, false],
    [66.5, true],
    [66.4, false],
  ])('[VI69] %s kg after 70: exactly 5 %% is taken, more asks and is taken when confirmed', (now, taken) => {
    expect(checkWeight(kg(now), 70).ok).toBe(taken)
    expect(checkWeight(kg(now, { confirmed: true }), 70).ok).toBe(true)
    expect(checkWeight(kg(now), undefined).ok).toBe(true)
  })
  test('[VI69] it asks by how much, and whether it is the other unit', () => {
    expect(checkWeight(kg(154), 70)).toMatchObject({
      error: {
        code: 'unlikely-value',
        message: '154 kg is 120 % more than last time (70 kg). Is it pounds? Weigh again, then confirm.',
      },
    })
    expect(checkWeight({ weightKg: 31.8, unit: 'lb', entered: 70 }, 70)).toMatchObject({
      error: { message: expect.stringContaining('less than last time (70 kg). Is it kilograms?') },
    })
    expect(checkWeight(kg(80), 70)).toMatchObject({
      error: { message: '80 kg is 14 % more than last time (70 kg). Weigh again, then confirm.' },
    })
  })
})
