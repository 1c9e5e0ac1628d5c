// Owns the question of the first start at the pump: with the dose of its check-in, or with a plan of its own. It stops where the
// typed rate and the plan disagree, and says which number to check. Never starts anything: it records what a person did.
import type { InfusionPlan } from '@chairside/shared/record/record.ts'
import { doseSentence, plannedRate, rateDisagrees } from '@chairside/shared/visit/dose.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { startNow } from '@chairside/shared/visit/start-stands.ts'
import { NumberInput, TextInput } from '@mantine/core'
import { useActor } from '../../../session/use-screen.ts'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { isVisit } from '../board-parts.ts'
import { FormTrouble, RecordButton, Unlikely, useActForm } from '../observe/act-form.tsx'
import { WhenChoice } from '../observe/when-choice.tsx'
import { type DialogProps, momentOf, NOTE, positive, rateWords, type Typed } from './pump-form.ts'
import styles from './pump-log.module.css'

/** The first start, or one with another dose. In a visit the plan is the dose of its check-in. */
export function StartDialog({ state, atMs, onClose }: DialogProps) {
  return isVisit(state) ? (
    <VisitStart state={state} atMs={atMs} onClose={onClose} />
  ) : (
    <PlanStart state={state} atMs={atMs} onClose={onClose} />
  )
}

function VisitStart({ state, atMs, onClose }: DialogProps) {
  const actor = useActor()
  const { dose } = state.visit
  const form = useActForm({ state, atMs }, 'infusion.start', 'Pump started', {
    rate: '' as Typed,
  })
  const sessionId = openSessionId(state)
  const rateMlPerHr = positive(form.fields.rate, 2_000)
  const may = startNow(state, atMs, actor?.role)
  return (
    <Question onClose={onClose} title="I started the infusion at the pump" size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (sessionId === undefined || rateMlPerHr === undefined || form.at === undefined || !may.ok) return
          void form
            .send({ type: 'infusion.start', sessionId, rateMlPerHr, ...form.at })
            .then((done) => done && onClose())
        }}
      >
        {!may.ok && (
          <p className={styles['computed']} role="status">
            <strong className={styles['check']}>Not yet. {may.error.message}</strong>
          </p>
        )}
        {dose !== undefined && (
          <p className={styles['computed']}>
            {dose.drug}: <strong>{doseSentence(dose)}</strong>
          </p>
        )}
        <NumberInput
          label="Rate set on the pump, mL/h"
          description={rateWords('started', dose?.pumpRateMlPerHr)}
          value={form.fields.rate}
          onChange={(rate) => form.set({ rate })}
          min={0}
          max={2_000}
          hideControls
          data-autofocus
        />
        <WhenChoice form={form} label="Started" />
        <FormTrouble form={form} />
        <p className={styles['title']}>{NOTE}</p>
        <RecordButton form={form} disabled={rateMlPerHr === undefined || !may.ok}>
          Record: started {momentOf(form)}
        </RecordButton>
      </form>
    </Question>
  )
}

function PlanStart({ state, atMs, onClose }: DialogProps) {
  const form = useActForm({ state, atMs }, 'infusion.start', 'Pump started', {
    drug: 'Ketamine',
    dose: '' as Typed,
    volume: '' as Typed,
    minutes: '' as Typed,
    rate: '' as Typed,
  })
  const { fields, set } = form
  const sessionId = openSessionId(state)
  const doseMg = positive(fields.dose, 1_000)
  const volumeMl = positive(fields.volume, 2_000)
  const minutes = positive(fields.minutes, 600)
  const rateMlPerHr = positive(fields.rate, 2_000)
  const drug = fields.drug.trim()
  const computed =
    volumeMl === undefined || minutes === undefined ? undefined : plannedRate({ volumeMl, minutes })
  const disagrees =
    computed !== undefined && rateMlPerHr !== undefined && rateDisagrees(rateMlPerHr, computed)
  const plan: InfusionPlan | undefined =
    doseMg === undefined || volumeMl === undefined || minutes === undefined || drug === ''
      ? undefined
      : { drug, doseMg, volumeMl, minutes }
  const record = (confirmed: boolean): void => {
    if (sessionId === undefined || plan === undefined || rateMlPerHr === undefined) return
    if (disagrees || form.at === undefined) return
    const more = confirmed ? { confirmed: true as const } : {}
    void form
      .send({ type: 'infusion.start', sessionId, rateMlPerHr, plan, ...form.at, ...more })
      .then((done) => done && onClose())
  }
  const number = (key: 'dose' | 'volume' | 'minutes', label: string, max: number, focus = false) => (
    <NumberInput
      label={label}
      value={fields[key]}
      onChange={(value) => set({ [key]: value })}
      min={0}
      max={max}
      hideControls
      {...(focus ? { 'data-autofocus': true } : {})}
    />
  )
  return (
    <Question onClose={onClose} title="I started the infusion at the pump" size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          record(false)
        }}
      >
        <div className={styles['pair']}>
          <TextInput
            label="Drug"
            value={fields.drug}
            maxLength={60}
            onChange={(event) => set({ drug: event.currentTarget.value })}
          />
          {number('dose', 'Dose, mg', 1_000, true)}
          {number('volume', 'Volume, mL', 2_000)}
          {number('minutes', 'Over, minutes', 600)}
        </div>
        <NumberInput
          label="Rate set on the pump, mL/h"
          description="Type what the pump shows."
          value={fields.rate}
          onChange={(rate) => set({ rate })}
          min={0}
          max={2_000}
          hideControls
        />
        <p className={styles['computed']} aria-live="polite">
          {computed === undefined ? (
            'The plan’s own rate is worked out from volume and minutes.'
          ) : (
            <>
              The plan makes <strong>{decimal(computed, 1)} mL/h</strong>
              {plan !== undefined && <> · {doseSentence(plan)}</>}
              {disagrees && (
                <span className={styles['check']}>
                  <br />
                  You typed {decimal(rateMlPerHr, 1)} mL/h. Check the pump’s rate, then volume and minutes:
                  they do not agree.
                </span>
              )}
            </>
          )}
        </p>
        <WhenChoice form={form} label="Started" />
        <Unlikely form={form} onSure={() => record(true)} />
        <p className={styles['title']}>{NOTE}</p>
        <RecordButton form={form} disabled={plan === undefined || rateMlPerHr === undefined || disagrees}>
          Record: started {momentOf(form)}
        </RecordButton>
      </form>
    </Question>
  )
}
