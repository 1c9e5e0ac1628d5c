// Owns what was recorded at the pump a moment ago: when, the word to check the pump, taking it back for 10 s, saying that it was
// earlier. It shows what the hub recorded, whoever did it. Source: clinical facts §6 "The pump log".
import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import type { PumpEvent, SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { infusionProgress } from '@chairside/shared/visit/pump-log.ts'
import { useState } from 'react'
import { useAct, useSignedIn } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { clock, span } from '../../../ui/format.ts'
import { openSessionId, useIsWaiting, useMayUndo } from '../alarms/alarm-acts.tsx'
import { UNDO_MS } from '../observe/just-recorded.ts'
import { MINUTES_AGO } from '../observe/when.ts'
import { EarlierDialog } from './pump-dialogs.tsx'
import styles from './pump-log.module.css'

/** So long after it was recorded its time can be put right from here; then from the log. */
const STAYS_MS = 30_000
const MIN = 60_000

const DONE: Readonly<Record<PumpEvent['act'], readonly [string, string]>> = {
  start: ['started', 'Is the pump running? Check it.'],
  rate: ['rate changed', 'Does the pump show this rate? Check it.'],
  pause: ['paused', 'Is the pump paused? Check it.'],
  resume: ['resumed', 'Is the pump running? Check it.'],
  stop: ['stopped', 'Is the pump stopped? Check it.'],
}

/** The act at the pump that was recorded last, for as long as it stands in place of the figures. */
export function newestAct({ infusion }: SessionState, atMs: number): PumpEvent | undefined {
  const newest = infusion.events.findLast((event) => event.void !== true && event.fromPaper !== true)
  return newest !== undefined && atMs - newest.recordedAtMs < STAYS_MS ? newest : undefined
}

/** 0.05 mg is 0.1 as it is shown; less than that is none. */
const SHOWN_FROM_MG = 0.05

/**
 * What a stop before the planned dose was in leaves out: "17.8 of 35 mg are in as recorded, 17.2 mg are not given. The stop ends the
 * infusion."; undefined: the dose is in, somebody said that it is, or no plan says the dose.
 */
export function stoppedEarlyWords({ infusion }: SessionState, atMs: number): string | undefined {
  const { plan, phase, completed } = infusion
  const { givenMg, leftMg } = infusionProgress(infusion, atMs) ?? {}
  if (phase !== 'stopped' || completed || plan === undefined) return undefined
  if (givenMg === undefined || leftMg === undefined || leftMg < SHOWN_FROM_MG) return undefined
  return `${givenMg.toFixed(1)} of ${decimal(plan.doseMg, 1)} mg are in as recorded, ${leftMg.toFixed(1)} mg are not given. The stop ends the infusion.`
}

export function PumpSaid({
  state,
  event,
  atMs,
  zone,
  onFigures,
}: {
  readonly state: SessionState
  readonly event: PumpEvent
  readonly atMs: number
  readonly zone: string | undefined
  /** Back to the figures. */
  readonly onFigures: () => void
}) {
  const signedIn = useSignedIn()
  const act = useAct(state.head)
  const mayUndo = useMayUndo()
  const isWaiting = useIsWaiting()
  const [other, setOther] = useState(false)
  const sessionId = openSessionId(state)
  const [done, check] = DONE[event.act]
  const said = event.completed ? 'completed' : done
  const undoMs = rulesOfSession(state)?.silence.undoMs ?? UNDO_MS
  const own = { ...event, atMs: event.recordedAtMs }
  const undoable = sessionId !== undefined && mayUndo(own as never, atMs, undoMs)
  const leftS = Math.ceil((event.recordedAtMs + undoMs - atMs) / 1_000)
  const busy = isWaiting((body) => 'ofSeq' in body && body.ofSeq === event.seq)
  const earlier = (minutes: number) => () => {
    if (sessionId === undefined) return
    void act({
      type: 'amend',
      sessionId,
      ofSeq: event.seq,
      change: { atMs: (event.atMs - minutes * MIN) as EpochMs },
      reason: `recorded ${minutes} min late`,
    })
  }
  const early = event.act === 'stop' ? stoppedEarlyWords(state, atMs) : undefined
  const lateMs = event.recordedAtMs - event.atMs
  return (
    <div className={styles['done']}>
      <p role="status">
        Recorded:{' '}
        <strong>
          {said} {clock(event.atMs, zone)}
        </strong>
        {lateMs >= MIN && <small> ({span(lateMs)} before it was recorded)</small>}.{' '}
        {event.completed ? 'Is the pump stopped? Check it.' : check}
        {early !== undefined && <> {early}</>}
      </p>
      {sessionId !== undefined && (
        <div className={styles['again']}>
          {undoable ? (
            <Button
              kind="outlined"
              disabled={busy}
              aria-label={`Undo: ${said}`}
              onClick={() => void act({ type: 'undo', sessionId, ofSeq: event.seq })}
            >
              Undo {leftS}
            </Button>
          ) : (
            <Button onClick={onFigures}>OK</Button>
          )}
          {MINUTES_AGO.map((minutes) => (
            <Button
              key={minutes}
              disabled={busy}
              aria-label={`It was ${minutes} min earlier`}
              onClick={earlier(minutes)}
            >
              −{minutes} min
            </Button>
          ))}
          <Button
            disabled={busy}
            aria-label="It was at another time"
            onClick={() => signedIn('Another time', () => setOther(true))}
          >
            …
          </Button>
        </div>
      )}
      {other && (
        <EarlierDialog
          state={state}
          atMs={atMs}
          event={event}
          words={`${said} ${clock(event.atMs, zone)}`}
          onClose={() => setOther(false)}
        />
      )}
    </div>
  )
}
