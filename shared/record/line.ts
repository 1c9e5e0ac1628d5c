// Owns how a record is written as one line and read back, whatever version wrote it.
// Never guesses: an unknown kind is kept and counted, an unknown version is refused in words.
import * as z from 'zod'
import type { EpochMs, RecordSeq } from '../ids.ts'
import { ok, type Result, refuse } from '../result.ts'
import { type LogRecord, RECORD_SCHEMAS, RECORD_VERSION, zRecord, zRecordSeq } from './record.ts'
import { zEpochMs } from './report.ts'

/** A fact written by a newer Chairside: its place and time are known, its meaning is not. */
export type UnknownRecord = {
  readonly v: number
  readonly seq: RecordSeq
  readonly hubAtMs: EpochMs
  readonly kind: 'unknown'
  readonly originalKind: string
}
export type DecodedRecord = LogRecord | UnknownRecord

const KINDS: ReadonlySet<string> = new Set(RECORD_SCHEMAS.map((schema) => schema.shape.kind.value))

export const encodeLine = (record: LogRecord): string => JSON.stringify(record)

type Head = { v?: unknown; seq?: unknown; hubAtMs?: unknown; kind?: unknown }

function decodeHead(line: string): Result<Head> {
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    return refuse('malformed', 'This line is not JSON; the file may have been cut or edited.')
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return refuse('malformed', 'This line is not a record.')
  const head = raw as Head
  if (!Number.isInteger(head.v) || !Number.isInteger(head.seq) || !Number.isInteger(head.hubAtMs))
    return refuse('malformed', 'This line has no version, number or time.', 'v')
  if ((head.v as number) > RECORD_VERSION)
    return refuse(
      'protocol-version',
      `This was written by a newer Chairside (record version ${head.v}; this one reads up to ${RECORD_VERSION}). Update, then open it again.`,
      'v',
    )
  return ok(head)
}

const unknownOf = (head: Head): UnknownRecord => ({
  v: head.v as number,
  seq: head.seq as RecordSeq,
  hubAtMs: head.hubAtMs as EpochMs,
  kind: 'unknown',
  originalKind: String(head.kind),
})

/**
 * Reads a line of our own log, whose hash has been or will be verified: checks version and kind, trusts the rest.
 * @returns the record, or `malformed` / `protocol-version`
 */
export function decodeLine(line: string): Result<DecodedRecord> {
  const head = decodeHead(line)
  if (!head.ok) return head
  if (!KINDS.has(head.value.kind as string)) return ok(unknownOf(head.value))
  return ok(head.value as LogRecord)
}

/** What is known of a kind that is not: the rest of it may be anything. */
const zUnknown = z.looseObject({
  v: z.literal(RECORD_VERSION),
  seq: zRecordSeq,
  hubAtMs: zEpochMs,
  kind: z.string().min(1).max(80),
})

/** Reads a line of a file from outside: every field is checked. */
export function parseLine(line: string): Result<DecodedRecord> {
  const head = decodeHead(line)
  if (!head.ok) return head
  const isKnown = KINDS.has(head.value.kind as string)
  const parsed = (isKnown ? zRecord : zUnknown).safeParse(head.value)
  if (parsed.success) return ok(isKnown ? (parsed.data as LogRecord) : unknownOf(head.value))
  const issue = parsed.error.issues[0]
  return refuse(
    'malformed',
    `This record is damaged: ${issue?.message ?? 'unreadable'}.`,
    issue?.path.join('.'),
  )
}
