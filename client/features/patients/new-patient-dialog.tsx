// Owns making a patient: a code that the hub offers, or one that the clinic has, and a label. What is typed is checked as it is typed.
import type { HttpPatient } from '@chairside/shared/protocol/http-visits.ts'
import { MAX_LABEL } from '@chairside/shared/protocol/http-visits.ts'
import { codeTrouble, tidyCode } from '@chairside/shared/visit/patient-code.ts'
import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createPatient, newCode, orThrow } from '../../net/visits-api.ts'
import { Button } from '../../ui/button.tsx'
import { PlanForm, useHttpSending } from '../../ui/plan-form.tsx'

export function NewPatientDialog({
  onCreated,
  onClose,
}: {
  readonly onCreated: (patient: HttpPatient) => void
  readonly onClose: () => void
}) {
  const queries = useQueryClient()
  const sending = useHttpSending()
  const offered = useQuery({
    queryKey: ['new-code'],
    queryFn: () => orThrow(newCode()),
    gcTime: 0,
    staleTime: 0,
  })
  const [typed, setTyped] = useState<string | undefined>()
  const [label, setLabel] = useState('')
  const code = typed ?? offered.data ?? ''
  const wrong = code === '' ? undefined : codeTrouble(code)

  async function save(): Promise<void> {
    const patient = await sending.send(() =>
      createPatient({ patientCode: tidyCode(code), ...(label.trim() === '' ? {} : { label: label.trim() }) }),
    )
    if (patient === undefined) return
    void queries.invalidateQueries({ queryKey: ['patients'] })
    onCreated(patient)
  }

  return (
    <PlanForm
      title="New patient"
      save="Create patient"
      sending={sending}
      disabled={code === '' || wrong !== undefined}
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label="Patient code"
        description="Suggested code, unlike any other. Its last character checks the others. Write it on the patient’s card."
        value={code}
        placeholder={offered.isPending ? 'Asking …' : ''}
        maxLength={24}
        autoComplete="off"
        autoCapitalize="characters"
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={
          wrong === undefined
            ? typed === undefined
              ? offered.error?.message
              : undefined
            : `${wrong} Only codes that are made here are taken: “Suggest a code” makes one.`
        }
      />
      {typed !== undefined && (
        <Button
          onClick={() => {
            setTyped(undefined)
            void offered.refetch()
          }}
        >
          Suggest a code
        </Button>
      )}
      <TextInput
        label="Label (may stay empty)"
        description="Initials and birth year, such as A.L. 1983. Never a name. It can be erased."
        data-autofocus
        value={label}
        maxLength={MAX_LABEL}
        autoComplete="off"
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
    </PlanForm>
  )
}
