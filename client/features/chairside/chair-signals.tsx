// Owns that the chair's own page signals its room's alarms: sound, the tab's words, the browser's notification. From the
// session's records; where those are not here yet, from what the hub says of the room. Never another room's alarm.
import { soundRoomOf, soundRoomOfSession } from '@chairside/shared/alarm/sounding.ts'
import { alarmName } from '@chairside/shared/alarm/text.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useScreen, useSoundPlace } from '../../session/use-screen.ts'
import type { SessionStore } from '../../session/view/store.ts'
import { NOTHING_SOUNDS, type PlaceSounds, soundsOf } from '../../sound/place-sources.ts'
import { useHighNotifications, useSounding, useTabAlarms } from '../../sound/use-sound.tsx'

type View = { readonly state: SessionState; readonly phase: string }

/** The records are whole: what they say is all there is. */
const isWhole = ({ state, phase }: View): boolean => state.opened !== undefined && phase !== 'loading'

/** @param nowMs hub time, as it goes on here */
export function chairSounds(view: View, room: RoomSummary, nowMs: number | undefined): PlaceSounds {
  const { state } = view
  if (nowMs === undefined || state.closed !== undefined) return NOTHING_SOUNDS
  const at = { place: 'chair', nowMs } as const
  if (isWhole(view) && state.opened !== undefined) {
    const { sessionId } = state.opened
    return soundsOf({ sessionId, room: soundRoomOfSession(state), quarantined: state.quarantined }, at)
  }
  const { session } = room
  if (session === undefined) return NOTHING_SOUNDS
  const { sessionId, quarantined } = session
  return soundsOf({ sessionId, room: soundRoomOf(session), quarantined }, at)
}

export function ChairSignals({
  room,
  session,
}: {
  readonly room: RoomSummary
  readonly session: SessionStore
}) {
  const { screen } = useScreen()
  const isHere = useSoundPlace() === `chair:${room.roomId}`
  const view = useStore(session.view)
  const { state } = view
  useSounding(() => (isHere ? chairSounds(view, room, screen.link.time.nowMs()) : NOTHING_SOUNDS))
  const calling = useMemo(
    () =>
      Object.values(state.closed === undefined ? state.alarms : {}).flatMap(({ alarm, acknowledged }) =>
        acknowledged === undefined && alarm.silent !== true
          ? [{ alarmId: alarm.alarmId, priority: alarm.priority, title: alarmName(alarm) }]
          : [],
      ),
    [state.alarms, state.closed],
  )
  useTabAlarms(calling)
  useHighNotifications(
    isHere
      ? calling
          .filter(({ priority }) => priority === 'high')
          .map(({ alarmId, title }) => ({ alarmId, title, room: room.roomName }))
      : [],
  )
  return undefined
}
