// Owns what the list of sessions is narrowed by: room, patient code, days, alarms. The hub narrows; nothing is left out here.
import type { Priority } from '@chairside/shared/record/record.ts'
import { NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { SessionsQuery } from '../../net/sessions-api.ts'
import { Button } from '../../ui/button.tsx'
import { startOfDay } from '../../ui/clinic-day.ts'
import { DayField } from '../../ui/time-fields.tsx'
import { readDay } from '../../ui/typed-time.ts'
import styles from './session-filter.module.css'

export type Filter = {
  readonly room: string
  readonly patient: string
  /** Calendar days of the clinic, YYYY-MM-DD, both included, or what is typed so far; empty: not narrowed. */
  readonly from: string
  readonly to: string
  /** Had an alarm of at least this priority; empty: not narrowed. */
  readonly alarms: '' | Priority
}
export const NO_FILTER: Filter = { room: '', patient: '', from: '', to: '', alarms: '' }
export const isNarrowed = (filter: Filter): boolean => Object.values(filter).some((value) => value !== '')

const CODE = /^[A-Za-z0-9-]{1,24}$/

/** @param zone the clinic's @returns what to ask the hub for, or why that cannot be asked, in words */
export function queryOfFilter(filter: Filter, zone: string): SessionsQuery | string {
  const room = filter.room.trim()
  const patient = filter.patient.trim()
  if (patient !== '' && !CODE.test(patient)) return 'A patient code is letters, digits and hyphens.'
  for (const day of [filter.from, filter.to])
    if (day !== '' && readDay(day) === undefined)
      return `“${day}” is no day yet. Type it like 24 Nov 2026 or 2026-11-24.`
  const from = filter.from === '' ? undefined : startOfDay(filter.from, zone)
  const to = filter.to === '' ? undefined : startOfDay(filter.to, zone, 1)
  if (from !== undefined && to !== undefined && to <= from) return 'The last day is before the first.'
  return {
    ...(room === '' ? {} : { room }),
    ...(patient === '' ? {} : { patient }),
    // Days before 1970 hold no session.
    ...(from === undefined ? {} : { from: Math.max(0, from) }),
    ...(to === undefined ? {} : { to: Math.max(1, to) }),
    ...(filter.alarms === '' ? {} : { alarms: filter.alarms }),
  }
}

const TYPING_MS = 300

/** The value once nobody has changed it for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

export function SessionFilter({
  filter,
  trouble,
  onChange,
}: {
  readonly filter: Filter
  /** Why the list cannot be narrowed like this. */
  readonly trouble?: string | undefined
  readonly onChange: (filter: Filter) => void
}) {
  const put = (change: Partial<Filter>): void => onChange({ ...filter, ...change })
  return (
    <search className={styles['filter']} aria-label="Narrow the list">
      <TextInput
        label="Room"
        value={filter.room}
        maxLength={80}
        onChange={(event) => put({ room: event.currentTarget.value })}
      />
      <TextInput
        label="Patient code"
        value={filter.patient}
        maxLength={24}
        autoComplete="off"
        onChange={(event) => put({ patient: event.currentTarget.value })}
      />
      <DayField label="From" placeholder="any day" value={filter.from} onChange={(from) => put({ from })} />
      <DayField label="To" placeholder="any day" value={filter.to} onChange={(to) => put({ to })} />
      <NativeSelect
        label="Alarms"
        value={filter.alarms}
        onChange={(event) => put({ alarms: event.currentTarget.value as Filter['alarms'] })}
        data={[
          { value: '', label: 'Any or none' },
          { value: 'low', label: 'Any alarm' },
          { value: 'medium', label: '!! medium or higher' },
          { value: 'high', label: '!!! high' },
        ]}
      />
      <Button kind="quiet" disabled={!isNarrowed(filter)} onClick={() => onChange(NO_FILTER)}>
        Show all
      </Button>
      {trouble !== undefined && (
        <p className={styles['trouble']} role="alert">
          {trouble}
        </p>
      )}
    </search>
  )
}
