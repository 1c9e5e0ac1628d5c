// Proves what a form says of an act that it sent: recorded only when the hub has said so, the hub's words and its field, and whether
// anybody can know.
import { describe, expect, test } from 'vitest'
import type { SentCommand } from './hub/commands.ts'
import { afterEdit, troubleOf } from './sending.ts'

const after = (state: SentCommand['state']) => troubleOf({ state } as SentCommand)

describe('what became of an act', () => {
  test('[UI277] nothing is wrong only where the hub has said that it is recorded', () => {
    expect(after({ is: 'recorded', seq: 7 })).toBeUndefined()
    for (const state of [{ is: 'sending' }, { is: 'asking' }, { is: 'unknown' }] as const)
      expect(after(state), state.is).toMatchObject({
        is: 'notKnown',
        words: expect.stringContaining('nobody can say whether this was recorded'),
      })
  })
  test('[UI277] a refusal has the hub’s words, its code, and the field that it is about', () => {
    const error = { code: 'rate-mismatch', message: 'Check the rate.', field: 'body.rateMlPerHr' } as const
    expect(after({ is: 'refused', error })).toEqual({
      is: 'refused',
      words: 'Not recorded. Check the rate.',
      code: 'rate-mismatch',
      field: 'body.rateMlPerHr',
    })
  })
  test('[UI277] a figure that is asked about is asked, in the hub’s words alone', () => {
    const error = { code: 'unlikely-value', message: 'Is it 170 kg?' } as const
    expect(after({ is: 'refused', error })).toEqual({
      is: 'refused',
      words: 'Is it 170 kg?',
      code: 'unlikely-value',
    })
  })
  test('[UI277] what did not reach the hub, or was not sent for want of a name, was not sent', () => {
    expect(after({ is: 'notSent', why: 'The hub is away.' })).toEqual({
      is: 'notSent',
      words: 'The hub is away.',
    })
    expect(troubleOf(undefined)).toEqual({ is: 'notSent', words: 'Not sent: sign in first.' })
  })
  test('[UI312] a field that was changed clears what was said of it before; that nobody knows what became of an act stays', () => {
    const refused = after({ is: 'refused', error: { code: 'unlikely-value', message: '30 mg?' } } as never)
    expect(refused?.is).toBe('refused')
    expect(afterEdit(refused)).toBeUndefined()
    expect(afterEdit({ is: 'here', words: 'Look again.' })).toBeUndefined()
    const lost = { is: 'notKnown', words: 'Nobody knows.' } as const
    expect(afterEdit(lost)).toBe(lost)
    const notSent = troubleOf(undefined)
    expect(afterEdit(notSent)).toBe(notSent)
  })
})
