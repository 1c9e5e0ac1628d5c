// Proves a session that leaves the hub as a file: the log verbatim and checkable, named without a patient, never half of it.
import { createHash } from 'node:crypto'
import { get } from 'node:http'
import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { readExport } from '@chairside/shared/record/export-file.ts'
import { closed, every1s, opened } from '@chairside/shared/testing/given.ts'
import { describe, expect, it } from 'vitest'
import { kept, sessionOf, WHOLE } from './session-fixture.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('the log as a file', () => {
  it('[EX40] holds the log’s own lines after a header, and reads back whole and unchanged', async () => {
    const { fixture, ask, lines } = await kept(WHOLE)
    await using _ = fixture
    const said = await ask('ndjson')
    expect(said.status, said.text.slice(0, 200)).toBe(200)
    const [header = '', ...rest] = said.text.split('\n')
    expect(rest).toEqual([...lines, ''])
    const read = readExport(said.text, sha256)
    if (!read.ok) throw new Error(read.error.message)
    expect(read.value.problem).toBeUndefined()
    expect(read.value.verifiedThrough).toBe(lines.length)
    expect(JSON.parse(header)).toMatchObject({
      stream: 'session:s-1',
      build: 'test',
      records: lines.length,
      exportedAtMs: fixture.clock.nowMs(),
    })
    const segments = await fixture.log.segments(sessionStream('s-1' as SessionId))
    expect(read.value.header.segments).toEqual(segments.map(({ first, last, sha }) => ({ first, last, sha })))
  })

  it('[EX41] its name holds the patient code and the clinic’s time of the opening, nothing else', async () => {
    const { fixture, ask, row } = await kept(WHOLE)
    await using _ = fixture
    const said = await ask('ndjson')
    expect(said.headers['content-type']).toBe('application/x-ndjson; charset=utf-8')
    const name = new RegExp(`^attachment; filename="chairside-${row.patientCode}-(\\d{8}-\\d{4})\\.ndjson"$`)
    const [, stamp] = name.exec(said.headers['content-disposition'] ?? '') ?? []
    // T0 is 2024-11-21T12:00:00Z; the session says Europe/Stockholm.
    expect(stamp).toBe('20241121-1300')
    expect((await ask('csv')).headers['content-disposition']).toMatch(/-20241121-1300\.csv"$/)
    expect(said.headers['cache-control']).toBe('no-store')
  })

  it('[EX41] a recording without a date has none in its name', async () => {
    const { fixture, ask } = await kept(WHOLE, {
      row: { summary: { alarms: { low: 0, medium: 0, high: 0 }, dated: false } },
    })
    await using _ = fixture
    expect((await ask('csv')).headers['content-disposition']).toMatch(/-undated\.csv"$/)
  })

  it('[EX42] an open session is not exported, and what is still unsealed of a closed one is', async () => {
    const { fixture, ask } = await kept(sessionOf([opened(0), ...every1s(1, 70, { heartRate: 70 })], 70))
    await using _ = fixture
    for (const file of ['ndjson', 'csv']) {
      const said = await ask(file)
      expect(said.status).toBe(409)
      expect(said.body).toMatchObject({ error: { code: 'session-open' } })
    }
    const tail = await kept(WHOLE, { sealAll: false })
    await using __ = tail.fixture
    const read = readExport((await tail.ask('ndjson')).text, sha256)
    expect(read.ok && read.value.verifiedThrough).toBe(tail.lines.length)
  })

  it('[EX43] a damaged log is said in words, and nothing of it leaves', async () => {
    const { fixture, ask, lines } = await kept(WHOLE)
    await using _ = fixture
    fixture.log.tamper(sessionStream('s-1' as SessionId), 70, (lines[69] ?? '').replace('72', '27'))
    for (const file of ['ndjson', 'csv']) {
      const said = await ask(file)
      expect(said.status).toBe(422)
      expect(said.body).toMatchObject({ error: { code: 'recording-damaged' } })
      expect((said.body as { error: { message: string } }).error.message).toContain('nothing was exported')
    }
  })

  it('[EX43] a failure half-way breaks the connection: what came does not look whole', async () => {
    const { fixture, cookie } = await kept(WHOLE)
    await using _ = fixture
    const body = fixture.log.segmentBody.bind(fixture.log)
    let asked = 0
    fixture.log.segmentBody = (...args) => {
      asked += 1
      if (asked > 3) throw new Error('the disk went away')
      return body(...args)
    }
    const ended = await new Promise<string>((done) => {
      get(
        `${fixture.own}/api/sessions/s-1/export.ndjson`,
        { headers: { cookie }, agent: false },
        (answer) => {
          answer.on('data', () => undefined)
          answer.on('end', () => done('whole'))
          answer.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'broken'))
        },
      ).on('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'broken'))
    })
    expect(ended).toBe('ECONNRESET')
    expect(fixture.logged.join('')).toContain('a file broke off half-way')
    expect((await fixture.say('/healthz')).status, 'and the hub goes on').toBe(200)
  })

  it('[EX43] a reader that leaves stops the reading, and is no fault', async () => {
    const facts = [opened(0), ...every1s(1, 3_000, { heartRate: 70, spo2: 97, pulseRate: 71 }), closed(3_001)]
    const { fixture, cookie } = await kept(sessionOf(facts, 3_001))
    await using _ = fixture
    const body = fixture.log.segmentBody.bind(fixture.log)
    let asked = 0
    const left = Promise.withResolvers<void>()
    fixture.log.segmentBody = async (...args) => {
      asked += 1
      // The first is read for the name; the second is the file's first.
      if (asked === 3) await left.promise
      return body(...args)
    }
    await new Promise<void>((gone) => {
      const asking = get(
        `${fixture.own}/api/sessions/s-1/export.ndjson`,
        { headers: { cookie }, agent: false },
        (answer) => {
          answer.once('data', () => asking.destroy())
          answer.on('error', () => undefined)
        },
      )
      asking.on('error', () => undefined)
      asking.on('close', gone)
    })
    left.resolve()
    await expect.poll(() => fixture.logged.join('')).toContain('a reader left before the end of a file')
    expect(fixture.logged.join('')).not.toContain('broke off')
    const then = asked
    expect((await fixture.say('/healthz')).status).toBe(200)
    expect(asked, 'nothing more is read').toBe(then)
    expect(asked).toBeLessThan(10)
  })

  it('[EX53] two at a time are checked and written; others wait, and whoever leaves gives the place back', async () => {
    const { fixture, ask, cookie } = await kept(WHOLE)
    await using _ = fixture
    const verify = fixture.log.verify.bind(fixture.log)
    const held = Promise.withResolvers<void>()
    let running = 0
    let most = 0
    fixture.log.verify = async (...args) => {
      running += 1
      most = Math.max(most, running)
      await held.promise
      const chain = await verify(...args)
      running -= 1
      return chain
    }
    const asked = Array.from({ length: 30 }, (_, at) => ask(at % 2 === 0 ? 'csv' : 'ndjson'))
    const first = await Promise.race(asked)
    expect(first.status, 'beyond those that wait').toBe(503)
    expect(first.body).toMatchObject({ error: { code: 'busy' } })
    expect((await fixture.say('/api/sessions/s-1/export.csv')).status, 'a stranger waits for nothing').toBe(
      401,
    )
    held.resolve()
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(22)
    expect(most).toBe(2)
    const head = () => fixture.say('/api/sessions/s-1/export.csv', { method: 'HEAD', cookie })
    for (let round = 0; round < 3; round += 1) expect((await head()).status).toBe(200)
    fixture.log.verify = () => Promise.reject(new Error('the disk went away'))
    for (let round = 0; round < 3; round += 1) expect((await ask('csv')).status).toBe(500)
    fixture.log.verify = verify
    expect((await ask('csv')).status).toBe(200)
  })

  it('[EX40] HEAD asks for the headers only', async () => {
    const { fixture, cookie } = await kept(WHOLE)
    await using _ = fixture
    const said = await fixture.say('/api/sessions/s-1/export.csv', { method: 'HEAD', cookie })
    expect(said.status).toBe(200)
    expect(said.headers['content-disposition']).toContain('.csv')
    expect(said.text).toBe('')
  })
})
