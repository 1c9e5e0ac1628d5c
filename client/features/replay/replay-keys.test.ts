// The keys of a replay: which act each is, and that each act has its key on the page of keys.
import { describe, expect, test } from 'vitest'
import { actOfKey, isCharacterKey, KEYS, nextSpeed } from './replay-keys.ts'

const press = (
  key: string,
  held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', true>> = {},
) => actOfKey({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...held })

describe('keys', () => {
  test('[UI86] space plays and pauses, arrows step, with Shift ten times as far', () => {
    expect(press(' ')).toEqual({ is: 'playOrPause' })
    expect(press('k')).toEqual({ is: 'playOrPause' })
    expect(press('ArrowLeft')).toEqual({ is: 'step', byMs: -1_000 })
    expect(press('ArrowRight', { shiftKey: true })).toEqual({ is: 'step', byMs: 10_000 })
    expect(press('Home')).toEqual({ is: 'end', which: 'first' })
    expect(press('End')).toEqual({ is: 'end', which: 'last' })
  })

  test('[UI86] a and e go to the next alarm and event, with Shift to the one before; comma and point too', () => {
    expect(press('a')).toEqual({ is: 'jump', to: 'alarm', forward: true })
    expect(press('A', { shiftKey: true })).toEqual({ is: 'jump', to: 'alarm', forward: false })
    expect(press('.')).toEqual({ is: 'jump', to: 'alarm', forward: true })
    expect(press(',')).toEqual({ is: 'jump', to: 'alarm', forward: false })
    expect(press('e')).toEqual({ is: 'jump', to: 'event', forward: true })
    expect(press('E', { shiftKey: true })).toEqual({ is: 'jump', to: 'event', forward: false })
  })

  test('[UI86] what belongs to the browser stays its own', () => {
    expect(press('a', { ctrlKey: true })).toBeUndefined()
    expect(press('ArrowLeft', { altKey: true })).toBeUndefined()
    expect(press('c', { metaKey: true })).toBeUndefined()
    expect(press('Tab')).toBeUndefined()
    expect(press('F5')).toBeUndefined()
  })

  test('[UI86] single letters and signs can be switched off; space and arrows stay', () => {
    for (const key of ['a', 'E', ',', '?', '+', 'c']) expect(isCharacterKey({ key })).toBe(true)
    for (const key of [' ', 'ArrowLeft', 'Home']) expect(isCharacterKey({ key })).toBe(false)
  })

  test('[UI86] speeds go up and down one at a time and stop at the ends', () => {
    expect(nextSpeed(1, true)).toBe(2)
    expect(nextSpeed(60, true)).toBe(60)
    expect(nextSpeed(0.5, false)).toBe(0.5)
  })

  test('[UI86] every act stands on the page of keys', () => {
    expect(KEYS.map(({ does }) => does)).toEqual([
      'Play or pause',
      '1 s back, on',
      '10 s back, on',
      'Previous, next alarm',
      'Previous, next alarm',
      'Previous, next event',
      'Beginning, end',
      'Slower, faster',
      'Copy a link to this moment',
      'These keys',
    ])
  })
})
