// Owns giving a patient's label and erasing it. Erasing asks for the code: it cannot be taken back, and it takes the escorts with it.
import { type HttpPatient, MAX_LABEL } from '@chairside/shared/protocol/http-visits.ts'
import { codeKey } from '@chairside/shared/visit/patient-code.ts'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { eraseLabel, setLabel } from '../../net/visits-api.ts'
import { PatientCode } from '../../ui/patient-code.tsx'
import { PlanForm, useHttpSending } from '../../ui/plan-form.tsx'

type Props = { readonly patient: HttpPatient; readonly onDone: () => void; readonly onClose: () => void }

export function LabelDialog({ patient, onDone, onClose }: Props) {
  const { patientCode, label } = patient
  const sending = useHttpSending()
  const [typed, setTyped] = useState(label ?? '')
  const tidy = typed.trim()
  async function save(): Promise<void> {
    if ((await sending.send(() => setLabel(patientCode, tidy))) !== undefined) onDone()
  }
  return (
    <PlanForm
      title={`Label of ${patientCode}`}
      save="Save label"
      sending={sending}
      disabled={tidy === '' || tidy === label}
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label="Label"
        description="Initials and birth year, such as A.L. 1983. Never a name."
        data-autofocus
        value={typed}
        maxLength={MAX_LABEL}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </PlanForm>
  )
}

export function EraseLabelDialog({ patient, onDone, onClose }: Props) {
  const { patientCode, label } = patient
  const sending = useHttpSending()
  const [typed, setTyped] = useState('')
  async function erase(): Promise<void> {
    if ((await sending.send(() => eraseLabel(patientCode))) !== undefined) onDone()
  }
  return (
    <PlanForm
      title="Erase the label for good"
      save="Erase label and escorts"
      sending={sending}
      disabled={codeKey(typed) !== codeKey(patientCode)}
      onSave={() => void erase()}
      onClose={onClose}
    >
      <p>
        “{label}” and the name and telephone number of every escort of{' '}
        <strong>
          <PatientCode code={patientCode} />
        </strong>{' '}
        are erased from this hub. That cannot be taken back. The code, courses, orders and sessions stay.
      </p>
      <TextInput
        label="Type the patient’s code to erase"
        data-autofocus
        value={typed}
        maxLength={24}
        autoComplete="off"
        autoCapitalize="characters"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </PlanForm>
  )
}
