// Owns the fields in which a time of day and a calendar day are typed, the same everywhere and in no browser's locale: 24 hours, the
// month by its name. Never reads a clock, never turns what is typed into another day or time, and never drops it.
import { Popover, TextInput, type TextInputProps } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { useState } from 'react'
import styles from './time-fields.module.css'
import { dayShown, readClock, readDay } from './typed-time.ts'

type FieldProps = Omit<
  TextInputProps,
  'value' | 'onChange' | 'onFocus' | 'onBlur' | 'type' | 'defaultValue'
> & {
  readonly value: string
  /** The whole value where what stands there is one, and what was typed where it is not: it can be kept, and reads as none. */
  readonly onChange: (value: string) => void
}

/** While it is being typed it stands as typed; afterwards as it was understood. */
function useTyped(
  value: string,
  onChange: (value: string) => void,
  read: (typed: string) => string | undefined,
  shown: (value: string) => string,
) {
  const [typed, setTyped] = useState<string | undefined>()
  const whole = (text: string): string => read(text) ?? text
  return {
    isWrong: typed === undefined && value.trim() !== '' && read(value) === undefined,
    input: {
      value: typed !== undefined && whole(typed) === value ? typed : shown(value),
      onFocus: () => setTyped(shown(value)),
      onBlur: () => setTyped(undefined),
      onChange(event: { readonly currentTarget: { readonly value: string } }) {
        setTyped(event.currentTarget.value)
        onChange(whole(event.currentTarget.value))
      },
    },
  }
}

const LABELS = {
  nextMonth: 'Next month',
  previousMonth: 'Month before',
  nextYear: 'Next year',
  previousYear: 'Year before',
  nextDecade: 'Next ten years',
  previousDecade: 'Ten years before',
  monthLevelControl: 'Choose the month',
  yearLevelControl: 'Choose the year',
}

const asItIs = (value: string): string => value

/** "10:34" or "10:34:20"; also typed as 1034, since number pads have no colon. */
export function TimeField({ value, onChange, error, ...others }: FieldProps) {
  const { isWrong, input } = useTyped(value, onChange, readClock, asItIs)
  return (
    <TextInput
      inputMode="numeric"
      autoComplete="off"
      placeholder="hh:mm"
      maxLength={8}
      {...others}
      {...input}
      error={error ?? (isWrong ? 'A time of 24 hours: 10:34' : undefined)}
      classNames={{ input: styles['time'] ?? '' }}
    />
  )
}

function Calendar({
  day,
  today,
  onPick,
}: {
  readonly day: string | undefined
  readonly today: string | undefined
  readonly onPick: (day: string) => void
}) {
  const [isOpen, setOpen] = useState(false)
  const shown = day ?? today
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          className={styles['open']}
          aria-label="Calendar"
          onClick={() => setOpen(!isOpen)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5" />
          </svg>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles['calendar'] ?? ''}>
        {/* The clinic's today is marked, never the browser's. */}
        <DatePicker
          size="lg"
          __stopPropagation
          hideOutsideDates
          value={day ?? null}
          {...(shown === undefined ? {} : { defaultDate: shown })}
          getDayProps={(one) => (one === today ? { 'aria-current': 'date', 'data-clinic-today': true } : {})}
          ariaLabels={LABELS}
          onChange={(picked) => {
            setOpen(false)
            if (picked !== null) onPick(picked)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

/** A day, YYYY-MM-DD for the program and "24 Nov 2026" for people; typed, or taken from a calendar. */
export function DayField({
  value,
  today,
  onChange,
  error,
  ...others
}: FieldProps & {
  /** The clinic's day, YYYY-MM-DD; undefined: not known. */
  readonly today?: string | undefined
}) {
  const { isWrong, input } = useTyped(value, onChange, readDay, dayShown)
  return (
    <TextInput
      autoComplete="off"
      placeholder="day month year"
      maxLength={20}
      rightSectionWidth={44}
      rightSectionPointerEvents="all"
      rightSection={<Calendar day={readDay(value)} today={today} onPick={onChange} />}
      {...others}
      {...input}
      error={error ?? (isWrong ? 'A day: 24 Nov 2026 or 2026-11-24' : undefined)}
      classNames={{ input: styles['day'] ?? '' }}
    />
  )
}
