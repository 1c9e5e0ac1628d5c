// Owns how tests run one import without a process or a hub, and where the real recordings are. Never used by the product.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { type EpochMs, epochMs } from '@chairside/shared/ids.ts'
import { encodeHeader } from '@chairside/shared/record/export-header.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'
import { chainSha, pieces } from '../log/segments.ts'
import { IMPORT_MAX_BYTES, type ImportOptions } from './import-desk.ts'
import type { FileRead, Imported, ImportJob } from './import-job.ts'
import { runImport } from './run-import.ts'

export const NOW_MS = epochMs(1_764_000_000_000)
export const BY = { personId: 'p-1', name: 'Quinn Qa', role: 'qa' } as ImportJob['source']['by']

const DIR = mkdtempSync(join(tmpdir(), 'chairside-import-test-'))
process.once('exit', () => rmSync(DIR, { recursive: true, force: true }))
let files = 0
/** Puts a text or bytes where an import can read it. @returns its path */
export function fileWith(content: string | Uint8Array, name = 'a.csv'): string {
  files += 1
  const path = join(DIR, `${files}-${name}`)
  writeFileSync(path, content)
  return path
}

export const RECORDINGS = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'recordings')
export const haveRecordings = existsSync(RECORDINGS)
if (!haveRecordings)
  console.log('The real recordings (../shared/data/recordings) are not here: what needs them is skipped.')
/** Every CSV among them, absolute. */
export const recordings: readonly string[] = haveRecordings
  ? readdirSync(RECORDINGS, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.csv'))
      .sort()
      .map((file) => join(RECORDINGS, file))
  : []

export const jobFor = (
  path: string,
  options: ImportOptions = {},
  more: Partial<ImportJob> = {},
): ImportJob => ({
  source: { name: path.split('/').at(-1) ?? path, path, options, by: BY },
  maxBytes: IMPORT_MAX_BYTES,
  nowMs: NOW_MS,
  zone: 'Europe/Oslo',
  rules: {
    ...ADULT_KETAMINE_INFUSION,
    profile: { ...ADULT_KETAMINE_INFUSION.profile, hash: 'ab'.repeat(32) },
  },
  made: {
    sessionId: 'new-session' as never,
    epoch: 'e-1' as never,
    openId: 'a'.repeat(32) as never,
    closeId: 'b'.repeat(32) as never,
  },
  ...more,
})

export type Brought = {
  readonly result: Result<Imported>
  readonly read: FileRead | undefined
  readonly lines: readonly string[]
  readonly atMs: readonly EpochMs[]
  readonly records: readonly LogRecord[]
  readonly chunks: readonly number[]
}

/** Runs an import to its end and keeps what it handed out. */
export async function bring(job: ImportJob): Promise<Brought> {
  let read: FileRead | undefined
  const lines: string[] = []
  const atMs: EpochMs[] = []
  const chunks: number[] = []
  const result = await runImport(job, {
    async read(given) {
      read = given
      return true
    },
    async lines(chunk) {
      lines.push(...chunk.lines)
      atMs.push(...chunk.atMs)
      chunks.push(chunk.lines.length)
    },
  })
  return { result, read, lines, atMs, chunks, records: lines.map((line) => JSON.parse(line) as LogRecord) }
}

/** The file that a hub would export of these lines. */
export function exportOf(
  lines: readonly string[],
  stream = 'session:new-session',
  changes: object = {},
): string {
  let sha = ''
  const segments = pieces(lines.length, 240).map(({ from, to }) => {
    sha = chainSha(sha, lines.slice(from, to))
    return { first: from + 1, last: to, sha }
  })
  const header = {
    stream,
    build: 'test',
    exportedAtMs: NOW_MS,
    records: lines.length,
    segments,
    ...changes,
  }
  return `${[encodeHeader(header as never, sha256Of), ...lines].join('\n')}\n`
}

export const sha256Of = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')
