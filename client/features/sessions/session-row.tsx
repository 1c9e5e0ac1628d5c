// Owns one line of the list of sessions: when, where, how long, how high, how low, how many alarms, where the numbers came
// from. What was not measured and what has not been counted yet are words, never a zero.
import { PRIORITY_MARK, PRIORITY_WORD } from '@chairside/shared/alarm/words/text.ts'
import type { HttpSession } from '@chairside/shared/protocol/http.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { CATALOGUE, shown } from '@chairside/shared/vitals.ts'
import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { Badge, OriginBadge } from '../../ui/badge.tsx'
import {
  clockMinutes,
  counted,
  date,
  day,
  momentWords,
  span,
  type TimeScale,
  zoneName,
} from '../../ui/format.ts'
import { formerlyWords } from '../../ui/given-away.tsx'
import styles from './session-row.module.css'

const PRIORITIES: readonly Priority[] = ['high', 'medium', 'low']

function Cell({
  label,
  name,
  children,
}: {
  readonly label: string
  readonly name: string
  readonly children: ReactNode
}) {
  return (
    <span className={styles['cell']} data-cell={name}>
      <span className={styles['label']}>{label} </span>
      <span>{children}</span>
    </span>
  )
}

/** The times of a listed session: T+ from its start; before it, and where it never started, the clock. */
export function scaleOfListed(session: HttpSession, zone: string | undefined): TimeScale {
  const { summary, openedAtMs, closedAtMs } = session
  return {
    zone,
    spansDst: closedAtMs !== undefined && zoneName(closedAtMs, zone) !== zoneName(openedAtMs, zone),
    ...(summary?.startedAtMs === undefined ? {} : { startedAtMs: summary.startedAtMs }),
    ...(summary?.dated === false ? { undatedFromMs: openedAtMs } : {}),
  }
}

/** "14 Nov 2026", and what stands in place of a time where the file had none. */
export function whenOf(
  session: HttpSession,
  zone: string | undefined,
): { readonly day: string; readonly time: string } {
  const { openedAtMs, closedAtMs, summary } = session
  if (summary?.dated === false) return { day: 'No date', time: 'the file names none' }
  const { spansDst } = scaleOfListed(session, zone)
  const words = (atMs: number): string =>
    `${clockMinutes(atMs, zone)}${spansDst === true ? ` ${zoneName(atMs, zone)}` : ''}`
  const till = closedAtMs === undefined ? '' : `–${words(closedAtMs)}`
  const overnight = closedAtMs !== undefined && date(closedAtMs, zone) !== date(openedAtMs, zone)
  return {
    day: date(openedAtMs, zone),
    time: `${words(openedAtMs)}${till}${overnight ? ` (${day(closedAtMs, zone)})` : ''}`,
  }
}

function Peaks({ session, scale }: { readonly session: HttpSession; readonly scale: TimeScale }) {
  const { summary } = session
  if (summary === undefined)
    return (
      <Cell label="Peaks and alarms" name="uncounted">
        <span className={styles['uncounted']}>not counted yet</span>
      </Cell>
    )
  const { peakPressure, peakRate, lowestSpo2, alarms, othersFromMs } = summary
  const unmeasured = othersFromMs === undefined ? 'not measured' : 'another patient too: see its summary'
  const at = ({ measuredAtMs, byHand }: { readonly measuredAtMs: number; readonly byHand?: true }) => (
    <small className={styles['at']}>
      {byHand ? 'by hand ' : ''}
      {momentWords(measuredAtMs, scale)}
    </small>
  )
  return (
    <>
      <Cell label="Peak BP" name="pressure">
        {peakPressure === undefined ? (
          <span className={styles['none']}>no cuff reading</span>
        ) : (
          <>
            <strong>
              {shown('systolic', peakPressure.systolic)}/
              {peakPressure.diastolic === undefined ? '––' : shown('diastolic', peakPressure.diastolic)}
            </strong>{' '}
            {at(peakPressure)}
          </>
        )}
      </Cell>
      <Cell label="Peak rate" name="rate">
        {peakRate === undefined ? (
          <span className={styles['none']}>{unmeasured}</span>
        ) : (
          <>
            <strong>{shown(peakRate.signal, peakRate.value)}</strong> {CATALOGUE[peakRate.signal].short}{' '}
            {at(peakRate)}
          </>
        )}
      </Cell>
      <Cell label="Lowest SpO₂" name="spo2">
        {lowestSpo2 === undefined ? (
          <span className={styles['none']}>{unmeasured}</span>
        ) : (
          <>
            <strong>{shown('spo2', lowestSpo2.value)}</strong> % {at(lowestSpo2)}
          </>
        )}
      </Cell>
      <Cell label="Alarms" name="alarms">
        <AlarmCounts alarms={alarms} />
      </Cell>
    </>
  )
}

