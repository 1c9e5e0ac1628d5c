// Owns the forms of the items of the check-in that a tap cannot answer: identity, weight, fasting, and what else is to be said.
// Each makes one answer and hands it on; whether it may stand is the hub's to say. Source: clinical facts §6 "Check-in".
import { LIMB_WORDS } from '@chairside/shared/fold/care-words.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { LIMBS } from '@chairside/shared/record/care-kinds.ts'
import type { CheckInDetail, CheckInItem } from '@chairside/shared/record/visit-kinds.ts'
import { TextInput } from '@mantine/core'
import type { Sending, Trouble } from '../../../session/sending.ts'
import { Button } from '../../../ui/button.tsx'
import { AnswerForm } from './answer-form.tsx'
import styles from './check-in.module.css'
import { Choice } from './choice.tsx'
import { EscortForm } from './escort-form.tsx'
import { IdentityForm } from './identity-form.tsx'
import { numberOf } from './numbers.ts'
import type { Limb } from './quick-answers.ts'
import { useTyped } from './use-typed.ts'
import { WeightForm } from './weight-form.tsx'

export type ItemFormProps = {
  readonly state: SessionState
  readonly busy: boolean
  /** What the hub said of the last try. */
  readonly trouble: Trouble | undefined
  /** Says something beside the form without sending; undefined: nothing any more. */
  readonly say: Sending['say']
  /** @returns whether it was recorded */
  readonly onAnswer: (detail: CheckInDetail) => Promise<boolean>
}

const formOf = (item: CheckInItem, title: string) => ({ form: `checkIn.answer ${item}`, title })

const EXCLUSIONS = {
  uncontrolledHypertension: 'Uncontrolled hypertension',
  psychosis: 'Psychosis',
  raisedIcp: 'Raised intracranial pressure',
} as const
type Exclusion = keyof typeof EXCLUSIONS

function ExclusionsForm({ state, busy, onAnswer }: ItemFormProps) {
  const [typed, type, forget] = useTyped(state, formOf('exclusions', 'Exclusions'), {
    uncontrolledHypertension: false,
    psychosis: false,
    raisedIcp: false,
  })
  return (
    <AnswerForm
      busy={busy}
      onSubmit={() => void onAnswer({ item: 'exclusions', ...typed }).then((is) => is && forget())}
    >
      <p>Which of them is there? Any of them blocks the start.</p>
      <div className={styles['choices']}>
        {(Object.keys(EXCLUSIONS) as Exclusion[]).map((each) => (
          <Choice key={each} chosen={typed[each]} onChoose={() => type({ [each]: !typed[each] })}>
            {EXCLUSIONS[each]}
          </Choice>
        ))}
      </div>
    </AnswerForm>
  )
}

function LimbForm({
  state,
  busy,
  onAnswer,
  item,
}: ItemFormProps & { readonly item: 'cuffArm' | 'probeHand' }) {
  return (
    <div className={styles['form']}>
      <p>{item === 'cuffArm' ? 'Where is the cuff?' : 'Where is the probe?'}</p>
      <div className={styles['choices']}>
        {LIMBS.filter((limb) => limb !== 'leftArm' && limb !== 'rightArm').map((limb) => (
          <Button key={limb} disabled={busy} onClick={() => void onAnswer({ item, limb })}>
            {LIMB_WORDS[limb]}
          </Button>
        ))}
      </div>
      {state.closed === undefined && <p>The arms are one tap in the line above.</p>}
    </div>
  )
}

function IvForm({ state, busy, onAnswer }: ItemFormProps) {
  const [typed, type, forget] = useTyped<{ limb: Limb | undefined; site: string }>(
    state,
    formOf('ivSite', 'IV site'),
    { limb: undefined, site: '' },
  )
  const { limb, site } = typed
  return (
    <AnswerForm
      field={
        <TextInput
          label="Site"
          placeholder="wrist, elbow …"
          value={site}
          maxLength={60}
          onChange={(event) => type({ site: event.currentTarget.value })}
        />
      }
      busy={busy}
      ready={limb !== undefined && site.trim() !== ''}
      onSubmit={() =>
        limb !== undefined &&
        void onAnswer({ item: 'ivSite', limb, site: site.trim() }).then((is) => is && forget())
      }
    >
      <div className={styles['choices']}>
        {LIMBS.map((each) => (
          <Choice key={each} chosen={limb === each} onChoose={() => type({ limb: each })}>
            {LIMB_WORDS[each]}
          </Choice>
        ))}
      </div>
    </AnswerForm>
  )
}

