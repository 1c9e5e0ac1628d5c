// Proves store.db as a file: what is kept and not kept in it, whose it is, that it opens again; the index; the demo.
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epochMs, type RoomId, type SessionId } from '@chairside/shared/ids.ts'
import { differsByOne } from '@chairside/shared/visit/patient-code.ts'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { seedDemo } from './demo.ts'
import type { RowSummary, SessionFilter, SessionRow } from './directory.ts'
import { openStore } from './store.ts'
import { addPerson, FIXTURE_PASSWORD, must, signInCookie, storeFixture } from './store-fixture.ts'
import { UTC_DAYS } from './visits-fixture.ts'

const tempFile = () => join(mkdtempSync(join(tmpdir(), 'chairside-store-')), 'store.db')

describe('the session index', () => {
  const row = (id: string, openedAtMs: number, closedAtMs?: number): SessionRow => ({
    sessionId: id as SessionId,
    roomId: 'room-1' as RoomId,
    roomName: 'Room 1',
    patientCode: 'P-1',
    provenance: 'monitor',
    openedAtMs: epochMs(openedAtMs),
    ...(closedAtMs === undefined ? {} : { closedAtMs: epochMs(closedAtMs) }),
  })

  it('[PE11] a session is one row, put again when it closes, listed newest first by open or closed', async () => {
    const { store } = await storeFixture()
    const { sessions } = store
    for (const one of [row('a', 10), row('b', 20), row('c', 30)]) await sessions.put(one)
    await sessions.put(row('b', 20, 25))
    expect(await sessions.get('b' as SessionId)).toEqual(row('b', 20, 25))
    expect(await sessions.get('x' as SessionId)).toBeUndefined()
    const ids = async (filter: Parameters<typeof sessions.list>[0]) =>
      (await sessions.list(filter)).map((one) => one.sessionId)
    expect(await ids({ limit: 10 })).toEqual(['c', 'b', 'a'])
    expect(await ids({ limit: 10, open: true })).toEqual(['c', 'a'])
    expect(await ids({ limit: 10, open: false })).toEqual(['b'])
    expect(await ids({ limit: 1, before: epochMs(30) })).toEqual(['b'])
  })

  it('[PE11] going on from page to page skips no session, even those opened in the same millisecond', async () => {
    const { store } = await storeFixture()
    for (let number = 0; number < 20; number++)
      await store.sessions.put(row(`s${number}`, Math.floor(number / 3)))
    const seen: string[] = []
    let before: SessionRow['openedAtMs'] | undefined
    for (;;) {
      const page = await store.sessions.list({ limit: 4, ...(before === undefined ? {} : { before }) })
      seen.push(...page.map((one) => one.sessionId))
      const last = page.at(-1)
      if (last === undefined) break
      before = last.openedAtMs
    }
    expect(seen).toHaveLength(20)
    expect(new Set(seen).size).toBe(20)
  })

  const withAlarms = (low: number, medium: number, high: number): RowSummary => ({
    alarms: { low, medium, high },
    lowestSpo2: { value: 91, measuredAtMs: epochMs(12) },
  })

  it('[PE68] a row keeps its summary and the file it came in as, and is found by that file', async () => {
    const { store } = await storeFixture()
    const { sessions } = store
    const imported = { name: 'night.csv', sha256: 'ab'.repeat(32) }
    const whole: SessionRow = { ...row('a', 10, 20), summary: withAlarms(1, 0, 2), imported }
    await sessions.put(whole)
    await sessions.put(row('b', 30, 40))
    await sessions.put(row('c', 50))
    expect(await sessions.get('a' as SessionId)).toEqual(whole)
    expect(await sessions.importedAs(imported.sha256)).toEqual(whole)
    expect(await sessions.importedAs('cd'.repeat(32))).toBeUndefined()
    expect((await sessions.withoutSummary(5)).map((one) => one.sessionId)).toEqual(['b'])
    await sessions.put({ ...row('b', 30, 40), summary: withAlarms(0, 0, 0) })
    expect(await sessions.withoutSummary(5)).toEqual([])
  })

  it('[PE69] the list is narrowed by room, patient code, date and alarms', async () => {
    const { store } = await storeFixture()
    const { sessions } = store
    const add = (id: string, atMs: number, over: Partial<SessionRow>) =>
      sessions.put({ ...row(id, atMs, atMs + 5), ...over })
    await add('quiet', 10, { roomName: 'Übung 1', patientCode: 'AB-1', summary: withAlarms(0, 0, 0) })
    await add('low', 20, { roomName: 'Room 2', patientCode: 'AB-12', summary: withAlarms(3, 0, 0) })
    await add('high', 30, { roomName: 'Room 12', patientCode: 'ab-2', summary: withAlarms(0, 0, 1) })
    await add('medium', 40, { roomName: 'Room_2', patientCode: 'XAB-1', summary: withAlarms(0, 1, 0) })
    await add('uncounted', 50, { roomName: '100 %', patientCode: 'Z-1' })
    const ids = async (filter: Omit<SessionFilter, 'limit'>) =>
      (await sessions.list({ limit: 10, ...filter })).map((one) => one.sessionId)
    expect(await ids({ room: 'room' })).toEqual(['medium', 'high', 'low'])
    expect(await ids({ room: 'M 2' })).toEqual(['low'])
    expect(await ids({ room: 'übung' })).toEqual(['quiet'])
    expect(await ids({ room: '%' }), 'a percent sign is a percent sign').toEqual(['uncounted'])
    expect(await ids({ room: '_' })).toEqual(['medium'])
    expect(await ids({ patient: 'ab-1' })).toEqual(['low', 'quiet'])
    expect(await ids({ fromMs: epochMs(20), toMs: epochMs(40) }), 'from is in, to is not').toEqual([
      'high',
      'low',
    ])
    expect(await ids({ alarms: 'high' }), 'not counted is not none').toEqual(['uncounted', 'high'])
    expect(await ids({ alarms: 'medium' })).toEqual(['uncounted', 'medium', 'high'])
    expect(await ids({ alarms: 'low', patient: 'AB' })).toEqual(['high', 'low'])
  })

  it('[PE69] a narrowed list, page by page, is the whole list narrowed', async () => {
    const { store } = await storeFixture()
    const all: SessionRow[] = []
    for (let number = 0; number < 60; number++) {
      const alarms = withAlarms(number % 2, 0, number % 5 === 0 ? 1 : 0)
      const one = {
        ...row(`s${number}`, Math.floor(number / 4), number % 3 === 0 ? 99 : undefined),
        roomName: `Room ${number % 4}`,
        ...(number % 7 === 0 ? {} : { summary: alarms }),
      }
      all.push(one)
      await store.sessions.put(one)
    }
    const filters: Omit<SessionFilter, 'limit'>[] = [
      {},
      { open: false },
      { alarms: 'high' },
      { room: '3', alarms: 'low' },
      { fromMs: epochMs(3), toMs: epochMs(11), open: true },
    ]
    for (const filter of filters)
      for (const limit of [1, 3, 7]) {
        const seen: string[] = []
        let before: SessionRow['openedAtMs'] | undefined
        for (;;) {
          const page = await store.sessions.list({ ...filter, limit, before })
          seen.push(...page.map((one) => one.sessionId))
          const last = page.at(-1)
          if (last === undefined) break
          before = last.openedAtMs
        }
        const { open, alarms, room, fromMs = 0, toMs = Number.POSITIVE_INFINITY } = filter
        const wanted = all.filter(
          (one) =>
            (open === undefined || open === (one.closedAtMs === undefined)) &&
            (room === undefined || one.roomName.includes(room)) &&
            one.openedAtMs >= fromMs &&
            one.openedAtMs < toMs &&
            (alarms === undefined ||
              one.summary === undefined ||
              one.summary.alarms.high > 0 ||
              (alarms === 'low' && one.summary.alarms.low > 0)),
        )
        expect(seen.toSorted(), JSON.stringify(filter)).toEqual(wanted.map((one) => one.sessionId).toSorted())
        expect(new Set(seen).size).toBe(seen.length)
      }
  })
})

