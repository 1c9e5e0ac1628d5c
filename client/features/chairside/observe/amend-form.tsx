// Owns what an act that was recorded should have been: each of its fields that may be put right, the time, why. What is not touched stays
// as recorded; the hub decides.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { type RecordSeq, recordSeq } from '@chairside/shared/ids.ts'
import { DRUGS } from '@chairside/shared/record/care-kinds.ts'
import {
  type Amendment,
  OXYGEN_DEVICES,
  SEVERITIES,
  SIDE_EFFECTS,
} from '@chairside/shared/record/visit-kinds.ts'
import { type Act, AMENDABLE } from '@chairside/shared/visit/amend.ts'
import { DRUG_NAMES, OXYGEN_NAMES, SIDE_EFFECT_NAMES } from '@chairside/shared/visit/names.ts'
import { askedRate } from '@chairside/shared/visit/unlikely-rate.ts'
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { clock, momentWords, type TimeScale } from '../../../ui/format.ts'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { Doubt, type FormOf, RecordButton, Unlikely, useActForm } from './act-form.tsx'
import { ByHandFieldsets, NO_VALUES, valuesTyped } from './by-hand-dialog.tsx'
import { doseDoubt } from './dose-words.ts'
import { orderedDoses } from './given-dialogs.tsx'
import styles from './observe.module.css'
import { movedWords, WhenChoice } from './when-choice.tsx'

export type Line = { readonly act: Act; readonly text: string }

type Typed = number | string
const EMPTY = {
  isVoid: false,
  reason: '',
  rate: '' as Typed,
  effect: '',
  severity: '',
  value: '' as Typed,
  drug: '',
  dose: '',
  device: '',
  litres: '' as Typed,
  text: '',
  hand: NO_VALUES,
}
const numberOf = (typed: Typed): number | undefined => {
  const value = typeof typed === 'number' ? typed : Number.parseFloat(typed)
  return Number.isFinite(value) ? value : undefined
}

/**
 * What of the form is filled in, as the fields that stand instead.
 * @param whenMs undefined: the time stays
 */
function changeOf(fields: typeof EMPTY, whenMs: number | undefined): Amendment {
  const { rate, effect, severity, value, drug, dose, device, litres, text, hand } = fields
  const values = valuesTyped(hand)?.values
  const all = {
    atMs: whenMs,
    rateMlPerHr: numberOf(rate),
    effect: SIDE_EFFECTS.find((one) => one === effect),
    severity: SEVERITIES.find((one) => one === severity),
    value: numberOf(value),
    values: values !== undefined && Object.keys(values).length > 0 ? values : undefined,
    drug: DRUGS.find((one) => one === drug),
    dose: dose.trim() === '' ? undefined : dose.trim(),
    device: OXYGEN_DEVICES.find((one) => one === device),
    litresPerMin: numberOf(litres),
    text: text.trim() === '' ? undefined : text.trim(),
  }
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)) as Amendment
}

/** What is said of the rate or dose that is typed; nothing of what the hub has said itself. */
function doubtOf(
  state: SessionState,
  ofSeq: number,
  { drug, dose, text }: typeof EMPTY,
  change: Amendment,
): string | undefined {
  if (change.rateMlPerHr !== undefined) {
    const asked = askedRate(state, change.rateMlPerHr)
    return asked.ok ? undefined : asked.error.message
  }
  const given = state.visit.given.find(({ seq }) => seq === ofSeq)
  if (given === undefined) return undefined
  return doseDoubt(
    dose,
    orderedDoses(state, drug === '' ? given.drug : drug, text === '' ? given.note : text),
  )
}

const AS_IT_WAS = { value: '', label: 'as recorded' }

