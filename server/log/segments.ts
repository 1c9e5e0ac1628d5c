// Owns what a sealed segment is: the body, the hash chain, and how both are checked. Pure but for zlib and SHA-256.
// Never touches a database; an offline check of an exported file uses the same functions.
import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Segment } from './session-log.ts'

/** A stream is sealed when it has this many lines … */
export const SEAL_LINES = 60
/** … or when its oldest unsealed line is this old in hub time. */
export const SEAL_MS = 120_000
/** A body stays small enough to be fetched and read in one go, whatever an import appends at once. */
export const SEGMENT_MAX_LINES = 240
/** What stands for the previous hash in a stream's first segment. */
export const CHAIN_START = ''

const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

const textOf = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`)

/** Hex SHA-256 of (previous sha as hex, '\n', then the lines each followed by '\n'). */
export const chainSha = (previousSha: string, lines: readonly string[]): string =>
  createHash('sha256')
    .update(`${previousSha}\n${textOf(lines)}`)
    .digest('hex')

/** zstd of the lines, each followed by '\n'. */
export const packLines = (lines: readonly string[]): Uint8Array => zstdCompressSync(textOf(lines), ZSTD)

/** @returns the lines of a body; throws when the body is not zstd or its last line is cut */
export function unpackLines(zstd: Uint8Array): string[] {
  const text = zstdDecompressSync(zstd).toString('utf8')
  if (text === '') return []
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('the last line of the segment is cut')
  return lines
}

/** Cuts a tail into bodies of at most `max` lines. */
export function pieces(count: number, max: number): { readonly from: number; readonly to: number }[] {
  const out: { from: number; to: number }[] = []
  for (let from = 0; from < count; from += max) out.push({ from, to: Math.min(from + max, count) })
  return out
}

/** Where a check of a chain stands: everything through `through` is good and hashes to `sha`. */
export type ChainPoint = { readonly through: number; readonly sha: string }
export const CHAIN_ORIGIN: ChainPoint = { through: 0, sha: CHAIN_START }

export type ChainCheck =
  | { readonly ok: true; readonly at: ChainPoint }
  | { readonly ok: false; readonly message: string }

/**
 * Checks lines against the hash that was kept of them.
 * @param at what is already known to be good
 * @returns the point after them, or a sentence saying what is wrong
 */
export function verifyLines(
  at: ChainPoint,
  segment: Pick<Segment, 'first' | 'last' | 'sha'>,
  lines: readonly string[],
): ChainCheck {
  const { first, last, sha } = segment
  if (first !== at.through + 1)
    return {
      ok: false,
      message: `Lines ${at.through + 1} to ${first - 1} are missing before the segment ${first}–${last}.`,
    }
  if (lines.length !== last - first + 1)
    return {
      ok: false,
      message: `The segment ${first}–${last} holds ${lines.length} lines instead of ${last - first + 1}.`,
    }
  if (chainSha(at.sha, lines) !== sha)
    return {
      ok: false,
      message: `The segment ${first}–${last} does not match its hash: it, or one before it, was changed after it was sealed.`,
    }
  return { ok: true, at: { through: last, sha } }
}

/** verifyLines on a body as stored. */
export function verifyBody(
  at: ChainPoint,
  segment: Pick<Segment, 'first' | 'last' | 'sha'>,
  zstd: Uint8Array,
): ChainCheck {
  let lines: string[]
  try {
    lines = unpackLines(zstd)
  } catch (error) {
    return {
      ok: false,
      message: `The segment ${segment.first}–${segment.last} cannot be unpacked: ${String(error)}.`,
    }
  }
  return verifyLines(at, segment, lines)
}
