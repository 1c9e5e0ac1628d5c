// Proves the offline check of exported files: what each kind of damage is called, what is said, and the exit codes.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { epochMs, recordSeq, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { type ExportHeader, encodeHeader } from '@chairside/shared/record/export-file.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import { attached, closed, cuff, every1s, infusion, live, opened } from '@chairside/shared/testing/given.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { CHAIN_START, chainSha } from '../log/segments.ts'
import { type Verdict, verifyFile } from './verify-file.ts'

const dir = mkdtempSync(join(tmpdir(), 'chairside-verify-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const LINES = live(
  [
    opened(0),
    attached(1),
    ...every1s(2, 180, { heartRate: 72, spo2: 97 }),
    infusion(181, 'start', 52.5),
    cuff(190, 165, 95),
    closed(200),
  ],
  200,
).log.map(encodeLine)

/** A file as the hub writes it, sealed every 60 lines. */
function exported(lines: readonly string[]): string {
  const segments: ExportHeader['segments'] = []
  let sha = CHAIN_START
  for (let from = 0; from < lines.length; from += 60) {
    const own = lines.slice(from, from + 60)
    sha = chainSha(sha, own)
    segments.push({ first: recordSeq(from + 1), last: recordSeq(from + own.length), sha })
  }
  const stream = sessionStream('s-1' as SessionId) as ExportHeader['stream']
  const header = {
    stream,
    build: '0.1.0',
    exportedAtMs: epochMs(1_764_000_000_000),
    records: lines.length,
    segments,
  }
  return `${[encodeHeader(header, sha256), ...lines].join('\n')}\n`
}
const GOOD = exported(LINES)
const lastHash = (JSON.parse(GOOD.split('\n')[0] ?? '') as ExportHeader).segments.at(-1)?.sha

let count = 0
function file(text: string | Uint8Array): string {
  count += 1
  const path = join(dir, `file-${count}.ndjson`)
  writeFileSync(path, text)
  return path
}
async function check(text: string | Uint8Array) {
  const checked = await verifyFile(file(text))
  if (!checked.ok) throw new Error(checked.error.message)
  return checked.value
}
const withLine = (at: number, line: string): string => {
  const lines = GOOD.split('\n')
  lines[at] = line
  return lines.join('\n')
}

describe('what a file is', () => {
  it('[EX60] whole: every record matches, and which session it is', async () => {
    const checked = await check(GOOD)
    expect(checked).toMatchObject({
      verdict: 'whole',
      bytes: Buffer.byteLength(GOOD),
      sha256: sha256(GOOD),
      records: LINES.length,
      verifiedThrough: LINES.length,
      segments: Math.ceil(LINES.length / 60),
      lastHash,
      build: '0.1.0',
      session: {
        sessionId: 's-1',
        patientCode: 'K-0417',
        roomName: 'Room 1',
        provenance: 'monitor',
        closed: true,
      },
    })
    expect((checked.session?.lastAtMs ?? 0) - (checked.session?.openedAtMs ?? 0)).toBe(200_000)
    expect(checked.detail).toBeUndefined()
  })

  const LINE_70 = LINES[69] ?? ''
  const damage: readonly [string, string | Uint8Array, Verdict, number | undefined][] = [
    ['without its last line feed', GOOD.slice(0, -1), 'whole', LINES.length],
    ['with another system’s line ends', GOOD.replaceAll('\n', '\r\n'), 'whole', LINES.length],
    ['one digit changed', withLine(70, LINE_70.replace('"value":72', '"value":27')), 'changed', 60],
    ['a line that is no JSON', withLine(70, LINE_70.slice(0, 30)), 'changed', 60],
    ['a line taken out', GOOD.replace(`${LINE_70}\n`, ''), 'changed', 60],
    ['a line twice', GOOD.replace(LINE_70, `${LINE_70}\n${LINE_70}`), 'changed', 60],
    [
      'two lines swapped',
      withLine(70, LINES[70] ?? '').replace(`${LINES[70]}\n${LINES[70]}`, `${LINES[70]}\n${LINE_70}`),
      'changed',
      60,
    ],
    ['a line added at the end', `${GOOD}${LINES.at(-1)}\n`, 'changed', undefined],
    ['a line added at the end without line feed', `${GOOD}${LINES.at(-1)}`, 'changed', undefined],
    ['its header changed', GOOD.replace('"build":"0.1.0"', '"build":"0.2.0"'), 'changed', undefined],
    [
      'the first record changed',
      withLine(1, (LINES[0] ?? '').replace('K-0417', 'K-0418')),
      'changed',
      undefined,
    ],
    [
      'a byte that is no text',
      Buffer.concat([Buffer.from(GOOD.slice(0, -300)), Buffer.from([0xff]), Buffer.from(GOOD.slice(-300))]),
      'changed',
      undefined,
    ],
    ['cut between two lines', `${GOOD.split('\n').slice(0, 101).join('\n')}\n`, 'cut', 60],
    ['cut in the middle of a line', GOOD.slice(0, GOOD.indexOf(LINE_70) + 40), 'cut', 60],
    ['the header alone', `${GOOD.split('\n')[0]}\n`, 'cut', undefined],
    ['a header of a newer version', GOOD.replace('"v":1', '"v":2'), 'newer', undefined],
    ['a record of a newer version', withLine(70, LINE_70.replace('"v":1', '"v":2')), 'newer', 60],
    ['nothing', '', 'foreign', undefined],
    ['a CSV', 'time,hr\n0,72\n', 'foreign', undefined],
    ['another program’s JSON', '{"traceEvents":[]}\n', 'foreign', undefined],
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
      'foreign',
      undefined,
    ],
  ]
  it.each(damage)('[EX61] %s', async (_what, text, verdict, through) => {
    const checked = await check(text)
    expect([checked.verdict, checked.message]).toEqual([verdict, expect.stringMatching(/\.$/)])
    if (through !== undefined) expect(checked.verifiedThrough).toBe(through)
  })

  it('[EX61] cut anywhere, it is never whole and never called changed', async () => {
    const header = GOOD.indexOf('\n') + 1
    for (let at = header; at < GOOD.length - 1; at += 2_003) {
      const checked = await check(GOOD.slice(0, at))
      expect(checked.verdict, `at ${at}`).toBe('cut')
    }
  })

  it('[EX62] an edit with all hashes computed anew is found by the hub’s last hash only, and that is said', () => {
    const forged = file(exported(LINES.map((line) => line.replace('"systolic":165', '"systolic":125'))))
    const plain = run(forged)
    expect(plain.status).toBe(0)
    expect(plain.stdout).toContain('computes all hashes anew')
    expect(plain.stdout).toContain('/api/streams/session:s-1/segments')
    const compared = run(forged, '--expect', String(lastHash))
    expect(compared.status).toBe(1)
    expect(compared.stdout).toContain('not the session that the hub has')
    const same = run(file(GOOD), '--expect', String(lastHash))
    expect(same.status).toBe(0)
    expect(same.stdout).toContain('is the one expected')
  })
})

