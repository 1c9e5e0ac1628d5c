// Owns the first line of an exported session: what the file says of itself, and the hashes that its records must match.
// Never reads a record. Never computes a hash: the function that does is passed in.
import * as z from 'zod'
import type { StreamId } from '../ids.ts'
import { ok, type Result, refuse } from '../result.ts'
import { zRecordSeq } from './record.ts'
import { zEpochMs } from './report.ts'

export const EXPORT_VERSION = 1
export const EXPORT_NOTICE =
  'Secondary display, not a medical device. The bedside monitor and the clinician in the room are primary.'

const zSha = z.string().regex(/^[0-9a-f]{64}$/)
/** A sealed segment as the log hashed it: hex SHA-256 of (previous sha, line feed, its lines each with a line feed). */
const zExportSegment = z.strictObject({ first: zRecordSeq, last: zRecordSeq, sha: zSha })
export const zExportHeader = z.looseObject({
  chairside: z.literal('session'),
  v: z.literal(EXPORT_VERSION),
  // An address cannot hold "." or "..": nobody could ever open such a session.
  stream: z.string().regex(/^session:(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/) as unknown as z.ZodType<
    StreamId & `session:${string}`,
    string
  >,
  /** Which Chairside wrote the file. */
  build: z.string().max(80),
  exportedAtMs: zEpochMs,
  records: z.int().min(1),
  /** Without holes, from record 1 to the last. */
  segments: z.array(zExportSegment).min(1),
  notice: z.string().max(500),
  /** Always last: hex SHA-256 of the header line up to the comma before it. */
  sha: zSha,
})
export type ExportHeader = z.infer<typeof zExportHeader>
export type ExportSegment = ExportHeader['segments'][number]

/** Hex SHA-256 of a text's UTF-8 bytes. */
export type Sha256 = (text: string) => string

/** @returns the header line, without its line feed */
export function encodeHeader(
  header: Pick<ExportHeader, 'stream' | 'build' | 'exportedAtMs' | 'records' | 'segments'>,
  sha256: Sha256,
): string {
  const { stream, build, exportedAtMs, records, segments } = header
  const said = { stream, build, exportedAtMs, records, segments }
  const line = JSON.stringify({ chairside: 'session', v: EXPORT_VERSION, notice: EXPORT_NOTICE, ...said })
  const before = line.slice(0, -1)
  return `${before},"sha":"${sha256(before)}"}`
}
const SHA_AT_END = /,"sha":"([0-9a-f]{64})"\}$/

/** Which of the two kinds of file a text is, by how it begins; an empty or foreign one counts as a CSV. */
export const fileFormatOf = (text: string): 'ndjson' | 'csv' =>
  /^\uFEFF?\s*\{/.test(text.slice(0, 200)) ? 'ndjson' : 'csv'

const notOurs = (message: string, field?: string) => refuse('not-a-recording', message, field)
const damaged = (message: string, field?: string) => refuse('recording-damaged', message, field)

/** Whether the segments name every record from 1 to the last once, in order. */
function checkSegments({ segments, records }: ExportHeader): Result<true> {
  let next = 1
  for (const { first, last } of segments) {
    if (first !== next || last < first)
      return damaged(`The header of this recording names no hash for record ${next}.`, 'segments')
    next = last + 1
  }
  if (next === records + 1) return ok(true)
  return damaged(
    `The header of this recording names hashes for ${next - 1} records, and says that there are ${records}.`,
    'segments',
  )
}

/**
 * @param line the first line of a file, without its line end
 * @returns the header, or why this is not a recording that this Chairside can read
 */
export function readHeader(line: string | undefined, sha256: Sha256): Result<ExportHeader> {
  if (line === undefined || line.trim() === '')
    return notOurs('The file is empty: there is no recording in it.')
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    return notOurs(
      'This is not a Chairside recording: its first line is not the header that an export begins with. A CSV is brought in with Import.',
    )
  }
  const head = (typeof raw === 'object' && raw !== null ? raw : {}) as { chairside?: unknown; v?: unknown }
  if (head.chairside !== 'session')
    return notOurs('This is not a Chairside recording: its first line does not say so.', 'chairside')
  if (typeof head.v === 'number' && head.v > EXPORT_VERSION)
    return refuse(
      'protocol-version',
      `This file was exported by a newer Chairside (file version ${head.v}; this one reads up to ${EXPORT_VERSION}). Update, then open it again.`,
      'v',
    )
  const parsed = zExportHeader.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return damaged(
      `The header of this recording is damaged: ${issue?.message ?? 'unreadable'}.`,
      issue?.path.join('.'),
    )
  }
  const sha = SHA_AT_END.exec(line)
  if (sha === null || sha256(line.slice(0, sha.index)) !== sha[1])
    return damaged(
      'The header of this recording was changed after it was exported: it does not match its hash.',
      'sha',
    )
  const segments = checkSegments(parsed.data)
  return segments.ok ? ok(parsed.data) : segments
}
