// Owns what somebody reads who wants to sign out and still has rooms: which ones, and the way to give each of them to another. It is
// the hub that refuses; when the last room is theirs no more, the way out is here. Never signs anybody out by itself.
import type { RoomId } from '@chairside/shared/ids.ts'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { RoomsState, RoomsWatch } from '../session/hub/rooms-watch.ts'
import { useActor, useLink, useScreen, useSoundGrant, useSuite } from '../session/use-screen.ts'
import { Button } from '../ui/button.tsx'
import { OfferDialog } from '../ui/handover/handover-dialog.tsx'
import { Question } from '../ui/question.tsx'
import styles from './app.module.css'

const NOT_ASKED = createStore<RoomsState>(() => ({}))

export function HandOverFirst({
  words,
  onSignOut,
  onClose,
}: {
  /** The hub's, why not yet. */
  readonly words: string
  readonly onSignOut: () => void
  readonly onClose: () => void
}) {
  const { screen } = useScreen()
  const me = useActor()
  const enrolled = useLink(({ self }) => self?.screenId !== undefined)
  const offers = useSuite()?.offers ?? []
  const [watch, setWatch] = useState<RoomsWatch | undefined>()
  const [handing, setHanding] = useState<{ readonly roomId: RoomId; readonly roomName: string } | undefined>()
  useEffect(() => {
    const opened = screen.watchRooms()
    setWatch(opened)
    return () => opened.stop()
  }, [screen])
  const { rooms } = useStore(watch?.store ?? NOT_ASKED)
  const mine = rooms?.filter(({ nurse }) => nurse !== undefined && nurse.personId === me?.personId)
  const isFree = mine?.length === 0
  // A screen of its own goes on sounding whoever is signed in; this one goes with the person.
  const soundsHere = useSoundGrant()?.lease === 'held' && !enrolled
  if (handing !== undefined) return <OfferDialog {...handing} onClose={() => setHanding(undefined)} />
  return (
    <Question onClose={onClose} title={isFree ? 'You have no room any more' : 'Hand over first'}>
      <div className={styles['stays']}>
        {!isFree && <p role="alert">{words}</p>}
        {mine?.map(({ roomId, roomName, session }) => {
          const to = offers.find((one) => one.roomId === roomId)?.to.name
          return (
            <div key={roomId} className={styles['mine']}>
              <p>
                <strong>{roomName}</strong> {session === undefined ? 'is empty.' : 'has a patient.'}{' '}
                {to !== undefined && `Offered to ${to}, who has not accepted yet.`}
              </p>
              <Button
                large
                kind={to === undefined ? 'primary' : 'plain'}
                onClick={() => setHanding({ roomId, roomName })}
              >
                {to !== undefined
                  ? `Offer of ${roomName} …`
                  : `${session === undefined ? 'Give back' : 'Hand over'} ${roomName} …`}
              </Button>
            </div>
          )
        })}
        {isFree && soundsHere && (
          <p>
            <strong>Alarms sound on this screen until you sign out.</strong> Whoever has the room now plays
            the tone at theirs and answers: then it sounds there.
          </p>
        )}
        <div className={styles['leave']}>
          <Button large onClick={onClose}>
            Stay signed in
          </Button>
          {isFree && (
            <Button large kind="primary" onClick={onSignOut}>
              Sign out
            </Button>
          )}
        </div>
      </div>
    </Question>
  )
}
