// Owns the two-identifier match: which identifiers the patient said aloud, and the code typed anew from the patient's card or
// list. Never fills the code in. Source: clinical facts §6 "identity (two identifiers said aloud, I asked the patient by name)".

import { zPatientCode } from '@chairside/shared/record/envelope.ts'
import { IDENTIFIERS } from '@chairside/shared/record/visit-kinds.ts'
import { codeKey, tidyCode } from '@chairside/shared/visit/patient-code.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import { TextInput } from '@mantine/core'
import { useActor } from '../../../session/use-screen.ts'
import { AnswerForm } from './answer-form.tsx'
import styles from './check-in.module.css'
import { Choice } from './choice.tsx'
import type { ItemFormProps } from './item-forms.tsx'
import { useTyped } from './use-typed.ts'

type Identifier = (typeof IDENTIFIERS)[number]
const WORDS: Readonly<Record<Identifier, string>> = {
  name: 'Name',
  birthDate: 'Birth date',
  address: 'Address',
  wristband: 'Wristband',
  photo: 'Photo',
}

export function IdentityForm({ state, busy, onAnswer }: ItemFormProps) {
  const actor = useActor()
  const [typed, type, forget] = useTyped<{ identifiers: readonly Identifier[]; code: string }>(
    state,
    { form: 'checkIn.answer identity', title: 'Identity' },
    { identifiers: [], code: '' },
  )
  const { identifiers, code } = typed
  const own = patientCodeNow(state)
  // Hyphens and small letters make no other patient; anything else is left for the hub to refuse, in its words.
  const wanted = own !== undefined && codeKey(code) === codeKey(own) ? own : tidyCode(code)
  const parsed = zPatientCode.safeParse(wanted)
  const enough = identifiers.length >= 2
  const toggle = (each: Identifier) =>
    type({
      identifiers: identifiers.includes(each)
        ? identifiers.filter((one) => one !== each)
        : [...identifiers, each],
    })
  return (
    <AnswerForm
      busy={busy}
      ready={enough && parsed.success}
      field={
        <TextInput
          label="Patient code, from the card or list"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={24}
          value={code}
          onChange={(event) => type({ code: event.currentTarget.value })}
          error={code.trim() !== '' && !parsed.success ? 'Two to 24 letters, digits or hyphens.' : undefined}
        />
      }
      label={`I asked the patient: ${actor?.name ?? '––'}`}
      onSubmit={() =>
        parsed.success &&
        void onAnswer({
          item: 'identity',
          identifiers: [...identifiers],
          patientCode: parsed.data,
        }).then((is) => is && forget())
      }
    >
      <p>What did the patient say, or show? Two at least{enough ? '' : ` (${identifiers.length} so far)`}.</p>
      <div className={styles['choices']}>
        {IDENTIFIERS.map((each) => (
          <Choice key={each} chosen={identifiers.includes(each)} onChoose={() => toggle(each)}>
            {WORDS[each]}
          </Choice>
        ))}
      </div>
    </AnswerForm>
  )
}
