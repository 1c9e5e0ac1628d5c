// Proves the offline check of an exported file: what each kind of damage is called, and how far the rest is believed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Verdict, verifyFile } from './verify-file.ts'
import { GOOD, LAST_HASH, LINES, sha256 } from './verify-fixture.ts'

const dir = mkdtempSync(join(tmpdir(), 'chairside-verify-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

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
      lastHash: LAST_HASH,
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
})
