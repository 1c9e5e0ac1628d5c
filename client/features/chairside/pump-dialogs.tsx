// Owns the two questions of the pump log: the plan with the rate typed from the pump, and a new rate.
// It stops where the typed rate and the plan disagree, and says which number to check.
import type { InfusionPlan } from '@chairside/shared/record/record.ts'
import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { plannedRate, rateDisagrees } from '../../session/view/infusion-progress.ts'
import { Button } from '../../ui/button.tsx'
import { decimal } from '../../ui/format.ts'
import { Question } from '../../ui/question.tsx'
import styles from './pump-log.module.css'

type Typed = number | string
const positive = (typed: Typed, max: number): number | undefined => {
  const value = typeof typed === 'number' ? typed : Number.parseFloat(typed)
  return Number.isFinite(value) && value > 0 && value <= max ? value : undefined
}

const NOTE = 'This records what you did. It does not control the pump.'

export function StartDialog({
  onClose,
  onRecord,
}: {
  readonly onClose: () => void
  readonly onRecord: (rateMlPerHr: number, plan: InfusionPlan) => void
}) {
  const [drug, setDrug] = useState('Ketamine')
  const [dose, setDose] = useState<Typed>('')
  const [volume, setVolume] = useState<Typed>('')
  const [minutes, setMinutes] = useState<Typed>('')
  const [rate, setRate] = useState<Typed>('')
  const doseMg = positive(dose, 1_000)
  const volumeMl = positive(volume, 2_000)
  const planMinutes = positive(minutes, 600)
  const rateMlPerHr = positive(rate, 2_000)
  const computed =
    volumeMl === undefined || planMinutes === undefined
      ? undefined
      : plannedRate({ volumeMl, minutes: planMinutes })
  const disagrees =
    computed !== undefined && rateMlPerHr !== undefined && rateDisagrees(rateMlPerHr, computed)
  const complete =
    doseMg !== undefined &&
    volumeMl !== undefined &&
    planMinutes !== undefined &&
    rateMlPerHr !== undefined &&
    drug.trim() !== '' &&
    !disagrees
  return (
    <Question onClose={onClose} title="I started the infusion at the pump" size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (complete) onRecord(rateMlPerHr, { drug: drug.trim(), doseMg, volumeMl, minutes: planMinutes })
        }}
      >
        <div className={styles['pair']}>
          <TextInput
            label="Drug"
            value={drug}
            maxLength={60}
            onChange={(event) => setDrug(event.currentTarget.value)}
          />
          <NumberInput
            label="Dose, mg"
            value={dose}
            onChange={setDose}
            min={0}
            max={1_000}
            hideControls
            data-autofocus
          />
          <NumberInput
            label="Volume, mL"
            value={volume}
            onChange={setVolume}
            min={0}
            max={2_000}
            hideControls
          />
          <NumberInput
            label="Over, minutes"
            value={minutes}
            onChange={setMinutes}
            min={0}
            max={600}
            hideControls
          />
        </div>
        <NumberInput
          label="Rate set on the pump, mL/h"
          description="Type what the pump shows."
          value={rate}
          onChange={setRate}
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
              {doseMg !== undefined && volumeMl !== undefined && (
                <>
                  {' '}
                  · {decimal(doseMg, 1)} mg in {decimal(volumeMl, 1)} mL ({decimal(doseMg / volumeMl, 2)}{' '}
                  mg/mL) over {decimal(planMinutes ?? 0, 1)} min
                </>
              )}
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
        <p className={styles['title']}>{NOTE}</p>
        <Button submit large wide kind="primary" disabled={!complete}>
          Record: started now
        </Button>
      </form>
    </Question>
  )
}

export function RateDialog({
  title,
  initial,
  now,
  onClose,
  onRecord,
}: {
  readonly title: string
  /** The rate before the pause, mL/h. */
  readonly initial?: number
  /** The rate in force, mL/h. */
  readonly now?: number
  readonly onClose: () => void
  readonly onRecord: (rateMlPerHr: number) => void
}) {
  const [rate, setRate] = useState<Typed>(initial ?? '')
  const rateMlPerHr = positive(rate, 2_000)
  return (
    <Question onClose={onClose} title={title}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (rateMlPerHr !== undefined) onRecord(rateMlPerHr)
        }}
      >
        <NumberInput
          label="Rate set on the pump, mL/h"
          description={
            now === undefined
              ? 'Type what the pump shows.'
              : `It was ${decimal(now, 1)} mL/h. Type what the pump shows now.`
          }
          value={rate}
          onChange={setRate}
          min={0}
          max={2_000}
          hideControls
          data-autofocus
        />
        <p className={styles['title']}>{NOTE}</p>
        <Button submit large wide kind="primary" disabled={rateMlPerHr === undefined}>
          {rateMlPerHr === undefined ? 'Record' : `Record: ${decimal(rateMlPerHr, 1)} mL/h from now`}
        </Button>
      </form>
    </Question>
  )
}
