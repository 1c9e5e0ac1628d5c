// Owns how one alarm of a list of rooms stands: room, what broke, since when, what was done about it, and the two answers of whoever
// was called. The same at the station and in the calls at the top of a page. Never decides whose alarm it is.
import type { RoomAlarm, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RoomActs } from '../session/use-room-acts.ts'
import styles from './alarm-row.module.css'
import { Button } from './button.tsx'
import { flashClass } from './flash.ts'
import { span } from './format.ts'
import { PriorityMark } from './priority-mark.tsx'
import { isSteady, standingWords } from './room-words.ts'

/** The line of whoever has been called: since when somebody was, and nobody has answered. */
export const calledNote = (sinceMs: number, nowMs: number): string =>
  `nobody has answered for ${span(nowMs - sinceMs)}`

/** A row of a list: an alarm, or with no priority what is none and has no alarm's colour. */
export function ListRow({
  room,
  alarm,
  sinceMs,
  nowMs,
  text,
  standing,
  buttons,
  wide = false,
  steady = true,
}: {
  readonly room: Pick<RoomSummary, 'roomId' | 'roomName'>
  readonly alarm?: Pick<RoomAlarm, 'priority' | 'latched'> | undefined
  /** 0: it is not known. */
  readonly sinceMs: number
  /** Hub time. */
  readonly nowMs: number
  readonly text: string
  readonly standing: string
  readonly buttons: ReactNode
  /** Over the whole width of a page: all of it beside one another. */
  readonly wide?: boolean
  readonly steady?: boolean
}) {
  return (
    <li
      className={styles['row']}
      data-priority={alarm?.priority}
      data-latched={alarm?.latched}
      data-wide={wide || undefined}
    >
      {alarm !== undefined && (
        <span
          key={String(steady)}
          className={`${styles['edge']} ${flashClass(alarm.priority, steady) ?? ''}`}
          aria-hidden="true"
        />
      )}
      <p className={styles['head']}>
        <Link
          to="/room/$roomId"
          params={{ roomId: room.roomId }}
          className={styles['room'] ?? ''}
          title={room.roomName}
        >
          {alarm !== undefined && (
            <span className={styles['mark']}>
              <PriorityMark priority={alarm.priority} />
            </span>
          )}{' '}
          {room.roomName}
        </Link>
        {sinceMs > 0 && <span className={styles['age']}>{span(nowMs - sinceMs)}</span>}
      </p>
      <p className={styles['text']}>{text}</p>
      {standing !== '' && <p className={styles['standing']}>{standing}</p>}
      {buttons}
    </li>
  )
}

/** @param calledSinceMs it is whoever reads this list's, who was called: since when nobody has answered */
export function AlarmRow({
  room,
  alarm,
  nowMs,
  duty,
  calledSinceMs,
  note,
  buttons,
  wide = false,
  old = false,
}: {
  readonly room: RoomSummary
  readonly alarm: RoomAlarm
  readonly nowMs: number
  readonly duty: SuiteSummary['duty'] | undefined
  readonly calledSinceMs?: number | undefined
  /** Stands after what was done about it. */
  readonly note?: string | undefined
  readonly buttons: ReactNode
  readonly wide?: boolean
  /** Of before the hub was lost: nothing flashes that is not known to be so now. */
  readonly old?: boolean
}) {
  const standing = [
    ...(calledSinceMs === undefined ? [] : [calledNote(calledSinceMs, nowMs)]),
    ...standingWords(alarm, duty, nowMs, calledSinceMs !== undefined),
    ...(note === undefined ? [] : [note]),
  ].join(' · ')
  return (
    <ListRow
      room={room}
      alarm={alarm}
      sinceMs={alarm.breachAtMs}
      nowMs={nowMs}
      text={alarm.text}
      standing={standing}
      buttons={<p className={styles['buttons']}>{buttons}</p>}
      wide={wide}
      steady={old || isSteady(alarm)}
    />
  )
}

/** The two answers of whoever was called. */
export function CalledButtons({
  room,
  alarm,
  acts,
}: {
  readonly room: RoomSummary
  readonly alarm: RoomAlarm
  readonly acts: RoomActs
}) {
  return (
    <>
      <Button
        disabled={acts.isWaiting('alarm.decline', alarm)}
        onClick={() => acts.onAlarm('alarm.decline', room, alarm)}
      >
        Cannot
      </Button>
      <Button
        kind="primary"
        disabled={acts.isWaiting('alarm.take', alarm)}
        onClick={() => acts.onAlarm('alarm.take', room, alarm)}
      >
        I have it
      </Button>
    </>
  )
}
