// Proves what the recovery list says of a second pressure that is still missing, and of what a HIGH came after.
import { describe, expect, test } from 'vitest'
import { againWords, secondWords } from './recovery-panel.tsx'

const at = (clock: string) => Date.parse(`2025-11-24T${clock}Z`)
const from = at('03:21:40')

describe('the second reading', () => {
  test('[UI317] it says from when it counts, and when the grid has one that is late enough', () => {
    expect(secondWords(from, at('03:26:00'), at('03:20:00'), 'UTC')).toBe(
      'second from 03:21:40, next cuff 03:26',
    )
  })
  test('[UI317] where the grid’s next one comes too early, or none does, it is measured by hand of a person', () => {
    expect(secondWords(from, at('03:21:37'), at('03:20:00'), 'UTC')).toBe(
      'second from 03:21:40: measure then',
    )
    expect(secondWords(from, undefined, at('03:20:00'), 'UTC')).toBe('second from 03:21:40: measure then')
    expect(secondWords(from, undefined, at('03:22:00'), 'UTC')).toBe('one more counts now: measure')
  })
})

test('[UI372] what a HIGH came after says when that was, what it was, and to give it again', () => {
  const high = { name: 'BP very high', atMs: at('11:42:07') }
  const text = 'before the HIGH "BP very high"'
  expect(againWords({ text, judged: true }, high, 'UTC')).toBe(
    'before the HIGH at 11:42 (BP very high): sign off again',
  )
  expect(againWords({ text: `5, ${text}`, judged: false }, high, 'UTC')).toBe(
    '5, before the HIGH at 11:42 (BP very high): assess again',
  )
})