function FastingForm({ state, busy, onAnswer }: ItemFormProps) {
  const [typed, type, forget] = useTyped(state, formOf('fasting', 'Fasting'), { solids: '', clear: '' })
  const solidsHours = numberOf(typed.solids, 0, 72)
  const clearHours = numberOf(typed.clear, 0, 72)
  return (
    <AnswerForm
      busy={busy}
      ready={solidsHours !== undefined && clearHours !== undefined}
      onSubmit={() =>
        solidsHours !== undefined &&
        clearHours !== undefined &&
        void onAnswer({ item: 'fasting', solidsHours, clearHours }).then((is) => is && forget())
      }
    >
      <div className={styles['pair']}>
        <TextInput
          label="Last solids, hours ago"
          inputMode="decimal"
          value={typed.solids}
          maxLength={5}
          onChange={(event) => type({ solids: event.currentTarget.value })}
          error={typed.solids !== '' && solidsHours === undefined ? '0 to 72 h' : undefined}
        />
        <TextInput
          label="Last clear fluids, hours ago"
          inputMode="decimal"
          value={typed.clear}
          maxLength={5}
          onChange={(event) => type({ clear: event.currentTarget.value })}
          error={typed.clear !== '' && clearHours === undefined ? '0 to 72 h' : undefined}
        />
      </div>
    </AnswerForm>
  )
}

function AllergiesForm({ state, busy, onAnswer }: ItemFormProps) {
  const [typed, type, forget] = useTyped(state, formOf('allergies', 'Allergies'), { text: '' })
  const text = typed.text.trim()
  return (
    <AnswerForm
      field={
        <TextInput
          label="Allergies, and to what they led"
          value={typed.text}
          maxLength={300}
          onChange={(event) => type({ text: event.currentTarget.value })}
        />
      }
      busy={busy}
      ready={text !== ''}
      onSubmit={() => void onAnswer({ item: 'allergies', none: false, text }).then((is) => is && forget())}
    ></AnswerForm>
  )
}

function MedicinesForm({ state, busy, onAnswer }: ItemFormProps) {
  const [typed, type, forget] = useTyped(state, formOf('medicines', 'Medicines'), {
    text: '',
    lastOpioid: '',
    lastBenzodiazepine: '',
    lastAlcohol: '',
  })
  const last = (field: 'lastOpioid' | 'lastBenzodiazepine' | 'lastAlcohol', label: string) => (
    <TextInput
      label={label}
      placeholder="none"
      value={typed[field]}
      maxLength={80}
      onChange={(event) => type({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <AnswerForm
      busy={busy}
      onSubmit={() => void onAnswer({ item: 'medicines', ...typed }).then((is) => is && forget())}
    >
      <TextInput
        label="Medicines"
        value={typed.text}
        maxLength={300}
        onChange={(event) => type({ text: event.currentTarget.value })}
      />
      <div className={styles['three']}>
        {last('lastOpioid', 'Last opioid')}
        {last('lastBenzodiazepine', 'Last benzodiazepine')}
        {last('lastAlcohol', 'Last alcohol')}
      </div>
    </AnswerForm>
  )
}

function SuicideForm({ state, busy, onAnswer }: ItemFormProps) {
  const [typed, type, forget] = useTyped(state, formOf('suicide', 'Thoughts of suicide'), { text: '' })
  return (
    <AnswerForm
      field={
        <TextInput
          label="What the patient said, and who knows"
          value={typed.text}
          maxLength={300}
          onChange={(event) => type({ text: event.currentTarget.value })}
        />
      }
      busy={busy}
      label="Record: there are thoughts"
      onSubmit={() =>
        void onAnswer({ item: 'suicide', thoughts: true, text: typed.text.trim() }).then(
          (is) => is && forget(),
        )
      }
    ></AnswerForm>
  )
}

export function ItemForm({ item, ...props }: ItemFormProps & { readonly item: CheckInItem }) {
  switch (item) {
    case 'identity':
      return <IdentityForm {...props} />
    case 'weight':
      return <WeightForm {...props} />
    case 'escort':
      return <EscortForm {...props} />
    case 'exclusions':
      return <ExclusionsForm {...props} />
    case 'ivSite':
      return <IvForm {...props} />
    case 'cuffArm':
    case 'probeHand':
      return <LimbForm {...props} item={item} />
    case 'fasting':
      return <FastingForm {...props} />
    case 'allergies':
      return <AllergiesForm {...props} />
    case 'medicines':
      return <MedicinesForm {...props} />
    case 'suicide':
      return <SuicideForm {...props} />
    default:
      return undefined
  }
}
