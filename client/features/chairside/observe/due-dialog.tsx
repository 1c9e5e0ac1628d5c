// Owns what waits at the chair: what was typed and not recorded, which observations are due, what is to be looked at again after
// a drug. Nothing in it is an alarm. Never answers anything by itself.

import { Button } from '../../../ui/button.tsx'
import { clock } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import type { ObserveForm } from './forms.ts'
import styles from './observe.module.css'
import { dueWords, type Waiting } from './waiting.ts'

export function DueDialog({
  waiting,
  atMs,
  zone,
  onOpen,
  onDiscard,
  onClose,
}: {
  readonly waiting: Waiting
  readonly atMs: number
  readonly zone: string | undefined
  readonly onOpen: (form: ObserveForm) => void
  readonly onDiscard: (form: string) => void
  readonly onClose: () => void
}) {
  const { due, drafts } = waiting
  return (
    <Question onClose={onClose} title="What waits here" size="lg">
      <div className={styles['form']}>
        {drafts.length > 0 && (
          <ul className={styles['rows']} aria-label="Typed and not recorded">
            {drafts.map(({ form, title, typedAtMs, opens }) => (
              <li key={form} className={styles['row']}>
                <span>
                  <strong>{title}</strong>
                  <small>typed at {clock(typedAtMs, zone)}, not recorded</small>
                </span>
                <span className={styles['rowButtons']}>
                  <Button kind="primary" onClick={() => onOpen(opens)}>
                    Go on
                  </Button>
                  <Button onClick={() => onDiscard(form)}>Discard</Button>
                </span>
              </li>
            ))}
          </ul>
        )}
        <ul className={styles['rows']} aria-label="Due">
          {due.map((one) => (
            <li key={`${one.scale} ${one.dueMs} ${one.text}`} className={styles['row']}>
              <span>
                <strong>{one.text}</strong>
                <small>{dueWords(one, atMs)}</small>
              </span>
              {one.answers !== undefined && (
                <span className={styles['rowButtons']}>
                  <Button
                    kind={one.due ? 'primary' : 'plain'}
                    onClick={() => one.answers !== undefined && onOpen(one.answers)}
                  >
                    Answer
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
        {due.length === 0 && drafts.length === 0 && <p>Nothing is due.</p>}
      </div>
    </Question>
  )
}
