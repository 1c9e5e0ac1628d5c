// Owns the questions of the pump log: the start with its plan, a new rate, the time of an act. It stops where the typed rate and the
// plan disagree, and says which number to check. Never starts anything: it records what a person did.
import type { PumpEvent } from '@chairside/shared/fold/session-state.ts'
import type { InfusionPlan } from '@chairside/shared/record/record.ts'
import { doseSentence, plannedRate, rateDisagrees } from '@chairside/shared/visit/dose.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { startNow } from '@chairside/shared/visit/start-stands.ts'
import { NumberInput, TextInput } from '@mantine/core'
import { useActor } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/question.tsx'
import { openSessionId } from './alarm-acts.tsx'
import { isVisit } from './board-parts.ts'
import {
  type ActForm,
  type FormOf,
  FormTrouble,
  RecordButton,
  Unlikely,
  useActForm,
} from './observe/act-form.tsx'
import { movedWords, WhenChoice } from './observe/when-choice.tsx'
import styles from './pump-log.module.css'

type Typed = number | string
const positive = (typed: Typed, max: number): number | undefined => {
  const value = typeof typed === 'number' ? typed : Number.parseFloat(typed)
  return Number.isFinite(value) && value > 0 && value <= max ? value : undefined
}

const NOTE = 'This records what you did. It does not control the pump.'
type DialogProps = FormOf & { readonly onClose: () => void }

/**
 * What stands beside a rate that is to be typed: the figure to hold the pump against. The field itself is empty, so that what is
 * recorded was read off the pump.
 * @param mlPerHr as checked in, before the change, or before the pause or the stop, mL/h
 */
export function rateWords(act: 'started' | 'changed' | 'again', mlPerHr: number | undefined): string {
  if (mlPerHr === undefined) return 'Type what the pump shows.'
  const rate = `${decimal(mlPerHr, 1)} mL/h`
  if (act === 'started') return `At check-in: ${rate}. Type what the pump shows.`
  return act === 'changed'
    ? `It was ${rate}. Type what the pump shows now.`
    : `Before: ${rate}. Type what the pump shows now.`
}

const momentOf = <F,>(form: ActForm<F>): string => (form.when.is === 'now' ? 'now' : 'at that time')

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
