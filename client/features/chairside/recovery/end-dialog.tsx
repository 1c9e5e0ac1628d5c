// Owns ending a session with its outcome: which outcomes there are now and why the others are not, what is still open, a reason.
// Whether one may end is shared/visit's; the hub decides. Source: clinical facts §4 "Discharge", "Other outcomes".
import { alarmName, PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import { OUTCOMES, type Outcome } from '@chairside/shared/record/visit-kinds.ts'
import { dischargeNow, notMetWords } from '@chairside/shared/visit/discharge.ts'
import { OUTCOME_NAMES } from '@chairside/shared/visit/names.ts'
import { mayEnd } from '@chairside/shared/visit/outcome.ts'
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useActor } from '../../../session/use-screen.ts'
import { counted } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { siteOf } from '../board-parts.ts'
import { type FormOf, FormTrouble, RecordButton, useActForm } from '../observe/act-form.tsx'
import styles from './recovery.module.css'

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
/** Stands for a reason that will be typed: an outcome is not kept from the list for want of one. */
const SOME_REASON = 'x'

export function EndDialog({ state, atMs, onClose }: FormOf & { readonly onClose: () => void }) {
  const actor = useActor()
  const form = useActForm({ state, atMs }, 'session.end', 'Why this session ends', { reason: '' })
  // Chosen anew each time: an outcome of half an hour ago must not be the one that is pressed now.
  const [outcome, setOutcome] = useState<Outcome | undefined>()
  const sessionId = openSessionId(state)
  const notMet = notMetWords(dischargeNow(state, atMs))
  const { reason } = form.fields
  const may = (one: Outcome) => mayEnd(state, atMs, one, actor?.role, SOME_REASON)
  const open = Object.values(state.alarms)
  const isOn = state.infusion.phase === 'infusing' || state.infusion.phase === 'paused'
  const isGiven = state.infusion.startedAtMs !== undefined
  const isReady = outcome !== undefined && mayEnd(state, atMs, outcome, actor?.role, reason.trim()).ok
  return (
    <Question onClose={onClose} title={`End session ${state.visit.patientCode ?? ''}`} size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (sessionId === undefined || outcome === undefined || !isReady) return
          const why = reason.trim()
          void form
            .send({ type: 'session.end', sessionId, outcome, ...(why === '' ? {} : { reason: why }) })
            .then((done) => done && onClose())
        }}
      >
        <fieldset className={styles['outcomes']}>
          <legend className="visually-hidden">Outcome</legend>
          {OUTCOMES.map((one) => {
            const answer = may(one)
            return (
              <label key={one} className={styles['outcome']} data-off={answer.ok ? undefined : ''}>
                <input
                  type="radio"
                  name="outcome"
                  checked={outcome === one}
                  disabled={!answer.ok}
                  onChange={() => setOutcome(one)}
                />
                <span>
                  <strong>{capital(OUTCOME_NAMES[one])}</strong>
                  {!answer.ok && <small>{answer.error.message}</small>}
                </span>
              </label>
            )
          })}
        </fieldset>
        {outcome === 'dischargedEarly' && notMet.length > 0 && (
          <p className={styles['open']}>The discharge list still waits for: {notMet.join(', ')}</p>
        )}
        {outcome !== undefined && outcome !== 'discharged' && (
          <Textarea
            label="Why"
            required
            value={reason}
            maxLength={300}
            autosize
            minRows={2}
            onChange={(event) => form.set({ reason: event.currentTarget.value })}
          />
        )}
        <ul className={styles['open']}>
          {open.length > 0 && (
            <li>
              {counted(open.length, 'alarm')} will be listed as still open:{' '}
              {open.map(({ alarm }) => `${PRIORITY_MARK[alarm.priority]} ${alarmName(alarm)}`).join(', ')}
            </li>
          )}
          {isOn && <li>The infusion is not recorded as stopped.</li>}
          {isGiven && state.visit.drugAccount === undefined && siteOf(state).checkIn === 'required' && (
            <li>The waste and drug account is not recorded yet.</li>
          )}
          <li>Nothing more is recorded and nothing alarms here afterwards.</li>
        </ul>
        <FormTrouble form={form} />
        <RecordButton form={form} disabled={!isReady}>
          {outcome === undefined ? 'Choose an outcome' : `End: ${OUTCOME_NAMES[outcome]}`}
        </RecordButton>
      </form>
    </Question>
  )
}
