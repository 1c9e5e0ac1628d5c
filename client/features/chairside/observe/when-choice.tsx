// Owns the row "now · −1 · −2 · −5 min · other" that every act has; of what is corrected "as recorded · −1 · −2 · −5 · +1 · other",
// counted from what is recorded, with what comes of it. Never guesses a time.
import { useId } from 'react'
import { clock } from '../../../ui/format.ts'
import { TimeField } from '../../../ui/time-fields.tsx'
import type { ActForm } from './act-form.tsx'
import styles from './choices.module.css'
import { MINUTES_AGO, MINUTES_LATER } from './when.ts'

/** "03:11:42 → 03:09:42"; undefined: the time stays. */
export function movedWords<F>({ at, whenNow }: Pick<ActForm<F>, 'at' | 'whenNow'>): string | undefined {
  const { recordedMs, zone } = whenNow
  if (recordedMs === undefined || at?.atMs === undefined) return undefined
  return `${clock(recordedMs, zone)} → ${clock(at.atMs, zone)}`
}

export function WhenChoice<F>({
  form,
  label = 'When',
}: {
  readonly form: Pick<ActForm<F>, 'when' | 'setWhen' | 'whenNow' | 'at' | 'whenTrouble'>
  readonly label?: string
}) {
  const { when, setWhen, whenNow, at, whenTrouble } = form
  const { recordedMs, nowMs, zone } = whenNow
  const name = useId()
  const moved = movedWords(form)
  const choice = (key: string, words: string, checked: boolean, choose: () => void, spoken?: string) => (
    <label key={key} className={styles['choice']}>
      <input type="radio" name={name} checked={checked} onChange={choose} aria-label={spoken} />
      <span>{words}</span>
    </label>
  )
  const minutes = recordedMs === undefined ? MINUTES_AGO : ([...MINUTES_AGO, MINUTES_LATER] as const)
  return (
    <fieldset className={styles['when']}>
      <legend>{label}</legend>
      <div className={styles['choices']}>
        {choice(
          'now',
          recordedMs === undefined ? 'now' : `as recorded ${clock(recordedMs, zone)}`,
          when.is === 'now',
          () => setWhen({ is: 'now' }),
        )}
        {minutes.map((one) =>
          choice(
            String(one),
            one === MINUTES_LATER ? '+1 min' : `−${one} min`,
            when.is === 'ago' && when.minutes === one,
            () => setWhen({ is: 'ago', minutes: one }),
            recordedMs === undefined
              ? `${one} min ago`
              : one === MINUTES_LATER
                ? '1 min later'
                : `${one} min earlier`,
          ),
        )}
        {choice('other', 'other', when.is === 'at', () =>
          setWhen({ is: 'at', typed: clock(at?.atMs ?? recordedMs ?? nowMs, zone) }),
        )}
        {when.is === 'at' && (
          <TimeField
            w={112}
            aria-label="At, clock time"
            error={whenTrouble !== undefined}
            value={when.typed}
            onChange={(typed) => setWhen({ is: 'at', typed })}
          />
        )}
      </div>
      {moved !== undefined && (
        <p className={styles['moved']} role="status">
          {moved}
        </p>
      )}
      {whenTrouble !== undefined && (
        <p className={styles['whenTrouble']} role="status">
          {whenTrouble}
        </p>
      )}
    </fieldset>
  )
}
