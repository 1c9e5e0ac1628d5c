// Owns the alarm bar: every active alarm in words, highest first, none hidden. It keeps its place when there is none,
// so that no number moves when one comes. It never decides that an alarm is over.
import { PRIORITY_MARK, PRIORITY_WORD } from '@chairside/shared/alarm/text.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { ReactNode } from 'react'
import styles from './alarm-banner.module.css'
import { AlarmEdge } from './alarm-edge.tsx'

export type AlarmLine = {
  readonly id: string
  readonly priority: Priority
  /** "BP very high" */
  readonly title: string
  /** "SBP 182 ≥ 180" */
  readonly text: string
  /** "T+20:00, 0:22 ago" */
  readonly detail: string
  /** "acknowledged, R. Osei 0:20 ago" */
  readonly acknowledged?: string | undefined
  readonly buttons?: ReactNode
}

export function AlarmMark({ priority }: { readonly priority: Priority }) {
  return (
    <span className={styles['mark']}>
      <span className={styles['markFill']} aria-hidden="true" />
      <span className={styles['markText']} aria-hidden="true">
        {PRIORITY_MARK[priority]}
      </span>
      <span className="visually-hidden">{PRIORITY_WORD[priority]}: </span>
    </span>
  )
}

function AlarmRow({ line }: { readonly line: AlarmLine }) {
  const acknowledged = line.acknowledged !== undefined
  return (
    <li className={styles['row']} data-priority={line.priority}>
      <AlarmEdge priority={line.priority} acknowledged={acknowledged} />
      <AlarmMark priority={line.priority} />
      <p className={styles['words']}>
        <span className={styles['title']}>{line.title}</span>
        <span className={styles['text']}>{line.text}</span>
        <span className={styles['detail']}>
          {line.detail}
          {acknowledged && ` · ${line.acknowledged}`}
        </span>
      </p>
      {line.buttons !== undefined && <span className={styles['buttons']}>{line.buttons}</span>}
    </li>
  )
}

/**
 * @param lines  highest first
 * @param calm   what stands in the bar while nothing alarms; it says so, it is never blank
 */
export function AlarmBanner({
  lines,
  calm,
  calmButtons,
}: {
  readonly lines: readonly AlarmLine[]
  readonly calm: ReactNode
  readonly calmButtons?: ReactNode
}) {
  const spoken = lines.map(({ priority, title, text }) => `${PRIORITY_WORD[priority]}: ${title} ${text}.`)
  return (
    <section aria-label="Alarms">
      <p className="visually-hidden" aria-live="assertive" role="alert">
        {spoken.join(' ')}
      </p>
      <ul className={styles['bar']}>
        {lines.map((line) => (
          <AlarmRow key={line.id} line={line} />
        ))}
        {lines.length === 0 && (
          <li className={styles['row']}>
            <div className={`${styles['words']} ${styles['calm']}`}>{calm}</div>
            {calmButtons !== undefined && <span className={styles['buttons']}>{calmButtons}</span>}
          </li>
        )}
      </ul>
    </section>
  )
}
