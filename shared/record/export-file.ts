// Owns reading an exported session back (one header line, then the log's own lines, verbatim): what may be shown of it, how
// far its hashes hold, and in words what is wrong with the rest.
// Never repairs a line, never shows a line after the first that is wrong. Line ends alone are not part of the recording.
import { sessionStream } from '../ids.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { type ExportHeader, readHeader, type Sha256 } from './export-header.ts'
import { type DecodedRecord, parseLine } from './line.ts'

export * from './export-header.ts'

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

/** Characters. No record of ours comes near (a device's message is at most 200 kB); a longer line is not one. */
const LONGEST_LINE = 1_000_000
/** Characters: about nine million records. */
const LONGEST_HEADER = 16_000_000
const EMPTY = 'The file is empty: there is no recording in it.'

const damaged = (message: string, field?: string): Refusal =>
  refuse('recording-damaged', message, field).error

const more = (count: number): Refusal =>
  damaged(`There is more in the file after record ${count}, the last one.`)

/** What is wrong with a record at its place, or undefined. */
function misplaced(
  record: DecodedRecord,
  seq: number,
  header: ExportHeader,
  afterMs: number,
): Refusal | undefined {
  if (record.seq !== seq)
    return damaged(
      record.seq > seq
        ? `Record ${seq} is missing: the next one is ${record.seq}.`
        : `Record ${record.seq} stands where record ${seq} should be.`,
      'seq',
    )
  if (record.hubAtMs < afterMs) return damaged(`Record ${seq} is earlier than the one before it.`, 'hubAtMs')
  if (seq === 1 && record.kind !== 'session.opened')
    return refuse('not-a-recording', 'This recording does not begin with the opening of a session.', 'kind')
      .error
  if (record.kind !== 'session.opened') return undefined
  if (seq > 1) return damaged(`Record ${seq} opens the session a second time.`, 'kind')
  if (sessionStream(record.sessionId) === header.stream) return undefined
  return damaged('The header of this recording names another session than the recording does.', 'sessionId')
}

export type ExportReader = {
  /** The next line of the file, without its line end. @returns false: nothing after it will be shown */
  take(line: string): Result<boolean>
  /** @param cut the file ended in the middle of a line, which was not taken */
  end(cut: boolean): Result<ReadExport>
}