describe('the file', () => {
  it('[PE12] what was written is there when the store is opened again, and others may not read the file', async () => {
    const file = tempFile()
    const first = await storeFixture({ file })
    await addPerson(first.store, 'R. Osei', 'nurse')
    const cookie = await signInCookie(first.store, 'R. Osei')
    await first.store.close()
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)
    const { store } = await storeFixture({ file })
    expect((await store.directory.signInOf(cookie))?.actor.name).toBe('R. Osei')
    await store.close()
  })

  it('[PE12] neither a password nor the secret of a cookie can be found in the file', async () => {
    const file = tempFile()
    const { store } = await storeFixture({ file })
    const person = await addPerson(store, 'R. Osei', 'nurse')
    const cookie = await signInCookie(store, 'R. Osei')
    const { secret } = must(await store.screens.enrol({ name: 'Chair', by: person.personId }))
    await store.close()
    const bytes = readFileSync(file)
    for (const word of [FIXTURE_PASSWORD, cookie.split('=')[1] ?? '?', secret])
      expect(bytes.includes(word)).toBe(false)
  })

  it('[PE13] a demo store is refused by a hub and a clinic store by the demo, in words', async () => {
    for (const [made, asked] of [
      ['demo', 'clinic'],
      ['clinic', 'demo'],
    ] as const) {
      const file = tempFile()
      await (await storeFixture({ file, kind: made })).store.close()
      const refused = await openStore({ file, kind: asked, nowMs: () => epochMs(0), report: () => undefined })
      expect(refused).toMatchObject({ ok: false, error: { code: 'not-allowed', field: 'DATA_DIR' } })
      expect(refused.ok ? '' : refused.error.message).toContain(`belongs to a ${made}`)
      const any = must(
        await openStore({ file, kind: 'any', nowMs: () => epochMs(0), report: () => undefined }),
      )
      expect(any.kind).toBe(made)
      await any.close()
    }
  })

  it('[PE13] a clinic store is never seeded with known passwords', async () => {
    const { store } = await storeFixture({ kind: 'clinic' })
    await expect(seedDemo(store)).rejects.toThrow('only a demo store')
    expect(await store.people.list()).toEqual([])
  })

  it('[PE14] a store of a newer Chairside is refused in words and not touched', async () => {
    const file = tempFile()
    await (await storeFixture({ file })).store.close()
    const raw = new Database(file)
    raw.prepare(`update meta set value = '99' where key = 'schema'`).run()
    raw.close()
    const refused = await openStore({
      file,
      kind: 'clinic',
      nowMs: () => epochMs(0),
      report: () => undefined,
    })
    expect(refused).toMatchObject({ ok: false, error: { code: 'protocol-version' } })
  })

  it('[PE14] a store of the version before keeps its sessions, searched and listed like new ones', async () => {
    const file = tempFile()
    const { store: made } = await storeFixture({ file })
    await made.close()
    // As the second step left it.
    const raw = new Database(file)
    const later = [
      'profile',
      'profileInForce',
      'escort',
      'courseScore',
      'orderWithdrawal',
      'signedOrder',
      'sessionFigures',
    ]
    for (const table of [...later, 'appointment', 'course', 'patient']) raw.exec(`drop table "${table}"`)
    for (const index of ['sessionByFile', 'sessionOfCourse', 'sessionOfPatient'])
      raw.exec(`drop index "${index}"`)
    for (const column of [
      'summary',
      'worstAlarm',
      'importedSha',
      'importedName',
      'roomKey',
      'courseId',
      'visit',
    ])
      raw.exec(`alter table "session" drop column "${column}"`)
    raw.exec(
      `insert into "session" values ('old', 'room-1', 'Raum Ä', 'P-1', 'monitor', 10, 20); update meta set value = '2' where key = 'schema'`,
    )
    raw.close()
    const { store } = await storeFixture({ file })
    const old = await store.sessions.get('old' as SessionId)
    expect(old).toMatchObject({ roomName: 'Raum Ä', closedAtMs: 20 })
    expect(old).not.toHaveProperty('summary')
    expect(await store.sessions.list({ limit: 5, room: 'raum ä' })).toHaveLength(1)
    expect(await store.sessions.withoutSummary(5)).toHaveLength(1)
    await store.close()
  })

  it('[PE14] a file that is no store is refused in words and left as it is', async () => {
    const file = tempFile()
    writeFileSync(file, 'this is not a database, and somebody may want it back')
    const refused = await openStore({
      file,
      kind: 'clinic',
      nowMs: () => epochMs(0),
      report: () => undefined,
    })
    expect(refused).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
    expect(readFileSync(file, 'utf8')).toContain('somebody may want it back')
  })
})

