// Proves what the recovery list says of a second pressure that is still missing.
import { describe, expect, test } from 'vitest'
import { secondWords } from './recovery-panel.tsx'

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
