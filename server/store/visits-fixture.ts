// Owns a store with a clinic's people and one patient on a course, as tests of people and plans begin. Never used by the hub.
import { epochMs, type RoomId, type SessionId } from '@chairside/shared/ids.ts'
import type { HttpNewOrder } from '@chairside/shared/protocol/http-visits.ts'
import type { Actor, Role } from '@chairside/shared/record/record.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import type { Calendar } from './appointments.ts'
import type { SessionRow } from './directory.ts'
import { addPerson, addRoom, FIXTURE_START_MS, must, storeFixture } from './store-fixture.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** The code of a stem that has one. */
export function codeOf(stem: string): string {
  const code = withCheck(stem)
  if (code === undefined) throw new Error(`${stem} is no stem`)
  return code
}

/** Days of UTC. */
export const UTC_DAYS: Calendar = {
  dayOf: (atMs) => ({ fromMs: Math.floor(atMs / DAY) * DAY, toMs: (Math.floor(atMs / DAY) + 1) * DAY }),
  words: (atMs) => new Date(atMs).toISOString().slice(0, 16).replace('T', ' '),
}

export const ORDER: HttpNewOrder = {
  drug: 'ketamine',
  mgPerKg: 0.5,
  maxMg: 50,
  minutes: 40,
  limits: [],
  prn: [{ drug: 'ondansetron', dose: '4 mg', route: 'IV', when: 'nausea' }],
}

export async function visitsFixture(file = ':memory:') {
  const fixture = await storeFixture({ file })
  const { store } = fixture
  const person = async (name: string, role: Role): Promise<Actor> => {
    const { personId } = await addPerson(store, name, role)
    return { personId, name, role }
  }
  const nurse = await person('R. Osei', 'nurse')
  const physician = await person('Dr Lindqvist', 'physician')
  const roomOne = await addRoom(store, 'Room 1')
  const roomTwo = await addRoom(store, 'Room 2')
  const { visits } = store
  const code = codeOf('K-041')
  must(await visits.patients.create({ patientCode: code, label: 'A.L. 1983', by: nurse }))
  const { courseId } = must(
    await visits.courses.add(code, { indication: 'Depression', planned: 6, maintenance: false }, nurse),
  )
  const row = (sessionId: string, over: Partial<SessionRow> = {}): SessionRow => ({
    sessionId: sessionId as SessionId,
    roomId: roomOne,
    roomName: 'Room 1',
    patientCode: code,
    provenance: 'simulated',
    openedAtMs: fixture.nowMs(),
    ...over,
  })
  const given = { alarms: { low: 0, medium: 0, high: 0 }, startedAtMs: FIXTURE_START_MS }
  return {
    ...fixture,
    visits,
    nurse,
    physician,
    roomOne,
    roomTwo,
    code,
    courseId,
    row,
    /** On the list in so many hours, in Room 1. */
    book: async (inHours: number, roomId: RoomId = roomOne, course = courseId) =>
      visits.appointments.add(
        course,
        { roomId, atMs: epochMs(fixture.nowMs() + inHours * HOUR) },
        nurse,
        UTC_DAYS,
      ),
    /** A session of the course that was recorded whole, each a day later than the one before. */
    async had(sessionId: string, visit: SessionRow['visit'] = {}, isGiven = true): Promise<void> {
      const openedAtMs = fixture.nowMs()
      fixture.pass(DAY)
      const { startedAtMs: _at, ...untreated } = given
      await store.sessions.put(
        row(sessionId, {
          openedAtMs,
          closedAtMs: epochMs(openedAtMs + 2 * HOUR),
          summary: isGiven ? given : untreated,
          visit: { courseId, ...visit },
        }),
      )
    },
  }
}
