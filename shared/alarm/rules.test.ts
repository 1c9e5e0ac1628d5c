// What the rules say of themselves: their order, and the limits in force as a tile prints them.
import { describe, expect, test } from 'vitest'
import { IN_FORCE } from '../testing/given.ts'
import { ADULT_KETAMINE_INFUSION, limitsShown } from './rules.ts'

describe('rules as data', () => {
  test('[AL3] ladders stand in the order of their ids, levels with the highest last', () => {
    const ids = ADULT_KETAMINE_INFUSION.ladders.map(({ condition }) => condition)
    expect(ids).toEqual([...ids].sort())
    expect(ADULT_KETAMINE_INFUSION.profile).toEqual({ name: 'adult ketamine infusion', version: 3 })
  })
  test('[AL24] limits in force, as a tile prints them', () => {
    const printed = (quantity: Parameters<typeof limitsShown>[1]) =>
      limitsShown(IN_FORCE, quantity).map(({ op, value, priority }) => `${op}${value} ${priority}`)
    expect(printed('systolic')).toEqual([
      '>=160 medium',
      '>=180 high',
      '>=200 high',
      '<90 medium',
      '<80 high',
    ])
    expect(printed('diastolic')).toEqual(['>=105 medium', '>=110 medium', '>=115 high', '>=120 high'])
    expect(printed('heartRate')).toEqual(['>110 medium', '>130 high', '<50 medium', '<40 high'])
    expect(printed('pulseRate')).toEqual(printed('heartRate'))
    expect(printed('spo2')).toEqual(['<92 low', '<90 medium', '<85 high', '<80 high'])
    expect(printed('respirationRate')).toEqual(['<8 medium', '<6 high'])
    expect(printed('mean')).toEqual(['<60 medium'])
  })
})
