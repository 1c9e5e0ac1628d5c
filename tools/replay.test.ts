// `npm run replay`: what it serves, to whom, and which files it refuses. No browser; the client stands in as three files.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EpochMs, SessionId } from '@chairside/shared/ids.ts'
import { recordSeq, sessionStream } from '@chairside/shared/ids.ts'
import { encodeHeader } from '@chairside/shared/record/export-file.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import { type RecordBody, stamp } from '@chairside/shared/record/record.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { readReplayFile } from './replay-file.ts'
import { serveReplay } from './replay-server.ts'

const dir = mkdtempSync(join(tmpdir(), 'chairside-replay-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
const AT = Date.UTC(2026, 10, 14, 9, 12)
const bodies = [
  {
    kind: 'session.opened',
    by,
    commandId: '0'.repeat(32),
    sessionId: 's1',
    roomId: 'room-1',
    roomName: 'Room 1',
    patientCode: 'K-0417',
    provenance: 'simulated',
    zone: 'Europe/Oslo',
    profile: { name: 'adult ketamine infusion', version: 1 },
    clockRate: 1,
  },
  { kind: 'session.closed', by, commandId: '1'.repeat(32), openAlarms: [] },
] as unknown as RecordBody[]
const lines = bodies.map((body, at) =>
  encodeLine(stamp(body, recordSeq(at + 1), (AT + at * 60_000) as EpochMs)),
)
const header = encodeHeader(
  {
    stream: sessionStream('s1' as SessionId) as `session:${string}` & ReturnType<typeof sessionStream>,
    build: '0.1.0',
    exportedAtMs: (AT + 3_600_000) as EpochMs,
    records: 2,
    segments: [{ first: recordSeq(1), last: recordSeq(2), sha: sha256(`\n${lines.join('\n')}\n`) }],
  },
  sha256,
)
const WHOLE = `${[header, ...lines].join('\n')}\n`

const given = (name: string, text: string): string => {
  const path = join(dir, name)
  writeFileSync(path, text)
  return path
}

const client = join(dir, 'client')
mkdirSync(join(client, 'assets'), { recursive: true })
writeFileSync(join(client, 'index.html'), '<!doctype html><title>Chairside</title>')
writeFileSync(join(client, 'assets', 'main.js'), 'export {}')
writeFileSync(join(dir, 'secret.js'), 'not to be served')

const serve = () => serveReplay({ clientDir: client, file: { name: 'k 0417.ndjson', text: WHOLE }, port: 0 })

/** As it stands on the wire: fetch would tidy the path and choose the Host. */
const raw = (origin: string, path: string, host?: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(origin)
    request({ host: '127.0.0.1', port, path, headers: host === undefined ? {} : { host } }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        body += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })

describe('npm run replay', () => {
  test('[UI91] serves the page, its parts and the one file, whose address it prints', async () => {
    const server = await serve()
    try {
      const { origin, pathname, searchParams } = new URL(server.url)
      expect([pathname, searchParams.get('file')]).toEqual(['/open', 'k 0417.ndjson'])
      const page = await fetch(server.url)
      expect(await page.text()).toContain('<title>Chairside</title>')
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
      const part = await fetch(`${origin}/assets/main.js`)
      expect(part.headers.get('content-type')).toContain('text/javascript')
      const file = await fetch(`${origin}/replay-file?name=${encodeURIComponent('k 0417.ndjson')}`)
      expect(file.headers.get('content-type')).toContain('application/x-ndjson')
      expect(await file.text()).toBe(WHOLE)
      expect((await fetch(`${origin}/replay-file?name=other.ndjson`)).status).toBe(404)
    } finally {
      await server.close()
    }
  })

  test('[UI91] there is no hub behind it, nothing can be changed, and nothing else of the machine is served', async () => {
    const server = await serve()
    try {
      const { origin } = new URL(server.url)
      const api = await fetch(`${origin}/api/me`)
      expect(api.status).toBe(404)
      expect(((await api.json()) as { error: { message: string } }).error.message).toContain(
        'There is no hub here',
      )
      expect((await fetch(`${origin}/socket.io/?EIO=4&transport=polling`)).status).toBe(404)
      expect((await fetch(`${origin}/replay-file`, { method: 'POST' })).status).toBe(405)
      for (const path of ['/../secret.js', '/..%2fsecret.js', '/assets/../../secret.js'])
        expect((await raw(origin, path)).body).not.toContain('not to be served')
    } finally {
      await server.close()
    }
  })

  test('[UI91] a name of another site that points to this machine is refused', async () => {
    const server = await serve()
    try {
      const answer = await raw(
        new URL(server.url).origin,
        '/replay-file?name=k%200417.ndjson',
        'evil.example',
      )
      expect(answer.status).toBe(403)
      expect(answer.body).not.toContain('K-0417')
    } finally {
      await server.close()
    }
  })

  test('[UI92] a wrong file is refused in words before anything is served', () => {
    expect(readReplayFile(join(dir, 'none.ndjson'))).toContain('There is no file')
    expect(readReplayFile(dir)).toContain('is not a file')
    expect(readReplayFile(given('empty.ndjson', ''))).toContain('The file is empty')
    expect(readReplayFile(given('table.csv', 't_s,hr\n0,70\n'))).toContain('npm run import')
    expect(readReplayFile(given('foreign.json', '{"hello":1}\n'))).toContain('not a Chairside recording')
    const newer = WHOLE.replace('"v":1', '"v":9')
    expect(readReplayFile(given('newer.ndjson', newer))).toContain('newer Chairside')
  })

  test('[UI92] of a damaged file the part that can be shown is served, and what is wrong is said', () => {
    const cut = readReplayFile(given('cut.ndjson', `${header}\n${lines[0]}\n`))
    expect(cut).toMatchObject({ name: 'cut.ndjson', problem: expect.stringContaining('record 1 of 2') })
    expect(readReplayFile(given('whole.ndjson', WHOLE))).toEqual({ name: 'whole.ndjson', text: WHOLE })
  })
})
