// Owns ending HELP or a symptom by name, with what came of it, and HELP's one-tap stamps. Nothing else ends either.
// Source: clinical facts §4 "symptom", §5 "HELP".
import { HELP_CONDITION } from '@chairside/shared/alarm/silence/silence-times.ts'
import type { ActiveAlarm, HelpNow } from '@chairside/shared/fold/alarm-state.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { HELP_STAMPS } from '@chairside/shared/record/care-kinds.ts'
import { afterEmergency, phaseName } from '@chairside/shared/visit/phase-table.ts'
import { Checkbox, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useAct, useActor, useSignedIn } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { span } from '../../../ui/format.ts'
import { KeptNote, useKeptForm } from '../../../ui/kept-form.tsx'
import { Question } from '../../../ui/question.tsx'
import styles from './alarm-acts.module.css'
import { openSessionId, useIsWaiting } from './alarm-acts.tsx'
import { pumpAsRecorded } from './emergency-over.tsx'

const STAMPS: Readonly<Record<(typeof HELP_STAMPS)[number], string>> = {
  airway: 'Airway',
  oxygen: 'O₂',
  drug: 'Drug',
  cpr: 'CPR',
  emsCalled: 'EMS called',
  emsHere: 'EMS here',
}

/** One tap each; the newest time of each stands under it. */
export function HelpStamps({
  state,
  help,
  atMs,
}: {
  readonly state: SessionState
  readonly help: HelpNow
  readonly atMs: number
}) {
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  return (
    <fieldset className={styles['stamps']}>
      <legend className="visually-hidden">Stamps of this emergency</legend>
      {HELP_STAMPS.map((stamp) => {
        const last = help.stamps.findLast((one) => one.stamp === stamp)
        return (
          <Button
            key={stamp}
            large
            disabled={isWaiting((body) => body.type === 'help.stamp' && body.stamp === stamp)}
            onClick={() => void act({ type: 'help.stamp', sessionId, stamp })}
          >
            <span className={styles['stamp']}>
              {STAMPS[stamp]}{' '}
              <small>{last === undefined ? 'not yet' : `${span(atMs - last.atMs)} ago`}</small>
            </span>
          </Button>
        )
      })}
    </fieldset>
  )
}

/** @param name of what is resolved: "HELP", "Chest pain" */
export function Resolve({
  state,
  active,
  name,
}: {
  readonly state: SessionState
  readonly active: ActiveAlarm
  readonly name: string
}) {
  const signedIn = useSignedIn()
  const actor = useActor()
  const { busy, trouble, edited, send } = useSending(state.head)
  const [asking, setAsking] = useState(false)
  const sessionId = openSessionId(state)
  const { alarmId, condition } = active.alarm
  const form = useKeptForm(sessionId ?? '', `alarm.resolve ${alarmId}`, `${name}, resolved`, {
    outcome: '',
    isOver: true,
  })
  const { outcome, isOver } = form.fields
  if (sessionId === undefined) return undefined
  const goesOn = afterEmergency(state)
  const leavesEmergency = condition === HELP_CONDITION && state.phase === 'emergency'

  async function record(): Promise<void> {
    if (sessionId === undefined) return
    if (!(await send({ type: 'alarm.resolve', sessionId, alarmId, outcome: outcome.trim() }))) return
    form.forget()
    // Resolved it is; if the phase is refused, that has to be read.
    if (leavesEmergency && isOver && !(await send({ type: 'phase.set', sessionId, phase: goesOn }))) return
    setAsking(false)
  }
  return (
    <>
      <Button large onClick={() => signedIn(`${name}, resolved`, () => setAsking(true))}>
        Resolved …
      </Button>
      {asking && (
        <Question onClose={() => setAsking(false)} title={`${name}: resolved`}>
          <form
            className={styles['form']}
            onSubmit={(event) => {
              event.preventDefault()
              if (outcome.trim() !== '') void record()
            }}
          >
            <KeptNote kept={form} />
            <Textarea
              label="What came of it"
              value={outcome}
              maxLength={300}
              autosize
              minRows={2}
              data-autofocus
              onChange={(event) => {
                edited()
                form.set({ outcome: event.currentTarget.value })
              }}
            />
            {leavesEmergency && (
              <Checkbox
                checked={isOver}
                onChange={(event) => {
                  edited()
                  form.set({ isOver: event.currentTarget.checked })
                }}
                label={`The emergency is over: back to ${phaseName(goesOn)}`}
                description={pumpAsRecorded(state)}
              />
            )}
            {trouble !== undefined && (
              <p className={styles['trouble']} role="alert">
                {trouble.words}
              </p>
            )}
            <Button submit large wide kind="primary" disabled={busy || outcome.trim() === ''}>
              Record: resolved by {actor?.name ?? '––'}
            </Button>
          </form>
        </Question>
      )}
    </>
  )
}
