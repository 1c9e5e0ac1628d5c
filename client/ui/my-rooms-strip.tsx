// Owns My rooms: one line for each other room of the nurse who has this one, with its numbers, its phase, its most urgent
// alarm and a repeat that is due. Another room's alarm is seen here and answered with "Coming"; nothing here sounds.
import type { RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type RoomActs, useRoomActs } from '../session/use-room-acts.ts'
import {
  useActor,
  useClock,
  useLastDuty,
  useLink,
  useMyRooms,
  useSuite,
  useZone,
} from '../session/use-screen.ts'
import { AlarmEdge } from './alarm-edge.tsx'
import { Button } from './button.tsx'
import { ComingButtons } from './coming.tsx'
import { clock, span } from './format.ts'
import { OfferDialog } from './handover/handover-dialog.tsx'
import styles from './my-rooms-strip.module.css'
import { PriorityMark } from './priority-mark.tsx'
import { RoomNumbersLine } from './room-numbers.tsx'
import {
  alarmsOf,
  isSteady,
  phaseWords,
  repeatWords,
  standingWords,
  visitWords,
  whoHas,
  whoseAct,
} from './room-words.ts'

type LineProps = {
  readonly room: RoomSummary
  /** Hub time. */
  readonly nowMs: number
  readonly me: Pick<Actor, 'name'> | undefined
  readonly duty: SuiteSummary['duty'] | undefined
  readonly acts: RoomActs
  /** What is said here is of before the hub was lost: nothing can be answered. */
  readonly lost?: boolean
}

/** One room of the strip. */
export function MyRoom({ room, nowMs, me, duty, acts, lost = false }: LineProps) {
  const { session } = room
  const [first, ...others] = alarmsOf(room)
  const repeats = repeatWords(session, nowMs)
  const loud = first !== undefined && first.priority !== 'low'
  const visit = visitWords(session, nowMs, useZone())
  const more = [
    ...(session?.quarantined === true ? ['ALARMS NOT JUDGED HERE'] : []),
    ...repeats,
    ...(first === undefined ? [] : standingWords(first, duty, nowMs)),
    ...(others.length > 0 ? [`+${others.length} ${others.length === 1 ? 'alarm' : 'alarms'}`] : []),
  ].join(' · ')
  return (
    <li className={styles['room']} data-priority={first?.priority} data-loud={loud || undefined}>
      {loud && <AlarmEdge priority={first.priority} acknowledged={isSteady(first)} />}
      <div className={styles['head']}>
        <h3 className={styles['name']} title={room.roomName}>
          <Link to="/room/$roomId" params={{ roomId: room.roomId }} className={styles['open'] ?? ''}>
            {room.roomName}
          </Link>
        </h3>
        <RoomNumbersLine room={room} nowMs={nowMs} />
      </div>
      <p className={styles['words']} title={[first?.text, more].filter(Boolean).join(' · ')}>
        {first !== undefined && (
          <>
            <strong className={styles['mark']}>
              <PriorityMark priority={first.priority} />
            </strong>{' '}
            <span className={styles['alarm']}>{first.text}</span> {span(nowMs - first.breachAtMs)} ·{' '}
          </>
        )}
        {session === undefined
          ? 'NOT RECORDED · NO ALARMS'
          : [
              phaseWords(session, nowMs),
              ...visit,
              more === '' && first === undefined && visit.length === 0 ? 'no active alarm' : more,
            ]
              .filter(Boolean)
              .join(' · ')}
      </p>
      {first !== undefined && session !== undefined && !lost && (
        <div className={styles['buttons']}>
          <ComingButtons
            alarm={first}
            roomName={room.roomName}
            nowMs={nowMs}
            name={me?.name}
            waiting={acts.isWaiting('alarm.coming', first)}
            onComing={() => acts.onAlarm('alarm.coming', room, first)}
            onUndo={(ofSeq) => acts.undo(session, ofSeq)}
          />
        </div>
      )}
    </li>
  )
}

/** Who has the room that this screen shows, and taking or giving it back with one tap. */
export function WhoHasIt({
  room,
  me,
  acts,
  asOf,
}: {
  readonly room: RoomSummary
  readonly me: Pick<Actor, 'personId'> | undefined
  readonly acts: RoomActs
  /** With the hub lost: of what time all of this is. */
  readonly asOf?: string | undefined
}) {
  const { nurse } = room
  const mine = nurse !== undefined && nurse.personId === me?.personId
  // To whoever is signed in here they are another's, not "mine".
  const title = nurse !== undefined && me !== undefined && !mine ? 'Room held by' : 'My rooms'
  const waiting = acts.isRoomWaiting(room.roomId)
  const offer = useSuite()?.offers?.find(({ roomId }) => roomId === room.roomId)
  const [handing, setHanding] = useState(false)
  return (
    <div className={styles['mine']}>
      <div className={styles['who']}>
        <h2 className={styles['title']}>
          {title}
          {asOf === undefined ? '' : `, as of ${asOf}`}
        </h2>
        <p className={styles['nurse']} title={whoHas(room, offer)}>
          {whoHas(room, offer)}
        </p>
      </div>
      <Button
        kind={nurse === undefined ? 'primary' : 'plain'}
        disabled={waiting}
        onClick={() =>
          mine && room.session !== undefined
            ? setHanding(true)
            : acts.onRoom(mine ? 'room.giveBack' : 'room.take', room)
        }
      >
        {waiting ? 'Sending' : whoseAct(room, mine)}
      </Button>
      {handing && (
        <OfferDialog roomId={room.roomId} roomName={room.roomName} onClose={() => setHanding(false)} />
      )}
    </div>
  )
}

export function MyRoomsStrip({ room }: { readonly room: RoomSummary }) {
  const { mine, failure } = useMyRooms()
  const { nowMs } = useClock()
  const me = useActor()
  const duty = useLastDuty()
  const zone = useZone()
  const numbersFromMs = useLink(({ phase, numbersFromMs: from }) => (phase === 'lost' ? from : undefined))
  const acts = useRoomActs()
  const others = mine?.rooms.filter(({ roomId }) => roomId !== room.roomId)
  const words =
    failure?.message ??
    (others === undefined
      ? 'Asking the hub …'
      : others.length === 0
        ? mine?.nurse === undefined
          ? 'Whoever takes this room sees their other rooms here.'
          : 'No other room.'
        : undefined)
  return (
    <section className={styles['strip']} aria-label="My rooms">
      <WhoHasIt
        room={room}
        me={me}
        acts={acts}
        asOf={numbersFromMs === undefined ? undefined : clock(numbersFromMs, zone)}
      />
      {words !== undefined && <p className={styles['none']}>{words}</p>}
      {nowMs !== undefined && others !== undefined && others.length > 0 && (
        <ul className={styles['list']} data-many={others.length > 2 || undefined}>
          {others.map((other) => (
            <MyRoom
              key={other.roomId}
              room={other}
              nowMs={nowMs}
              me={me}
              duty={duty}
              acts={acts}
              lost={numbersFromMs !== undefined}
            />
          ))}
        </ul>
      )}
    </section>
  )
}
