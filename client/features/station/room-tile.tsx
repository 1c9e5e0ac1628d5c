// Owns one room at the station: always in the same place and of the same size, whatever happens in it. HIGH and MEDIUM fill
// its header, LOW is a thin edge; words never flash. It shows every room's numbers with their ages, and takes no alarm away.
import type { Offer, RoomAlarm, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor, Priority, Provenance } from '@chairside/shared/record/record.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useZone } from '../../session/use-screen.ts'
import { AlarmEdge } from '../../ui/alarm-edge.tsx'
import { Button } from '../../ui/button.tsx'
import { plateClass } from '../../ui/flash.ts'
import { span } from '../../ui/format.ts'
import { OfferDialog } from '../../ui/handover/handover-dialog.tsx'
import { PriorityMark } from '../../ui/priority-mark.tsx'
import { RoomNumbers } from '../../ui/room-numbers.tsx'
import {
  alarmsOf,
  isSteady,
  overWords,
  phaseWords,
  repeatWords,
  shortText,
  standingWords,
  visitWords,
  whoHas,
} from '../../ui/room-words.ts'
import styles from './room-tile.module.css'

const RANK: Readonly<Record<Priority, number>> = { high: 2, medium: 1, low: 0 }

type Signal = { readonly priority: Priority; readonly steady: boolean }

const highest = (alarms: readonly RoomAlarm[]): Priority | undefined => {
  let top: Priority | undefined
  for (const { priority } of alarms) if (top === undefined || RANK[priority] > RANK[top]) top = priority
  return top
}

/**
 * What the tile's colours say, header and edge alike: the highest priority in the room, what is over and unacknowledged too;
 * steady where nothing of it calls. `beside`: what calls with a lower priority, so that a new MEDIUM beside an acknowledged
 * HIGH is not taken for seen to.
 */
export function tileSignal(
  alarms: readonly RoomAlarm[],
): { readonly header: Signal; readonly beside?: RoomAlarm } | undefined {
  const priority = highest(alarms)
  if (priority === undefined) return undefined
  const calling = alarms.find((alarm) => !isSteady(alarm) && alarm.priority !== 'low')
  const steady = calling?.priority !== priority
  return { header: { priority, steady }, ...(steady && calling !== undefined ? { beside: calling } : {}) }
}

/** Three lines, always: what is most urgent, then what is being done about it and what else there is. */
function Words({
  room,
  alarms,
  nowMs,
  duty,
  unheard,
}: TileProps & { readonly alarms: readonly RoomAlarm[] }) {
  const { session } = room
  const zone = useZone()
  if (session === undefined) {
    const numbers = Object.keys(room.latest.readings).length > 0 || room.latest.cuff !== undefined
    return (
      <p className={styles['none']}>
        {numbers || room.deviceConnected ? 'NOT RECORDED · NO ALARMS' : 'No session, no monitor'}
      </p>
    )
  }
  const [first] = alarms
  const beside = tileSignal(alarms)?.beside
  const others = alarms.slice(1).filter((alarm) => alarm !== beside)
  const over = first && overWords(first, nowMs)
  const flags = [
    ...(session.quarantined ? ['ALARMS NOT JUDGED HERE'] : []),
    // The alarm of it says so already, where there is one.
    ...(unheard && !alarms.some(({ condition }) => condition === 'noAudibleScreen')
      ? [session.audible?.includes('chair') ? 'NOT HEARD OUTSIDE THE ROOM' : 'NO AUDIBLE SCREEN']
      : []),
    ...repeatWords(session, nowMs),
  ]
  const rest = [
    ...(first === undefined ? [] : standingWords(first, duty, nowMs)).filter((words) => words !== over),
    ...others.map(shortText),
    ...(session.audioOff === undefined ? [] : [`audio off, ${session.audioOff.by}`]),
    ...visitWords(session, nowMs, zone),
  ]
  return (
    <div className={styles['words']}>
      <p className={styles['first']}>
        {first === undefined ? (
          <span className={styles['calm']}>
            {session.quarantined ? 'Watch the monitor' : 'No active alarm'}
          </span>
        ) : (
          <>
            <span className={styles['text']} title={first.text}>
              {over === undefined ? shortText(first) : `${shortText(first)}, ${over}`}
            </span>
            {over === undefined && <span className={styles['age']}>{span(nowMs - first.breachAtMs)}</span>}
          </>
        )}
      </p>
      <p className={styles['second']} title={[...flags, ...rest].join(' · ')}>
        {beside !== undefined && (
          <>
            <strong className={styles['beside']} data-priority={beside.priority}>
              <span className={`${styles['besideMark']} ${plateClass(beside.priority, false) ?? ''}`}>
                <PriorityMark priority={beside.priority} />
              </span>{' '}
              {shortText(beside)} {span(nowMs - beside.breachAtMs)}
            </strong>
            {(flags.length > 0 || rest.length > 0) && ' · '}
          </>
        )}
        {flags.length > 0 && <strong>{flags.join(' · ')}</strong>}
        {flags.length > 0 && rest.length > 0 && ' · '}
        {others.length > 0 && <strong>+{others.length} </strong>}
        {rest.join(' · ')}
      </p>
    </div>
  )
}

