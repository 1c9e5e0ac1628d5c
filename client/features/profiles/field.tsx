// Owns one field of a profile that is edited: a number or a choice, with what is wrong with it under it. What is typed stays.
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import { NativeSelect, NumberInput } from '@mantine/core'
import { createContext, useContext } from 'react'
import type { Draft } from './draft.ts'
import styles from './field.module.css'

export type Editor = {
  readonly draft: Draft
  /** The version it began from. */
  readonly base: RuleSet
  change(next: Draft): void
  /** What is wrong at a field, in words. */
  problem(field: string): string | undefined
}
export const EditorContext = createContext<Editor | undefined>(undefined)
export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (editor === undefined) throw new Error('no profile is edited here')
  return editor
}

/** Of a field of the profile: what the list of problems leads to. */
export const inputId = (field: string): string => `field-${field.replaceAll(/[^A-Za-z0-9]+/g, '-')}`

export function NumberField({
  field,
  label,
  value,
  unit,
  before,
  above,
  decimals = 0,
  onValue,
}: {
  readonly field: string
  /** Said, not shown: the table's head shows it. */
  readonly label: string
  /** NaN: nothing that is a number. */
  readonly value: number
  readonly unit?: string
  /** "SBP ≥" */
  readonly before?: string
  /** On a line of its own, where it is too long to stand before. */
  readonly above?: string
  readonly decimals?: number
  readonly onValue: (value: number) => void
}) {
  const { problem } = useEditor()
  const trouble = problem(field)
  return (
    <div className={styles['field']}>
      {above !== undefined && <small className={styles['above']}>{above}</small>}
      {before !== undefined && <span className={styles['before']}>{before}</span>}
      <NumberInput
        id={inputId(field)}
        aria-label={label}
        className={styles['number'] ?? ''}
        value={Number.isNaN(value) ? '' : value}
        onChange={(typed) =>
          onValue(typeof typed === 'number' ? typed : typed === '' ? Number.NaN : Number(typed))
        }
        allowDecimal={decimals > 0}
        decimalScale={decimals}
        hideControls
        inputMode={decimals > 0 ? 'decimal' : 'numeric'}
        error={trouble !== undefined}
        aria-describedby={trouble === undefined ? undefined : `${inputId(field)}-trouble`}
      />
      {unit !== undefined && <span className={styles['unit']}>{unit}</span>}
      {trouble !== undefined && (
        <span className={styles['trouble']} id={`${inputId(field)}-trouble`}>
          {trouble}
        </span>
      )}
    </div>
  )
}

const S = 1_000
const MIN = 60_000
/** A time, in seconds or in minutes. */
export function TimeField({
  in: unit = 's',
  value,
  onValue,
  ...rest
}: {
  readonly field: string
  readonly label: string
  readonly in?: 's' | 'min'
  readonly before?: string
  readonly value: number
  readonly onValue: (ms: number) => void
}) {
  const factor = unit === 's' ? S : MIN
  return (
    <NumberField
      {...rest}
      unit={unit}
      decimals={unit === 's' ? 1 : 2}
      value={value / factor}
      onValue={(typed) => onValue(Math.round(typed * factor))}
    />
  )
}

export function ChoiceField<T extends string>({
  field,
  label,
  value,
  choices,
  onValue,
  disabled = false,
}: {
  readonly field: string
  readonly label: string
  readonly value: T
  readonly choices: readonly (readonly [T, string])[]
  readonly onValue: (value: T) => void
  readonly disabled?: boolean
}) {
  const { problem } = useEditor()
  const trouble = problem(field)
  return (
    <div className={styles['field']}>
      <NativeSelect
        id={inputId(field)}
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onValue(event.currentTarget.value as T)}
        data={choices.map(([one, text]) => ({ value: one, label: text }))}
        error={trouble !== undefined}
      />
      {trouble !== undefined && <span className={styles['trouble']}>{trouble}</span>}
    </div>
  )
}
