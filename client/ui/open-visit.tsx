// Owns opening a session from a list: for this very patient, in this room, once. Where another code of the day looks like it the code is
// typed from the card. The hub decides; its words stand here.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { HttpAppointment, HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import { zPatientCode } from '@chairside/shared/record/record.ts'
import { codeKey } from '@chairside/shared/visit/patient-code.ts'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSending } from '../session/sending.ts'
import { Button } from './button.tsx'
import { clockMinutes } from './format.ts'
import styles from './open-visit.module.css'
import { PatientCode } from './patient-code.tsx'
import forms from './plan-dialogs.module.css'
import { Question } from './question.tsx'
import { numberWords, orderWords } from './visit-words.ts'

/** Codes of the day that could be taken for this one. */
export const unlikeOf = ({ lookAlikes }: Pick<HttpToday, 'lookAlikes'>, code: string): readonly string[] =>
  lookAlikes.flatMap(([a, b]) => (a === code ? [b] : b === code ? [a] : []))

export function OpenVisit({
  appointment,
  unlike,
  zone,
  onOpened,
  onClose,
}: {
  readonly appointment: HttpAppointment
  readonly unlike: readonly string[]
  readonly zone: string
  readonly onOpened: () => void
  readonly onClose: () => void
}) {
  const { patientCode, label, order, roomId, roomName, appointmentId, indication, atMs } = appointment
  const { busy, trouble, edited, send } = useSending(0)
  const [typed, setTyped] = useState('')
  const isSure = unlike.length === 0 || codeKey(typed) === codeKey(patientCode)

  async function open(): Promise<void> {
    const isOpen = await send({
      type: 'session.open',
      roomId: roomId as RoomId,
      patientCode: zPatientCode.parse(patientCode),
      // What was measured here before may be somebody else's.
      includeHeld: false,
      appointmentId,
    })
    if (isOpen) onOpened()
  }

  return (
    <Question title={`Open a session in ${roomName}`} size="lg" onClose={onClose}>
      <form
        className={forms['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (isSure && !busy) void open()
        }}
      >
        <p className={styles['code']}>
          <PatientCode code={patientCode} unlike={unlike[0]} />
          {label !== undefined && <span className={styles['label']}>{label}</span>}
        </p>
        <p>
          Session {numberWords(appointment)} · {indication} · {clockMinutes(atMs, zone)}
        </p>
        <p>
          {order === undefined
            ? 'No order is signed: the infusion cannot be started without one.'
            : `Ordered: ${orderWords(order)}.`}
        </p>
        {unlike.length > 0 && (
          <>
            <p className={styles['alike']}>
              <span aria-hidden="true">≈ </span>On a list today there is also{' '}
              {unlike.map((code) => (
                <strong key={code}>
                  <PatientCode code={code} unlike={patientCode} />{' '}
                </strong>
              ))}
            </p>
            <TextInput
              label="Type the code from the patient’s card"
              data-autofocus
              autoComplete="off"
              autoCapitalize="characters"
              maxLength={24}
              value={typed}
              onChange={(event) => {
                edited()
                setTyped(event.currentTarget.value)
              }}
              error={
                unlike.some((code) => codeKey(code) === codeKey(typed))
                  ? 'That is the other patient’s code: this is the wrong line of the list.'
                  : undefined
              }
            />
          </>
        )}
        <p className={forms['muted']}>
          From then on every number here is recorded. Ask the patient for two identifiers.
        </p>
        <p className={forms['trouble']} role="alert">
          {trouble?.words}
        </p>
        <div className={forms['buttons']}>
          <Button large onClick={onClose}>
            Not yet
          </Button>
          <Button large submit kind="primary" disabled={busy || !isSure}>
            {busy ? 'Opening …' : 'Open session'}
          </Button>
        </div>
      </form>
    </Question>
  )
}
