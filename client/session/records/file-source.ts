// Owns how an exported file becomes a session on this page: checked line by line and hash by hash, in slices, and given as
// far as its hashes hold. No hub, no HTTP, no socket. Never shows a line after the first that is wrong.
import { type SessionId, type StreamId, sessionStream } from '@chairside/shared/ids.ts'
import { createExportReader, type ExportHeader, readHeader } from '@chairside/shared/record/export-file.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type SliceDeps, slicer } from './slices.ts'
import type { SessionSource, SourceEvent } from './source.ts'

/** Records of one file that this page shows: 69 hours of one a second. */
export const MOST_FILE_RECORDS = 250_000
/** Lines between two looks at the time. */
const AT_A_TIME = 30

export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))

export type RecordingFile = {
  /** As the person knows it. */
  readonly name: string
  readonly text: string
}

const nothing: (event: SourceEvent) => void = () => undefined

/** @param most records shown; a longer file is shown so far, and it is said */
export function createFileSource(
  file: RecordingFile,
  deps: SliceDeps,
  most = MOST_FILE_RECORDS,
): SessionSource {
  const { text, name } = file
  let listener = nothing
  let stopped = false
  let stream: StreamId = sessionStream('file' as SessionId)
  /** Where each record begins in the text, and where the last one ends. */
  let starts = new Uint32Array(0)
  /** The line of a record, with its line end, which is not part of it and which nobody minds. */
  const lineOf = (seq: number): string => text.slice(starts[seq - 1], starts[seq])

  function failed(error: Refusal): void {
    listener({ kind: 'failed', error })
  }

  async function open(): Promise<void> {
    const turn = slicer(deps)
    const reader = createExportReader(sha256Hex)
    let header: ExportHeader | undefined
    /** Lines taken, and of those how many have been given. */
    let taken = 0
    let given = 0
    let segmentAt = 0
    let wrong = false
    let cut = false
    let from = 0
    const about = (verifiedThrough: number) => {
      if (header === undefined) return
      listener({
        kind: 'about',
        about: { file: { name, header, verifiedThrough }, records: header.records },
      })
    }
    const giveThrough = (last: number) => {
      const records: DecodedRecord[] = []
      for (; given < last; given += 1) {
        const decoded = decodeLine(lineOf(given + 1))
        if (decoded.ok) records.push(decoded.value)
      }
      if (records.length > 0) listener({ kind: 'records', records })
    }

    for (let count = 1; from < text.length && taken < most; count += 1) {
      const end = text.indexOf('\n', from)
      const to = end < 0 ? text.length : end
      const line = text.slice(from, to)
      const begins = from
      from = to + 1
      if (line.trim() === '') continue
      cut = header !== undefined && end < 0 && !isWhole(line)
      if (cut) break
      const answer = reader.take(line)
      if (!answer.ok) return failed(answer.error)
      if (header === undefined) {
        const first = line.charCodeAt(0) === 0xfeff ? line.slice(1) : line
        const head = readHeader(first.endsWith('\r') ? first.slice(0, -1) : first, sha256Hex)
        if (!head.ok) return failed(head.error)
        header = head.value
        stream = header.stream
        starts = new Uint32Array(Math.min(header.records, most) + 1)
        about(0)
        continue
      }
      wrong = !answer.value
      if (wrong) break
      starts[taken] = begins
      taken += 1
      starts[taken] = Math.min(from, text.length)
      if (header.segments[segmentAt]?.last === taken) {
        giveThrough(taken)
        segmentAt += 1
      }
      if (count % AT_A_TIME === 0) {
        const others = turn()
        if (others !== undefined) await others
        if (stopped) return
      }
    }

    const read = reader.end(cut)
    if (!read.ok) return failed(read.error)
    const { lines, verifiedThrough, problem } = read.value
    const shown = Math.min(lines.length, taken)
    giveThrough(shown)
    about(verifiedThrough)
    const tooLong = taken === most && !wrong && read.value.header.records > taken
    if (tooLong) listener({ kind: 'problem', problem: tooMany(read.value.header.records, most) })
    else if (problem !== undefined) listener({ kind: 'problem', problem })
    listener({ kind: 'caughtUp', head: shown })
  }

  return {
    get stream() {
      return stream
    },
    can: { takesCommands: false, seeks: true },
    start(next) {
      listener = next
      void open()
    },
    read: (first, last) => Array.from({ length: last - first + 1 }, (_, index) => lineOf(first + index)),
    stop() {
      stopped = true
      listener = nothing
    },
  }
}

const tooMany = (records: number, most: number): Refusal => ({
  code: 'too-large',
  message: `This file holds ${records} records; a page shows ${most} at most. Shown are the first ${most}; bring the file in with Import to see all of it.`,
})

/** A last line without its end may be half a line. */
function isWhole(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
