// Owns how a priority stands in a table of rules: mark and word, in ordinary ink. Alarm colours belong to alarms.
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import styles from './rule-table.module.css'

export const PRIORITY_NAMES: Readonly<Record<Priority, string>> = {
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
}

export function PriorityWords({ priority, silent }: { priority: Priority; silent?: true | undefined }) {
  return (
    <span className={styles['priority']}>
      <span aria-hidden="true">{PRIORITY_MARK[priority]}</span> {PRIORITY_NAMES[priority]}
      {silent === true && <small className={styles['muted']}>seen, not heard</small>}
    </span>
  )
}
