// Proves a recording's way through a whole hub over HTTP: in as a file, listed, read as history, out as files, checked
// offline, and in again at another hub.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epochMs } from '@chairside/shared/ids.ts'
import type {
  HttpImport,
  HttpOneSession,
  HttpSegments,
  HttpSessions,
  ImportProgress,
} from '@chairside/shared/protocol/http.ts'
import { parseRecordedCsv } from '@chairside/shared/record/recorded-csv.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { composeHub } from './compose.ts'
import { readConfig } from './config.ts'
import { createMemoryLog } from './log/memory-log.ts'
import { must } from './store/store-fixture.ts'
import { cookieOfPerson, testStore } from './testing/test-store.ts'
import { verifyFile } from './verify/verify-file.ts'

const START_MS = epochMs(1_764_000_000_000)
const dir = mkdtempSync(join(tmpdir(), 'chairside-files-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Ten minutes at 1 Hz with a desaturation, a sensor that is off for a while, and a cuff every five minutes. */
const CSV = [
  't_s,hr,pr,spo2,rr,nibp_sys,nibp_dia,nibp_mean,rate_ml_h,event',
  ...Array.from({ length: 600 }, (_, s) => {
    const spo2 = s > 300 && s < 340 ? 86 : 97
    const hr = s > 400 && s < 430 ? 'unavailable' : String(70 + (s % 5))
    const row = `${s}.000,${hr},,${spo2},,,,,,`
    return s % 300 === 100 ? `${row}\n${s}.500,,,,,${s > 300 ? 165 : 128},79,95,,` : row
  }),
].join('\n')

let count = 0
async function runningHub() {
  count += 1
  const dataDir = join(dir, `hub-${count}`)
  const clock = createSteppedClock(START_MS)
  const store = await testStore(clock)
  const log = createMemoryLog()
  const httpServer = createServer()
  const hub = await composeHub({
    httpServer,
    config: must(readConfig({ DATA_DIR: dataDir, CLINIC_ZONE: 'Europe/Berlin', CHECK_IN: 'none' })),
    store,
    log,
    clock,
    logger: pino({ level: 'silent' }),
    build: 'test',
  })
  await new Promise<void>((listening) => httpServer.listen(0, '127.0.0.1', listening))
  const own = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`
  const cookie = await cookieOfPerson(store, 'Quinn Qa')
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${own}${path}`, { ...init, headers: { cookie, origin: own, ...init.headers } })
  const json = async <T>(path: string): Promise<T> => (await ask(path)).json() as Promise<T>

  /** Brings a file in and waits until that is over. */
  async function bring(name: string, text: string, query = ''): Promise<ImportProgress> {
    const posted = await ask(`/api/imports?name=${encodeURIComponent(name)}${query}`, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/octet-stream' },
    })
    const { import: begun } = (await posted.json()) as HttpImport
    expect(posted.status, JSON.stringify(begun)).toBe(202)
    let progress = begun
    await expect
      .poll(
        async () => {
          progress = (await json<HttpImport>(`/api/imports/${begun.importId}`)).import
          return progress.state
        },
        { timeout: 15_000 },
      )
      .toMatch(/done|failed/)
    return progress
  }
  return {
    ask,
    json,
    bring,
    log,
    uploads: () => readdirSync(join(dataDir, 'imports')),
    async [Symbol.asyncDispose]() {
      await hub.stop('the test is over')
      httpServer.closeAllConnections()
      await new Promise((closed) => httpServer.close(closed))
      await log.close()
      await store.close()
    },
  }
}

