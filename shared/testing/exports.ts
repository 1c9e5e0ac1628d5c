// Owns exported files for tests: any log as the file it would be exported to, with a hash that is quick and good enough to
// tell texts apart. Never used by the programs.
import type { StreamId } from '../ids.ts'
import { type ExportSegment, encodeHeader } from '../record/export-header.ts'
import { encodeLine } from '../record/line.ts'
import type { LogRecord } from '../record/record.ts'
import { at } from './given.ts'

/** Not SHA-256: 256 bits that differ where texts differ. Readers are given the hash, so any will do. */
export function testSha(text: string): string {
  let hex = ''
  for (let lane = 0; lane < 8; lane += 1) {
    let h = 0x811c9dc5 ^ Math.imul(lane + 1, 0x9e3779b9)
    for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193 + 2 * lane)
    hex += (h >>> 0).toString(16).padStart(8, '0')
  }
  return hex
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
