// Proves the words in which both patients' records say that a session was given from one to the other.
import { epochMs, type RoomId, type SessionId } from '@chairside/shared/ids.ts'
import type { HttpGivenAway } from '@chairside/shared/protocol/http-visits.ts'
import { describe, expect, test } from 'vitest'
import { formerlyWords, givenAwayWords } from './given-away.tsx'

const OPENED = epochMs(Date.UTC(2026, 10, 14, 9, 2))
const MIN = 60_000
const one: HttpGivenAway = {
  ...{ sessionId: 's1' as SessionId, roomId: 'room-1' as RoomId, roomName: 'Room 1', openedAtMs: OPENED },
  ...{ patientCode: 'K-0417', toCode: 'K-0431', nowCode: 'K-0431', number: 3, of: 6 },
  ...{ fromMs: OPENED, untilMs: epochMs(OPENED + 12 * MIN), askedBy: 'N. Okafor', confirmedBy: 'Dr. Lee' },
}
const words = (change: Partial<HttpGivenAway> = {}) => givenAwayWords({ ...one, ...change }, 'Europe/Oslo')

describe('a session that was given to another patient', () => {
  test('[PT40] the wrong one’s record says which, from when to when, to whom, who asked and who confirmed', () => {
    expect(words()).toBe(
      'Session 3, 14 Nov 2026: not this patient’s. Recorded under K-0417 from 10:02 to 10:14, then given to K-0431 (asked by N. Okafor, confirmed by Dr. Lee).',
    )
    expect(words({ nowCode: 'K-0500' })).toContain('; now K-0500’s.')
    expect(words({ untilMs: epochMs(OPENED + 900 * MIN) })).toContain('from 10:02 to 15 Nov 2026 01:02,')
  })
  test('[PT40] what is not known is left out, never made up', () => {
    const { number: _number, untilMs: _until, askedBy: _asked, confirmedBy: _confirmed, ...bare } = one
    expect(givenAwayWords(bare, 'Europe/Oslo')).toBe(
      'A session, 14 Nov 2026: not this patient’s. Recorded under K-0417, then given to K-0431.',
    )
  })
  test('[PT40] the right one’s record says the same', () => {
    expect(formerlyWords(one, 'Europe/Oslo')).toBe(
      'Recorded under K-0417 from 10:02 to 10:14, then given to K-0431 (asked by N. Okafor, confirmed by Dr. Lee).',
    )
  })
})
