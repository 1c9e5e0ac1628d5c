// Proves that a typed time and a typed day mean one thing only, whatever the browser's own way of writing them is.
import { describe, expect, test } from 'vitest'
import { dayShown, readClock, readDay } from './typed-time.ts'

describe('a typed time of day', () => {
  test.each([
    ['10:34', '10:34'],
    ['1034', '10:34'],
    ['9:05', '09:05'],
    ['10.34', '10:34'],
    [' 23:59 ', '23:59'],
    ['00:00', '00:00'],
    ['0000', '00:00'],
    ['10:34:20', '10:34:20'],
    ['103420', '10:34:20'],
  ])('[UI275] %s is %s', (typed, time) => {
    expect(readClock(typed)).toBe(time)
  })
  test.each(['', '10', '103', '10:3', '24:00', '12:60', '10:34:60', '10:34 PM', '10.34 am', 'ten', '-1:00'])(
    '[UI275] "%s" is none',
    (typed) => {
      expect(readClock(typed)).toBeUndefined()
    },
  )
})

describe('a typed day', () => {
  test.each([
    ['2026-11-24', '2026-11-24'],
    ['24 Nov 2026', '2026-11-24'],
    ['24 november 2026', '2026-11-24'],
    ['3. Apr 2026', '2026-04-03'],
    [' 29 Feb 2028', '2028-02-29'],
  ])('[UI275] %s is %s', (typed, day) => {
    expect(readDay(typed)).toBe(day)
  })
  test.each([
    '',
    '24/11/2026',
    '3/4/2026',
    '24.11.2026',
    '2026-11-2',
    '2026-02-29',
    '31 Apr 2026',
    '24 Xyz 2026',
    '24 Nov 202',
  ])('[UI275] "%s" is none: it may mean another, or there is no such day', (typed) => {
    expect(readDay(typed)).toBeUndefined()
  })
  test('[UI275] it is shown as days are everywhere, and reads back as itself', () => {
    expect(dayShown('2026-11-04')).toBe('4 Nov 2026')
    expect(readDay(dayShown('2026-11-04'))).toBe('2026-11-04')
    expect(dayShown('24 No')).toBe('24 No')
  })
})
