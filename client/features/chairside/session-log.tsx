// Owns what happened in this session, newest first, correcting an act of one's own, and closing it. Facts only, in the words of shared/fold/timeline.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { recordSeq } from '@chairside/shared/ids.ts'
import { actOf } from '@chairside/shared/visit/amend.ts'
import { memo, type ReactNode, useCallback, useMemo, useState } from 'react'
import { useAct, useActor, useClock, useSignedIn } from '../../session/use-screen.ts'
import type { Cursor } from '../../session/view/cursor.ts'
import type { SessionView } from '../../session/view/store.ts'
import { Button } from '../../ui/button.tsx'
import { type EventLine, EventList } from '../../ui/event-list.tsx'
import { asItStands } from '../../ui/event-list-mends.ts'
import { counted, momentWords, type TimeScale } from '../../ui/format.ts'
import { Question } from '../../ui/question.tsx'
import { openSessionId } from './alarms/alarm-acts.tsx'
import { AmendDialog } from './observe/amend-dialog.tsx'
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
  const actor = useActor()
  const [all, setAll] = useState(false)
  const [picked, setPicked] = useState<EventLine | undefined>()
  const lookBack = useCallback((atMs: number) => cursor.seek(atMs + AFTER_MS), [cursor])
  const personId = actor?.personId
  const onPick = useCallback(
    (atMs: number, line: EventLine) => {
      if (isCorrectable(state, line.seq, personId)) setPicked(line)
      else lookBack(atMs)
    },
    [state, personId, lookBack],
  )
  const mayCorrect = useCallback(
    ({ seq }: EventLine) => isCorrectable(state, seq, personId),
    [state, personId],
  )
  const { infusion, visit } = shown
  const headSeq = looking ? shown.head : undefined
  const lines = useMemo(
    () =>
      asItStands(
        all ? timeline : timeline.filter(({ again }) => again !== true),
        { infusion, visit },
        headSeq,
      ),
    [all, timeline, infusion, visit, headSeq],
  )
  const again = timeline.length - lines.length
  return (
    <section className={styles['card']} aria-label="Log of this session" data-looking={looking || undefined}>
      <header className={styles['head']}>
        <h2 className={styles['title']}>
          Log {looking && <span className={styles['later']}>· later dimmed</span>}
        </h2>
        <Button
          kind={all ? 'outlined' : 'plain'}
          aria-pressed={all}
          title="Also the same call again, and that nobody was there to be called"
          onClick={() => setAll(!all)}
        >
          Everything
        </Button>
        {headEnd ?? <CloseSession view={view} />}
      </header>
      <EventList
        label="What happened"
        lines={lines}
        scale={scale}
        headSeq={headSeq}
        onPick={onPick}
        mayCorrect={mayCorrect}
      />
      {(unknownCount > 0 || recoveredCount > 0 || omitted.timeline > 0 || again > 0) && (
        <p className={styles['counts']}>
          {[
            again > 0 ? `${counted(again, 'repeated or unanswered call')} not listed: press Everything` : '',
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
      {picked !== undefined && (
        <PickedLine
          state={state}
          line={picked}
          scale={scale}
          onLookBack={() => {
            setPicked(undefined)
            lookBack(picked.atMs)
          }}
          onClose={() => setPicked(undefined)}
        />
      )}
    </section>
  )
})

/**
 * Whether a line is an act that this person recorded, and that can be corrected as it stands.
 * @param seq of the line's record @param personId who is signed in here
 */
export function isCorrectable(state: SessionState, seq: number, personId: string | undefined): boolean {
  if (openSessionId(state) === undefined || personId === undefined) return false
  const act = actOf(state, recordSeq(seq))
  return act !== undefined && act.void !== true && act.personId === personId
}

/** An act of one's own: to look back at, or to correct. */
function PickedLine({
  state,
  line,
  scale,
  onLookBack,
  onClose,
}: {
  readonly state: SessionState
  readonly line: EventLine
  readonly scale: TimeScale
  readonly onLookBack: () => void
  readonly onClose: () => void
}) {
  const [correcting, setCorrecting] = useState(false)
  const { nowMs } = useClock()
  if (correcting)
    return (
      <AmendDialog
        state={state}
        atMs={Math.max(nowMs ?? 0, state.headAtMs)}
        scale={scale}
        ofSeq={line.seq}
        onClose={onClose}
      />
    )
  return (
    <Question onClose={onClose} title={`${momentWords(line.atMs, scale)} ${line.text}`}>
      <div className={styles['closingButtons']}>
        <Button large data-autofocus onClick={onLookBack}>
          Look back
        </Button>
        <Button large kind="primary" onClick={() => setCorrecting(true)}>
          Correct this
        </Button>
      </div>
    </Question>
  )
}

function CloseSession({ view }: { readonly view: SessionView }) {
  const { state } = view
  const signedIn = useSignedIn()
  const act = useAct(state.head)
  const [asking, setAsking] = useState(false)
  const sessionId = state.opened?.sessionId
  if (sessionId === undefined || state.closed !== undefined) return undefined
  const open = Object.keys(state.alarms).length
  const running = state.infusion.phase === 'infusing' || state.infusion.phase === 'paused'
  return (
    <>
      <Button kind="quiet" onClick={() => signedIn('Close session', () => setAsking(true))}>
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
