// Owns getting the records of one recording for the alarms tool: a CSV as an import would make them, an exported file, or a
// session of the hub's own log. Never changes what it reads, and never opens a log for writing.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import {
  type CommandId,
  type DeviceEpoch,
  epochMs,
  type PersonId,
  type SessionId,
  sessionStream,
} from '@chairside/shared/ids.ts'
import { readExport } from '@chairside/shared/record/export-file.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { importCsv } from '../import/csv-session.ts'
import type { ImportJob } from '../import/import-job.ts'
import { readFileText } from '../import/read-file.ts'
import { openLogReader } from '../log/log-reader.ts'
import { LOG_FILE } from '../log/log-settings.ts'
import { hashed } from '../store/rule-set-hash.ts'

/** Second 0 of a CSV: a date of its own, so that what is printed does not depend on when the tool is run. */
const FILE_STARTS_AT_MS = epochMs(946_684_800_000)
/** No file ends later. */
const FAR_OFF_MS = epochMs(8_000_000_000_000_000)
/** As large as an import may be. */
const MAX_BYTES = 512 * 1024 * 1024
const hex32 = (): CommandId => createHash('md5').update(randomUUID()).digest('hex') as CommandId
/** Whoever runs the tool: nothing of it is kept. */
const TOOL: Actor = { personId: 'alarms' as PersonId, name: 'alarms', role: 'qa' }

export type Recording = {
  readonly name: string
  /** In order; without what was recorded only because the file came to its end. */
  readonly records: readonly DecodedRecord[]
  /** Hub time of second 0: of a CSV its first row's `0`, of a session its opening. */
  readonly startMs: number
  readonly endMs: number
  /** In words, where what is shown is less than the whole. */
  readonly notes: readonly string[]
}

const decoded = (lines: readonly string[]): Result<DecodedRecord[]> => {
  const records: DecodedRecord[] = []
  for (const line of lines) {
    const record = decodeLine(line)
    if (!record.ok) return record
    records.push(record.value)
  }
  return ok(records)
}

async function ofCsv(path: string, ruleSet: RuleSet, map: string | undefined): Promise<Result<Recording>> {
  const job: ImportJob = {
    source: {
      name: basename(path),
      path,
      options: { startsAtMs: FILE_STARTS_AT_MS, map },
      by: TOOL,
    },
    maxBytes: MAX_BYTES,
    nowMs: FAR_OFF_MS,
    zone: 'UTC',
    rules: hashed(ruleSet),
    made: {
      sessionId: 'alarms' as SessionId,
      epoch: 'alarms' as DeviceEpoch,
      openId: hex32(),
      closeId: hex32(),
    },
  }
  const text = readFileText(job)
  if (!text.ok) return text
  const lines: string[] = []
  let startMs = 0
  let lengthMs = 0
  let notes: readonly string[] = []
  const brought = await importCsv(text.value, job, {
    async read(read) {
      startMs = read.startMs
      lengthMs = read.lengthMs
      notes = read.notes
      return true
    },
    async lines(chunk) {
      lines.push(...chunk.lines)
    },
  })
  if (!brought.ok) return brought
  const records = decoded(lines)
  if (!records.ok) return records
  // The file's end is not an act of anybody: what is active then stays so.
  const own = records.value.filter(({ kind }) => kind !== 'session.closed' && kind !== 'session.imported')
  return ok({ name: basename(path), records: own, startMs, endMs: startMs + lengthMs, notes })
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function ofRecords(
  name: string,
  records: readonly DecodedRecord[],
  notes: readonly string[],
): Result<Recording> {
  const [first] = records
  const last = records.filter(({ kind }) => kind !== 'session.imported').at(-1)
  if (first === undefined || last === undefined)
    return refuse('not-a-recording', `"${name}" holds no records.`, 'FILE')
  return ok({ name, records, startMs: first.hubAtMs, endMs: last.hubAtMs, notes })
}

function ofExport(path: string, text: string): Result<Recording> {
  const read = readExport(text, sha256)
  if (!read.ok) return read
  const { records, problem } = read.value
  return ofRecords(basename(path), records, problem === undefined ? [] : [problem.message])
}

function ofSession(sessionId: string, dataDir: string): Result<Recording> {
  if (!existsSync(join(dataDir, LOG_FILE)))
    return refuse(
      'not-found',
      `"${sessionId}" is no file, and there is no log in ${dataDir} to look for a session in.`,
      'FILE',
    )
  const reader = openLogReader(dataDir)
  try {
    const stream = sessionStream(sessionId as SessionId)
    const head = reader.streams().find((one) => one.stream === stream)
    if (head === undefined)
      return refuse('not-found', `"${sessionId}" is neither a file nor a session of ${dataDir}.`, 'FILE')
    if (head.sealedThrough === 0)
      return refuse(
        'not-found',
        `Nothing of session ${sessionId} is sealed yet: try again in two minutes.`,
        'FILE',
      )
    const records = decoded(reader.lines(stream, 1, head.sealedThrough))
    if (!records.ok) return records
    const isClosed = records.value.some(({ kind }) => kind === 'session.closed')
    const note = `The session is open, or its end is not sealed: records 1 to ${head.sealedThrough} were judged.`
    return ofRecords(sessionId, records.value, isClosed ? [] : [note])
  } finally {
    reader.close()
  }
}

/**
 * @param what a path, or the id of a session in `dataDir`
 * @returns its records; or in words why there are none
 */
export async function readRecording(
  what: string,
  {
    ruleSet,
    map,
    dataDir,
  }: { readonly ruleSet: RuleSet; readonly map?: string | undefined; readonly dataDir: string },
): Promise<Result<Recording>> {
  if (!existsSync(what)) {
    if (/[./\\]/.test(what)) return refuse('not-found', `There is no file "${what}".`, 'FILE')
    return ofSession(what, dataDir)
  }
  const text = readFileText({
    source: { name: basename(what), path: what, options: {}, by: TOOL },
    maxBytes: MAX_BYTES,
  })
  if (!text.ok) return text
  return text.value.format === 'ndjson' ? ofExport(what, text.value.text) : ofCsv(what, ruleSet, map)
}
