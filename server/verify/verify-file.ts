// Owns checking one exported file without a hub: what kind of file it is, how far its hashes hold, and which session it says
// it is. Never repairs, never shows a number of a patient, never says more than hashes can prove.
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { createExportFeed, type ReadExport } from '@chairside/shared/record/export-file.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'

/**
 * whole    every record is there and matches its hash
 * changed  something in it is not as it was exported: edited, damaged, something added
 * cut      what is there is unchanged as far as it can be checked, and the end is missing
 * newer    written by a Chairside that this one cannot read
 * foreign  not an exported recording
 */
export type Verdict = 'whole' | 'changed' | 'cut' | 'newer' | 'foreign'

export type CheckedSession = {
  readonly sessionId: string
  readonly patientCode: string
  readonly roomName: string
  readonly zone: string
  readonly provenance: string
  readonly openedAtMs: number
  /** Of the last record that is there. */
  readonly lastAtMs: number
  readonly closed: boolean
  /** Files that it came in as, before it was exported from here. */
  readonly importedFrom: readonly string[]
  /** false: a file that it came in as names no date. */
  readonly dated: boolean
}
export type Checked = {
  readonly file: string
  readonly verdict: Verdict
  /** What was found, in a sentence or two. */
  readonly message: string
  /** Of a file that is not whole: what exactly is wrong, in the words of whoever opens it. */
  readonly detail?: string
  readonly bytes: number
  /** Of the file's bytes, hex. */
  readonly sha256: string
  readonly session?: CheckedSession
  /** As the header says. */
  readonly records?: number
  /** Records 1 to this match their hashes. */
  readonly verifiedThrough?: number
  readonly segments?: number
  /** The last hash of the chain as the header has it: what the hub's own must equal. */
  readonly lastHash?: string
  readonly exportedAtMs?: number
  readonly build?: string
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

type Gone = {
  readonly read: Result<ReadExport>
  /** A line was reached after which nothing may be believed, as opposed to the file's end. */
  readonly stopped: boolean
}

/** Takes the whole file through the reader, piece by piece. */
async function readThrough(path: string, hash: Hash, count: (bytes: number) => void): Promise<Gone> {
  const feed = createExportFeed(sha256)
  // Not fatal: a byte that is no text becomes one that no hash matches.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let stopped = false
  let refused: Refusal | undefined
  let tail = ''
  const take = (text: string): void => {
    if (stopped || refused !== undefined) return
    tail = text.includes('\n') ? text.slice(text.lastIndexOf('\n') + 1) : tail + text
    const taken = feed.push(text)
    if (!taken.ok) refused = taken.error
    else if (!taken.value) stopped = true
  }
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    count(chunk.byteLength)
    take(decoder.decode(chunk, { stream: true }))
  }
  take(decoder.decode())
  if (isJson(tail)) take('\n')
  if (refused === undefined) return { read: feed.end(), stopped }
  return { read: { ok: false, error: refused }, stopped: true }
}

/** A last line that only lost its line end. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function sessionIn({ records }: ReadExport): CheckedSession | undefined {
  const { opened, closed, imported = [], provenance, headAtMs } = records.reduce(foldSession, emptySession)
  if (opened === undefined) return undefined
  return {
    sessionId: opened.sessionId,
    patientCode: opened.patientCode,
    roomName: opened.roomName,
    zone: opened.zone,
    provenance,
    openedAtMs: opened.hubAtMs,
    lastAtMs: closed?.atMs ?? headAtMs,
    closed: closed !== undefined,
    importedFrom: imported.map(({ file }) => file.name),
    dated: imported.every(({ dated }) => dated),
  }
}

/** @param short nothing was found wrong but that the file ended */
function verdictOf({ code }: Refusal, short: boolean): Verdict {
  if (code === 'not-a-recording') return 'foreign'
  if (code === 'protocol-version') return 'newer'
  return short ? 'cut' : 'changed'
}

function foundIn({ header, records, verifiedThrough }: ReadExport, verdict: Verdict): string {
  const holds =
    verifiedThrough === 0
      ? 'No record could be checked against its hash.'
      : `Records 1 to ${verifiedThrough} match their hashes.`
  switch (verdict) {
    case 'whole':
      return `Whole, and unchanged since it was exported: all ${header.records} records match their hashes.`
    case 'cut':
      return `The end is missing: the file holds ${records.length} of ${header.records} records. ${holds}`
    case 'newer':
      return `A part of it was written by a newer Chairside. ${holds}`
    default:
      return `It is not as it was exported. ${holds}`
  }
}

/** @returns what the file is; `not-found` or `storage-failed` when it cannot be read at all */
export async function verifyFile(path: string): Promise<Result<Checked>> {
  const hash = createHash('sha256')
  let bytes = 0
  let gone: Gone
  try {
    gone = await readThrough(path, hash, (more) => {
      bytes += more
    })
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ENOENT'
    const why = missing ? 'there is no such file' : error instanceof Error ? error.message : String(error)
    return refuse(missing ? 'not-found' : 'storage-failed', `${path} cannot be read: ${why}.`)
  }
  const { read, stopped } = gone
  const file = { file: path, bytes, sha256: hash.digest('hex') }
  if (!read.ok) {
    const { message } = read.error
    return ok({ ...file, verdict: verdictOf(read.error, !stopped), message })
  }
  const { header, verifiedThrough, problem } = read.value
  const short = !stopped && verifiedThrough < header.records
  const verdict = problem === undefined ? 'whole' : verdictOf(problem, short)
  const session = sessionIn(read.value)
  const lastHash = header.segments.at(-1)?.sha
  return ok({
    ...file,
    verdict,
    message: foundIn(read.value, verdict),
    ...(problem === undefined ? {} : { detail: problem.message }),
    ...(session === undefined ? {} : { session }),
    records: header.records,
    verifiedThrough,
    segments: header.segments.length,
    ...(lastHash === undefined ? {} : { lastHash }),
    exportedAtMs: header.exportedAtMs,
    build: header.build,
  })
}
