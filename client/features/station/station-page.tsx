// Owns the nurses' station: every room of the suite in its own fixed place, whose alarms they are, who is on duty, and whether
// every room can be heard. A room never moves, whatever happens in it; one without a session says that nothing is recorded.
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { RoomsState, RoomsWatch } from '../../session/hub/rooms-watch.ts'
import { useRoomActs } from '../../session/use-room-acts.ts'
import { useActor, useClock, useLastDuty, useScreen, useSuite, useZone } from '../../session/use-screen.ts'
import { SoundStatus } from '../../sound/use-sound.tsx'
import { Badge, DemoTimeBadge } from '../../ui/badge.tsx'
import { Footer } from '../../ui/footer.tsx'
import { clock, clockMinutes, counted } from '../../ui/format.ts'
import { Places, PlaceTitle } from '../../ui/places.tsx'
import { isSteady, spokenAlarm } from '../../ui/room-words.ts'
import { alarmLists } from '../../ui/whose.ts'
import { AlarmListsColumn } from './alarm-lists.tsx'
import { DutyDialog, DutyStrip } from './duty.tsx'
import { RoomTile } from './room-tile.tsx'
import styles from './station.module.css'

/** Up to so many rooms there is space for larger ones. */
const FEW = 6
/** More rooms than these are counted where they cannot all be named; each says it in its own tile. */
const MANY = 4
/** Lines over what may not be believed any more. */
const KNOWN = 6

export function StationPage() {
  const { screen } = useScreen()
  const [watch, setWatch] = useState<RoomsWatch | undefined>()
  useEffect(() => {
    screen.link.setView('rooms')
    const opened = screen.watchRooms()
    setWatch(opened)
    return () => opened.stop()
  }, [screen])
  return watch === undefined ? undefined : <Station watch={watch} />
}

/** "every room audible: yes, heard 08:02". What is not known is said to be unknown, never left out. */
export function audibleWords(
  suite: SuiteSummary | undefined,
  rooms: readonly RoomSummary[],
  zone: string | undefined,
): { readonly words: string; readonly answer: string; readonly troubled: boolean } {
  const words = 'every room audible:'
  if (suite === undefined) return { words, answer: 'not known', troubled: true }
  const { station, unheardRooms } = suite
  if (unheardRooms.length > 0) {
    const names = unheardRooms.map((id) => rooms.find(({ roomId }) => roomId === id)?.roomName ?? id)
    const which = names.length > MANY ? counted(names.length, 'room') : names.join(', ')
    return { words, answer: `NO. Nobody can hear ${which}`, troubled: true }
  }
  const heard = station.heardAtMs === undefined ? '' : `, heard ${clockMinutes(station.heardAtMs, zone)}`
  const by = station.heardBy === undefined ? '' : ` by ${station.heardBy}`
  if (station.audible) return { words, answer: `yes${heard}${by}`, troubled: false }
  const open = rooms.some(({ session }) => session !== undefined)
  return open
    ? { words, answer: 'yes, at the chairs; no station is', troubled: false }
    : { words: 'station:', answer: 'nobody hears one', troubled: true }
}

/** Why the lists know of no alarm; undefined: the hub has said which rooms there are. */
function unknownWords(rooms: RoomsState['rooms'], failure: RoomsState['failure']): string | undefined {
  if (rooms !== undefined) return undefined
  return failure === undefined ? 'Not known yet: asking the hub …' : `Not known here. ${failure.message}`
}

function Sums({ rooms }: { readonly rooms: readonly RoomSummary[] }) {
  const open = rooms.filter(({ session }) => session !== undefined)
  const infusing = open.filter(({ session }) => session?.infusion === 'infusing').length
  return (
    <>
      {counted(open.length, 'session')} in {counted(rooms.length, 'room')} · {infusing} infusing
    </>
  )
}

