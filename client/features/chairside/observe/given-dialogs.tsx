// Owns recording a drug and oxygen: events, with their times. It never recommends one; the same drug within 5 min asks whether it
// is a second dose. Source: clinical facts §6 "Drugs given".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { DRUGS } from '@chairside/shared/record/care-kinds.ts'
import { OXYGEN_DEVICES } from '@chairside/shared/record/visit-kinds.ts'
import { oxygenAt } from '@chairside/shared/visit/baseline.ts'
import { DRUG_NAMES, OXYGEN_NAMES, prnDose, prnWords } from '@chairside/shared/visit/names.ts'
import { NumberInput, TextInput } from '@mantine/core'
import { Button } from '../../../ui/button.tsx'
import { momentWords, span, type TimeScale } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { Doubt, type FormOf, FormTrouble, RecordButton, useActForm } from './act-form.tsx'
import choiceStyles from './choices.module.css'
import { Choices } from './choices.tsx'
import { doseDoubt } from './dose-words.ts'
import styles from './observe.module.css'
import { WhenChoice } from './when-choice.tsx'

type DialogProps = FormOf & { readonly scale: TimeScale; readonly onClose: () => void }
type Drug = (typeof DRUGS)[number]
type Device = (typeof OXYGEN_DEVICES)[number]
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** What the order allows as needed, each a tap that fills drug and dose in; nothing is chosen by itself, and nothing recorded. */
export function OrderedDoses({
  state,
  chosen,
  onTake,
}: Pick<FormOf, 'state'> & {
  readonly chosen: { readonly drug: Drug | undefined; readonly dose: string; readonly note: string }
  /** `note`: which drug, of another than those of the list; else what somebody typed. */
  readonly onTake: (drug: Drug, dose: string, note: string) => void
}) {
  const prn = state.visit.plan?.order?.prn ?? []
  if (prn.length === 0) return undefined
  // The name of a drug that was tapped before is not a note on this one.
  const typed = prn.some(({ which }) => which === chosen.note) ? '' : chosen.note
  return (
    <fieldset className={choiceStyles['when']}>
      <legend>Ordered as needed</legend>
      <div className={choiceStyles['choices']}>
        {prn.map((one) => {
          const { drug, which, when } = one
          const dose = prnDose(one)
          const isNamed = which === undefined || chosen.note === which
          return (
            <Button
              key={prnWords(one)}
              aria-pressed={chosen.drug === drug && chosen.dose === dose && isNamed}
              onClick={() => onTake(drug, dose, which ?? typed)}
            >
              <span className={styles['ordered']}>
                {capital(which ?? DRUG_NAMES[drug])} {dose}
                {when !== undefined && <small>{when}</small>}
              </span>
            </Button>
          )
        })}
      </div>
    </fieldset>
  )
}

/** Each dose of the drug that the order allows as needed, in its words. @param which of another than those of the list */
export const orderedDoses = (
  { visit }: Pick<SessionState, 'visit'>,
  drug: string | undefined,
  which: string | undefined,
): readonly string[] =>
  (visit.plan?.order?.prn ?? [])
    .filter((one) => one.drug === drug && (one.which === undefined || one.which === which?.trim()))
    .map(prnDose)

