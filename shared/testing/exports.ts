// Owns exported files for tests: any log as the file it would be exported to, with a hash that is quick and good enough to
// tell texts apart. Never used by the programs.
import type { StreamId } from '../ids.ts'
import { type ExportSegment, encodeHeader } from '../record/export-header.ts'
import { encodeLine } from '../record/line.ts'
import type { LogRecord } from '../record/record.ts'
import { at } from './given.ts'

/** Not SHA-256: 64 bits (FNV-1a twice) written as 256. Readers are given the hash, so any that tells texts apart will do. */
export function testSha(text: string): string {
  let one = 0x811c9dc5
  let two = 0x9e3779b9
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    one = Math.imul(one ^ unit, 0x01000193)
    two = Math.imul(two ^ unit, 0x010001b3)
  }
  const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
  return `${hex(one)}${hex(two)}`.repeat(4)
}

export type Exported = {
  readonly header: string
  readonly lines: readonly string[]
  readonly segments: readonly ExportSegment[]
  /** The file: every line with its line feed. */
  readonly text: string
}

/** The lines as a file, its segments `size` records long. */
export function exportedLines(lines: readonly string[], size = 60, stream = 'session:s-1'): Exported {
  const segments: ExportSegment[] = []
  let sha = ''
  for (let from = 0; from < lines.length; from += size) {
    const own = lines.slice(from, from + size)
    sha = testSha(`${sha}\n${own.join('\n')}\n`)
    segments.push({ first: from + 1, last: from + own.length, sha } as ExportSegment)
  }
  const header = encodeHeader(
    {
      stream: stream as StreamId & `session:${string}`,
      build: '0.1.0+test',
      exportedAtMs: at(100_000),
      records: lines.length,
      segments,
    },
    testSha,
  )
  return { header, lines, segments, text: `${[header, ...lines].join('\n')}\n` }
}
export const exported = (log: readonly LogRecord[], size?: number): Exported =>
  exportedLines(log.map(encodeLine), size)