/** What is no patient's says so in each place, with a shape as well as words. */
const ORIGIN: Readonly<Record<Provenance, string | undefined>> = {
  monitor: undefined,
  simulated: '◇ SIMULATED',
  recorded: '▤ RECORDED',
}
/** Whether a screen stands at the chair and is drawn: that is what a hub can know. */
const CHAIR = { painting: 'screen at chair', absent: 'no screen at chair' } as const

function Foot({ room, me, offer, onTake }: TileProps) {
  const { nurse, session } = room
  const mine = nurse !== undefined && nurse.personId === me?.personId
  const hands = mine && session !== undefined
  const [handing, setHanding] = useState(false)
  const about = [
    ORIGIN[session?.provenance ?? room.deviceKind ?? 'monitor'],
    ...(session?.chair === undefined ? [] : [CHAIR[session.chair]]),
    ...(session?.quiet === true ? ['quiet chair'] : []),
    ...(room.deviceConnected ? [] : ['no monitor']),
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
  return (
    <div className={styles['foot']}>
      <div className={styles['who']}>
        <p className={styles['nurse']} title={whoHas(room, offer)}>
          {whoHas(room, offer)}
        </p>
        <p className={styles['chair']} title={about}>
          {about}
        </p>
      </div>
      <Button
        className={styles['take'] ?? ''}
        aria-label={`${mine ? (hands ? 'Hand over' : 'Give back') : 'Take'} ${room.roomName}`}
        onClick={() => (hands ? setHanding(true) : onTake(room, mine ? 'room.giveBack' : 'room.take'))}
      >
        {mine ? (hands ? 'Hand over …' : 'Give back') : 'Take'}
      </Button>
      {handing && (
        <OfferDialog roomId={room.roomId} roomName={room.roomName} onClose={() => setHanding(false)} />
      )}
    </div>
  )
}

export type TileProps = {
  readonly room: RoomSummary
  /** Hub time. */
  readonly nowMs: number
  /** Who is signed in here. */
  readonly me: Pick<Actor, 'personId'> | undefined
  readonly duty: SuiteSummary['duty'] | undefined
  /** Nobody can hear this room. */
  readonly unheard: boolean
  /** To whom it is offered, who has not accepted yet. */
  readonly offer?: Offer | undefined
  readonly onTake: (room: RoomSummary, act: 'room.take' | 'room.giveBack') => void
}

export function RoomTile(props: TileProps) {
  const { room, nowMs } = props
  const { session } = room
  const alarms = alarmsOf(room)
  const signal = tileSignal(alarms)
  const top = signal?.header.priority
  const fills = top !== undefined && top !== 'low'
  const plate = signal && fills ? plateClass(signal.header.priority, signal.header.steady) : undefined
  return (
    <li
      className={styles['tile']}
      data-priority={top}
      data-fills={fills || undefined}
      data-empty={session === undefined || undefined}
    >
      {fills && signal !== undefined && (
        <AlarmEdge priority={signal.header.priority} acknowledged={signal.header.steady} />
      )}
      <div className={`${styles['head']} ${plate ?? ''}`}>
        <h2
          className={styles['name']}
          title={[room.roomName, session?.patientCode].filter(Boolean).join(', ')}
        >
          <Link to="/room/$roomId" params={{ roomId: room.roomId }} className={styles['open'] ?? ''}>
            {room.roomName}
          </Link>
        </h2>
        {top !== undefined && (
          <span className={styles['mark']}>
            <PriorityMark priority={top} />
          </span>
        )}
        {session !== undefined && (
          <>
            <span className={styles['code']}>{session.patientCode}</span>
            <span
              className={styles['phase']}
              data-infusing={session.infusion === 'infusing' || undefined}
              title={phaseWords(session, nowMs)}
            >
              {phaseWords(session, nowMs)}
            </span>
          </>
        )}
      </div>
      <Words {...props} alarms={alarms} />
      <RoomNumbers room={room} nowMs={nowMs} />
      <Foot {...props} />
    </li>
  )
}