export function AmendForm({
  state,
  atMs,
  line: { act, text },
  scale,
  onClose,
}: FormOf & { readonly line: Line; readonly scale: TimeScale; readonly onClose: () => void }) {
  const form = useActForm({ state, atMs }, `amend ${act.seq}`, `Correct: ${text}`, EMPTY, act.atMs)
  const { fields, set } = form
  const sessionId = openSessionId(state)
  const may = AMENDABLE[act.is]
  const change = changeOf(fields, form.at?.atMs)
  const says = fields.isVoid || Object.keys(change).length > 0
  const record = (isSure: boolean): void => {
    const reason = fields.reason.trim()
    if (sessionId === undefined || form.at === undefined || !says || reason === '') return
    const ofSeq: RecordSeq = recordSeq(act.seq)
    const confirmed = isSure ? { confirmed: true as const } : {}
    void form
      .send(
        fields.isVoid
          ? { type: 'amend', sessionId, ofSeq, void: true, change: {}, reason }
          : { type: 'amend', sessionId, ofSeq, change, reason, ...confirmed },
      )
      .then((done) => done && onClose())
  }
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        record(false)
      }}
    >
      <p>
        <strong>{text}</strong>, {momentWords(act.atMs, scale)}
        {act.by === undefined ? ', unsigned' : `, ${act.by}`}; recorded at{' '}
        {clock(act.recordedAtMs, scale.zone)}.
      </p>
      <Checkbox
        checked={fields.isVoid}
        label="It did not happen"
        onChange={(event) => set({ isVoid: event.currentTarget.checked })}
      />
      {!fields.isVoid && (
        <>
          <WhenChoice form={form} label="It was" />
          <div className={styles['pair']}>
            {may.includes('rateMlPerHr') && (
              <NumberInput
                label="Rate, mL/h"
                placeholder="as recorded"
                value={fields.rate}
                hideControls
                onChange={(rate) => set({ rate })}
              />
            )}
            {may.includes('effect') && (
              <NativeSelect
                label="Side effect"
                data={[
                  AS_IT_WAS,
                  ...SIDE_EFFECTS.map((value) => ({ value, label: SIDE_EFFECT_NAMES[value] })),
                ]}
                value={fields.effect}
                onChange={(event) => set({ effect: event.currentTarget.value })}
              />
            )}
            {may.includes('severity') && (
              <NativeSelect
                label="Severity"
                data={[AS_IT_WAS, ...SEVERITIES.map((value) => ({ value, label: value }))]}
                value={fields.severity}
                onChange={(event) => set({ severity: event.currentTarget.value })}
              />
            )}
            {may.includes('value') && (
              <NumberInput
                label="Score"
                placeholder="as recorded"
                value={fields.value}
                hideControls
                onChange={(value) => set({ value })}
              />
            )}
            {may.includes('drug') && (
              <NativeSelect
                label="Drug"
                data={[AS_IT_WAS, ...DRUGS.map((value) => ({ value, label: DRUG_NAMES[value] }))]}
                value={fields.drug}
                onChange={(event) => set({ drug: event.currentTarget.value })}
              />
            )}
            {may.includes('dose') && (
              <TextInput
                label="Dose and route"
                placeholder="as recorded"
                value={fields.dose}
                maxLength={80}
                onChange={(event) => set({ dose: event.currentTarget.value })}
              />
            )}
            {may.includes('device') && (
              <NativeSelect
                label="Oxygen"
                data={[AS_IT_WAS, ...OXYGEN_DEVICES.map((value) => ({ value, label: OXYGEN_NAMES[value] }))]}
                value={fields.device}
                onChange={(event) => set({ device: event.currentTarget.value })}
              />
            )}
            {may.includes('litresPerMin') && (
              <NumberInput
                label="L/min"
                placeholder="as recorded"
                value={fields.litres}
                hideControls
                onChange={(litres) => set({ litres })}
              />
            )}
            {may.includes('text') && (
              <TextInput
                label="Words"
                placeholder="as recorded"
                value={fields.text}
                maxLength={1_000}
                onChange={(event) => set({ text: event.currentTarget.value })}
              />
            )}
          </div>
          {may.includes('values') && (
            <ByHandFieldsets
              fields={fields.hand}
              set={(hand) => set({ hand: { ...fields.hand, ...hand } })}
            />
          )}
        </>
      )}
      <Doubt
        words={
          fields.isVoid || form.trouble?.code === 'unlikely-value'
            ? undefined
            : doubtOf(state, act.seq, fields, change)
        }
      />
      <TextInput
        label="Why"
        required
        value={fields.reason}
        maxLength={300}
        onChange={(event) => set({ reason: event.currentTarget.value })}
      />
      <Unlikely form={form} onSure={() => record(true)} />
      <RecordButton form={form} disabled={!says || fields.reason.trim() === ''}>
        Record: {fields.isVoid ? 'it did not happen' : (movedWords(form) ?? 'corrected')}
      </RecordButton>
    </form>
  )
}
