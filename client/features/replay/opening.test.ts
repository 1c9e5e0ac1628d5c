// Proves that a recording is read once for each person, and not once more when the hub says who it is.
import { refuse } from '@chairside/shared/result.ts'
import { expect, test } from 'vitest'
import { openingFor } from './opening.ts'

const NONE = { by: undefined, times: 0 }
const refused = refuse('not-signed-in', 'Sign in first.').error

test('[UI53] who is signed in, said after the recording was opened, does not open it again', () => {
  const told = openingFor(NONE, 'person-1', undefined)
  expect(told).toEqual({ by: 'person-1', times: 0 })
  // The hub is lost and greets anew: the same person.
  expect(openingFor(told, undefined, undefined)).toBe(told)
  expect(openingFor(told, 'person-1', undefined)).toBe(told)
})

test('[UI53] another person opens it again: what one may not see, another may', () => {
  const nobody = openingFor(NONE, 'nobody', refused)
  expect(openingFor(nobody, 'person-1', refused).times).toBe(nobody.times + 1)
  const first = openingFor(NONE, 'person-1', undefined)
  expect(openingFor(first, 'person-2', undefined)).toEqual({ by: 'person-2', times: 1 })
  expect(openingFor(first, 'nobody', undefined).times).toBe(1)
})

test('[UI53] refused before the hub said who is here, it is opened again for whoever that is', () => {
  expect(openingFor(NONE, 'person-1', refused)).toEqual({ by: 'person-1', times: 1 })
})
