// Owns the two lists beside the rooms: Yours (escalated to whoever is signed in here, untaken, and rooms that are handed over to
// them) and At the chair (every other alarm). What this screen was not told is said to be not known, never that there is none. Only a tap says that somebody knows. None is left out; an alarm acknowledged or over stays until the hub ends it.
import type { Offer, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { RoomActs } from '../../session/use-room-acts.ts'
import { AlarmRow, CalledButtons } from '../../ui/alarm-row.tsx'
import { Button } from '../../ui/button.tsx'
import { ComingButtons } from '../../ui/coming.tsx'
import { span } from '../../ui/format.ts'
import { MyOffers, useMyOffers } from '../../ui/handover/offers.tsx'
import type { AlarmLists } from '../../ui/whose.ts'
import styles from './alarm-lists.module.css'

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
            {yours.map(({ room, session, alarm, untakenSinceMs }) => (
              <AlarmRow
                key={alarm.alarmId + session.sessionId}
                room={room}
                alarm={alarm}
                nowMs={nowMs}
                duty={duty}
                calledSinceMs={untakenSinceMs ?? nowMs}
                buttons={<CalledButtons room={room} alarm={alarm} acts={acts} />}
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
            {atTheChair.map(({ room, session, alarm }) => (
              <AlarmRow
                key={alarm.alarmId + session.sessionId}
                room={room}
                alarm={alarm}
                nowMs={nowMs}
                duty={duty}
                buttons={
                  <ComingButtons
                    alarm={alarm}
                    roomName={room.roomName}
                    nowMs={nowMs}
                    name={me?.name}
                    waiting={acts.isWaiting('alarm.coming', alarm)}
                    onComing={() => acts.onAlarm('alarm.coming', room, alarm)}
                    onUndo={(ofSeq) => acts.undo(session, ofSeq)}
                  />
                }
              />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