describe('the demo', () => {
  it('[PE15] three people, four rooms and four devices; again on the next start, with fresh tokens', async () => {
    const { store } = await storeFixture({ kind: 'demo' })
    const first = await seedDemo(store)
    const { personId } = must(await store.people.find('R. Osei'))
    await store.people.setPassword(personId, 'somebody changed it')
    await store.people.setDisabled(personId, true)
    const second = await seedDemo(store)
    expect(second.signIns.map(({ role }) => role)).toEqual(['nurse', 'physician', 'qa'])
    for (const { name, password, role } of second.signIns)
      expect(await store.people.authenticate(name, password)).toMatchObject({ name, role })
    expect(await store.people.list()).toHaveLength(3)
    expect((await store.directory.rooms()).map((room) => room.roomId)).toEqual(
      [1, 2, 3, 4].map((n) => `room-${n}`),
    )
    expect(second.deviceTokens.map(({ deviceId, roomId }) => [deviceId, roomId])).toEqual([
      ['sim-1', 'room-1'],
      ['sim-2', 'room-2'],
      ['sim-3', 'room-3'],
      ['player-4', 'room-4'],
    ])
    for (const { token, deviceId } of second.deviceTokens) {
      const [device] = must(await store.directory.deviceToken(token)).devices
      expect(device).toMatchObject({ deviceId, kind: deviceId === 'player-4' ? 'recorded' : 'simulated' })
    }
    for (const { token } of first.deviceTokens)
      expect(await store.directory.deviceToken(token)).toMatchObject({ error: { code: 'token-revoked' } })
  })
})

