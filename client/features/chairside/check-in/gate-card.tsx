// Owns the gate at the chair: what it finds, accepting it with a reason, asking the physician, the physician's answer. The same
// card stands on the physician's own screen. Never lets a nurse override a hold; the hub would refuse it too.
// Source: clinical facts §4 "Gate".
import { checkInView } from '@chairside/shared/visit/check-in.ts'
import { gateNow } from '@chairside/shared/visit/gate.ts'
import { gateFails } from '@chairside/shared/visit/gate-accepted.ts'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useActor, useLastDuty } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { momentWords, span } from '../../../ui/format.ts'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { phoneWords } from '../alarms/who-knows.ts'
import type { BoardPart } from '../board-parts.ts'
import styles from './baseline.module.css'
import { gateHeading, isWaiting, openOfCheckIn } from './baseline-words.ts'
import { TroubleLine } from './trouble-line.tsx'
import { useTyped } from './use-typed.ts'

export function GateCard({ state, atMs, scale }: BoardPart) {
  const actor = useActor()
  const duty = useLastDuty()
  const { busy, trouble, say, send } = useSending(state.head)
  const [typed, type, forget] = useTyped(
    state,
    { form: 'gate.accept', title: 'Gate: reason' },
    { reason: '' },
  )
  const [again, setAgain] = useState(false)
  const sessionId = openSessionId(state)
  const { gate, gateAsked, gateRefused } = state.visit
  const look = gateNow(state, atMs)
  const open = openOfCheckIn(checkInView(state))
  const { title, words } = gateHeading(look, open)
  const refused = gateRefused !== undefined && gateRefused.seq > (gate?.seq ?? 0) ? gateRefused : undefined
  const fails = gateFails(state, atMs, look)
  const accepted = fails === undefined ? gate : undefined
  const asked =
    gateAsked !== undefined && gateAsked.seq > Math.max(gate?.seq ?? 0, gateRefused?.seq ?? 0)
      ? gateAsked
      : undefined
  const isPhysician = actor?.role === 'physician'
  const waits = isWaiting(look)
  const reason = typed.reason.trim()
  const inBaseline = state.phase === 'baseline' && sessionId !== undefined
  const who = actor?.name ?? '––'

  async function accept(): Promise<void> {
    if (sessionId === undefined) return
    const said = reason === '' ? {} : { reason }
    if (await send({ type: 'gate.accept', sessionId, ...said })) forget()
  }
  async function ask(): Promise<void> {
    if (sessionId === undefined || !(await send({ type: 'gate.ask', sessionId, reason }))) return
    forget()
    setAgain(false)
  }
  async function refuse(): Promise<void> {
    if (sessionId !== undefined && (await send({ type: 'gate.refuse', sessionId, reason }))) forget()
  }
  const mayGoOn = look.outcome !== 'hold' || isPhysician
  return (
    <section className={styles['gate']} data-outcome={waits ? 'waits' : look.outcome} aria-label="Gate">
      <h3 className={styles['heading']}>
        {title} {words !== '' && accepted === undefined && <small>{words}</small>}
      </h3>
      {look.findings.length > 0 && (
        <ul className={styles['findings']}>
          {look.findings.map(({ finding, outcome, text }) => (
            <li key={`${finding} ${text}`}>
              {(!waits || outcome === 'warn') && (
                <span className={styles['kind']}>{outcome === 'hold' ? 'hold' : 'warn'}</span>
              )}{' '}
              {text}
            </li>
          ))}
        </ul>
      )}
      {open.map((words) => (
        <p key={words} className={styles['note']}>
          {words}
        </p>
      ))}
      {accepted !== undefined && (
        <p className={styles['accepted']}>
          ✓ {accepted.outcome === 'pass' ? 'Passed' : accepted.outcome === 'warn' ? 'Accepted' : 'Overridden'}{' '}
          by {accepted.by}, {momentWords(accepted.recordedAtMs, scale)}
          {accepted.reason === undefined ? '' : `: ${accepted.reason}`}
        </p>
      )}
      {refused !== undefined && (
        <p className={styles['accepted']}>
          ■ {refused.by} refused, {momentWords(refused.recordedAtMs, scale)}: {refused.reason}
        </p>
      )}
      {accepted === undefined && gate !== undefined && refused === undefined && (
        <p className={styles['note']}>
          It was accepted by {gate.by}, {momentWords(gate.recordedAtMs, scale)}. {fails}
        </p>
      )}
      {asked !== undefined && accepted === undefined && (
        <p className={styles['asked']} role="status">
          <strong>
            {asked.by} asked the physician {span(atMs - asked.recordedAtMs)} ago:
          </strong>{' '}
          {asked.reason}
          {!isPhysician && ` · ${phoneWords(duty)}`}
        </p>
      )}
      {!inBaseline && accepted === undefined && sessionId !== undefined && state.phase === 'checkIn' && (
        <p className={styles['note']}>It is decided in the phase baseline.</p>
      )}
      {inBaseline && accepted === undefined && asked !== undefined && !mayGoOn && !again && (
        <div className={styles['buttons']}>
          <Button onClick={() => setAgain(true)}>Ask again …</Button>
        </div>
      )}
      {inBaseline && accepted === undefined && (asked === undefined || mayGoOn || again) && (
        <form
          className={styles['decide']}
          onSubmit={(event) => {
            event.preventDefault()
            if (busy || (look.outcome !== 'pass' && reason === '')) return
            void (mayGoOn ? accept() : ask())
          }}
        >
          {look.outcome !== 'pass' && (
            <TextInput
              label={
                mayGoOn
                  ? 'Why go on'
                  : asked === undefined
                    ? 'What the physician should know'
                    : 'Ask again: what the physician should know'
              }
              value={typed.reason}
              maxLength={300}
              onChange={(event) => {
                say(undefined)
                type({ reason: event.currentTarget.value })
              }}
            />
          )}
          <div className={styles['buttons']}>
            {mayGoOn ? (
              <Button
                submit
                large
                kind={look.outcome === 'hold' ? 'outlined' : 'primary'}
                disabled={busy || (look.outcome !== 'pass' && reason === '')}
              >
                {look.outcome === 'pass'
                  ? `Confirm the gate: ready to start (${who})`
                  : look.outcome === 'warn'
                    ? `Go on: ${who}`
                    : `Override the hold: ${who}`}
              </Button>
            ) : (
              <Button submit large kind={waits ? 'plain' : 'primary'} disabled={busy || reason === ''}>
                Hold: ask the physician
              </Button>
            )}
            {isPhysician && asked !== undefined && (
              <Button large disabled={busy || reason === ''} onClick={() => void refuse()}>
                Refuse
              </Button>
            )}
          </div>
          {!mayGoOn && (
            <p className={styles['note']}>
              {asked === undefined ? 'Or the' : 'The'} physician signs in here, or answers from their own
              screen.
            </p>
          )}
        </form>
      )}
      <TroubleLine trouble={trouble} />
    </section>
  )
}
