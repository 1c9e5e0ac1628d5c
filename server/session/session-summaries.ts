// Owns working out what the list says of sessions that closed under an older version: from their records, one after
// another, beside everything else. Never holds up the start of a hub, nor the main thread for longer than a page.
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { emptySummary, foldSummary, toldSummary } from '@chairside/shared/fold/session-summary.ts'
import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { SessionIndex } from '../store/directory.ts'
import { eachRecord } from './actor-state.ts'

/** Records folded in one go: some milliseconds. */
const PAGE = 200
const ROWS_AT_ONCE = 50

/** Resolves when every closed session that can be read has its summary, or `isOver`. */
export async function workOutSummaries(deps: {
  readonly log: SessionLog
  readonly index: SessionIndex
  readonly isOver: () => boolean
  readonly onUnreadable: (sessionId: SessionId, error: unknown) => void
}): Promise<void> {
  const { log, index, isOver } = deps
  const failed = new Set<SessionId>()
  while (!isOver()) {
    const rows = await index.withoutSummary(ROWS_AT_ONCE + failed.size)
    const waiting = rows.filter(({ sessionId }) => !failed.has(sessionId))
    if (waiting.length === 0) return
    for (const row of waiting) {
      if (isOver()) return
      let summary = emptySummary
      let session = emptySession
      try {
        const take = (record: Parameters<typeof foldSummary>[1]): void => {
          summary = foldSummary(summary, record)
          session = foldSession(session, record)
        }
        const count = await eachRecord(log, sessionStream(row.sessionId), 0, take, { page: PAGE, isOver })
        if (isOver()) return
        if (count === 0) throw new Error('the log holds no records of it')
        await index.put({ ...row, summary: toldSummary(summary, session) })
      } catch (error) {
        failed.add(row.sessionId)
        deps.onUnreadable(row.sessionId, error)
      }
    }
  }
}
