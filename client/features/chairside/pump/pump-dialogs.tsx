// Owns the questions of the pump log after the start: a new rate, a pause that is over, a restart, and that an act was at another
// time. Never starts anything: it records what a person did.
import type { PumpEvent } from '@chairside/shared/fold/session-state.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { NumberInput, TextInput } from '@mantine/core'
import { Button } from '../../../ui/button.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { FormTrouble, RecordButton, Unlikely, useActForm } from '../observe/act-form.tsx'
import { movedWords, WhenChoice } from '../observe/when-choice.tsx'
import { type DialogProps, NOTE, positive, rateWords, type Typed } from './pump-form.ts'
import styles from './pump-log.module.css'

const RATE_TITLES = {
  'infusion.rate': 'I changed the rate at the pump',
  'infusion.resume': 'I resumed the infusion at the pump',
  'infusion.start': 'I restarted the infusion at the pump',
} as const
const DRAFT_TITLES = {
  'infusion.rate': 'Rate changed',
  'infusion.resume': 'Pump resumed',
  'infusion.start': 'Pump restarted',
} as const

/** A rate from now on, or from an earlier time: changed, resumed, restarted. */
export function RateDialog({
  state,
  atMs,
  type,
  before,
  onOtherDose,
  onClose,
}: DialogProps & {
  readonly type: keyof typeof RATE_TITLES
  /** The rate before the pause or the stop, mL/h. */
  readonly before?: number | undefined
  /** A restart with another dose has a plan of its own. */
  readonly onOtherDose?: (() => void) | undefined
}) {
  const form = useActForm({ state, atMs }, type, DRAFT_TITLES[type], { rate: '' as Typed })
  const sessionId = openSessionId(state)
  const rateMlPerHr = positive(form.fields.rate, 2_000)
  const record = (confirmed: boolean): void => {
    if (sessionId === undefined || rateMlPerHr === undefined || form.at === undefined) return
    const more = confirmed ? { confirmed: true as const } : {}
    void form.send({ type, sessionId, rateMlPerHr, ...form.at, ...more }).then((done) => done && onClose())
  }
  return (
    <Question onClose={onClose} title={RATE_TITLES[type]}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          record(false)
        }}
      >
        <NumberInput
          label="Rate set on the pump, mL/h"
          description={rateWords(
            type === 'infusion.rate' ? 'changed' : 'again',
            type === 'infusion.rate' ? state.infusion.rateMlPerHr : before,
          )}
          value={form.fields.rate}
          onChange={(rate) => form.set({ rate })}
          min={0}
          max={2_000}
          hideControls
          data-autofocus
        />
        <WhenChoice form={form} />
        <Unlikely form={form} onSure={() => record(true)} />
        <p className={styles['title']}>{NOTE}</p>
        <RecordButton form={form} disabled={rateMlPerHr === undefined}>
          {rateMlPerHr === undefined
            ? 'Record'
            : `Record: ${decimal(rateMlPerHr, 1)} mL/h from ${form.when.is === 'now' ? 'now' : 'then'}`}
        </RecordButton>
        {onOtherDose !== undefined && (
          <Button wide onClick={onOtherDose}>
            With another dose …
          </Button>
        )}
      </form>
    </Question>
  )
}

/** "…": the act was at another time than was recorded. The original stays in the log. */
export function EarlierDialog({
  state,
  atMs,
  event,
  words,
  onClose,
}: DialogProps & { readonly event: PumpEvent; readonly words: string }) {
  const form = useActForm(
    { state, atMs },
    `amend ${event.seq}`,
    `When it was: ${words}`,
    { reason: '' },
    event.atMs,
  )
  const sessionId = openSessionId(state)
  const reason = form.fields.reason.trim()
  return (
    <Question onClose={onClose} title="When was it?">
      <form
        className={styles['form']}
        onSubmit={(submitted) => {
          submitted.preventDefault()
          if (sessionId === undefined || form.at?.atMs === undefined || reason === '') return
          void form
            .send({
              type: 'amend',
              sessionId,
              ofSeq: event.seq,
              change: { atMs: form.at.atMs },
              reason,
            })
            .then((done) => done && onClose())
        }}
      >
        <p>Recorded: {words}. What was recorded stays in the log, beside the time that stands instead.</p>
        <WhenChoice form={form} label="It was" />
        <TextInput
          label="Why"
          required
          value={form.fields.reason}
          maxLength={300}
          onChange={(change) => form.set({ reason: change.currentTarget.value })}
        />
        <FormTrouble form={form} />
        <RecordButton form={form} disabled={form.at?.atMs === undefined || reason === ''}>
          Record: {movedWords(form) ?? 'the time'}
        </RecordButton>
      </form>
    </Question>
  )
}
