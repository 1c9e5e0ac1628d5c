// Owns what this page signals of its place beside its own glass, whatever it shows: the tab's words and icon, the browser's
// notifications. The chair's own page does so by itself, from the session's records; sound is client/sound's.
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { RoomsState, RoomsWatch } from '../session/hub/rooms-watch.ts'
import { useActor, useLastDuty, useScreen, useSoundPlace } from '../session/use-screen.ts'
import { useHighNotifications, useTabAlarms } from '../sound/use-sound.tsx'
import { alarmsOfPlace, highsOf, tabAlarmsOf } from './place-alarms.ts'

const NO_ROOMS: readonly RoomSummary[] = []
const NOT_ASKED = createStore<RoomsState>(() => ({}))

function FromRooms({ place }: { readonly place: string }) {
  const { screen } = useScreen()
  const [watch, setWatch] = useState<RoomsWatch | undefined>()
  useEffect(() => {
    const opened = screen.watchRooms()
    setWatch(opened)
    return () => opened.stop()
  }, [screen])
  const { rooms = NO_ROOMS } = useStore(watch?.store ?? NOT_ASKED)
  const me = useActor()
  const duty = useLastDuty()
  const alarms = useMemo(() => alarmsOfPlace(place, rooms, me, duty), [place, rooms, me, duty])
  useTabAlarms(useMemo(() => tabAlarmsOf(alarms), [alarms]))
  useHighNotifications(useMemo(() => highsOf(alarms), [alarms]))
  return undefined
}

export function PlaceSignals() {
  const place = useSoundPlace()
  const pathname = useLocation({ select: (location) => location.pathname })
  // Every chairside page names its own room's alarms in the tab.
  if (place === undefined || pathname.startsWith('/room/')) return undefined
  return <FromRooms key={place} place={place} />
}