export function DrugDialog({ state, atMs, scale, onClose }: DialogProps) {
  const form = useActForm({ state, atMs }, 'medication.give', 'Drug', {
    drug: undefined as Drug | undefined,
    dose: '',
    note: '',
  })
  const sessionId = openSessionId(state)
  const { drug, dose, note } = form.fields
  const complete = drug !== undefined && dose.trim() !== '' && (drug !== 'other' || note.trim() !== '')
  async function record(secondDose: boolean): Promise<void> {
    if (sessionId === undefined || !complete || form.at === undefined) return
    const done = await form.send({
      type: 'medication.give',
      sessionId,
      drug,
      dose: dose.trim(),
      ...form.at,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(secondDose ? { secondDose: true as const } : {}),
    })
    if (done) onClose()
  }
  const doubt = doseDoubt(dose, orderedDoses(state, drug, note))
  const last = state.visit.given.findLast((one) => one.drug === drug && one.void !== true)
  return (
    <Question onClose={onClose} title="Drug given" size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void record(false)
        }}
      >
        <OrderedDoses
          state={state}
          chosen={{ drug, dose, note }}
          onTake={(one, asOrdered, name) => form.set({ drug: one, dose: asOrdered, note: name })}
        />
        <Choices
          label="Drug"
          hidden
          options={DRUGS.map((value) => ({ value, words: capital(value) }))}
          value={drug}
          onChange={(value) => form.set({ drug: value })}
        />
        <div className={styles['pair']}>
          <TextInput
            label="Dose and route"
            placeholder="as given, with its unit"
            value={dose}
            maxLength={80}
            onChange={(event) => form.set({ dose: event.currentTarget.value })}
          />
          <TextInput
            label={drug === 'other' ? 'Which drug' : 'Note'}
            value={note}
            maxLength={120}
            onChange={(event) => form.set({ note: event.currentTarget.value })}
          />
        </div>
        <Doubt words={doubt} />
        {last !== undefined && (
          <p className={styles['note']}>
            Last: {last.dose ?? ''} at {momentWords(last.atMs, scale)}, {span(atMs - last.atMs)} ago,{' '}
            {last.by}
          </p>
        )}
        <WhenChoice form={form} />
        <FormTrouble form={form}>
          {form.trouble?.code === 'same-again' && (
            <div className={styles['pair']}>
              <Button large kind="primary" disabled={form.busy} onClick={() => void record(true)}>
                A second dose: record it
              </Button>
              <Button
                large
                onClick={() => {
                  form.clear()
                  onClose()
                }}
              >
                The same one: leave it
              </Button>
            </div>
          )}
        </FormTrouble>
        {form.trouble?.code !== 'same-again' && (
          <RecordButton form={form} disabled={!complete}>
            Record: given
          </RecordButton>
        )}
      </form>
    </Question>
  )
}

/** Source: clinical facts §6: `{device, L/min}`. Litres, as most flow meters have them. */
const LITRES = [1, 2, 3, 4, 6, 8, 10, 15] as const

export function OxygenDialog({ state, atMs, scale, onClose }: DialogProps) {
  const form = useActForm({ state, atMs }, 'oxygen.set', 'Oxygen', {
    device: undefined as Device | undefined,
    litres: '' as number | string,
  })
  const sessionId = openSessionId(state)
  const { device, litres } = form.fields
  const litresPerMin = typeof litres === 'number' ? litres : Number.parseFloat(litres)
  const isAir = device === 'roomAir'
  const complete = device !== undefined && (isAir || (litresPerMin > 0 && litresPerMin <= 25))
  const now = state.visit.oxygen.findLast((one) => one.void !== true)
  const breathes = oxygenAt(state.visit, atMs)
  const stamped = breathes.on === 'oxygen' ? breathes.stamped : undefined
  return (
    <Question onClose={onClose} title="Oxygen" size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (sessionId === undefined || !complete || form.at === undefined) return
          const body = {
            type: 'oxygen.set',
            sessionId,
            device,
            ...form.at,
            ...(isAir ? {} : { litresPerMin }),
          } as const
          void form.send(body).then((done) => done && onClose())
        }}
      >
        {stamped === undefined ? (
          <p className={styles['note']}>
            Recorded now: {now === undefined ? 'room air (nobody has said otherwise)' : oxygenNow(now)}
            {now !== undefined && ` since ${momentWords(now.atMs, scale)}, ${now.by}`}
          </p>
        ) : (
          <p className={styles['note']}>
            Oxygen was stamped at HELP, {momentWords(stamped.atMs, scale)}
            {stamped.by !== undefined && `, ${stamped.by}`}. Record what is given, or “Room air” once it is
            off.
          </p>
        )}
        <Choices
          label="How"
          options={OXYGEN_DEVICES.map((value) => ({ value, words: capital(OXYGEN_NAMES[value]) }))}
          value={device}
          onChange={(value) => form.set({ device: value })}
        />
        {!isAir && (
          <Choices
            label="Litres a minute"
            options={LITRES.map((value) => ({ value, words: value }))}
            value={LITRES.find((one) => one === litresPerMin)}
            onChange={(value) => form.set({ litres: value })}
          >
            <NumberInput
              aria-label="Litres a minute, another number"
              className={styles['litres'] ?? ''}
              placeholder="other"
              value={litres}
              min={0}
              max={25}
              hideControls
              onChange={(value) => form.set({ litres: value })}
            />
          </Choices>
        )}
        <WhenChoice form={form} />
        <FormTrouble form={form} />
        <RecordButton form={form} disabled={!complete}>
          {isAir ? 'Record: on room air' : 'Record: oxygen'}
        </RecordButton>
      </form>
    </Question>
  )
}

const oxygenNow = (now: SessionState['visit']['oxygen'][number]): string =>
  now.litresPerMin === undefined
    ? (OXYGEN_NAMES[now.device as Device] ?? now.device)
    : `${now.litresPerMin} L/min, ${OXYGEN_NAMES[now.device as Device] ?? now.device}`
