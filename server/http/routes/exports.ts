// Owns a closed session leaving as a file: the log itself as NDJSON, a table as CSV, or its alarm log as either. A file name holds the patient code
// and the date, nothing else of a patient. Never a file of a session that is still going on.
import { createHash } from 'node:crypto'
import { mayExport } from '@chairside/shared/access.ts'
import type { HubClock } from '@chairside/shared/clock.ts'
import { recordSeq, sessionStream } from '@chairside/shared/ids.ts'
import { type ExportHeader, encodeHeader } from '@chairside/shared/record/export-file.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { SessionIndex, SessionRow } from '../../store/directory.ts'
import { alarmsCsv, alarmsNdjson, foldAlarms } from '../export-alarms.ts'
import { csvOf } from '../export-csv.ts'
import { type ExportLog, type ExportSource, exportSource } from '../export-source.ts'
import { stampOf } from '../file-stamp.ts'
import { createGate } from '../gate.ts'
import { type Answer, type Ask, personOf, type Route } from '../route.ts'
import { sessionFor } from '../session-access.ts'

export type ExportDeps = {
  readonly sessions: Pick<SessionIndex, 'get'>
  readonly log: ExportLog
  readonly clock: Pick<HubClock, 'nowMs'>
  readonly build: string
}

/** Each is checked and worked out from the first record to the last. */
const AT_ONCE = 2
const MOST_WAITING = 20

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

async function zoneOf(source: ExportSource): Promise<string> {
  for await (const [line = ''] of source.lines()) {
    const first = decodeLine(line)
    return first.ok && first.value.kind === 'session.opened' ? first.value.zone : 'UTC'
  }
  return 'UTC'
}

export function exportRoutes({ sessions, log, clock, build }: ExportDeps): readonly Route[] {
  const gate = createGate(AT_ONCE, MOST_WAITING)

  /** The closed session asked for. */
  async function closedFor(ask: Ask): Promise<Result<SessionRow>> {
    const person = personOf(ask)
    if (!person.ok) return person
    if (!mayExport(person.value.role)) return refuse('not-allowed', 'Your role does not export sessions.')
    const row = await sessionFor(ask, sessions, String(ask.request.params.sessionId))
    if (!row.ok) return row
    if (row.value.closedAtMs === undefined)
      return refuse(
        'session-open',
        'This session is still open. It can be exported when it has been closed.',
        'sessionId',
      )
    return row
  }

  /** Whoever may have the file waits for a place, which is kept until the file has left. */
  const inTurn =
    (write: (row: SessionRow, source: ExportSource) => Promise<Result<Answer>>): Route['handle'] =>
    async (ask) => {
      const row = await closedFor(ask)
      if (!row.ok) return row
      const over = await gate.enter()
      if (over === undefined)
        return refuse('busy', 'Many sessions are being exported at this moment. Try again in a minute.')
      try {
        const source = await exportSource(log, sessionStream(row.value.sessionId))
        const answer = source.ok ? await write(row.value, source.value) : source
        if (answer.ok) return ok({ ...answer.value, over })
        over()
        return answer
      } catch (error) {
        over()
        throw error
      }
    }

  async function fileOf(
    row: SessionRow,
    source: ExportSource,
    kind: 'ndjson' | 'csv',
    stream: NonNullable<Answer['stream']>,
    part = '',
  ): Promise<Result<Answer>> {
    const when = row.summary?.dated === false ? 'undated' : stampOf(row.openedAtMs, await zoneOf(source))
    const name = `chairside-${row.patientCode}-${when}${part}.${kind}`
    const type =
      kind === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8'
    return ok({
      stream,
      headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
    })
  }

  const ndjson = inTurn(async (row, source) => {
    const { segments } = source
    const header = encodeHeader(
      {
        stream: sessionStream(row.sessionId) as ExportHeader['stream'],
        build,
        exportedAtMs: clock.nowMs(),
        records: segments.at(-1)?.last ?? 0,
        segments: segments.map(({ first, last, sha }) => ({
          first: recordSeq(first),
          last: recordSeq(last),
          sha,
        })),
      },
      sha256,
    )
    async function* file() {
      yield `${header}\n`
      for await (const lines of source.lines()) yield `${lines.join('\n')}\n`
    }
    return fileOf(row, source, 'ndjson', file())
  })

  const csv = inTurn((row, source) =>
    fileOf(row, source, 'csv', csvOf(source.lines, { build, exportedAtMs: clock.nowMs() })),
  )

  const alarms = (kind: 'ndjson' | 'csv') =>
    inTurn(async (row, source) => {
      const folded = await foldAlarms(source.lines())
      const about = { build, exportedAtMs: clock.nowMs() }
      const file = kind === 'csv' ? alarmsCsv(folded, about) : alarmsNdjson(folded, about)
      return fileOf(row, source, kind, file, '-alarms')
    })

  const alarmFile = (kind: 'ndjson' | 'csv'): Route => ({
    method: 'get',
    path: `/api/sessions/:sessionId/alarms.${kind}`,
    countsAsUse: true,
    handle: alarms(kind),
  })

  return [
    alarmFile('ndjson'),
    alarmFile('csv'),
    {
      method: 'get',
      path: '/api/sessions/:sessionId/export.ndjson',
      countsAsUse: true,
      handle: ndjson,
    },
    { method: 'get', path: '/api/sessions/:sessionId/export.csv', countsAsUse: true, handle: csv },
  ]
}
