// Owns signing an order: what is given, how much at most, over how long, this patient's limits, PRN drugs, oxygen; for the course or for
// one session. An unlikely figure is asked about by the hub, and confirmed here. Never fills in a dose by itself.
import { limitOfProfile } from '@chairside/shared/alarm/ordered-limits.ts'
import { alarmName } from '@chairside/shared/alarm/words/text.ts'
import type { HttpCourse } from '@chairside/shared/protocol/http-visits.ts'
import type { Order } from '@chairside/shared/record/visit-kinds.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { signOrder } from '../../net/visits-api.ts'
import { useActor, useZone } from '../../session/use-screen.ts'
import { clockMinutes, date, decimal } from '../../ui/format.ts'
import { KeptNote, useKeptForm } from '../../ui/kept-form.tsx'
import forms from '../../ui/plan-dialogs.module.css'
import { PlanForm, useHttpSending } from '../../ui/plan-form.tsx'
import { allowedWords, numberWords } from '../../ui/visit-words.ts'
import {
  draftOf,
  limitKey,
  ORDERED_LIMITS,
  type OrderDraft,
  orderBefore,
  orderOf,
  problemsOf,
  type Typed,
} from './order-draft.ts'
import { OrderPrn } from './order-prn.tsx'
import styles from './patients.module.css'
import { useProfileInForce } from './profile-in-force.ts'

type FieldProps = {
  readonly draft: OrderDraft
  readonly problems: Readonly<Record<string, string>>
  readonly onChange: (draft: OrderDraft) => void
}

function Figures({ draft, problems, onChange }: FieldProps) {
  const figure = (field: 'mgPerKg' | 'maxMg' | 'minutes', label: string, decimals: number) => (
    <NumberInput
      label={label}
      required
      value={draft[field]}
      decimalScale={decimals}
      allowNegative={false}
      clampBehavior="none"
      hideControls
      onChange={(typed) => onChange({ ...draft, [field]: typed })}
      error={problems[field] || undefined}
    />
  )
  return (
    <div className={forms['row']}>
      <TextInput
        label="Drug"
        required
        value={draft.drug}
        maxLength={60}
        onChange={(event) => onChange({ ...draft, drug: event.currentTarget.value })}
      />
      {figure('mgPerKg', 'Dose, mg/kg', 3)}
      {figure('maxMg', 'At most, mg', 1)}
      {figure('minutes', 'Over, min', 1)}
    </div>
  )
}

/** Fields in a row stand in line, however much is said of each. */
const UNDER: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description']

function Limits({
  draft,
  problems,
  inForce,
  onChange,
}: FieldProps & { readonly inForce: Order | undefined }) {
  const { profile, ruleSet } = useProfileInForce() ?? {}
  return (
    <fieldset className={styles['fieldset']}>
      <legend>Alarm limits of this patient (empty: as the profile says)</legend>
      {profile !== undefined && (
        <p className={forms['muted']}>
          In force for new sessions: {profile.name}, version {profile.version}.
        </p>
      )}
      <div className={forms['row']}>
        {ORDERED_LIMITS.map((bound) => {
          const key = limitKey(bound)
          const ofProfile = ruleSet === undefined ? undefined : limitOfProfile(ruleSet, bound)
          const allowed = allowedWords(bound, inForce?.limits.find((one) => limitKey(one) === key)?.value)
          return (
            <NumberInput
              key={key}
              label={`${alarmName({ condition: bound.condition, level: bound.level })}: ${CATALOGUE[bound.quantity].short}`}
              description={ofProfile === undefined ? allowed : `${allowed}; empty: ${ofProfile}`}
              inputWrapperOrder={UNDER}
              value={draft.limits[key] ?? ''}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="none"
              hideControls
              onChange={(typed: Typed) => onChange({ ...draft, limits: { ...draft.limits, [key]: typed } })}
              error={problems[key] || undefined}
            />
          )
        })}
      </div>
    </fieldset>
  )
}

