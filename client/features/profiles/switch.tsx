// Owns the switch that leaves a level or a condition out of a profile, and takes it in again.
import { Checkbox } from '@mantine/core'
import styles from './field.module.css'

export function Switch({
  label,
  on,
  onChange,
}: {
  label: string
  on: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <Checkbox
      className={styles['switch'] ?? ''}
      aria-label={label}
      label="in use"
      checked={on}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
