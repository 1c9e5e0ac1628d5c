// Proves what the button of a start says while the hub would refuse it.
import { describe, expect, test } from 'vitest'
import { waitsWords } from './start-waits.ts'

describe('a start that cannot be recorded yet', () => {
  test.each([
    ['check-in-incomplete', 'checkIn.consent', 'after check-in'],
    ['check-in-incomplete', 'dose', 'after the dose'],
    ['rate-mismatch', 'dose.pumpRateMlPerHr', 'after the dose'],
    ['gate-holds', 'gate', 'after the gate'],
    ['state-moved', 'body.type', 'not now'],
    ['state-moved', 'samePatient', 'same patient?'],
    ['phase-not-allowed', 'patient', 'another patient'],
  ] as const)('[UI278] %s of %s: %s', (code, field, words) => {
    expect(waitsWords({ code, message: '', field }, 'baseline')).toBe(words)
  })
  test('[UI278] before baseline it waits for it; after that there is none in this phase', () => {
    const refusal = { code: 'phase-not-allowed', message: '', field: 'body.type' } as const
    expect(waitsWords(refusal, 'checkIn')).toBe('after baseline')
    expect(waitsWords(refusal, 'emergency')).toBe('not in this phase')
  })
})
