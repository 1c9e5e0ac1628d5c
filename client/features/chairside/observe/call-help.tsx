// Owns the question after a MOAA/S of 2 or less: "Call for help?", which answers itself with yes after 15 s. It outlives a reload.
// Source: clinical facts §6.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { useCallback, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useAct, useLink, useScreen } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { countdown } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import styles from './observe.module.css'

export const HELP_AT_MOST = 2
export const HELP_AFTER_MS = 15_000
/** Under this name it is kept; it is no form that is offered again. */
export const CALL_HELP = 'call-help'

/** @returns how to begin asking, after a score of 2 or less was recorded */
export function useCallHelp(state: SessionState): (value: number) => void {
  const { screen } = useScreen()
  const sessionId = openSessionId(state)
  return useCallback(
    (value) => {
      const nowMs = screen.link.time.nowMs()
      if (sessionId === undefined || nowMs === undefined) return
      screen.drafts.put({
        sessionId,
        form: CALL_HELP,
        title: 'Call for help?',
        fields: { value, dueAtMs: Math.round(nowMs) + HELP_AFTER_MS },
        typedAtMs: Math.round(nowMs),
      })
    },
    [screen, sessionId],
  )
}

export function CallHelp({ state, atMs }: { readonly state: SessionState; readonly atMs: number }) {
  const { screen } = useScreen()
  const drafts = useStore(screen.drafts.store, ({ drafts: all }) => all)
  const sessionId = openSessionId(state)
  const asked = drafts.find((one) => one.sessionId === sessionId && one.form === CALL_HELP)
  if (asked === undefined || sessionId === undefined) return undefined
  const { value, dueAtMs } = asked.fields
  if (typeof value !== 'number' || typeof dueAtMs !== 'number') return undefined
  return (
    <Asking
      key={dueAtMs}
      state={state}
      value={value}
      leftMs={dueAtMs - atMs}
      onAnswered={() => screen.drafts.drop(sessionId, CALL_HELP)}
    />
  )
}

function Asking({
  state,
  value,
  leftMs,
  onAnswered,
}: {
  readonly state: SessionState
  readonly value: number
  readonly leftMs: number
  readonly onAnswered: () => void
}) {
  const act = useAct(state.head)
  const isLive = useLink(({ phase }) => phase === 'live')
  const sessionId = openSessionId(state)
  const called = useRef(false)
  const call = useCallback(() => {
    if (called.current || sessionId === undefined) return
    called.current = true
    void act({ type: 'help', sessionId }).then((sent) => {
      // Without the hub the question stays: it says to call by voice.
      if (sent?.state.is === 'recorded') onAnswered()
      else called.current = false
    })
  }, [act, sessionId, onAnswered])
  const isOver = leftMs <= 0
  useEffect(() => {
    if (isOver && isLive) call()
  }, [isOver, isLive, call])
  return (
    <Question onClose={onAnswered} title="Call for help?" withCloseButton={false} closeOnClickOutside={false}>
      <div className={styles['form']} role="alertdialog" aria-label="Call for help?">
        <p>
          MOAA/S {value} is recorded. <strong>HELP is called by itself</strong> if nobody answers.
        </p>
        <p className={styles['count']} role="timer" aria-live="off">
          {isOver ? (isLive ? 'Calling' : 'NOT SENT: call by voice') : countdown(leftMs)}
        </p>
        <div className={styles['pair']}>
          <Button large kind="primary" data-autofocus onClick={call}>
            Yes, call HELP
          </Button>
          <Button large onClick={onAnswered}>
            No, I have it in hand
          </Button>
        </div>
      </div>
    </Question>
  )
}
