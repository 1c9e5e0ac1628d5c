// Proves how much one device may send, and that its flood is its own.
import type { DeviceId } from '@chairside/shared/ids.ts'
import { expect, test } from 'vitest'
import { type Budget, spend } from './device-link.ts'
import { noteSize, tooLarge } from './message-size.ts'

const one = 'monitor-1' as DeviceId
const two = 'monitor-2' as DeviceId

test('[DV14] fifty a second for ever, with bursts of a hundred', () => {
  const budgets = new Map<DeviceId, Budget>()
  for (let second = 0; second < 120; second += 1) expect(spend(budgets, one, 50, second * 1000)).toBe(0)
  expect(spend(new Map(), one, 100, 0)).toBe(0)
})

test('[DV14] above it nothing is taken, and the wait that is named is enough', () => {
  const budgets = new Map<DeviceId, Budget>()
  expect(spend(budgets, one, 100, 0)).toBe(0)
  const waitMs = spend(budgets, one, 10, 0)
  expect(waitMs).toBe(200)
  expect(spend(budgets, one, 10, waitMs - 1)).toBeGreaterThan(0)
  expect(spend(budgets, one, 10, waitMs)).toBe(0)
})

test('[DV14] a message larger than the bucket is let through once the bucket is full, and paid for afterwards', () => {
  const budgets = new Map<DeviceId, Budget>()
  expect(spend(budgets, one, 500, 0)).toBe(0)
  const waitMs = spend(budgets, one, 1, 0)
  expect(waitMs).toBe(8_020)
  expect(spend(budgets, one, 1, waitMs)).toBe(0)
})

test('[DV14] one device’s flood is not another’s', () => {
  const budgets = new Map<DeviceId, Budget>()
  expect(spend(budgets, one, 500, 0)).toBe(0)
  expect(spend(budgets, two, 1, 0)).toBe(0)
})

test('[DV15] a large packet is noted, and only the message that is large is blamed', () => {
  const link = { oversize: false }
  const small = { sentAtMs: 0 as never, reports: [{ seq: 1 }] }
  const large = { sentAtMs: 0 as never, reports: ['x'.repeat(200_001)] }
  noteSize(link, 'x'.repeat(100_000))
  expect(link.oversize).toBe(false)
  noteSize(link, JSON.stringify(large))
  // The small one before it is looked at when the large one has already come.
  expect(tooLarge(link, small)).toBeUndefined()
  expect(tooLarge(link, large)).toMatchObject({ ok: false, error: { code: 'too-large', field: 'reports' } })
  expect(tooLarge(link, small)).toBeUndefined()
})

test('[DV15] bytes are counted, not characters', () => {
  const link = { oversize: false }
  noteSize(link, '€'.repeat(70_000))
  expect(link.oversize).toBe(true)
})

test('[DV15] 500 reports are taken, 501 are too large', () => {
  const link = { oversize: false }
  const message = (count: number) => ({ sentAtMs: 0 as never, reports: new Array<unknown>(count).fill({}) })
  expect(tooLarge(link, message(500))).toBeUndefined()
  expect(tooLarge(link, message(501))).toMatchObject({ error: { code: 'too-large', field: 'reports' } })
})
