// Owns the list of rooms: each in its own fixed place, with its numbers, their ages and its alarms in words.
// A room never moves, whatever happens in it; one without a session says that nothing is recorded there.
import { mayListSessions } from '@chairside/shared/access.ts'
import type { SourceId } from '@chairside/shared/alarm/rules.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { Link } from '@tanstack/react-router'
import { Fragment, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { RoomsWatch } from '../../session/hub/rooms-watch.ts'
import { useActor, useClock, useScreen, useZone } from '../../session/use-screen.ts'
import { AlarmMark } from '../../ui/alarm-banner.tsx'
import { AlarmEdge } from '../../ui/alarm-edge.tsx'
import { Badge, DemoTimeBadge, OriginBadge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Footer } from '../../ui/footer.tsx'
import { clock, span, tPlus } from '../../ui/format.ts'
import { cuffView, numbersOfLatest, rateView, signalView } from '../../ui/number-view.ts'
import { rulesOf } from '../../ui/profile-rules.ts'
import type { TileNumber } from '../../ui/vital-number.ts'
import { alarmAbout, pressurePriorities } from './alarm-places.ts'
import styles from './rooms.module.css'

function NumberCell({
  label,
  tone,
  numbers,
  age,
}: {
  readonly label: string
  readonly tone: string
  readonly numbers: readonly TileNumber[]
  readonly age: string
}) {
  return (
    <div className={styles['cell']}>
      <span className={styles['number']} data-tone={tone}>
        {numbers.map((number, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: systolic, then diastolic
          <Fragment key={index}>
            {index > 0 && <span className={styles['slash']}>/</span>}
            <span className={styles['digits']} data-state={number.state} data-priority={number.priority}>
              {number.text}
            </span>
          </Fragment>
        ))}
      </span>
      <span className={styles['cellLabel']}>
        {label} <span className={styles['cellAge']}>{age}</span>
      </span>
    </div>
  )
}

const PHASES = { none: 'Not infusing', infusing: 'Infusing', paused: 'Paused', stopped: 'Ended' } as const

function Phase({ room, nowMs }: { readonly room: RoomSummary; readonly nowMs: number }) {
  const { session } = room
  if (session === undefined) return undefined
  const { infusion, startedAtMs } = session
  const time = startedAtMs === undefined ? '' : ` ${tPlus(nowMs - startedAtMs)}`
  return (
    <span className={styles['phase']} data-infusing={infusion === 'infusing' || undefined}>
      {PHASES[infusion]}
      {time}
    </span>
  )
}

function RoomCard({ room, nowMs }: { readonly room: RoomSummary; readonly nowMs: number }) {
  const { session } = room
  const numbers = numbersOfLatest(room.latest, room.everyMs, room.deviceConnected)
  const rate = rateView(numbers, nowMs)
  const cuff = cuffView(numbers.cuff, nowMs)
  const spo2 = signalView(numbers, 'spo2', nowMs)
  const alarms = session?.alarms ?? []
  const [first] = alarms
  const rules = rulesOf(session?.profile)
  const on = (source: SourceId) => alarmAbout(alarms, source, rules)
  const [onSystolic, onDiastolic] = pressurePriorities(alarms, room.latest.cuff, rules)
  const acknowledged = alarms.every(
    (alarm) => alarm.priority !== first?.priority || alarm.acknowledgedBy !== undefined,
  )
  const hasNumbers = Object.keys(room.latest.readings).length > 0 || room.latest.cuff !== undefined
  return (
    <li>
      <Link
        to="/room/$roomId"
        params={{ roomId: room.roomId }}
        className={styles['card'] ?? ''}
        data-priority={first?.priority}
        data-empty={session === undefined ? '' : undefined}
      >
        {first !== undefined && <AlarmEdge priority={first.priority} acknowledged={acknowledged} />}
        <span className={styles['head']}>
          <h2 className={styles['room']} title={room.roomName}>
            {room.roomName}
          </h2>
          {session !== undefined && <span className={styles['code']}>{session.patientCode}</span>}
          <Phase room={room} nowMs={nowMs} />
        </span>
        {session === undefined ? (
          <span className={styles['notRecorded']}>
            {hasNumbers || room.deviceConnected ? 'NOT RECORDED · NO ALARMS' : 'No session, no monitor'}
          </span>
        ) : (
          <span className={styles['alarms']}>
            {session.quarantined && <strong>ALARMS NOT JUDGED HERE</strong>}
            {alarms.map((alarm) => (
              <span key={alarm.alarmId} className={styles['alarm']} data-priority={alarm.priority}>
                <AlarmMark priority={alarm.priority} />
                <span className={styles['alarmText']}>
                  {alarm.text}
                  <small>
                    {span(nowMs - alarm.breachAtMs)}
                    {alarm.acknowledgedBy !== undefined && ` · acknowledged, ${alarm.acknowledgedBy}`}
                  </small>
                </span>
              </span>
            ))}
            {alarms.length === 0 && !session.quarantined && (
              <span className={styles['calm']}>No active alarm</span>
            )}
          </span>
        )}
        <span className={styles['numbers']}>
          <NumberCell
            label={rate.signal === 'pulseRate' ? 'PR' : 'HR'}
            tone="heart-rate"
            numbers={[{ ...rate.number, priority: on('heartRate')?.priority }]}
            age={rate.note ?? rate.age ?? ''}
          />
          <NumberCell
            label="BP"
            tone="pressure"
            numbers={[
              { ...cuff.systolic, priority: onSystolic },
              { ...cuff.diastolic, priority: onDiastolic },
            ]}
            age={cuff.age === undefined ? (cuff.note ?? '') : cuff.age}
          />
          <NumberCell
            label="SpO₂"
            tone="spo2"
            numbers={[{ ...spo2.number, priority: on('spo2')?.priority }]}
            age={spo2.note ?? spo2.age ?? ''}
          />
        </span>
        <span className={styles['foot']}>
          <OriginBadge provenance={session?.provenance ?? room.deviceKind} />
          <span>{room.deviceConnected ? room.deviceNames.join(', ') : 'No monitor connected'}</span>
        </span>
      </Link>
    </li>
  )
}

export function RoomsPage() {
  const { screen } = useScreen()
  const [watch, setWatch] = useState<RoomsWatch | undefined>()
  useEffect(() => {
    screen.link.setView('rooms')
    const opened = screen.watchRooms()
    setWatch(opened)
    return () => opened.stop()
  }, [screen])
  return watch === undefined ? undefined : <Rooms watch={watch} />
}

function Rooms({ watch }: { readonly watch: RoomsWatch }) {
  const { Menu, Notices, Veil } = useScreen()
  const { rooms, failure } = useStore(watch.store)
  const { nowMs, rate } = useClock()
  const zone = useZone()
  const actor = useActor()
  const open = rooms?.filter(({ session }) => session !== undefined).length ?? 0
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <h1 className={styles['title']}>Rooms</h1>
        <span className={styles['sum']}>
          {rooms !== undefined && `${open} of ${rooms.length} with a session`}
        </span>
        <span className={styles['spring']} />
        {mayListSessions(actor?.role) && (
          <Link to="/sessions" className={buttonClass()}>
            Sessions
          </Link>
        )}
        <DemoTimeBadge rate={rate} />
        <Badge>Hub {nowMs === undefined ? '––' : clock(nowMs, zone)}</Badge>
        <span className={styles['sound']}>
          <Badge kind="quiet">This screen makes no sound yet</Badge>
        </span>
        <Menu />
      </header>
      <div className={styles['noticesSlot']}>
        <Notices />
      </div>
      <main className={styles['main']}>
        <ul className={styles['grid']}>
          {nowMs !== undefined &&
            rooms?.map((room) => <RoomCard key={room.roomId} room={room} nowMs={nowMs} />)}
        </ul>
        {rooms?.length === 0 && <p className={styles['none']}>No room has been set up on this hub yet.</p>}
        {failure !== undefined && <p className={styles['none']}>{failure.message}</p>}
        <Veil />
      </main>
      <Footer />
    </div>
  )
}
