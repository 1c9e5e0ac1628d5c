// Owns the form of an exported session: one header line, then the log's own lines, verbatim. And reading one back: what may
// be shown of it, how far its hashes hold, and in words what is wrong with the rest.
// Never computes a hash (that is passed in), never repairs a line, never shows a line after the first that is wrong.
import * as z from 'zod'
import type { EpochMs, StreamId } from '../ids.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { type DecodedRecord, parseLine } from './line.ts'
import { zRecordSeq } from './record.ts'
import { zEpochMs } from './report.ts'

export const EXPORT_VERSION = 1
export const EXPORT_NOTICE =
  'Secondary display, not a medical device. The bedside monitor and the clinician in the room are primary.'

/** A sealed segment as the log hashed it: hex SHA-256 of (previous sha, line feed, its lines each with a line feed). */
const zExportSegment = z.strictObject({
  first: zRecordSeq,
  last: zRecordSeq,
  sha: z.string().regex(/^[0-9a-f]{64}$/),
})
export const zExportHeader = z.looseObject({
  chairside: z.literal('session'),
  v: z.literal(EXPORT_VERSION),
  stream: z.string().regex(/^session:[A-Za-z0-9._-]{1,64}$/) as unknown as z.ZodType<
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
})
export type ExportHeader = z.infer<typeof zExportHeader>
export type ExportSegment = ExportHeader['segments'][number]

export const encodeHeader = (header: Omit<ExportHeader, 'chairside' | 'v' | 'notice'>): string =>
  JSON.stringify({ chairside: 'session', v: EXPORT_VERSION, notice: EXPORT_NOTICE, ...header })

/** Hex SHA-256 of a text's UTF-8 bytes. */
export type Sha256 = (text: string) => string

/** What is wrong with a file of which a part can be shown. */
export type FileProblem = Refusal & {
  /** The record from which on nothing is shown. */
  readonly fromSeq: number
}
export type ReadExport = {
  readonly header: ExportHeader
  readonly records: readonly DecodedRecord[]
  /** The same records as they stand in the file. */
  readonly lines: readonly string[]
  /** Through here the hashes hold. Equal to `header.records` in a whole, unchanged file. */
  readonly verifiedThrough: number
  /** Absent: the file is whole and unchanged since it was exported. */
  readonly problem?: FileProblem
}

const notOurs = (message: string, field?: string) => refuse('not-a-recording', message, field)

/** @returns the header, or why this is not a recording that this Chairside can read */
export function readHeader(line: string | undefined): Result<ExportHeader> {
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
    return refuse(
      'recording-damaged',
      `The header of this recording is damaged: ${issue?.message ?? 'unreadable'}.`,
      issue?.path.join('.'),
    )
  }
  const { segments, records } = parsed.data
  let next = 1
  for (const { first, last } of segments) {
    if (first !== next || last < first)
      return refuse(
        'recording-damaged',
        `The header of this recording names no hash for record ${next}.`,
        'segments',
      )
    next = last + 1
  }
  if (next !== records + 1)
    return refuse(
      'recording-damaged',
      `The header of this recording names hashes for ${next - 1} records, and says that there are ${records}.`,
      'segments',
    )
  return ok(parsed.data)
}

export type ExportReader = {
  /** The next line of the file. @returns false: nothing after it will be shown */
  take(line: string): Result<boolean>
  /** @param cut the last line did not end with a line feed */
  end(cut: boolean): Result<ReadExport>
}