describe('a recording over HTTP', () => {
  it('[PE77] comes in, is listed with its summary, is read as history, and leaves as files that verify', async () => {
    await using hub = await runningHub()
    const done = await hub.bring('night.csv', CSV, '&patient=AB-1&starts=1763900000000')
    expect(done).toMatchObject({ state: 'done', name: 'night.csv' })
    const { sessionId } = done
    const streams = (await hub.log.streams()).map((head) => String(head.stream))
    expect(streams.filter((name) => name.startsWith('import:'))).toEqual([])

    const { sessions } = await hub.json<HttpSessions>('/api/sessions?patient=ab&alarms=low')
    expect(sessions).toHaveLength(1)
    expect(sessions[0]).toMatchObject({
      sessionId,
      patientCode: 'AB-1',
      provenance: 'recorded',
      summary: { lowestSpo2: { value: 86 }, peakPressure: { systolic: 165 }, importedFrom: 'night.csv' },
    })
    const one = await hub.json<HttpOneSession>(`/api/sessions/${sessionId}`)
    expect(one.session).toEqual(sessions[0])

    const stream = `/api/streams/session:${sessionId}`
    const { segments } = await hub.json<HttpSegments>(`${stream}/segments`)
    const head = segments.at(-1)?.last ?? 0
    const history = await (await hub.ask(`${stream}/history/1-${head}`)).text()
    const lines = history.split('\n')
    expect(lines.pop()).toBe('')
    expect(lines).toHaveLength(head)
    expect(lines.at(-1)).toContain('"session.imported"')

    const file = await (await hub.ask(`/api/sessions/${sessionId}/export.ndjson`)).text()
    expect(file.slice(file.indexOf('\n') + 1)).toBe(history)
    const path = join(dir, 'out.ndjson')
    writeFileSync(path, file)
    const checked = must(await verifyFile(path))
    expect(checked).toMatchObject({ verdict: 'whole', lastHash: segments.at(-1)?.sha })
    expect(checked.session).toMatchObject({ sessionId, importedFrom: ['night.csv'], closed: true })

    const before = must(parseRecordedCsv(CSV))
    const after = must(
      parseRecordedCsv(await (await hub.ask(`/api/sessions/${sessionId}/export.csv`)).text()),
    )
    const measured = ({ events }: typeof before) =>
      events.map(({ atMs, line: _, ...what }) => ({ atMs: atMs - (events[0]?.atMs ?? 0), ...what }))
    expect(measured(after)).toEqual(measured(before))
    expect(hub.uploads(), 'the file that came in is gone').toEqual([])
  })

  it('[PE77] is recognised when it comes again, as the same file and as its own export', async () => {
    await using hub = await runningHub()
    const { sessionId } = await hub.bring('night.csv', CSV)
    const again = await hub.bring('other name.csv', CSV)
    expect(again).toMatchObject({ state: 'failed', sessionId, error: { code: 'already-imported' } })
    const file = await (await hub.ask(`/api/sessions/${sessionId}/export.ndjson`)).text()
    const back = await hub.bring('out.ndjson', file)
    expect(back).toMatchObject({ state: 'failed', sessionId, error: { code: 'already-imported' } })
    expect((await hub.json<HttpSessions>('/api/sessions')).sessions).toHaveLength(1)
    expect(hub.uploads()).toEqual([])
  })

  it('[PE77] goes to another hub whole, and edited not at all', async () => {
    await using hub = await runningHub()
    const { sessionId } = await hub.bring('night.csv', CSV, '&starts=1763900000000')
    const file = await (await hub.ask(`/api/sessions/${sessionId}/export.ndjson`)).text()
    await using other = await runningHub()
    const edited = await other.bring('out.ndjson', file.replace('"value":86', '"value":96'))
    expect(edited).toMatchObject({ state: 'failed', error: { code: 'recording-damaged' } })
    const cut = await other.bring('out.ndjson', file.slice(0, file.length / 2))
    expect(cut).toMatchObject({ state: 'failed', error: { code: 'recording-damaged' } })
    expect((await other.json<HttpSessions>('/api/sessions')).sessions).toEqual([])
    expect(await other.bring('out.ndjson', file)).toMatchObject({ state: 'done', sessionId })
    const there = await (await other.ask(`/api/sessions/${sessionId}/export.ndjson`)).text()
    const [, ...mine] = file.trimEnd().split('\n')
    const [, ...theirs] = there.trimEnd().split('\n')
    expect(theirs.slice(0, -1), 'verbatim, and one record more').toEqual(mine)
    expect(other.uploads()).toEqual([])
  })
})
