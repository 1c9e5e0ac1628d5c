// Proves the line of a room: what must be answered first, then where the visit stands, ages worked out anew each time.
import { expect, test } from 'vitest'
import { emptySession } from '../fold/session-state.ts'
import { type EpochMs, epochMs, type RecordSeq } from '../ids.ts'
import { handoverHead } from './handover-head.ts'
import { visitLine } from './room-line.ts'
import { askedSamePatient } from './same-patient.ts'

const NOW = 1_764_000_000_000
const at = (minutes: number): EpochMs => epochMs(NOW + minutes * 60_000)
const clock = (): string => '11:58'
const line = (visit: Parameters<typeof visitLine>[0]) => visitLine(visit, NOW, clock)

test('[MV50] recovery: since the end, the earliest way out, what is waited for', () => {
  const recovery = { endedAtMs: at(-18), earliestOutAtMs: at(42), met: false }
  expect(line({ recovery: { ...recovery, waitingFor: ['second reading', 'walk'] } })).toEqual({
    parts: ['18 min since end', 'earliest out 11:58', 'waiting for: second reading, walk'],
    asks: false,
  })
  expect(
    line({ recovery: { endedAtMs: at(-70), earliestOutAtMs: at(-10), met: true, waitingFor: [] } }).parts,
  ).toEqual(['70 min since end', 'ready to leave'])
})

test('[MV50] baseline, check-in and what is due; what must be answered stands first and asks', () => {
  expect(line({ baseline: { stage: 'second' } }).parts).toEqual(['second reading due'])
  expect(line({ baseline: { stage: 'wait', nextAtMs: epochMs(NOW + 38_000) } }).parts).toEqual([
    'second reading to come in 0:38',
  ])
  expect(line({ checkInOpen: 3 }).parts).toEqual(['3 check-in items open'])
  const due = [{ text: 'MOAA/S · T+20', dueAtMs: at(-6), overdue: true }]
  expect(line({ due })).toEqual({ parts: ['MOAA/S · T+20 overdue 6 min'], asks: true })
  const asked = line({ checkInOpen: 3, samePatient: { offSinceMs: at(-3), backAtMs: at(-1) } })
  expect(asked).toEqual({ parts: ['same patient? not answered', '3 check-in items open'], asks: true })
})

test('[MV50] off on purpose counts down, and is not said any more when it is over', () => {
  const holding = { what: 'offOnPurpose', with: 'Nora', untilMs: at(9) }
  expect(line({ holding }).parts).toEqual(['off on purpose 9:00, with Nora'])
  expect(line({ holding: { ...holding, untilMs: at(0) } }).parts).toEqual([])
})

test('[MV13] "same patient?" is asked from two minutes on, of an open session, while nobody has answered', () => {
  const state = (sensorsOff: object | undefined, more: object = {}) =>
    ({
      ...emptySession,
      ...more,
      visit: { ...emptySession.visit, ...(sensorsOff === undefined ? {} : { sensorsOff }) },
    }) as never
  expect(askedSamePatient(state({ sinceMs: at(-3), backAtMs: at(-1) }))).toEqual({
    offSinceMs: at(-3),
    backAtMs: at(-1),
  })
  expect(askedSamePatient(state({ sinceMs: at(-3), backAtMs: epochMs(at(-1) - 1) }))).toBeUndefined()
  expect(askedSamePatient(state({ sinceMs: at(-3) }))).toBeUndefined()
  expect(askedSamePatient(state(undefined))).toBeUndefined()
  expect(askedSamePatient(state({ sinceMs: at(-3), backAtMs: at(-1) }, { closed: {} }))).toBeUndefined()
})

test('[MV23] a hand-over is as new as what people said and what alarms, not as the newest number', () => {
  const visit = {
    ...emptySession.visit,
    given: [{ seq: 31 as RecordSeq }],
    pressures: [{ seq: 90 as RecordSeq }],
  }
  expect(handoverHead({ ...emptySession, head: 99, visit } as never)).toBe(31)
  const alarms = { bpHigh: { seq: 40, acknowledged: { seq: 44 } } }
  expect(handoverHead({ ...emptySession, head: 99, visit, alarms } as never)).toBe(44)
})
