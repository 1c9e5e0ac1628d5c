// Owns an exported file as tests of the offline check use it. Never used by the programs.
import { createHash } from 'node:crypto'
import { epochMs, recordSeq, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { type ExportHeader, encodeHeader } from '@chairside/shared/record/export-file.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import { attached, closed, cuff, every1s, infusion, live, opened } from '@chairside/shared/testing/given.ts'
import { CHAIN_START, chainSha } from '../log/segments.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A session of three minutes, line by line. */
export const LINES = live(
  [
    opened(0),
    attached(1),
    ...every1s(2, 180, { heartRate: 72, spo2: 97 }),
    infusion(181, 'start', 52.5),
    cuff(190, 165, 95),
    closed(200),
  ],
  200,
).log.map(encodeLine)

/** A file as the hub writes it, sealed every 60 lines. */
export function exported(lines: readonly string[]): string {
  const segments: ExportHeader['segments'] = []
  let sha = CHAIN_START
  for (let from = 0; from < lines.length; from += 60) {
    const own = lines.slice(from, from + 60)
    sha = chainSha(sha, own)
    segments.push({ first: recordSeq(from + 1), last: recordSeq(from + own.length), sha })
  }
  const stream = sessionStream('s-1' as SessionId) as ExportHeader['stream']
  const header = {
    stream,
    build: '0.1.0',
    exportedAtMs: epochMs(1_764_000_000_000),
    records: lines.length,
    segments,
  }
  return `${[encodeHeader(header, sha256), ...lines].join('\n')}\n`
}
export const GOOD = exported(LINES)
export const LAST_HASH = (JSON.parse(GOOD.split('\n')[0] ?? '') as ExportHeader).segments.at(-1)?.sha
