// Owns opening a session where a monitor already gives numbers: asks a patient code, offers the minutes held.
import { mayUsePlans } from '@chairside/shared/access.ts'
import type { RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { zPatientCode } from '@chairside/shared/record/record.ts'
import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSending } from '../../session/sending.ts'
import { useActor } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import styles from './open-session.module.css'

export function OpenSession({
  room,
  live,
}: {
  readonly room: RoomSummary
  readonly live?: RoomLive | undefined
}) {
  const actor = useActor()
  const { busy, trouble, edited, send } = useSending(0)
  const [code, setCode] = useState('')
  const [keepHeld, setKeepHeld] = useState(true)
  /** Today's list of this room stands above. */
  const listed = mayUsePlans(actor?.role)
  const heldMinutes = Math.floor((live?.heldMs ?? 0) / 60_000)
  const valid = zPatientCode.safeParse(code.trim()).success

  async function open(): Promise<void> {
    await send({
      type: 'session.open',
      roomId: room.roomId,
      patientCode: code.trim() as ReturnType<typeof zPatientCode.parse>,
      includeHeld: keepHeld && (live?.heldMs ?? 0) > 0,
    })
  }

  return (
    <form
      className={styles['card']}
      aria-label="Open a session"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid && !busy) void open()
      }}
    >
      <h2 className={styles['title']}>{listed ? 'Open a session without the list' : 'Open a session'}</h2>
      <p className={styles['words']}>
        From then on every number is recorded and the alarms of this screen are on.
        {listed && ' Opened from the list it has its course and order at once.'}
      </p>
      <TextInput
        label="Patient code"
        description="Letters, digits and hyphens. Never a name."
        placeholder="K-041W"
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={24}
        value={code}
        onChange={(event) => {
          edited()
          setCode(event.currentTarget.value)
        }}
        error={code !== '' && !valid ? 'Two to 24 letters, digits or hyphens.' : undefined}
      />
      {live !== undefined && live.heldMs > 0 && (
        <Checkbox
          checked={keepHeld}
          onChange={(event) => {
            edited()
            setKeepHeld(event.currentTarget.checked)
          }}
          label={heldMinutes < 1 ? 'Keep the last minute' : `Keep the last ${heldMinutes} min`}
          description="Numbers held in memory since before the session. They are drawn and kept; only what is still current is judged."
        />
      )}
      {trouble !== undefined && (
        <p className={styles['trouble']} role="alert">
          {trouble.words}
        </p>
      )}
      <Button submit large wide kind="primary" disabled={!valid || busy}>
        {busy ? 'Opening …' : 'Open session'}
      </Button>
    </form>
  )
}