/** "At 70 kg, as on 12 Nov: 35 mg." */
function doseWords(
  draft: OrderDraft,
  weight: { readonly kg: number; readonly atMs: number },
  day: string,
): string {
  const { mgPerKg, maxMg } = orderOf(draft)
  const full = mgPerKg * weight.kg
  const mg = decimal(Math.min(full, maxMg), 1)
  return `At ${decimal(weight.kg, 1)} kg, as on ${day}: ${mg} mg${full > maxMg ? ' (the maximum)' : ''}.`
}

export function OrderDialog({
  course,
  lastWeight,
  forNext = false,
  onDone,
  onClose,
}: {
  readonly course: HttpCourse
  readonly lastWeight: { readonly kg: number; readonly atMs: number } | undefined
  /** Begins with the next session alone, where one is on a list. */
  readonly forNext?: boolean
  readonly onDone: () => void
  readonly onClose: () => void
}) {
  const actor = useActor()
  const zone = useZone()
  const sending = useHttpSending()
  const next = forNext ? course.appointments[0] : undefined
  const before = orderBefore(course.orders, next?.appointmentId)
  const [begun] = useState(() => draftOf(before, next?.appointmentId))
  const form = next === undefined ? 'order' : `order ${next.appointmentId}`
  const kept = useKeptForm<OrderDraft>(`course ${course.courseId}`, form, 'Order', begun)
  const { fields: draft, set: setDraft } = kept
  /** What was typed when the hub asked about it: another figure is asked about anew. */
  const [askedOf, setAskedOf] = useState<OrderDraft | undefined>()
  const problems = problemsOf(draft)
  const isWhole = Object.keys(problems).length === 0
  const isAsked = sending.trouble?.code === 'unlikely-value' && askedOf === draft

  async function sign(): Promise<void> {
    const confirmed = isAsked ? { confirmed: true as const } : {}
    setAskedOf(draft)
    if (
      (await sending.send(() => signOrder(course.courseId, { ...orderOf(draft), ...confirmed }))) ===
      undefined
    )
      return
    kept.forget()
    onDone()
  }

  return (
    <PlanForm
      title={`Order for ${course.patientCode}`}
      size="xl"
      save={isAsked ? `It is meant: sign as ${actor?.name ?? '––'}` : `Sign as ${actor?.name ?? '––'}`}
      sending={sending}
      disabled={!isWhole}
      onSave={() => void sign()}
      onClose={onClose}
    >
      <KeptNote kept={kept} />
      {before !== undefined && (
        <p className={forms['muted']}>
          It begins with the order in force, by {before.signedBy.name}; what you sign stands in its place.
        </p>
      )}
      <NativeSelect
        label="For"
        data-autofocus
        value={draft.appointmentId}
        onChange={(event) => setDraft({ ...draft, appointmentId: event.currentTarget.value })}
        data={[
          { value: '', label: 'The whole course, from now on' },
          ...course.appointments.map((one) => ({
            value: one.appointmentId,
            label: `Session ${numberWords(one)} only: ${date(one.atMs, zone)}, ${clockMinutes(one.atMs, zone)}`,
          })),
        ]}
      />
      <Figures draft={draft} problems={problems} onChange={setDraft} />
      {isWhole && lastWeight !== undefined && (
        <p role="status">{doseWords(draft, lastWeight, date(lastWeight.atMs, zone))}</p>
      )}
      <Limits draft={draft} problems={problems} inForce={before} onChange={setDraft} />
      <OrderPrn prn={draft.prn} problems={problems} onChange={(prn) => setDraft({ ...draft, prn })} />
      <div className={forms['row']}>
        <TextInput
          label="Oxygen"
          value={draft.oxygen}
          maxLength={300}
          onChange={(event) => setDraft({ ...draft, oxygen: event.currentTarget.value })}
        />
        <TextInput
          label="Note"
          value={draft.note}
          maxLength={300}
          onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })}
        />
      </div>
    </PlanForm>
  )
}