export function Station({ watch }: { readonly watch: RoomsWatch }) {
  const { screen, Menu, Notices, Veil } = useScreen()
  const { rooms, failure } = useStore(watch.store)
  const { nowMs, rate } = useClock()
  const zone = useZone()
  const actor = useActor()
  const suite = useSuite()
  const duty = useLastDuty()
  const acts = useRoomActs()
  const [settingDuty, setSettingDuty] = useState(false)
  const lists = useMemo(() => alarmLists(rooms ?? [], actor, duty), [rooms, actor, duty])
  const all = useMemo(() => [...lists.yours, ...lists.atTheChair], [lists])
  const audible = audibleWords(suite, rooms ?? [], zone)

  useEffect(() => {
    screen.alarmShown.show(
      all.map(({ session, alarm }) => ({
        sessionId: session.sessionId,
        alarmId: alarm.alarmId,
        told: alarm.escalated.length,
      })),
    )
    return () => screen.alarmShown.show([])
  }, [screen, all])

  const spoken = all
    .filter(({ alarm }) => alarm.priority !== 'low' && !isSteady(alarm))
    .map(({ room, alarm }) => `${spokenAlarm(room, alarm)}.`)
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <Places />
        <PlaceTitle className={styles['title']}>Rooms</PlaceTitle>
        <p className={styles['sum']}>
          {rooms !== undefined && (
            <>
              <Sums rooms={rooms} /> ·{' '}
            </>
          )}
          {audible.words} <strong data-troubled={audible.troubled || undefined}>{audible.answer}</strong>
        </p>
        <DemoTimeBadge rate={rate} />
        <Badge>Hub {nowMs === undefined ? '––' : clock(nowMs, zone)}</Badge>
        <SoundStatus />
        <Menu />
      </header>
      <p className="visually-hidden" role="alert">
        {spoken.join(' ')}
      </p>
      <main className={styles['main']}>
        <aside className={styles['aside']}>
          <DutyStrip duty={duty} onSet={() => setSettingDuty(true)} />
          <div className={styles['lists']}>
            {nowMs !== undefined && (
              <AlarmListsColumn
                lists={lists}
                unknown={unknownWords(rooms, failure)}
                me={actor}
                nowMs={nowMs}
                duty={duty}
                acts={acts}
              />
            )}
          </div>
        </aside>
        <div className={styles['rooms']}>
          <ul
            className={styles['grid']}
            aria-label="Rooms"
            data-few={(rooms !== undefined && rooms.length <= FEW) || undefined}
          >
            {nowMs !== undefined &&
              rooms?.map((room) => (
                <RoomTile
                  key={room.roomId}
                  room={room}
                  nowMs={nowMs}
                  me={actor}
                  duty={duty}
                  unheard={suite?.unheardRooms.includes(room.roomId) ?? false}
                  offer={suite?.offers?.find(({ roomId }) => roomId === room.roomId)}
                  onTake={(of, act) => acts.onRoom(act, of)}
                />
              ))}
          </ul>
          {rooms === undefined && failure === undefined && (
            <p className={styles['none']} role="status">
              Asking the hub …
            </p>
          )}
          {rooms?.length === 0 && <p className={styles['none']}>No room has been set up on this hub yet.</p>}
          {failure !== undefined && <p className={styles['none']}>{failure.message}</p>}
        </div>
        <Veil>
          {all.length > 0 && (
            <div className={styles['known']}>
              <p>Active when the hub was last heard:</p>
              <ul>
                {all.slice(0, KNOWN).map(({ room, session, alarm }) => (
                  <li key={session.sessionId + alarm.alarmId}>
                    {PRIORITY_MARK[alarm.priority]} <strong>{room.roomName}</strong> {alarm.text}
                  </li>
                ))}
              </ul>
              {all.length > KNOWN && <p>and {all.length - KNOWN} more</p>}
            </div>
          )}
        </Veil>
      </main>
      <div className={styles['noticesSlot']}>
        <Notices />
      </div>
      <Footer />
      {settingDuty && suite !== undefined && (
        <DutyDialog suite={suite} acts={acts} onClose={() => setSettingDuty(false)} />
      )}
    </div>
  )
}
