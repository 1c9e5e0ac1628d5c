// Proves when the gate waits and when it holds, in words.
import type { CheckInLine } from '@chairside/shared/visit/check-in.ts'
import type { GateLook } from '@chairside/shared/visit/gate.ts'
import { describe, expect, it } from 'vitest'
import { frozenWords, gateHeading, openOfCheckIn } from './baseline-words.ts'

const missing = { finding: 'noBaseline', outcome: 'hold', text: 'a second reading' } as const
const above = { finding: 'pressureAbovePass', outcome: 'warn', text: 'BP 146/84 above 140/90' } as const
const held = { finding: 'pressureHold', outcome: 'hold', text: 'BP 162/84' } as const
const holds = (...findings: GateLook['findings']): GateLook => ({ outcome: 'hold', findings, values: {} })

describe('the words of the gate', () => {
  it.each([
    ['a reading is missing', holds(missing), 'Gate: waits for the baseline'],
    ['and something warns', holds(above, missing), 'Gate: waits for the baseline'],
    ['and something holds', holds(held, missing), 'Gate: HOLD'],
  ])('[UI217] %s', (_what, look, title) => {
    expect(gateHeading(look).title).toBe(title)
  })
})

describe('the check-in under the gate', () => {
  const line = (more: Partial<CheckInLine>): CheckInLine => ({
    item: 'fasting',
    blocks: false,
    state: 'warns',
    text: 'Not fasted: 4 h since solids',
    ...more,
  })
  const pass: GateLook = { outcome: 'pass', findings: [], values: {} }
  it('[UI313] what warns and what was not asked stands under a gate that passes, which then says nothing else', () => {
    const open = openOfCheckIn([
      line({ item: 'consent', blocks: true, state: 'done', text: 'Given' }),
      line({}),
      line({ item: 'escort', text: 'No escort yet' }),
      line({ item: 'allergies', state: 'open', text: 'Any?' }),
    ])
    expect(open).toEqual([
      'Check-in warns: Not fasted: 4 h since solids · No escort yet',
      'Not asked: allergies',
    ])
    expect(gateHeading(pass, open)).toEqual({ title: 'Gate: pass', words: '' })
  })
  it('[UI313] with none of it nothing stands against the start', () => {
    const open = openOfCheckIn([
      line({ state: 'done' }),
      line({ item: 'consent', blocks: true, state: 'open' }),
    ])
    expect(open).toEqual([])
    expect(gateHeading(pass, open).words).toBe('Nothing stands against the start.')
  })
})

describe('what the gate stands with', () => {
  const gate = (change: object) =>
    ({
      outcome: 'pass',
      recordedAtMs: Date.UTC(2026, 10, 22, 13, 7),
      baseline: { systolic: 120 },
      ...change,
    }) as never
  it('[VI85] passed and overridden are two things, and a baseline that is not there is not said to be', () => {
    expect(frozenWords(gate({}), [], 'UTC')).toBe(
      'The gate was passed with this baseline at 13:07; the start freezes it.',
    )
    expect(frozenWords(gate({ outcome: 'hold' }), [], 'UTC')).toBe(
      'The hold was overridden with this baseline at 13:07; the start freezes it.',
    )
    expect(frozenWords(gate({ outcome: 'hold', baseline: { heartRate: 72 } }), [], 'UTC')).toBe(
      'The hold was overridden at 13:07 without a blood-pressure baseline.',
    )
  })
})
