// Owns the row under the trend: standing still to look back, and stepping through the session while looking back.
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { lastBefore, nextAfter } from '@chairside/shared/playback/playback.ts'
import { type ReactNode, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Cursor } from '../../../session/view/cursor.ts'
import { Button } from '../../../ui/button.tsx'
import styles from './look-back.module.css'
import { LONG_STEP_MS, STEP_MS } from './look-back-keys.ts'

/** The least a moment is stepped past a decision, so that what was decided then is shown. */
const PAST_MS = 1

function Steps({
  cursor,
  alarmSpans,
}: {
  readonly cursor: Cursor
  readonly alarmSpans: readonly AlarmSpan[]
}) {
  const moments = useMemo(() => alarmSpans.map(({ decidedAtMs }) => decidedAtMs), [alarmSpans])
  const before = useStore(cursor.store, ({ atMs }) => lastBefore(moments, atMs))
  const after = useStore(cursor.store, ({ atMs }) => nextAfter(moments, atMs))
  const step = (byMs: number) => () => cursor.step(byMs)
  return (
    <>
      <Button
        disabled={before === undefined}
        aria-label="Alarm before"
        onClick={() => before !== undefined && cursor.seek(before + PAST_MS)}
      >
        ⇤ alarm
      </Button>
      <Button onClick={step(-LONG_STEP_MS)} aria-label="One minute back">
        −1 min
      </Button>
      <Button onClick={step(-STEP_MS)} aria-label="Ten seconds back">
        −10 s
      </Button>
      <Button onClick={step(STEP_MS)} aria-label="Ten seconds on">
        +10 s
      </Button>
      <Button onClick={step(LONG_STEP_MS)} aria-label="One minute on">
        +1 min
      </Button>
      <Button
        disabled={after === undefined}
        aria-label="Alarm after"
        onClick={() => after !== undefined && cursor.seek(after + PAST_MS)}
      >
        alarm ⇥
      </Button>
    </>
  )
}

export function LookBackBar({
  cursor,
  looking,
  alarmSpans,
  children,
}: {
  readonly cursor: Cursor
  readonly looking: boolean
  readonly alarmSpans: readonly AlarmSpan[]
  /** What else stands in this row while the screen follows. */
  readonly children?: ReactNode
}) {
  return (
    <fieldset className={styles['row']} data-looking={looking || undefined}>
      <legend className="visually-hidden">Looking back</legend>
      {looking ? (
        <Steps cursor={cursor} alarmSpans={alarmSpans} />
      ) : (
        <>
          <Button onClick={cursor.pause} data-part="look-back" title="Space does the same; ← goes back 10 s">
            <span className={styles['pause']} aria-hidden="true" /> Look back
          </Button>
          <span className={styles['hint']}>Live numbers and alarms stay in sight meanwhile.</span>
          {children}
        </>
      )}
    </fieldset>
  )
}
