// Owns the fields that say when and where a session is planned: a day and a time of the clinic, and a room.
import type { HttpRoom } from '@chairside/shared/protocol/http.ts'
import { NativeSelect, TextInput } from '@mantine/core'
import { momentInZone } from './clinic-day.ts'
import { zoneWords } from './format.ts'
import styles from './plan-dialogs.module.css'

export type WhenWhere = { readonly day: string; readonly time: string; readonly roomId: string }

/** Hub time of what is typed; undefined: it is no time yet. */
export const momentOfTyped = ({ day, time }: WhenWhere, zone: string): number | undefined =>
  momentInZone(`${day}T${time}`, zone)

export function WhenWhereFields({
  value,
  rooms,
  zone,
  onChange,
}: {
  readonly value: WhenWhere
  /** Undefined: not known yet. */
  readonly rooms: readonly HttpRoom[] | undefined
  readonly zone: string
  readonly onChange: (value: WhenWhere) => void
}) {
  return (
    <>
      <div className={styles['row']}>
        <TextInput
          label="Day"
          type="date"
          required
          value={value.day}
          onChange={(event) => onChange({ ...value, day: event.currentTarget.value })}
        />
        <TextInput
          label="Time"
          type="time"
          required
          data-autofocus
          value={value.time}
          onChange={(event) => onChange({ ...value, time: event.currentTarget.value })}
        />
        <NativeSelect
          label="Room"
          required
          value={value.roomId}
          onChange={(event) => onChange({ ...value, roomId: event.currentTarget.value })}
          data={[
            { value: '', label: rooms === undefined ? 'Reading …' : 'Choose' },
            ...(rooms ?? []).map(({ roomId, name }) => ({ value: roomId as string, label: name })),
          ]}
        />
      </div>
      <p className={styles['muted']}>Times of {zoneWords(zone)}</p>
    </>
  )
}
