// Owns the fields that say when and where a session is planned: a day and a time of the clinic, and a room.
import type { HttpRoom } from '@chairside/shared/protocol/http.ts'
import { NativeSelect } from '@mantine/core'
import { localOf, momentInZone } from './clinic-day.ts'
import { zoneWords } from './format.ts'
import styles from './plan-dialogs.module.css'
import { DayField, TimeField } from './time-fields.tsx'
import { readClock } from './typed-time.ts'

export type WhenWhere = { readonly day: string; readonly time: string; readonly roomId: string }

type Typed = Pick<WhenWhere, 'day' | 'time'>

/** Hub time of what is typed; undefined: it is no time yet, or none of that day there (`isSkipped`). */
export function momentOfTyped({ day, time }: Typed, zone: string): number | undefined {
  const atMs = momentInZone(`${day}T${time}`, zone)
  return atMs === undefined || isSkipped({ day, time }, zone) ? undefined : atMs
}

/** The clocks go forward over it: no clock there ever shows it. */
export function isSkipped({ day, time }: Typed, zone: string): boolean {
  const atMs = momentInZone(`${day}T${time}`, zone)
  return atMs !== undefined && localOf(atMs, zone).time !== readClock(time)?.slice(0, 5)
}

export function WhenWhereFields({
  value,
  rooms,
  zone,
  today,
  onChange,
}: {
  readonly value: WhenWhere
  /** Undefined: not known yet. */
  readonly rooms: readonly HttpRoom[] | undefined
  readonly zone: string
  /** The clinic's day, YYYY-MM-DD; undefined: not known yet. */
  readonly today?: string | undefined
  readonly onChange: (value: WhenWhere) => void
}) {
  return (
    <>
      <div className={styles['row']}>
        <DayField
          label="Day"
          required
          value={value.day}
          today={today}
          onChange={(day) => onChange({ ...value, day })}
        />
        <TimeField
          label="Time"
          required
          data-autofocus
          value={value.time}
          error={isSkipped(value, zone) ? 'The clocks go forward over it that night' : undefined}
          onChange={(time) => onChange({ ...value, time })}
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