function run(...args: string[]) {
  const program = fileURLToPath(new URL('../verify.ts', import.meta.url))
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
}

describe('the program', () => {
  it('[EX63] says it in words, with the exit code of the worst', () => {
    const good = file(GOOD)
    const cut = file(GOOD.slice(0, -500))
    const whole = run(good)
    expect(whole.status).toBe(0)
    expect(whole.stdout).toContain(`${good}: WHOLE`)
    expect(whole.stdout).toContain('Session     s-1 · patient code K-0417 · Room 1 · Europe/Stockholm')
    expect(whole.stdout).toContain('2024-11-21 12:00:00 UTC to 2024-11-21 12:03:20 UTC (3:20)')
    expect(whole.stdout).toContain(`Last hash   ${lastHash}`)
    const both = run(good, cut)
    expect(both.status).toBe(1)
    expect(both.stdout).toContain(`${cut}: CUT SHORT`)
    expect(both.stdout).toContain('Records 1 to 180 match their hashes.')
  })

  it('[EX63] what is not understood, and a file that cannot be read, is 2', () => {
    expect(run().status).toBe(2)
    expect(run('--loud', 'x').stderr).toContain('npm run verify')
    const missing = run(join(dir, 'nowhere.ndjson'), file(GOOD))
    expect(missing.status).toBe(2)
    expect(missing.stderr).toContain('there is no such file')
    expect(missing.stdout, 'and the other is checked').toContain('WHOLE')
    expect(run(dir).status).toBe(2)
    expect(run('--expect', 'abc', 'x').status).toBe(2)
    expect(run('--help').status).toBe(0)
  })

  it('[EX63] --json prints one object', () => {
    const { stdout, status } = run(file(GOOD), file('time,hr\n'), '--json')
    expect(status).toBe(1)
    const said = JSON.parse(stdout) as { files: { verdict: Verdict }[]; proves: string; doesNotProve: string }
    expect(said.files.map(({ verdict }) => verdict)).toEqual(['whole', 'foreign'])
    expect(said.doesNotProve).toContain('hub')
  })

  it('[EX63] names that people typed do not reach the terminal as commands', () => {
    const lines = LINES.map((line) => line.replace('"Room 1"', '"Room \\u001b[2J"'))
    const { stdout, status } = run(file(exported(lines)))
    expect(status).toBe(0)
    expect(stdout).toContain('Room  [2J')
  })
})
