// Owns the calls on every page of whoever may act on rooms: what was escalated to them, the alarms of their rooms, each
// with its answer and the way to the room. Rooms lists all of that itself. It makes no sound and says so; what it does not know it says.
import { maySeeRooms } from '@chairside/shared/access.ts'
import type { RoomId } from '@chairside/shared/ids.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { RoomsState, RoomsWatch } from '../session/hub/rooms-watch.ts'
import { useRoomActs } from '../session/use-room-acts.ts'
import {
  useActor,
  useClock,
  useLastDuty,
  useLink,
  useScreen,
  useSoundPlace,
  useZone,
} from '../session/use-screen.ts'
import { soundWords } from '../sound/sound-words.ts'
import { useHighNotifications, useSound, useTabAlarms } from '../sound/use-sound.tsx'
import { AlarmRow, CalledButtons, ListRow } from '../ui/alarm-row.tsx'
import { buttonClass } from '../ui/button.tsx'
import { ComingButtons } from '../ui/coming.tsx'
import { clock } from '../ui/format.ts'
import { isSteady, spokenAlarm } from '../ui/room-words.ts'
import styles from './calls.module.css'
import { type AlarmCall, type Calls, callsFor, isHeardAt, isNotJudged } from './calls.ts'
import { FILE_PAGE } from './late-link.ts'
import { asks, highsOf, type PlaceAlarm, tabAlarmsOf } from './place-alarms.ts'

/** More would push the page away; Rooms has them all. At a chair its own numbers and buttons come first. */
const MOST = 3
const MOST_AT_A_CHAIR = 1
const ROOM = '/room/'
const REPLAY = '/replay/'
const LOST = 'This screen has lost the hub and goes on trying to reach it.'
const NOT_ASKED = createStore<RoomsState>(() => ({}))
const NO_CALLS: Calls = { alarms: [], questions: [] }

/** Where there is no place the page's tab and notifications are of its calls (place-signals.tsx has those of a place). */
function TabOfCalls({ alarms }: { readonly alarms: readonly AlarmCall[] }) {
  const asking = useMemo(
    () =>
      alarms
        .filter(({ alarm }) => asks(alarm))
        .map(
          ({ room, session, alarm }): PlaceAlarm => ({
            roomName: room.roomName,
            sessionId: session.sessionId,
            alarm,
          }),
        ),
    [alarms],
  )
  useTabAlarms(useMemo(() => tabAlarmsOf(asking), [asking]))
  useHighNotifications(useMemo(() => highsOf(asking), [asking]))
  return undefined
}

/**
 * Whether what stands here is heard here: in the words of the sign that every place has. A page of a room has that sign; of another
 * room's alarm it says it in its line.
 */
function useSoundHere(): string {
  const place = useSoundPlace()
  const sound = useSound()
  const zone = useZone()
  return place === undefined || sound === undefined
    ? 'This page makes no sound.'
    : `${soundWords(sound, zone).label}.`
}

function useRooms(): RoomsState {
  const { screen } = useScreen()
  const [watch, setWatch] = useState<RoomsWatch | undefined>()
  useEffect(() => {
    const opened = screen.watchRooms()
    setWatch(opened)
    return () => opened.stop()
  }, [screen])
  return useStore(watch?.store ?? NOT_ASKED)
}

/** Why calls do not reach this page although the hub does; undefined: they do, or it is being asked. */
function unreached({ failure, unanswered }: RoomsState): string | undefined {
  if (failure !== undefined) return failure.message
  if (unanswered === true) return 'The hub does not say which alarms there are. It is asked again by itself.'
  return undefined
}