/** Reads a file line by line, so that a long one may be read in pieces; `createExportFeed` also finds the lines. */
export function createExportReader(sha256: Sha256): ExportReader {
  let header: ExportHeader | undefined
  let problem: FileProblem | undefined
  const records: DecodedRecord[] = []
  const lines: string[] = []
  let verifiedThrough = 0
  let segmentAt = 0
  let sha = ''
  let newestMs = Number.NEGATIVE_INFINITY

  /** Something in a segment is wrong: then the records before it may be too, as far as no hash holds them. */
  const stop = (refusal: Refusal): Result<boolean> => {
    records.length = verifiedThrough
    lines.length = verifiedThrough
    problem = { ...refusal, fromSeq: verifiedThrough + 1 }
    return ok(false)
  }
  /** The file ends too early. Nothing speaks against the last records, although no hash speaks for them. */
  const ended = (refusal: Refusal): void => {
    problem = { ...refusal, fromSeq: records.length + 1 }
  }

  const checkSegment = (): Result<boolean> => {
    const segment = header?.segments[segmentAt]
    if (segment === undefined || lines.length !== segment.last) return ok(true)
    sha = sha256(`${sha}\n${lines.slice(segment.first - 1).join('\n')}\n`)
    if (sha !== segment.sha)
      return stop(
        damaged(
          `This recording was changed after it was exported: records ${segment.first} to ${segment.last} do not match their hash.`,
        ),
      )
    verifiedThrough = segment.last
    segmentAt += 1
    return ok(true)
  }

  const takeRecord = (line: string, { records: count }: ExportHeader): Result<boolean> => {
    const seq = records.length + 1
    if (seq > count) return stop(more(count))
    if (line.length > LONGEST_LINE)
      return stop(damaged(`The line of record ${seq} is longer than any record.`))
    const parsed = parseLine(line)
    if (!parsed.ok) {
      const { code, message, field } = parsed.error
      const words = `Record ${seq} cannot be read. ${message}`
      return stop(refuse(code === 'malformed' ? 'recording-damaged' : code, words, field).error)
    }
    const record = parsed.value
    const wrong = misplaced(record, seq, header as ExportHeader, newestMs)
    if (wrong !== undefined) return stop(wrong)
    newestMs = record.hubAtMs
    records.push(record)
    lines.push(line)
    return checkSegment()
  }

  /** What is wrong and, because a part is shown, which part. */
  const inWords = ({ message, ...rest }: FileProblem): FileProblem => {
    const last = records.length
    const first = verifiedThrough + 1
    const unchecked =
      last < first
        ? ''
        : first === last
          ? ` Of these, record ${last} could not be checked against a hash.`
          : ` Of these, records ${first} to ${last} could not be checked against a hash.`
    const shown =
      last === header?.records ? 'All of its records are shown.' : `Shown are records 1 to ${last}.`
    return { ...rest, message: `${message} ${shown}${unchecked}` }
  }

  return {
    take(raw) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
      if (problem !== undefined) return ok(false)
      if (header !== undefined) return line.trim() === '' ? ok(true) : takeRecord(line, header)
      const first = line.charCodeAt(0) === 0xfeff ? line.slice(1) : line
      if (first.trim() === '') return ok(true)
      if (first.length > LONGEST_HEADER)
        return refuse('not-a-recording', 'This is not a Chairside recording: its first line has no end.')
      const read = readHeader(first, sha256)
      if (!read.ok) return read
      header = read.value
      return ok(true)
    },
    end(cut) {
      if (header === undefined) return refuse('not-a-recording', EMPTY)
      const count = header.records
      if (problem === undefined && records.length === count && cut) stop(more(count))
      if (problem === undefined && records.length === 0)
        ended(damaged('The file holds the header of a recording and none of its records.'))
      if (problem === undefined && records.length < count)
        ended(
          damaged(
            `The file ends after record ${records.length} of ${count}${cut ? ', in the middle of a line' : ''}: the rest is missing.`,
          ),
        )
      if (problem === undefined) return ok({ header, records, lines, verifiedThrough })
      if (records.length > 0)
        return ok({ header, records, lines, verifiedThrough, problem: inWords(problem) })
      const { fromSeq: _from, ...error } = problem
      return { ok: false, error }
    },
  }
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

export type ExportFeed = {
  /** The next piece of the file's text, cut anywhere. @returns false: nothing after it will be shown; stop reading */
  push(text: string): Result<boolean>
  /** The file is over. @returns what may be shown of it, or why nothing can be */
  end(): Result<ReadExport>
}

/** Reads a file that comes in pieces, as from a stream. After an error or `false` only `end` may be called. */
export function createExportFeed(sha256: Sha256): ExportFeed {
  const reader = createExportReader(sha256)
  /** Pieces of a line whose end has not come. */
  let rest: string[] = []
  let restLength = 0
  let refused: { ok: false; error: Refusal } | undefined
  let begun = false

  const take = (line: string): Result<boolean> => {
    begun ||= line.trim() !== ''
    const taken = reader.take(line)
    if (!taken.ok) refused = taken
    return taken
  }
  return {
    push(text) {
      if (refused !== undefined) return refused
      let from = 0
      for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
        const taken = take(rest.join('') + text.slice(from, to))
        rest = []
        restLength = 0
        if (!taken.ok || !taken.value) return taken
        from = to + 1
      }
      if (from < text.length) {
        rest.push(text.slice(from))
        restLength += text.length - from
      }
      // A line without an end is not gathered for ever.
      return restLength > LONGEST_HEADER ? take(rest.join('')) : ok(true)
    },
    end() {
      if (refused !== undefined) return refused
      const last = rest.join('')
      if (last.trim() === '') return reader.end(false)
      // Half a record is no JSON; a whole one is whole, although its line end is gone. What is too long is not even looked at.
      if (begun && last.length <= LONGEST_LINE && !isJson(last)) return reader.end(true)
      const taken = take(last)
      return taken.ok ? reader.end(false) : taken
    },
  }
}

/** Reads a whole file. @returns what may be shown of it, or why nothing can be */
export function readExport(text: string, sha256: Sha256): Result<ReadExport> {
  const feed = createExportFeed(sha256)
  const pushed = feed.push(text)
  return pushed.ok ? feed.end() : pushed
}
