// Owns the buttons of alarms at the chair: repeat the cuff, acknowledge or come, pause the audio, take, undo. Each sends one
// act; what it did is what the hub recorded. Never shows an act as done before that.

import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import type { ActiveAlarm, Quietened } from '@chairside/shared/fold/alarm-state.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { AlarmId } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { CUFF_RUNS_AT_MOST_MS } from '@chairside/shared/vitals.ts'
import { isSettled } from '../../../session/hub/commands.ts'
import { useAct, useActor, useLink, useSent } from '../../../session/use-screen.ts'
import { Button, type ButtonKind } from '../../../ui/button.tsx'
import styles from './alarm-acts.module.css'
import { anythingSounds } from './quiet-words.ts'
import { countdown } from './who-knows.ts'

/** How long an act can be taken back where the session's profile is not known here. Source: clinical facts §5. */
const UNDO_MS = 10_000
/** An audio pause, likewise. */
const PAUSE_MS = 120_000

export const openSessionId = ({ opened, closed }: SessionState) =>
  closed === undefined ? opened?.sessionId : undefined

/** Whether an act like this is on its way to the hub. */
export function useIsWaiting(): (matches: (body: CommandBody) => boolean) => boolean {
  const sent = useSent()
  return (matches) => sent.some(({ state, body }) => !isSettled(state) && matches(body))
}

const takesCuffOrders = (state: SessionState): boolean =>
  Object.values(state.sources).some((source) => source.connected && source.takesCuffOrders)

export function RepeatCuff({
  state,
  label,
  kind = 'plain',
}: {
  readonly state: SessionState
  readonly label: string
  readonly kind?: ButtonKind
}) {
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const sessionId = openSessionId(state)
  if (sessionId === undefined || !takesCuffOrders(state)) return undefined
  const { runningSinceMs } = state.cuff
  // By the newest record: a cycle whose end never came keeps nobody from the next reading, as at the hub.
  const measuring = runningSinceMs !== undefined && state.headAtMs - runningSinceMs < CUFF_RUNS_AT_MOST_MS
  const waiting = isWaiting(({ type }) => type === 'cuff.order')
  return (
    <Button
      large
      kind={kind}
      disabled={measuring || waiting}
      onClick={() => void act({ type: 'cuff.order', sessionId })}
    >
      {measuring ? 'Measuring' : waiting ? 'Sending' : label}
    </Button>
  )
}

/** @param own false: the button is "Coming" */
export function Acknowledge({
  state,
  alarmId,
  own,
}: {
  readonly state: SessionState
  readonly alarmId: AlarmId
  readonly own: boolean
}) {
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  const type = own ? 'alarm.acknowledge' : 'alarm.coming'
  const waiting = isWaiting((body) => body.type === type && body.alarmId === alarmId)
  return (
    <Button large disabled={waiting} onClick={() => void act({ type, sessionId, alarmId })}>
      {waiting ? 'Sending' : own ? 'Acknowledge' : 'Coming'}
    </Button>
  )
}

/** Whoever did it, at the screen where it was done if nobody was named, for ten seconds. */
export function useMayUndo(): (done: Quietened | undefined, atMs: number, undoMs?: number) => boolean {
  const personId = useActor()?.personId
  const screenId = useLink((state) => state.self?.screenId)
  return (done, atMs, undoMs = UNDO_MS) =>
    done !== undefined &&
    atMs - done.atMs < undoMs &&
    (done.personId === undefined
      ? done.screenId !== undefined && done.screenId === screenId
      : done.personId === personId)
}

export function Undo({
  state,
  done,
  label = 'Undo',
}: {
  readonly state: SessionState
  readonly done: Quietened
  readonly label?: string
}) {
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  const waiting = isWaiting((body) => body.type === 'undo' && body.ofSeq === done.seq)
  return (
    <Button
      large
      kind="outlined"
      disabled={waiting}
      onClick={() => void act({ type: 'undo', sessionId, ofSeq: done.seq })}
    >
      {waiting ? 'Sending' : label}
    </Button>
  )
}

/** Whether whoever is signed in here was called to it by name, and has not answered. */
export function useIsCalled(): (active: ActiveAlarm) => boolean {
  const actor = useActor()
  return ({ taken, told, declined }) =>
    actor !== undefined &&
    taken === undefined &&
    told.some(({ personId }) => personId === actor.personId) &&
    !declined.some(({ personId }) => personId === actor.personId)
}

/** For whoever was called by name, and for a physician: the only evidence that somebody knows. */
export function Take({ state, active }: { readonly state: SessionState; readonly active: ActiveAlarm }) {
  const act = useAct(state.head)
  const isCalled = useIsCalled()
  const isWaiting = useIsWaiting()
  const sessionId = openSessionId(state)
  if (sessionId === undefined || !isCalled(active)) return undefined
  const { alarmId } = active.alarm
  const waiting = isWaiting((body) => body.type === 'alarm.take' || body.type === 'alarm.decline')
  return (
    <>
      <Button
        large
        kind="primary"
        disabled={waiting}
        onClick={() => void act({ type: 'alarm.take', sessionId, alarmId })}
      >
        I have it
      </Button>
      <Button
        large
        disabled={waiting}
        onClick={() => void act({ type: 'alarm.decline', sessionId, alarmId })}
      >
        Cannot come
      </Button>
    </>
  )
}

/** "Pause audio 2:00"; while paused its countdown and by whom. @param always shown, too, while nothing sounds */
export function PauseAudio({
  state,
  atMs,
  always = false,
}: {
  readonly state: SessionState
  readonly atMs: number
  readonly always?: boolean
}) {
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const mayUndo = useMayUndo()
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  const { paused } = state.audio
  const isPaused = paused !== undefined && paused.untilMs > atMs
  const sounding = anythingSounds(state, atMs)
  const waiting = isWaiting(({ type }) => type === 'audio.pause')
  const rule = rulesOfSession(state)?.silence
  if (isPaused && mayUndo(paused, atMs, rule?.undoMs))
    return <Undo state={state} done={paused} label="Undo pause" />
  if (isPaused && !sounding)
    return (
      <span className={styles['paused']} role="timer" aria-label="Audio paused">
        <strong>Audio paused {countdown(paused.untilMs - atMs)}</strong>
        <small>{paused.by ?? 'unsigned'}</small>
      </span>
    )
  if (!sounding && !always) return undefined
  return (
    <Button
      large
      disabled={!sounding || waiting}
      title={sounding ? undefined : 'Nothing sounds in this room'}
      onClick={() => void act({ type: 'audio.pause', sessionId })}
    >
      {waiting ? (
        'Sending'
      ) : (
        <span>
          Pause audio <span className={styles['time']}>{countdown((rule?.pauseMs ?? PAUSE_MS) - 999)}</span>
        </span>
      )}
    </Button>
  )
}
