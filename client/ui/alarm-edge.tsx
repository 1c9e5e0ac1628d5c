// Owns the coloured edge of what alarms. All edges of one priority flash together, whenever they came.
import type { Priority } from '@chairside/shared/record/record.ts'
import { useLayoutEffect, useRef } from 'react'
import styles from './alarm-edge.module.css'
import { flashOf } from './flash.ts'

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
  const edge = useRef<HTMLSpanElement>(null)
  // Each hangs on the page's own time line from its beginning, not on the moment at which it came.
  useLayoutEffect(() => {
    for (const animation of edge.current?.getAnimations() ?? []) animation.startTime = 0
  }, [])
  return (
    <span
      ref={edge}
      className={styles['edge']}
      data-priority={priority}
      data-flash={flash}
      aria-hidden="true"
    />
  )
}
