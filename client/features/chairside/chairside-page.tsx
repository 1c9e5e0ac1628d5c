// Owns the screen at the chair: one room, its session if one is open, its unrecorded numbers if not.
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { RoomWatch } from '../../session/hub/room-watch.ts'
import { RoomNameContext, useClock, useScreen } from '../../session/use-screen.ts'
import { Footer } from '../../ui/footer.tsx'
import { MyRoomsStrip } from '../../ui/my-rooms-strip.tsx'
import { useChairSound } from './alarms/use-chair-sound.ts'
import styles from './chairside.module.css'
import { ChairsideHeader } from './chairside-header.tsx'
import { SessionBoard } from './session-board.tsx'
import { UnrecordedBoard } from './unrecorded-board.tsx'

export function ChairsidePage({ roomId }: { readonly roomId: RoomId }) {
  const { screen } = useScreen()
  const [watch, setWatch] = useState<RoomWatch | undefined>()
  useEffect(() => {
    screen.link.setView(`chairside:${roomId}`)
    const opened = screen.watchRoom(roomId)
    setWatch(opened)
    return () => opened.stop()
  }, [screen, roomId])
  return watch === undefined ? undefined : <Room watch={watch} />
}

/** The session this screen showed last, by its id: after it is closed, it is where its recording is found. */
function useLastSession(sessionId: SessionId | undefined): SessionId | undefined {
  const [last, setLast] = useState(sessionId)
  if (sessionId !== undefined && sessionId !== last) setLast(sessionId)
  return sessionId ?? last
}

/** Beside nobody's patient the nurse's other rooms are heard too; an enrolled screen knows them from My rooms alone. */
function NoPatientHere({ room }: { readonly room: RoomSummary }) {
  useChairSound(room, undefined)
  return undefined
}

function Room({ watch }: { readonly watch: RoomWatch }) {
  const { Notices, Veil } = useScreen()
  const { nowMs } = useClock()
  const { room, live, session, closed, moved, failure } = useStore(watch.store)
  const lastSessionId = useLastSession(room?.session?.sessionId)
  if (session !== undefined && room !== undefined)
    return (
      <RoomNameContext value={room.roomName}>
        <SessionBoard room={room} session={session} />
      </RoomNameContext>
    )
  return (
    <RoomNameContext value={room?.roomName}>
      <div className={styles['page']}>
        <ChairsideHeader roomName={room?.roomName ?? 'Room'} provenance={room?.deviceKind} />
        <main className={styles['main']}>
          {failure !== undefined && <p className={styles['words']}>{failure.message}</p>}
          {room !== undefined && nowMs !== undefined && (
            <UnrecordedBoard
              room={room}
              live={live}
              closed={closed}
              moved={moved}
              {...(closed === undefined || lastSessionId === undefined ? {} : { closedId: lastSessionId })}
              nowMs={nowMs}
            />
          )}
          {room === undefined && failure === undefined && <p className={styles['words']}>Asking the hub …</p>}
          <Veil />
        </main>
        <div>
          {room !== undefined && <NoPatientHere room={room} />}
          {room !== undefined && <MyRoomsStrip room={room} />}
          <Notices />
        </div>
        <Footer />
      </div>
    </RoomNameContext>
  )
}
