// Owns reading a closed session whole for a file that leaves the hub: sealed to its last record, hashes checked, then
// segment by segment. Never holds more than one segment, never hands out a line that does not hash as it was sealed.
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import type { StreamId } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { CHAIN_START, chainSha } from '../log/segments.ts'
import type { Segment, SessionLog } from '../log/session-log.ts'

export type ExportLog = Pick<SessionLog, 'segments' | 'segmentBody' | 'head' | 'seal' | 'verify'>

export type ExportSource = {
  readonly segments: readonly Segment[]
  /** The lines, segment by segment, from the first; as often as it is asked for. Throws where the log says otherwise than its hashes. */
  lines(): AsyncGenerator<readonly string[]>
}

const unzstd = promisify(zstdDecompress)

async function* linesOf(log: ExportLog, stream: StreamId, segments: readonly Segment[]) {
  let sha = CHAIN_START
  for (const { first, last, sha: wanted } of segments) {
    const found = await log.segmentBody(stream, first)
    if (found === undefined) throw new Error(`the segment of ${stream} at ${first} cannot be read`)
    const lines = (await unzstd(found.zstd)).toString('utf8').split('\n')
    if (lines.pop() !== '' || lines.length !== last - first + 1)
      throw new Error(`the segment of ${stream} at ${first} is cut`)
    sha = chainSha(sha, lines)
    if (sha !== wanted) throw new Error(`the segment of ${stream} at ${first} does not match its hash`)
    yield lines
  }
}

/**
 * @returns the session from its first record to its last; `recording-damaged` when the log's hashes do not hold,
 * `storage-failed` when its end is not on disk as a segment yet and cannot be made one
 */
export async function exportSource(log: ExportLog, stream: StreamId): Promise<Result<ExportSource>> {
  const head = (await log.head(stream))?.head ?? 0
  let segments = await log.segments(stream)
  if (segments.at(-1)?.last !== head) {
    await log.seal(stream)
    segments = await log.segments(stream)
  }
  if (head === 0 || segments.at(-1)?.last !== head)
    return refuse('storage-failed', 'The end of this session is not written yet. Try again in a few seconds.')
  // In the reading thread, before the first byte leaves: what is wrong can still be said in words.
  const chain = await log.verify(stream)
  if (!chain.ok)
    return refuse(
      'recording-damaged',
      `The hub's own record of this session is damaged, so nothing was exported. ${chain.message}`,
    )
  return ok({ segments, lines: () => linesOf(log, stream, segments) })
}
