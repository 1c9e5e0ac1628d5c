// Owns the list of one room for a day: each appointment with time, code, label, session, order, what became of it, and what can be done.
import { maySignOrders } from '@chairside/shared/access.ts'
import type { HttpAppointment, HttpRoomToday, HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useActor } from '../../session/use-screen.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { clockMinutes, counted } from '../../ui/format.ts'
import { unlikeOf } from '../../ui/open-visit.tsx'
import { PatientCode } from '../../ui/patient-code.tsx'
import { clashesOf, clashWords } from '../../ui/room-clash.tsx'
import { numberWords, OUTCOME_WORDS, orderWords, STATE_WORDS } from '../../ui/visit-words.ts'
import styles from './today.module.css'
import type { Asked } from './today-dialogs.tsx'

function State({ appointment }: { readonly appointment: HttpAppointment }) {
  const { state, outcome, cancelled } = appointment
  if (state === 'scheduled') return undefined
  if (state === 'open')
    return (
      <Badge kind="loud">
        <span aria-hidden="true">●</span> HERE NOW
      </Badge>
    )
  const words = state === 'closed' && outcome !== undefined ? OUTCOME_WORDS[outcome] : STATE_WORDS[state]
  return (
    <Badge title={cancelled === undefined ? words : `${cancelled.by}: ${cancelled.reason}`}>{words}</Badge>
  )
}

function Ordered({ appointment }: { readonly appointment: HttpAppointment }) {
  const role = useActor()?.role
  const { order, state, patientCode } = appointment
  if (order !== undefined)
    return (
      <p className={styles['order']}>
        <span aria-hidden="true">✓ </span>Order signed by {order.signedBy.name}: {orderWords(order)}
      </p>
    )
  if (state !== 'scheduled' && state !== 'open') return undefined
  return (
    <p className={styles['missing']}>
      <strong>No order is signed.</strong>{' '}
      {maySignOrders(role) ? (
        <Link to="/patients/$code" params={{ code: patientCode }} className={styles['inline'] ?? ''}>
          Sign one on the patient’s page
        </Link>
      ) : (
        'A physician signs it on the patient’s page.'
      )}
    </p>
  )
}

function Acts({
  appointment,
  isToday,
  taken,
  next,
  onAsk,
}: {
  readonly appointment: HttpAppointment
  readonly isToday: boolean
  /** Another session is open in the room. */
  readonly taken: boolean
  /** The one that comes next in its room. */
  readonly next: boolean
  readonly onAsk: (asked: Asked) => void
}) {
  const { state, roomId, sessionRoomId, sessionId } = appointment
  if (state === 'open')
    return (
      <Link
        to="/room/$roomId"
        params={{ roomId: sessionRoomId ?? roomId }}
        className={buttonClass('primary')}
      >
        Go to the chair
      </Link>
    )
  if (state === 'closed' && sessionId !== undefined)
    return (
      <Link to="/sessions/$sessionId/summary" params={{ sessionId }} className={buttonClass('outlined')}>
        Summary
      </Link>
    )
  if (state !== 'scheduled') return undefined
  return (
    <>
      {isToday && (
        <Button
          kind={taken ? 'plain' : next ? 'primary' : 'outlined'}
          disabled={taken}
          title={taken ? 'A session is open in this room.' : undefined}
          onClick={() => onAsk({ what: 'open', appointment })}
        >
          Open session
        </Button>
      )}
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button kind="quiet" aria-label={`More for ${appointment.patientCode}`} title="More">
            <span aria-hidden="true">⋯</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAsk({ what: 'move', appointment })}>Another time or room …</Menu.Item>
          <Menu.Item onClick={() => onAsk({ what: 'cancel', appointment })}>Take off the list …</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

export function AppointmentRow({
  appointment,
  today,
  isToday,
  taken,
  next,
  onAsk,
}: {
  readonly appointment: HttpAppointment
  readonly today: HttpToday
  readonly isToday: boolean
  readonly taken: boolean
  readonly next: boolean
  readonly onAsk: (asked: Asked) => void
}) {
  const { appointmentId, patientCode, label, atMs, indication, cancelled, state, sessionRoomId, roomId } =
    appointment
  const unlike = state === 'cancelled' ? [] : unlikeOf(today, patientCode)
  const elsewhere =
    state === 'open' && sessionRoomId !== undefined && sessionRoomId !== roomId
      ? today.rooms.find((room) => room.roomId === sessionRoomId)?.roomName
      : undefined
  return (
    <li className={styles['row']} data-state={state}>
      <time className={styles['time']}>{clockMinutes(atMs, today.zone)}</time>
      <div className={styles['about']}>
        <p className={styles['who']}>
          <Link to="/patients/$code" params={{ code: patientCode }} className={styles['code'] ?? ''}>
            <PatientCode code={patientCode} unlike={unlike[0]} />
          </Link>
          {label !== undefined && <span className={styles['label']}>{label}</span>}
          <State appointment={appointment} />
        </p>
        <p className={styles['what']}>
          Session {numberWords(appointment)} · {indication}
          {elsewhere !== undefined && ` · now in ${elsewhere}`}
        </p>
        {unlike.map((code) => (
          <p key={code} className={styles['unlike']}>
            <span aria-hidden="true">≈ </span>Looks like <PatientCode code={code} unlike={patientCode} />
          </p>
        ))}
        {clashesOf(today, roomId)
          .filter(({ later }) => later.appointmentId === appointmentId)
          .map((clash) => (
            <p key={clash.earlier.appointmentId} className={styles['unlike']}>
              <span aria-hidden="true">? </span>
              {clashWords(clash, today.zone)}
            </p>
          ))}
        {cancelled === undefined ? (
          <Ordered appointment={appointment} />
        ) : (
          <p className={styles['what']}>
            {cancelled.by}: {cancelled.reason}
          </p>
        )}
      </div>
      <div className={styles['acts']}>
        <Acts appointment={appointment} isToday={isToday} taken={taken} next={next} onAsk={onAsk} />
      </div>
    </li>
  )
}

export function RoomToday({
  room,
  today,
  isToday,
  onAsk,
}: {
  readonly room: HttpRoomToday
  readonly today: HttpToday
  readonly isToday: boolean
  readonly onAsk: (asked: Asked) => void
}) {
  const { roomId, roomName, appointments, open } = room
  const listed = appointments.some(
    ({ sessionId }) => sessionId !== undefined && sessionId === open?.sessionId,
  )
  const waiting = appointments.filter(({ state }) => state === 'scheduled')
  return (
    <section className={styles['room']} aria-label={roomName}>
      <header className={styles['roomHead']}>
        <h3>{roomName}</h3>
        <span>
          {waiting.length === 0 ? '' : counted(waiting.length, 'session to come', 'sessions to come')}
        </span>
      </header>
      {open !== undefined && !listed && (
        <p className={styles['unlisted']}>
          <span>
            Here now, on no list of this room: <PatientCode code={open.patientCode} />
            {open.label !== undefined && ` · ${open.label}`}
          </span>
          <Link to="/room/$roomId" params={{ roomId }} className={buttonClass('outlined')}>
            Go to the chair
          </Link>
        </p>
      )}
      {appointments.length === 0 ? (
        <p className={styles['nobody']}>Nobody on the list</p>
      ) : (
        <ol className={styles['list']}>
          {appointments.map((appointment) => (
            <AppointmentRow
              key={appointment.appointmentId}
              appointment={appointment}
              today={today}
              isToday={isToday}
              taken={open !== undefined}
              next={appointment === waiting[0]}
              onAsk={onAsk}
            />
          ))}
        </ol>
      )}
    </section>
  )
}
