// Which keys move the moment looked at, and which are left alone.
import { describe, expect, it } from 'vitest'
import { actOfKey, type Pressed } from './look-back-keys.ts'

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  shiftKey: false,
  modified: false,
  taken: false,
  on: 'page',
  ...more,
})

describe('keys of looking back', () => {
  it('[UI109] space stands still and follows again, arrows step, Escape and End return', () => {
    expect(actOfKey(press(' '), false)).toEqual({ is: 'toggle' })
    expect(actOfKey(press(' '), true)).toEqual({ is: 'toggle' })
    expect(actOfKey(press('ArrowLeft'), false)).toEqual({ is: 'step', byMs: -10_000 })
    expect(actOfKey(press('ArrowRight', { shiftKey: true }), true)).toEqual({ is: 'step', byMs: 60_000 })
    expect(actOfKey(press('Escape'), true)).toEqual({ is: 'follow' })
    expect(actOfKey(press('End'), true)).toEqual({ is: 'follow' })
  })

  it('[UI109] a screen that follows is not moved forward, and has nothing to return from', () => {
    for (const key of ['ArrowRight', 'Escape', 'End']) expect(actOfKey(press(key), false)).toBeUndefined()
  })

  it('[UI109] a key that belongs to a field, a question, a pressed button or another part is left to it', () => {
    for (const on of ['field', 'dialog'] as const)
      for (const key of [' ', 'ArrowLeft', 'Escape', 'End'])
        expect(actOfKey(press(key, { on }), true)).toBeUndefined()
    expect(actOfKey(press(' ', { on: 'pressable' }), true)).toBeUndefined()
    expect(actOfKey(press('Escape', { on: 'pressable' }), true)).toEqual({ is: 'follow' })
    expect(actOfKey(press('ArrowLeft', { taken: true }), true)).toBeUndefined()
    expect(actOfKey(press('ArrowLeft', { modified: true }), true)).toBeUndefined()
    expect(actOfKey(press('a'), true)).toBeUndefined()
  })
})