describe('the patients of a demo', () => {
  it('[PT36] has its list today, also when it is started late in the evening', async () => {
    const { store, nowMs, pass } = await storeFixture({ kind: 'demo' })
    const { toMs } = UTC_DAYS.dayOf(nowMs())
    pass(toMs - nowMs() - 60_000)
    await seedDemo(store, { nowMs: nowMs(), calendar: UTC_DAYS })
    expect(await store.visits.appointments.between(UTC_DAYS.dayOf(nowMs()))).toHaveLength(3)
  })

  it('[PT36] the simulated ones with their orders, a list in the free room with two that look alike; each once', async () => {
    const { store, nowMs, pass } = await storeFixture({ kind: 'demo' })
    const calendar = UTC_DAYS
    await seedDemo(store, { nowMs: nowMs(), calendar })
    pass(1_000)
    await seedDemo(store, { nowMs: nowMs(), calendar })
    const { visits } = store
    const listed = await visits.appointments.between({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
    expect(listed.map(({ roomId, order }) => [roomId, order !== undefined])).toEqual([
      ['room-4', true],
      ['room-4', true],
      ['room-4', false],
    ])
    const [first, second] = listed
    expect(differsByOne(first?.patientCode ?? '', second?.patientCode ?? '')).toBe(true)
    expect(await visits.patients.list({ limit: 50 })).toHaveLength(6)
    expect(must(await visits.planOfSession('s' as SessionId, 'SIM-101'))).toMatchObject({
      number: 1,
      of: 6,
      order: { mgPerKg: 0.5 },
    })
  })
})

describe('the record of administrative acts', () => {
  it('[PE16] who, what and when, newest first', async () => {
    const { store, pass, nowMs } = await storeFixture()
    await store.adminLog.add('command line (root)', 'room.add', { roomId: 'room-1' })
    pass(5)
    await store.adminLog.add('A. Admin (admin)', 'screen.enrol', { screenId: 'screen-1' })
    expect(await store.adminLog.list(10)).toEqual([
      { atMs: nowMs(), who: 'A. Admin (admin)', act: 'screen.enrol', detail: { screenId: 'screen-1' } },
      { atMs: nowMs() - 5, who: 'command line (root)', act: 'room.add', detail: { roomId: 'room-1' } },
    ])
  })
})
