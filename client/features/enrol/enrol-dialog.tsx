// Owns giving this browser its place: a room, or the suite. A screen with a place shows numbers and alarms whoever is
// signed in; acts are always a person's.
import type { RoomId } from '@chairside/shared/ids.ts'
import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLink, useScreen } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/question.tsx'
import styles from './enrol-dialog.module.css'

const SUITE = ''

export function EnrolDialog({ onClose }: { readonly onClose: () => void }) {
  const { screen } = useScreen()
  const self = useLink((state) => state.self)
  const rooms = useQuery({ queryKey: ['rooms'], queryFn: () => screen.account.rooms() })
  const [name, setName] = useState(self?.screenName ?? '')
  const [place, setPlace] = useState<string>(self?.roomId ?? SUITE)
  const [trouble, setTrouble] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const list = rooms.data?.ok ? rooms.data.value : []
  const problem =
    trouble ?? (rooms.data !== undefined && !rooms.data.ok ? rooms.data.error.message : undefined)

  async function settle(
    done: Promise<{ ok: true } | { ok: false; error: { message: string } }>,
  ): Promise<void> {
    setBusy(true)
    const answer = await done
    setBusy(false)
    if (!answer.ok) {
      setTrouble(answer.error.message)
      return
    }
    screen.link.restart()
    onClose()
  }

  return (
    <Question onClose={onClose} title="This screen’s place">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '')
            void settle(screen.account.enrol(name.trim(), place === SUITE ? undefined : (place as RoomId)))
        }}
      >
        <p className={styles['words']}>
          A screen with a place goes on showing numbers and alarms when nobody is signed in. Acts still ask
          who you are.
        </p>
        <TextInput
          label="Name of this screen"
          placeholder="Tablet at chair 3"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <NativeSelect
          label="Place"
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
          data={[
            { value: SUITE, label: 'The whole suite (station, wall)' },
            ...list.map((room) => ({ value: room.roomId as string, label: room.name })),
          ]}
        />
        {problem !== undefined && (
          <p className={styles['trouble']} role="alert">
            {problem}
          </p>
        )}
        <Button submit large wide kind="primary" disabled={busy || name.trim() === ''}>
          Give it this place
        </Button>
        {self?.screenId !== undefined && (
          <Button wide disabled={busy} onClick={() => void settle(screen.account.leavePlace())}>
            Take its place away
          </Button>
        )}
      </form>
    </Question>
  )
}
