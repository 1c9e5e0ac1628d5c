// Owns the summaries of sessions for whoever asks: read from the log a page at a time, beside everything else; what a course needs of a
// closed session is worked out once and kept. Never holds up the hub, and never says more than the log.

import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { courseFigures } from '@chairside/shared/visit/course-figures.ts'
import { reportOf, type SessionReport } from '@chairside/shared/visit/report.ts'
import { emptyReport, takeForReport } from '@chairside/shared/visit/report-reading.ts'
import type { SessionLog } from '../log/session-log.ts'
import { eachRecord } from '../session/actor-state.ts'
import type { KeptFigures, SessionFigures } from '../store/session-figures.ts'

export type Reports = {
  /** As of its newest record. `recording-damaged` where the log cannot be read. */
  of(sessionId: SessionId): Promise<Result<SessionReport>>
  /** Of a closed session they are kept. */
  figures(sessionId: SessionId, isClosed: boolean): Promise<Result<KeptFigures>>
}

/** Records read in one go: some milliseconds. */
const PAGE = 200

export function createReports({
  log,
  figures: kept,
  onUnreadable,
}: {
  readonly log: Pick<SessionLog, 'read' | 'head'>
  readonly figures: SessionFigures
  readonly onUnreadable: (sessionId: SessionId, error: unknown) => void
}): Reports {
  async function of(sessionId: SessionId): Promise<Result<SessionReport>> {
    const soFar = emptyReport()
    try {
      await eachRecord(log, sessionStream(sessionId), 0, (record) => takeForReport(soFar, record), {
        page: PAGE,
      })
    } catch (error) {
      onUnreadable(sessionId, error)
      return refuse('recording-damaged', 'The hub’s own record of this session cannot be read.', 'sessionId')
    }
    const report = reportOf(soFar)
    if (report === undefined)
      return refuse('recording-damaged', 'The hub’s record of this session has no beginning.', 'sessionId')
    return ok(report)
  }

  return {
    of,
    async figures(sessionId, isClosed) {
      const throughSeq = (await log.head(sessionStream(sessionId)))?.head ?? 0
      const known = isClosed ? await kept.get(sessionId, throughSeq) : undefined
      if (known !== undefined) return ok(known)
      const report = await of(sessionId)
      if (!report.ok) return report
      const figures = courseFigures(report.value)
      const answer: KeptFigures = figures === undefined ? {} : { figures }
      if (isClosed) await kept.put(sessionId, throughSeq, answer)
      return ok(answer)
    },
  }
}
