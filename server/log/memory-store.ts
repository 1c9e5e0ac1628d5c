// Owns how the memory log keeps its streams: sealed bodies and a tail, with the same hashes as on disk.
// Never knows of commits, owners' rights or tests.
import type { EpochMs, Incarnation, StreamId } from '@chairside/shared/ids.ts'
import {
  CHAIN_ORIGIN,
  type ChainPoint,
  chainSha,
  packLines,
  pieces,
  SEGMENT_MAX_LINES,
  unpackLines,
  verifyBody,
} from './segments.ts'
import type { Checkpoint, Segment, StreamHead } from './session-log.ts'
import { newestAtOrBefore } from './stream-rules.ts'

export type Sealed = { segment: Segment; zstd: Uint8Array }
export type Stream = {
  ownerEpoch: number
  sealed: Sealed[]
  tail: { line: string; atMs: EpochMs }[]
  pending: Checkpoint[]
  checkpoint: Checkpoint | undefined
}
export type Store = {
  readonly incarnation: Incarnation
  readonly streams: Map<StreamId, Stream>
  aliveAtMs: EpochMs | undefined
  lastAtMs: EpochMs | undefined
  setAside: string | undefined
}
export const sealedThrough = (stream: Stream): number => stream.sealed.at(-1)?.segment.last ?? 0
export const headOf = (stream: Stream): number => sealedThrough(stream) + stream.tail.length

export const streamHead = (name: StreamId, stream: Stream): StreamHead => ({
  stream: name,
  head: headOf(stream),
  sealedThrough: sealedThrough(stream),
  ownerEpoch: stream.ownerEpoch,
})

export function sealNow(name: StreamId, stream: Stream): void {
  for (const { from, to } of pieces(stream.tail.length, SEGMENT_MAX_LINES)) {
    const part = stream.tail.slice(from, to)
    const lines = part.map((one) => one.line)
    const last = sealedThrough(stream) + part.length
    stream.sealed.push({
      segment: {
        stream: name,
        first: last - part.length + 1,
        last,
        firstAtMs: part[0]!.atMs,
        lastAtMs: part.at(-1)!.atMs,
        sha: chainSha(stream.sealed.at(-1)?.segment.sha ?? CHAIN_ORIGIN.sha, lines),
      },
      zstd: packLines(lines),
    })
  }
  stream.tail = []
  stream.checkpoint = newestAtOrBefore(stream.pending, headOf(stream)) ?? stream.checkpoint
}
export function readLines(stream: Stream, from: number, limit: number): string[] {
  const to = from + limit - 1
  const lines: string[] = []
  for (const { segment, zstd } of stream.sealed)
    if (segment.last >= from && segment.first <= to)
      lines.push(
        ...unpackLines(zstd).slice(
          Math.max(0, from - segment.first),
          Math.min(to, segment.last) - segment.first + 1,
        ),
      )
  const base = sealedThrough(stream) + 1
  for (const { line } of stream.tail.slice(Math.max(0, from - base), Math.max(0, to - base + 1)))
    lines.push(line)
  return lines
}

export function verifyStream(stream: Stream): { ok: boolean; message: string; segments: number } {
  let at: ChainPoint = CHAIN_ORIGIN
  for (const [index, { segment, zstd }] of stream.sealed.entries()) {
    const check = verifyBody(at, segment, zstd)
    if (!check.ok) return { ok: false, message: check.message, segments: index }
    at = check.at
  }
  const segments = stream.sealed.length
  return { ok: true, message: `${headOf(stream)} lines, ${segments} segments: the chain holds.`, segments }
}
