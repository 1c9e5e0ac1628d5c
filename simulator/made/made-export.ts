// Owns writing a made session as a Chairside recording: the header with the hashes of its segments, then every record.
// Never writes a file: it gives the text.
import { createHash } from 'node:crypto'
import { type EpochMs, recordSeq, sessionStream } from '@chairside/shared/ids.ts'
import {
  type ExportHeader,
  type ExportSegment,
  encodeHeader,
} from '@chairside/shared/record/export-header.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import type { MadeSession } from './made-session.ts'

/** As many as a hub seals at once. */
const SEGMENT_LINES = 60
/** Stands where an export names the Chairside that wrote it. */
const MAKER = 'simulator'

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The hash chain of docs/PROTOCOL.md, "Sealed history". */
function segmentsOf(lines: readonly string[]): ExportSegment[] {
  const segments: ExportSegment[] = []
  let sha = ''
  for (let from = 0; from < lines.length; from += SEGMENT_LINES) {
    const own = lines.slice(from, from + SEGMENT_LINES)
    sha = sha256(`${sha}\n${own.join('\n')}\n`)
    segments.push({ first: recordSeq(from + 1), last: recordSeq(from + own.length), sha })
  }
  return segments
}

/** @returns the file's text, each line with its line feed; as exported at the moment the session closed */
export function exportMade({ sessionId, records }: MadeSession): string {
  const lines = records.map(encodeLine)
  const header = encodeHeader(
    {
      stream: sessionStream(sessionId) as ExportHeader['stream'],
      build: MAKER,
      exportedAtMs: (records.at(-1)?.hubAtMs ?? 0) as EpochMs,
      records: lines.length,
      segments: segmentsOf(lines),
    },
    sha256,
  )
  return `${[header, ...lines].join('\n')}\n`
}
