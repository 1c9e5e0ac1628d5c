// Owns the two lists beside the rooms: Yours (escalated to whoever is signed in here, untaken, and rooms that are handed over to
// them) and At the chair (every other alarm). What this screen was not told is said to be not known, never that there is none. Only a tap says that somebody knows. None is left out; an alarm acknowledged or over stays until the hub ends it.
import type { Offer, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RoomActs } from '../../session/use-room-acts.ts'
import { Button } from '../../ui/button.tsx'
import { ComingButtons } from '../../ui/coming.tsx'
import { flashClass } from '../../ui/flash.ts'
import { span } from '../../ui/format.ts'
import { MyOffers, useMyOffers } from '../../ui/handover/offers.tsx'
import { PriorityMark } from '../../ui/priority-mark.tsx'
import { isSteady, standingWords } from '../../ui/room-words.ts'
import styles from './alarm-lists.module.css'
import type { AlarmLists, ListedAlarm } from './whose.ts'

function Row({
  listed,
  nowMs,
  duty,
  note,
  buttons,
}: {
  readonly listed: ListedAlarm
  readonly nowMs: number
  readonly duty: SuiteSummary['duty'] | undefined
  readonly note?: string
  readonly buttons: ReactNode
}) {
  const { room, alarm } = listed
  const steady = isSteady(alarm)
  const standing = [
    ...(note === undefined ? [] : [note]),
    ...standingWords(alarm, duty, nowMs, note !== undefined),
  ].join(' · ')
  return (
    <li className={styles['row']} data-priority={alarm.priority} data-latched={alarm.latched}>
      <span
        key={String(steady)}
        className={`${styles['edge']} ${flashClass(alarm.priority, steady) ?? ''}`}
        aria-hidden="true"
      />
      <p className={styles['head']}>
        <Link
          to="/room/$roomId"
          params={{ roomId: room.roomId }}
          className={styles['room'] ?? ''}
          title={room.roomName}
        >
          <PriorityMark priority={alarm.priority} /> {room.roomName}
        </Link>
        <span className={styles['age']}>{span(nowMs - alarm.breachAtMs)}</span>
      </p>
      <p className={styles['text']}>{alarm.text}</p>
      {standing !== '' && <p className={styles['standing']}>{standing}</p>}
      {buttons}
    </li>
  )
}

/** A room that somebody hands over to whoever is signed in here: no alarm, and it waits for them. */
function OfferRow({
  offer,
  nowMs,
  onRead,
}: {
  readonly offer: Offer
  readonly nowMs: number
  readonly onRead: () => void
}) {
  return (
    <li className={styles['row']}>
      <p className={styles['head']}>
        <strong>{offer.roomName}</strong>
        <span className={styles['age']}>{span(nowMs - offer.atMs)}</span>
      </p>
      <p className={styles['text']}>{offer.from.name} hands it over to you.</p>
      <p className={styles['buttons']}>
        <Button kind="primary" onClick={onRead}>
          Read and answer
        </Button>
      </p>
    </li>
  )
}

export function AlarmListsColumn({
  lists,
  me,
  nowMs,
  duty,
  acts,
  unknown,
}: {
  readonly lists: AlarmLists
  /** Why this screen does not know of alarms; undefined: it does. */
  readonly unknown?: string | undefined
  readonly me: Actor | undefined
  readonly nowMs: number
  readonly duty: SuiteSummary['duty'] | undefined
  readonly acts: RoomActs
}) {
  const { yours, atTheChair } = lists
  const offers = useMyOffers()
  return (
    <div className={styles['column']}>
      <section aria-label="Yours">
        <h2 className={styles['title']}>Yours</h2>
        {yours.length === 0 && offers.length === 0 && (
          <p className={styles['none']}>
            {unknown ?? (me === undefined ? 'Sign in to see what is yours.' : 'Nothing is waiting for you.')}
          </p>
        )}
        {(yours.length > 0 || offers.length > 0) && (
          <ul className={styles['list']}>
            {yours.map((listed) => (
              <Row
                key={listed.alarm.alarmId + listed.session.sessionId}
                listed={listed}
                nowMs={nowMs}
                duty={duty}
                note={`nobody has answered for ${span(nowMs - (listed.untakenSinceMs ?? nowMs))}`}
                buttons={
                  <p className={styles['buttons']}>
                    <Button
                      disabled={acts.isWaiting('alarm.decline', listed.alarm)}
                      onClick={() => acts.onAlarm('alarm.decline', listed.room, listed.alarm)}
                    >
                      Cannot
                    </Button>
                    <Button
                      kind="primary"
                      disabled={acts.isWaiting('alarm.take', listed.alarm)}
                      onClick={() => acts.onAlarm('alarm.take', listed.room, listed.alarm)}
                    >
                      I have it
                    </Button>
                  </p>
                }
              />
            ))}
            <MyOffers>
              {(offer, read) => <OfferRow key={offer.roomId} offer={offer} nowMs={nowMs} onRead={read} />}
            </MyOffers>
          </ul>
        )}
      </section>
      <section aria-label="At the chair">
        <h2 className={styles['title']}>At the chair</h2>
        {atTheChair.length === 0 ? (
          <p className={styles['none']}>
            {unknown ?? (yours.length === 0 ? 'No active alarm in any room.' : 'No other alarm.')}
          </p>
        ) : (
          <ul className={styles['list']}>
            {atTheChair.map((listed) => (
              <Row
                key={listed.alarm.alarmId + listed.session.sessionId}
                listed={listed}
                nowMs={nowMs}
                duty={duty}
                buttons={
                  <p className={styles['buttons']}>
                    <ComingButtons
                      alarm={listed.alarm}
                      roomName={listed.room.roomName}
                      nowMs={nowMs}
                      name={me?.name}
                      waiting={acts.isWaiting('alarm.coming', listed.alarm)}
                      onComing={() => acts.onAlarm('alarm.coming', listed.room, listed.alarm)}
                      onUndo={(ofSeq) => acts.undo(listed.session, ofSeq)}
                    />
                  </p>
                }
              />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
