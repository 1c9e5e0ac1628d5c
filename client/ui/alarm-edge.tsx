// Owns the coloured edge of what alarms. All edges of one priority flash together, whenever they came.
import type { Priority } from '@chairside/shared/record/record.ts'
import { useState } from 'react'
import styles from './alarm-edge.module.css'
import { FLASH_MS, flashOf } from './flash.ts'

export function AlarmEdge({
  priority,
  acknowledged,
}: {
  readonly priority: Priority
  readonly acknowledged: boolean
}) {
  const flash = flashOf(priority, acknowledged)
  return <Edge key={`${priority}${flash}`} priority={priority} flash={flash} />
}

function Edge({
  priority,
  flash,
}: {
  readonly priority: Priority
  readonly flash: ReturnType<typeof flashOf>
}) {
  const [delayMs] = useState(() => (flash === undefined ? 0 : -(performance.now() % FLASH_MS[flash])))
  return (
    <span
      className={styles['edge']}
      data-priority={priority}
      data-flash={flash}
      style={{ animationDelay: `${delayMs}ms` }}
      aria-hidden="true"
    />
  )
}
