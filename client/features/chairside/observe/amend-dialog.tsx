// Owns putting right what was recorded: which act, what it should have been, why. The original stays in the log, and both are
// shown. Which act may be put right, and how, is shared/visit/amend's; the hub decides.

import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { stood } from '@chairside/shared/fold/visit-act-words.ts'
import { type RecordSeq, recordSeq } from '@chairside/shared/ids.ts'
import { DRUGS } from '@chairside/shared/record/care-kinds.ts'
import {
  type Amendment,
  OXYGEN_DEVICES,
  SEVERITIES,
  SIDE_EFFECTS,
} from '@chairside/shared/record/visit-kinds.ts'
import { type Act, AMENDABLE, actOf } from '@chairside/shared/visit/amend.ts'
import { DRUG_NAMES, OXYGEN_NAMES, SIDE_EFFECT_NAMES } from '@chairside/shared/visit/names.ts'
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { clock, momentWords, type TimeScale } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarm-acts.tsx'
import { type FormOf, RecordButton, Unlikely, useActForm } from './act-form.tsx'
import { ByHandFieldsets, NO_VALUES, valuesTyped } from './by-hand-dialog.tsx'
import styles from './observe.module.css'
import { movedWords, WhenChoice } from './when-choice.tsx'

type Line = { readonly act: Act; readonly text: string }

/** Every act that may be put right, newest first by when it was. */
export function amendable(state: SessionState): readonly Line[] {
  const { infusion, visit } = state
  const seqs = [
    ...infusion.events.map(({ seq }) => seq),
    ...visit.sideEffects.flatMap(({ course, ended }) => [
      ...course.map(({ seq }) => seq),
      ...(ended === undefined ? [] : [ended.seq]),
    ]),
    ...[visit.given, visit.oxygen, visit.assessed, visit.notes, visit.measured].flatMap((list) =>
      list.map(({ seq }) => seq),
    ),
  ]
  return seqs
    .flatMap((seq) => {
      const act = actOf(state, seq)
      const text = stood(state, seq)?.text
      return act === undefined || text === undefined ? [] : [{ act, text }]
    })
    .toSorted((a, b) => b.act.atMs - a.act.atMs || b.act.seq - a.act.seq)
}

export function AmendDialog({
  state,
  atMs,
  scale,
  ofSeq,
  onClose,
}: FormOf & {
  readonly scale: TimeScale
  /** The act that is put right; absent: it is chosen. */
  readonly ofSeq?: number | undefined
  readonly onClose: () => void
}) {
  const [chosen, setChosen] = useState<number | undefined>(ofSeq)
  const lines = amendable(state)
  const line = lines.find(({ act }) => act.seq === chosen)
  return (
    <Question onClose={onClose} title="Correct an entry" size="lg">
      {line !== undefined ? (
        <AmendForm key={line.act.seq} state={state} atMs={atMs} line={line} scale={scale} onClose={onClose} />
      ) : (
        <div className={styles['form']}>
          <p className={styles['note']}>What was recorded stays in the log, beside what stands instead.</p>
          <ul className={styles['rows']}>
            {lines.map(({ act, text }) => (
              <li key={act.seq} className={styles['row']} data-void={act.void ? '' : undefined}>
                <span>
                  {momentWords(act.atMs, scale)} <strong>{text}</strong>
                  <small>
                    {[act.by ?? 'unsigned', act.amended ? 'corrected' : '', act.void ? 'taken back' : '']
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                {act.void !== true && <Button onClick={() => setChosen(act.seq)}>Correct</Button>}
              </li>
            ))}
            {lines.length === 0 && <li>Nothing has been recorded that could be corrected.</li>}
          </ul>
        </div>
      )}
    </Question>
  )
}

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

const AS_IT_WAS = { value: '', label: 'as recorded' }

function AmendForm({
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
