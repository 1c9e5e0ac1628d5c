// Proves when the gate waits and when it holds, in words.
import type { GateLook } from '@chairside/shared/visit/gate.ts'
import { describe, expect, it } from 'vitest'
import { gateHeading } from './baseline-words.ts'

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
