// Proves the summaries over HTTP: a page of paper by its name, so far while a session is open, what a course and a next visit are told,
// and what is said when a recording cannot be read.
import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import type { HttpCourseReport, HttpLastTime } from '@chairside/shared/protocol/http-report.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'
import { wholeVisit } from '@chairside/shared/testing/whole-visit.ts'
import type { SessionReport } from '@chairside/shared/visit/report.ts'
import { expect, it } from 'vitest'
import { createReports } from '../report/reports.ts'
import { kept, WHOLE } from './session-fixture.ts'

const visit = wholeVisit()

it('[SU40] the page has a name with the code and the time of the opening, and is shown, not stored', async () => {
  const { fixture, cookie, row } = await kept(WHOLE)
  await using _ = fixture
  const said = await fixture.say('/api/sessions/s-1/summary.pdf', { cookie })
  expect(said.status).toBe(200)
  expect(said.headers['content-type']).toBe('application/pdf')
  expect(said.headers['content-disposition']).toBe(
    `inline; filename="chairside-${row.patientCode}-20241121-1300-summary.pdf"`,
  )
  expect(said.headers['cache-control']).toBe('no-store')
  expect(said.bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

it('[SU40] paper is A4 or Letter; another one is refused by its field', async () => {
  const { fixture, cookie } = await kept(WHOLE)
  await using _ = fixture
  const said = await fixture.say('/api/sessions/s-1/summary.pdf?paper=legal', { cookie })
  expect(said.status).toBe(400)
  expect(said.body).toMatchObject({ error: { code: 'malformed', field: 'paper' } })
})

it('[SU9] of an open session the values are so far', async () => {
  const { fixture, cookie } = await kept(visit.slice(0, 3_000), { sealEvery: 500 })
  await using _ = fixture
  const said = await fixture.say('/api/sessions/s-1/report.json', { cookie })
  const report = said.body as SessionReport
  expect(said.status).toBe(200)
  expect([report.closed, report.throughSeq]).toEqual([undefined, 3_000])
})

it('[SU41] a recording that cannot be read is said, and nothing is made up', async () => {
  const { fixture, cookie } = await kept(visit, { sealEvery: 500 })
  await using _ = fixture
  fixture.log.tamper(sessionStream('s-1' as SessionId), 70, '{"not": "a record"}')
  for (const file of ['report.json', 'summary.pdf']) {
    const said = await fixture.say(`/api/sessions/s-1/${file}`, { cookie })
    expect(said.status).toBe(422)
    expect(said.body).toMatchObject({ error: { code: 'recording-damaged' } })
  }
})

it('[SU30] the last time is of the newest closed session of this very code in which something was infused', async () => {
  const { fixture, cookie, row } = await kept(visit, { sealEvery: 500 })
  await using _ = fixture
  const ask = async (code: string) =>
    (await fixture.say(`/api/patients/${code}/last-time`, { cookie })).body as HttpLastTime
  expect((await ask(row.patientCode)).lastTime).toMatchObject({ sessionId: 's-1', number: 3 })
  // A code that begins like it is another patient's.
  expect(await ask(row.patientCode.slice(0, 4))).toEqual({})
  expect(await ask('B-213K')).toEqual({})
  const odd = await fixture.say('/api/patients/%2E/last-time', { cookie })
  expect(odd.status).toBe(400)
})

it('[SU42] figures of a closed session are worked out once; of one that went on, anew', async () => {
  const { fixture } = await kept(visit, { sealEvery: 500 })
  await using _ = fixture
  let reads = 0
  const read = fixture.log.read.bind(fixture.log)
  fixture.log.read = (...args) => {
    reads += 1
    return read(...args)
  }
  const reports = createReports({
    log: fixture.log,
    figures: fixture.store.figures,
    onUnreadable: () => undefined,
  })
  const first = await reports.figures('s-1' as SessionId, true)
  const readsOfOne = reads
  expect(readsOfOne).toBeGreaterThan(0)
  expect(await reports.figures('s-1' as SessionId, true)).toEqual(first)
  expect(reads).toBe(readsOfOne)
  // The log has grown: what was kept is of another session than the one there is now.
  const stream = sessionStream('s-1' as SessionId)
  const { ownerEpoch } = await fixture.log.own(stream)
  const last = visit.at(-1) as LogRecord
  const line = JSON.stringify({
    ...last,
    kind: 'hub.gap',
    seq: last.seq + 1,
    fromMs: last.hubAtMs,
    toMs: last.hubAtMs,
    cause: 'restart',
    by: undefined,
    commandId: undefined,
    openAlarms: undefined,
    outcome: undefined,
  })
  await fixture.log.append([{ stream, ownerEpoch, afterSeq: last.seq, lines: [line], atMs: last.hubAtMs }])
  await reports.figures('s-1' as SessionId, true)
  expect(reads).toBeGreaterThan(readsOfOne)
})

it('[SU31] a course has its sessions by the time of their start', async () => {
  const { fixture, cookie, row } = await kept(visit, { sealEvery: 500 })
  await using _ = fixture
  const made = await fixture.say('/api/patients', { cookie, body: { patientCode: 'K-041W' } })
  expect(made.status).toBe(201)
  const course = await fixture.say('/api/patients/K-041W/courses', {
    cookie,
    body: { indication: 'Depression' },
  })
  const { courseId } = (course.body as { course: { courseId: string } }).course
  await fixture.store.sessions.put({ ...row, patientCode: 'K-041W', visit: { courseId, number: 1, of: 6 } })
  const said = await fixture.say(`/api/courses/${courseId}/report.json`, { cookie })
  const { sessions, unreadable } = said.body as HttpCourseReport
  expect(unreadable).toEqual([])
  expect(sessions).toMatchObject([{ sessionId: 's-1', rise: 44, alarms: { high: 1 } }])
})
