// Proves patients: a code for ever, a label that goes for good and takes the escorts with it, bad input refused with its field.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SessionId } from '@chairside/shared/ids.ts'
import { differsByOne, isPatientCode } from '@chairside/shared/visit/patient-code.ts'
import { describe, expect, it } from 'vitest'
import { addRoom, must } from './store-fixture.ts'
import { codeOf, HOUR, visitsFixture } from './visits-fixture.ts'

describe('patients', () => {
  it('[PT4] the hub offers a code that has its check, is free and looks like nobody’s', async () => {
    const { visits, nurse } = await visitsFixture()
    const had: string[] = [codeOf('K-041')]
    for (let number = 0; number < 60; number++) {
      const patientCode = await visits.patients.newCode()
      expect(isPatientCode(patientCode)).toBe(true)
      expect(patientCode).toMatch(/^[A-Z]-\d+$/)
      expect(had.filter((other) => differsByOne(other, patientCode))).toEqual([])
      expect(had).not.toContain(patientCode)
      must(await visits.patients.create({ patientCode, by: nurse }))
      had.push(patientCode)
    }
  })

  it.each([
    ['K-0411', 'code-mistyped'],
    ['K-014W', 'code-mistyped'],
    ['', 'code-mistyped'],
    ['A'.repeat(64), 'code-mistyped'],
    ["'; drop table patient; --", 'code-mistyped'],
    ['k041w', 'already-exists'],
    ['K-041W', 'already-exists'],
  ])('[PT5] %j is refused as %s', async (patientCode, code) => {
    const { visits, nurse } = await visitsFixture()
    const refused = await visits.patients.create({ patientCode, by: nurse })
    expect(refused).toMatchObject({ ok: false, error: { code, field: 'patientCode' } })
    expect(await visits.patients.list({ limit: 10 })).toHaveLength(1)
  })

  it('[PT5] a label holds nothing that cannot be seen, and is short', async () => {
    const { visits, nurse } = await visitsFixture()
    for (const label of ['A.L.\u0000', 'A\u202eL', ' \n ', 'x'.repeat(200)]) {
      const refused = await visits.patients.create({ patientCode: codeOf('B-213'), label, by: nurse })
      expect(refused).toMatchObject({ ok: false, error: { field: 'label' } })
    }
    expect(await visits.patients.list({ limit: 10 })).toHaveLength(1)
  })

  it('[PT6] are found by part of a code, with hyphens or without, or of a label; page by page', async () => {
    const { visits, nurse } = await visitsFixture()
    for (const [stem, label] of [
      ['B-213', 'Z.Y. 1970'],
      ['M-077', '100% _x'],
      ['P-500', undefined],
    ] as const)
      must(await visits.patients.create({ patientCode: codeOf(stem), ...(label && { label }), by: nurse }))
    const found = async (search: string) =>
      (await visits.patients.list({ limit: 10, search })).map(({ patientCode }) => patientCode.slice(0, 5))
    expect(await found('k0')).toEqual(['K-041'])
    expect(await found('B-21')).toEqual(['B-213'])
    expect(await found('z.y.')).toEqual(['B-213'])
    expect(await found('%')).toEqual(['M-077'])
    expect(await found('_')).toEqual(['M-077'])
    expect(await found('nobody')).toEqual([])
    expect(await found('')).toHaveLength(4)
    const first = await visits.patients.list({ limit: 3 })
    const rest = await visits.patients.list({ limit: 3, after: first.at(-1)?.patientCode })
    expect([...first, ...rest].map(({ patientCode }) => patientCode.slice(0, 1))).toEqual([
      'B',
      'K',
      'M',
      'P',
    ])
  })

  it('[PT6] a line says how many sessions there were, the last, and the next', async () => {
    const { visits, had, book, nowMs } = await visitsFixture()
    await had('s1')
    await had('s2')
    must(await book(2))
    const [line] = await visits.patients.list({ limit: 10 })
    expect(line).toMatchObject({ sessions: 2, nextAtMs: nowMs() + 2 * HOUR })
    expect(line?.lastSessionAtMs).toBeLessThan(nowMs())
  })

  it('[PT7] says which other codes could be taken for it', async () => {
    const { visits, nurse, code } = await visitsFixture()
    const alike = codeOf('K-047')
    must(await visits.patients.create({ patientCode: alike, by: nurse }))
    must(await visits.patients.create({ patientCode: codeOf('B-299'), by: nurse }))
    expect(await visits.patients.looksLike(code)).toEqual([alike])
    expect(await visits.patients.looksLike(codeOf('B-299'))).toEqual([])
  })
})