function AlarmCounts({ alarms }: { readonly alarms: Readonly<Record<Priority, number>> }) {
  const had = PRIORITIES.filter((priority) => alarms[priority] > 0)
  if (had.length === 0) return <span className={styles['none']}>no alarm</span>
  return (
    <span className={styles['counts']}>
      {had.map((priority) => (
        <Fragment key={priority}>
          <span className={styles['count']} data-priority={priority} aria-hidden="true">
            {PRIORITY_MARK[priority]} {alarms[priority]}
          </span>
          <span className="visually-hidden">
            {alarms[priority]} {PRIORITY_WORD[priority]}{' '}
          </span>
        </Fragment>
      ))}
    </span>
  )
}

export function SessionRow({
  session,
  zone,
}: {
  readonly session: HttpSession
  /** The clinic's. */
  readonly zone: string | undefined
}) {
  const { sessionId, roomId, roomName, patientCode, openedAtMs, closedAtMs, provenance, summary } = session
  const { formerly = [] } = session
  const open = closedAtMs === undefined
  const when = whenOf(session, zone)
  const inside = (
    <>
      <Cell label="When" name="when">
        <strong>{when.day}</strong> <small className={styles['at']}>{when.time}</small>
      </Cell>
      <Cell label="Room" name="room">
        <strong>{roomName}</strong> <small className={styles['at']}>{patientCode}</small>
      </Cell>
      <Cell label="Length" name="length">
        {open ? <span className={styles['none']}>goes on</span> : span(closedAtMs - openedAtMs)}
      </Cell>
      <Peaks session={session} scale={scaleOfListed(session, zone)} />
      <span className={styles['origins']} data-cell="origin">
        {open && (
          <Badge kind="loud" title={`It goes on in ${roomName}; this leads there.`}>
            <span aria-hidden="true">●</span> OPEN
          </Badge>
        )}
        <OriginBadge provenance={provenance} />
        {summary?.importedFrom !== undefined && (
          <Badge kind="origin" title={`Brought in as a file: ${summary.importedFrom}`}>
            <span aria-hidden="true">⇣</span> IMPORTED{' '}
            <span className={styles['file']}>{summary.importedFrom}</span>
          </Badge>
        )}
      </span>
      {formerly.map((one) => (
        <span key={`${one.patientCode} ${one.fromMs}`} className={styles['formerly']}>
          <span aria-hidden="true">≠ </span>
          Not {one.patientCode}’s. {formerlyWords(one, zone)}
        </span>
      ))}
    </>
  )
  return (
    <li className={styles['line']}>
      {open ? (
        <Link to="/room/$roomId" params={{ roomId }} className={styles['row'] ?? ''}>
          {inside}
        </Link>
      ) : (
        <Link to="/replay/$sessionId" params={{ sessionId }} className={styles['row'] ?? ''}>
          {inside}
        </Link>
      )}
      <Link
        to="/sessions/$sessionId/summary"
        params={{ sessionId }}
        className={styles['summary'] ?? ''}
        aria-label={`Summary of ${patientCode}, ${when.day}, ${when.time}`}
      >
        Summary
      </Link>
    </li>
  )
}

/** How many there are of what, under the list. @param closedOnly whoever reads it does not see open ones */
export const listedWords = (count: number, more: boolean, closedOnly = false): string => {
  const sessions = counted(count, closedOnly ? 'closed session' : 'session')
  return `${more ? `${sessions} shown; there are older ones` : `${sessions}, all there are`}${closedOnly ? `. ${OPEN_UNSEEN}` : ''}`
}

/** Of the role that sees sessions only when they are closed. */
export const OPEN_UNSEEN =
  'Sessions that are open now are not listed for QA: each stands here once it is closed.'
