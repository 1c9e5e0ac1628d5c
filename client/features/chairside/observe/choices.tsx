// Owns choosing one of a few things by one tap each: radio buttons that look like buttons. Never chooses by itself.
import { type ReactNode, useId } from 'react'
import styles from './choices.module.css'

export function Choices<T extends string | number>({
  label,
  options,
  value,
  onChange,
  hidden = false,
  children,
}: {
  readonly label: string
  readonly options: readonly { readonly value: T; readonly words: ReactNode; readonly spoken?: string }[]
  readonly value: T | undefined
  readonly onChange: (value: T) => void
  /** The label is read aloud, not shown. */
  readonly hidden?: boolean
  /** Stands in the row with them. */
  readonly children?: ReactNode
}) {
  const name = useId()
  return (
    <fieldset className={styles['when']}>
      <legend className={hidden ? 'visually-hidden' : undefined}>{label}</legend>
      <div className={styles['choices']}>
        {options.map((option) => (
          <label key={option.value} className={styles['choice']}>
            <input
              type="radio"
              name={name}
              checked={value === option.value}
              aria-label={option.spoken}
              onChange={() => onChange(option.value)}
            />
            <span>{option.words}</span>
          </label>
        ))}
        {children}
      </div>
    </fieldset>
  )
}