describe('erasing a label', () => {
  const session = 's1' as SessionId

  it('[PT8] takes the label and the escorts of every session; code, courses and sessions stay', async () => {
    const { visits, store, nurse, code, courseId, had, row } = await visitsFixture()
    await store.sessions.put(row(session))
    must(
      await visits.escorts.set(
        { sessionId: session, patientCode: code },
        { name: 'Bo L.', phone: '+47 900' },
        nurse,
      ),
    )
    expect(await visits.escorts.of(session)).toMatchObject({ escort: { name: 'Bo L.', phone: '+47 900' } })
    await had('s1')
    const erased = must(await visits.patients.eraseLabel(code, nurse))
    expect(erased).not.toHaveProperty('label')
    expect(erased.labelErased).toMatchObject({ by: 'R. Osei (nurse)' })
    expect(await visits.escorts.of(session)).toEqual({})
    expect(must(await visits.courses.get(courseId)).sessions).toHaveLength(1)
    expect(await visits.isKnown(code)).toBe(true)
    expect(await visits.patients.list({ limit: 5, search: 'A.L.' })).toEqual([])
    expect((await visits.patients.labelsOf([code])).size).toBe(0)
  })

  it('[PT8] waits until the patient has gone: the escort is needed until then', async () => {
    const { visits, store, nurse, code, row } = await visitsFixture()
    await store.sessions.put(row(session))
    expect(await visits.patients.eraseLabel(code, nurse)).toMatchObject({ error: { code: 'session-open' } })
    expect(must(await visits.patients.get(code)).label).toBe('A.L. 1983')
  })

  it('[PT8] reaches the disk: neither the file nor what SQLite keeps beside it holds the words any more', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'chairside-erase-')), 'store.db')
    const { visits, store, nurse, code, had } = await visitsFixture(file)
    const words = ['A.L. 1983', 'a.l. 1983', 'Bo Lindgren', '+47 555 12 12']
    await had('s1')
    must(
      await visits.escorts.set(
        { sessionId: session, patientCode: code },
        { name: 'Bo Lindgren', phone: '+47 555 12 12' },
        nurse,
      ),
    )
    const onDisk = (): string =>
      [file, `${file}-wal`].map((path) => (existsSync(path) ? readFileSync(path, 'latin1') : '')).join('')
    for (const word of words) expect(onDisk(), word).toContain(word)
    must(await visits.patients.eraseLabel(code, nurse))
    for (const word of words) expect(onDisk(), word).not.toContain(word)
    await store.close()
  })

  it('[PT8] a new label may be given afterwards; one that is unknown or mistyped is refused', async () => {
    const { visits, nurse, code } = await visitsFixture()
    must(await visits.patients.eraseLabel(code, nurse))
    expect(must(await visits.patients.setLabel(code, 'A.L. 1984'))).toMatchObject({ label: 'A.L. 1984' })
    expect(must(await visits.patients.get(code))).not.toHaveProperty('labelErased')
    expect(await visits.patients.eraseLabel(codeOf('Z-999'), nurse)).toMatchObject({
      error: { code: 'not-found' },
    })
    expect(await visits.patients.eraseLabel('K-042W', nurse)).toMatchObject({
      error: { code: 'code-mistyped' },
    })
  })
})

describe('escorts', () => {
  it('[PT9] one of a session, the newest named; names that cannot be seen are refused', async () => {
    const { visits, nurse, code, store } = await visitsFixture()
    await addRoom(store, 'Room 9')
    const session = { sessionId: 's1' as SessionId, patientCode: code }
    must(await visits.escorts.set(session, { name: 'Bo', phone: '1 2 3' }, nurse))
    must(await visits.escorts.set(session, { name: ' Ida  Berg ', phone: '+47 1' }, nurse))
    expect(await visits.escorts.of(session.sessionId)).toMatchObject({
      escort: { name: 'Ida Berg', phone: '+47 1', by: 'R. Osei (nurse)' },
    })
    expect(await visits.escorts.set(session, { name: '\u200b', phone: '1' }, nurse)).toMatchObject({
      error: { code: 'malformed', field: 'name' },
    })
  })
})
