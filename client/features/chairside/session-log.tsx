// Owns what happened in this session, newest first, and closing it. Facts only, in the words of shared/fold/timeline.
import { memo, type ReactNode, useCallback, useState } from 'react'
import { useAct, useActor, useScreen } from '../../session/use-screen.ts'
import type { Cursor } from '../../session/view/cursor.ts'
import type { SessionView } from '../../session/view/store.ts'
import { Button } from '../../ui/button.tsx'
import { EventList } from '../../ui/event-list.tsx'
import { counted, type TimeScale } from '../../ui/format.ts'
import { Question } from '../../ui/question.tsx'
import styles from './session-log.module.css'

/** A line is looked at a moment after it happened, when what followed from it had been decided. */
const AFTER_MS = 1_000

export const SessionLog = memo(function SessionLog({
  view,
  cursor,
  looking,
  scale,
  headEnd,
}: {
  readonly view: SessionView
  readonly cursor: Cursor
  readonly looking: boolean
  readonly scale: TimeScale
  /** Stands in its head instead of closing the session, which in a visit ends by an outcome. */
  readonly headEnd?: ReactNode
}) {
  const { state, shown, timeline, omitted } = view
  const { recoveredCount, unknownCount } = state
  const onPick = useCallback((atMs: number) => cursor.seek(atMs + AFTER_MS), [cursor])
  return (
    <section className={styles['card']} aria-label="Log of this session" data-looking={looking || undefined}>
      <header className={styles['head']}>
        <h2 className={styles['title']}>
          Log {looking && <span className={styles['later']}>· later dimmed</span>}
        </h2>
        {headEnd ?? <CloseSession view={view} />}
      </header>
      <EventList
        label="What happened"
        lines={timeline}
        scale={scale}
        headSeq={looking ? shown.head : undefined}
        onPick={onPick}
      />
      {(unknownCount > 0 || recoveredCount > 0 || omitted.timeline > 0) && (
        <p className={styles['counts']}>
          {[
            recoveredCount > 0
              ? `${counted(recoveredCount, 'late value')}: no alarms from ${recoveredCount === 1 ? 'it' : 'them'}`
              : '',
            unknownCount > 0 ? `${counted(unknownCount, 'entry', 'entries')} by a newer version` : '',
            omitted.timeline > 0 ? `${counted(omitted.timeline, 'more line')} in the record` : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </section>
  )
})

function CloseSession({ view }: { readonly view: SessionView }) {
  const { state } = view
  const { askSignIn } = useScreen()
  const actor = useActor()
  const act = useAct(state.head)
  const [asking, setAsking] = useState(false)
  const sessionId = state.opened?.sessionId
  if (sessionId === undefined || state.closed !== undefined) return undefined
  const open = Object.keys(state.alarms).length
  const running = state.infusion.phase === 'infusing' || state.infusion.phase === 'paused'
  return (
    <>
      <Button kind="quiet" onClick={() => (actor === undefined ? askSignIn() : setAsking(true))}>
        Close session …
      </Button>
      {asking && (
        <Question onClose={() => setAsking(false)} title={`Close session ${state.opened?.patientCode}?`}>
          <div className={styles['closing']}>
            <p>Nothing more is recorded and nothing alarms here afterwards.</p>
            {open > 0 && <p>{counted(open, 'alarm')} will be listed as still open.</p>}
            {running && <p>The infusion is not recorded as stopped.</p>}
            <div className={styles['closingButtons']}>
              <Button large onClick={() => setAsking(false)}>
                Keep it open
              </Button>
              <Button
                large
                kind="primary"
                onClick={() => {
                  setAsking(false)
                  void act({ type: 'session.close', sessionId })
                }}
              >
                Close session
              </Button>
            </div>
          </div>
        </Question>
      )}
    </>
  )
}