/** Reads a file line by line, so that a long one may be read in pieces. */
export function createExportReader(sha256: Sha256): ExportReader {
  let header: ExportHeader | undefined
  let problem: FileProblem | undefined
  const records: DecodedRecord[] = []
  const lines: string[] = []
  let verifiedThrough = 0
  let segmentAt = 0
  let sha = ''
  let atMs = Number.NEGATIVE_INFINITY as EpochMs | number

  const stop = (refusal: Refusal, fromSeq: number): false => {
    problem = { ...refusal, fromSeq }
    // Lines of a segment whose hash was not checked whole are as good as they read; only a wrong hash takes them away.
    records.length = Math.min(records.length, fromSeq - 1)
    lines.length = records.length
    return false
  }
  const damaged = (message: string, field?: string): Refusal =>
    refuse('recording-damaged', message, field).error

  const checkSegment = (): boolean => {
    const segment = header?.segments[segmentAt]
    if (segment === undefined || lines.length !== segment.last) return true
    const own = lines.slice(segment.first - 1)
    sha = sha256(`${sha}\n${own.join('\n')}\n`)
    if (sha !== segment.sha)
      return stop(
        damaged(
          `This recording was changed after it was exported: records ${segment.first} to ${segment.last} do not match their hash. ` +
            `Shown is what comes before them.`,
        ),
        segment.first,
      )
    verifiedThrough = segment.last
    segmentAt += 1
    return true
  }

  return {
    take(line) {
      if (header === undefined) {
        const read = readHeader(line)
        if (!read.ok) return read
        header = read.value
        return ok(true)
      }
      if (problem !== undefined) return ok(false)
      const seq = records.length + 1
      if (seq > header.records)
        return ok(
          stop(
            damaged(`There are lines after record ${header.records}, the last one: they are not shown.`),
            seq,
          ),
        )
      const parsed = parseLine(line)
      if (!parsed.ok) {
        const { code, message, field } = parsed.error
        const words = `Record ${seq} cannot be read. ${message} Shown is what comes before it.`
        return ok(
          stop(
            {
              code: code === 'malformed' ? 'recording-damaged' : code,
              message: words,
              ...(field ? { field } : {}),
            },
            seq,
          ),
        )
      }
      const record = parsed.value
      if (record.seq !== seq)
        return ok(
          stop(
            damaged(
              `Record ${seq} is missing: the next one is ${record.seq}. Shown is what comes before it.`,
              'seq',
            ),
            seq,
          ),
        )
      if (record.hubAtMs < atMs)
        return ok(stop(damaged(`Record ${seq} is earlier than the one before it.`, 'hubAtMs'), seq))
      if (seq === 1 && record.kind !== 'session.opened')
        return refuse(
          'not-a-recording',
          'This recording does not begin with the opening of a session.',
          'kind',
        )
      atMs = record.hubAtMs
      records.push(record)
      lines.push(line)
      return ok(checkSegment())
    },
    end(cut) {
      if (header === undefined) return notOurs('The file is empty: there is no recording in it.')
      if (records.length === 0)
        return problem === undefined
          ? refuse('recording-damaged', 'The file holds the header of a recording and none of its records.')
          : {
              ok: false,
              error: {
                code: problem.code,
                message: problem.message,
                ...(problem.field ? { field: problem.field } : {}),
              },
            }
      if (problem === undefined && records.length < header.records)
        stop(
          damaged(
            `The file ends after record ${records.length} of ${header.records}${cut ? ', in the middle of a line' : ''}: the rest is missing. Shown is what is there.`,
          ),
          records.length + 1,
        )
      return ok({
        header,
        records,
        lines,
        verifiedThrough,
        ...(problem === undefined ? {} : { problem }),
      })
    },
  }
}

/** Reads a whole file. @returns what may be shown of it, or why nothing can be */
export function readExport(text: string, sha256: Sha256): Result<ReadExport> {
  const reader = createExportReader(sha256)
  const whole = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const lines = whole.split('\n')
  const last = lines.pop() ?? ''
  for (const line of lines) {
    const taken = reader.take(line)
    if (!taken.ok) return taken
    if (!taken.value) break
  }
  // A line without its end may be half a line: it is read only to see whether it is the header.
  if (lines.length === 0) {
    const read = readHeader(last)
    if (!read.ok) return read
  }
  return reader.end(last !== '')
}