/** @param besideReplay the page is a recording: nothing flashes there, and what is of now says so */
function CallsOf({
  me,
  shown,
  besideReplay,
}: {
  readonly me: Actor
  readonly shown: RoomId | undefined
  readonly besideReplay: boolean
}) {
  const { screen } = useScreen()
  const known = useRooms()
  const { rooms } = known
  const duty = useLastDuty()
  const place = useSoundPlace()
  const { nowMs } = useClock()
  const zone = useZone()
  const acts = useRoomActs()
  const soundHere = useSoundHere()
  const lostFromMs = useLink(({ phase, numbersFromMs }) => (phase === 'lost' ? numbersFromMs : undefined))
  const isLive = useLink(({ phase }) => phase === 'live')
  const isLost = useLink(({ phase }) => phase === 'lost' || phase === 'refused')
  const { alarms, questions } = useMemo(
    () => (rooms === undefined ? NO_CALLS : callsFor({ rooms, me, duty, place, shown })),
    [rooms, me, duty, place, shown],
  )
  const most = shown === undefined ? MOST : MOST_AT_A_CHAIR
  const standing = alarms.slice(0, most)
  const shownQuestions = questions.slice(0, most - standing.length)
  const more = alarms.length + questions.length - standing.length - shownQuestions.length

  const glass = standing.map(({ session, alarm }) => ({
    sessionId: session.sessionId as string,
    alarmId: alarm.alarmId,
    told: alarm.escalated.length,
  }))
  const glassKey = JSON.stringify(glass)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all there is to say of them
  useEffect(() => screen.alarmShown.show(glass, 'calls'), [screen, glassKey])
  useEffect(() => () => screen.alarmShown.show([], 'calls'), [screen])

  // Every other page says of itself that it lost the hub.
  const trouble = isLive ? unreached(known) : besideReplay && isLost ? LOST : undefined
  const spoken = isLive
    ? alarms
        .filter(({ is, alarm }) => is !== 'taken' && alarm.priority !== 'low' && !isSteady(alarm))
        .map(({ room, alarm }) => `${spokenAlarm(room, alarm)}.`)
    : []
  return (
    <>
      {place === undefined && shown === undefined && <TabOfCalls alarms={alarms} />}
      <p className="visually-hidden" role="alert">
        {spoken.join(' ')}
      </p>
      {trouble !== undefined && (
        <p className={styles['trouble']} role="alert">
          <strong>Calls do not reach this page.</strong> {trouble}
        </p>
      )}
      {nowMs !== undefined && (alarms.length > 0 || questions.length > 0) && (
        <section className={styles['calls']} aria-label="Calls">
          {lostFromMs !== undefined && (
            <p className={styles['asOf']}>As the hub said at {clock(lostFromMs, zone)}:</p>
          )}
          {besideReplay && isLive && <p className={styles['asOf']}>Now, not of the recording:</p>}
          <ul className={styles['list']}>
            {standing.map((call) => (
              <AlarmRow
                key={call.session.sessionId + call.alarm.alarmId}
                wide
                old={!isLive || besideReplay}
                room={call.room}
                alarm={call.alarm}
                nowMs={nowMs}
                duty={duty}
                calledSinceMs={call.sinceMs}
                note={
                  shown === undefined || isHeardAt(call.room, place, rooms) ? undefined : 'not heard here'
                }
                buttons={isLive && <Answers call={call} me={me} nowMs={nowMs} acts={acts} />}
              />
            ))}
            {shownQuestions.map(({ room, text, atMs }) => (
              <ListRow
                key={room.roomId + text}
                wide
                room={room}
                sinceMs={atMs}
                nowMs={nowMs}
                text={text}
                standing=""
                buttons={undefined}
              />
            ))}
          </ul>
          {(shown === undefined || more > 0) && (
            <p className={styles['foot']}>
              <span>{shown === undefined && soundHere}</span>
              {more > 0 && (
                <Link to="/" className={buttonClass()}>
                  {more} more in Rooms
                </Link>
              )}
            </p>
          )}
        </section>
      )}
    </>
  )
}

function Answers({
  call: { is, room, session, alarm },
  me,
  nowMs,
  acts,
}: {
  readonly call: AlarmCall
  readonly me: Actor
  readonly nowMs: number
  readonly acts: ReturnType<typeof useRoomActs>
}) {
  if (isNotJudged(alarm) || is === 'taken') return undefined
  if (is === 'called') return <CalledButtons room={room} alarm={alarm} acts={acts} />
  return (
    <ComingButtons
      alarm={alarm}
      roomName={room.roomName}
      nowMs={nowMs}
      name={me.name}
      waiting={acts.isWaiting('alarm.coming', alarm)}
      onComing={() => acts.onAlarm('alarm.coming', room, alarm)}
      onUndo={(ofSeq) => acts.undo(session, ofSeq)}
    />
  )
}

export function CallsHere() {
  const me = useActor()
  const pathname = useLocation({ select: (location) => location.pathname })
  // Rooms has its own lists; a page of a file asks no hub for anything.
  if (me === undefined || !maySeeRooms({ role: me.role }) || pathname === '/' || pathname === FILE_PAGE)
    return undefined
  const shown = pathname.startsWith(ROOM) ? (pathname.slice(ROOM.length) as RoomId) : undefined
  const besideReplay = pathname.startsWith(REPLAY)
  return (
    <div className={besideReplay ? styles['beside'] : styles['here']}>
      <CallsOf key={me.personId} me={me} shown={shown} besideReplay={besideReplay} />
    </div>
  )
}
