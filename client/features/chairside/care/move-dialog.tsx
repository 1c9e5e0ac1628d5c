// Owns moving the patient to another room: which rooms are free, and what stands there. It says "moved" only when the hub has said so.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { zRoomId } from '@chairside/shared/record/record.ts'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { RoomsState, RoomsWatch } from '../../../session/hub/rooms-watch.ts'
import { useSending } from '../../../session/sending.ts'
import { useLink, useScreen } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { KeptNote, useKeptForm } from '../../../ui/kept-form.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { Trouble } from '../said-dialog.tsx'
import styles from './care.module.css'

const NOT_ASKED = createStore<RoomsState>(() => ({}))

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

const aboutRoom = ({ deviceNames, nurse }: RoomSummary): string =>
  [
    deviceNames.length === 0 ? 'no monitor is connected there' : deviceNames.join(', '),
    ...(nurse === undefined ? [] : [`${nurse.name} has it`]),
  ].join(' · ')

export function MoveDialog({
  state,
  room,
  onClose,
}: {
  readonly state: SessionState
  readonly room: RoomSummary
  readonly onClose: () => void
}) {
  const { rooms, failure } = useRooms()
  const { busy, trouble, edited, send } = useSending(state.head)
  const navigate = useNavigate()
  // A screen that stands at this chair goes on showing this room.
  const stays = useLink(({ self }) => self?.roomId !== undefined)
  const sessionId = openSessionId(state)
  const form = useKeptForm(sessionId ?? '', 'session.move', 'Moving the patient', { to: '' })
  const { to } = form.fields
  if (sessionId === undefined) return undefined
  const others = rooms?.filter(({ roomId }) => roomId !== room.roomId)
  const free = others?.filter(({ session }) => session === undefined)
  const chosen = free?.find(({ roomId }) => roomId === to)
  return (
    <Question onClose={onClose} title={`Move the patient from ${room.roomName}`}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen === undefined) return
          void send({ type: 'session.move', sessionId, toRoomId: zRoomId.parse(chosen.roomId) }).then(
            (ok) => {
              if (!ok) return
              onClose()
              if (!stays) void navigate({ to: '/room/$roomId', params: { roomId: chosen.roomId } })
            },
          )
        }}
      >
        <KeptNote kept={form} />
        <p className={styles['hint']}>
          The session, its alarms and whoever has the room go along. The monitors stay: what is measured in
          the other room counts from the move on. A quiet chair ends.
        </p>
        {free === undefined && <p role="status">{failure?.message ?? 'Asking the hub …'}</p>}
        {free?.length === 0 && <p>No room is free.</p>}
        {free !== undefined && free.length > 0 && (
          <fieldset className={styles['choices']}>
            <legend>To which room?</legend>
            {free.map((one) => (
              <label key={one.roomId} className={styles['choice']}>
                <input
                  type="radio"
                  name="room"
                  checked={to === one.roomId}
                  onChange={() => {
                    edited()
                    form.set({ to: one.roomId })
                  }}
                />
                <span>
                  {one.roomName} <small>{aboutRoom(one)}</small>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <Trouble trouble={trouble} />
        <div className={styles['buttons']} data-foot="">
          <Button large onClick={onClose}>
            Stay here
          </Button>
          <Button large kind="primary" submit disabled={busy || chosen === undefined}>
            {chosen === undefined ? 'Move' : `Move to ${chosen.roomName}`}
          </Button>
        </div>
      </form>
    </Question>
  )
}
