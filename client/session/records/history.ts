// Owns the port to sealed history: what the sources need of HTTP. Sealed segments never change.
import type { SessionId, StreamId } from '@chairside/shared/ids.ts'
import type { HttpSession } from '@chairside/shared/protocol/http.ts'
import type { Result } from '@chairside/shared/result.ts'

export type SegmentName = { readonly first: number; readonly last: number }
export type History = {
  /** The hub's line on one session; `not-found` or `not-allowed` in words. */
  session(sessionId: SessionId): Promise<Result<HttpSession>>
  segments(stream: StreamId): Promise<Result<readonly SegmentName[]>>
  /** The lines first … last of one sealed segment. */
  lines(stream: StreamId, first: number): Promise<Result<readonly string[]>>
  /**
   * Many sealed segments as one text, each line followed by a line feed.
   * @param first the first record of a segment @param last the last of one; at most HISTORY_MAX_RECORDS together
   */
  range(stream: StreamId, first: number, last: number): Promise<Result<string>>
}
