// Proves that the rooms and the chair say the same of a visit: how much the start still waits for.
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { at, opened, records } from '@chairside/shared/testing/given.ts'
import { answered, did, dosed, planned } from '@chairside/shared/testing/visit-given.ts'
import { checkInOwes } from '@chairside/shared/visit/check-in.ts'
import { DEFAULT_SITE } from '@chairside/shared/visit/site.ts'
import { expect, test } from 'vitest'
import { roomVisit } from './room-visit.ts'

test('[MV50] how many items keep it from the start counts the dose too, as the list at the chair does', () => {
  const start = opened(0)
  const visit = { ...start, body: { ...start.body, site: DEFAULT_SITE } as RecordBody }
  const begun = [visit, planned(1), did(2, 'phase', { phase: 'checkIn' })]
  const told = (...facts: Parameters<typeof records>[0]) => {
    const state = records([...begun, ...facts]).reduce(foldSession, emptySession)
    const said = roomVisit(state, at(100))?.checkInOpen
    expect(said).toBe(checkInOwes(state).length)
    return said
  }
  expect(told()).toBe(13)
  expect(told(answered(10, { item: 'consent' }))).toBe(12)
  expect(told(dosed(60))).toBe(12)
})
