// Owns which act is put right: every one that may be, newest first, or the one that was pressed. The original stays in the log, beside
// what stands instead.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { stood } from '@chairside/shared/fold/visit-act-words.ts'
import { actOf } from '@chairside/shared/visit/amend.ts'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { momentWords, type TimeScale } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import type { FormOf } from './act-form.tsx'
import { AmendForm, type Line } from './amend-form.tsx'
import styles from './observe.module.css'

/** Every act that may be put right, newest first by when it was. */
export function amendable(state: SessionState): readonly Line[] {
  const { infusion, visit } = state
  const seqs = [
    ...infusion.events.map(({ seq }) => seq),
    ...visit.sideEffects.flatMap(({ course, ended }) => [
      ...course.map(({ seq }) => seq),
      ...(ended === undefined ? [] : [ended.seq]),
    ]),
    ...[visit.given, visit.oxygen, visit.assessed, visit.notes, visit.measured].flatMap((list) =>
      list.map(({ seq }) => seq),
    ),
  ]
  return seqs
    .flatMap((seq) => {
      const act = actOf(state, seq)
      const text = stood(state, seq)?.text
      return act === undefined || text === undefined ? [] : [{ act, text }]
    })
    .toSorted((a, b) => b.act.atMs - a.act.atMs || b.act.seq - a.act.seq)
}

export function AmendDialog({
  state,
  atMs,
  scale,
  ofSeq,
  onClose,
}: FormOf & {
  readonly scale: TimeScale
  /** The act that is put right; absent: it is chosen. */
  readonly ofSeq?: number | undefined
  readonly onClose: () => void
}) {
  const [chosen, setChosen] = useState<number | undefined>(ofSeq)
  const lines = amendable(state)
  const line = lines.find(({ act }) => act.seq === chosen)
  return (
    <Question onClose={onClose} title="Correct an entry" size="lg">
      {line !== undefined ? (
        <AmendForm key={line.act.seq} state={state} atMs={atMs} line={line} scale={scale} onClose={onClose} />
      ) : (
        <div className={styles['form']}>
          <p className={styles['note']}>What was recorded stays in the log, beside what stands instead.</p>
          <ul className={styles['rows']}>
            {lines.map(({ act, text }) => (
              <li key={act.seq} className={styles['row']} data-void={act.void ? '' : undefined}>
                <span>
                  {momentWords(act.atMs, scale)} <strong>{text}</strong>
                  <small>
                    {[act.by ?? 'unsigned', act.amended ? 'corrected' : '', act.void ? 'taken back' : '']
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                {act.void !== true && <Button onClick={() => setChosen(act.seq)}>Correct</Button>}
              </li>
            ))}
            {lines.length === 0 && <li>Nothing has been recorded that could be corrected.</li>}
          </ul>
        </div>
      )}
    </Question>
  )
}
