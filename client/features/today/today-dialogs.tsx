// Owns the questions of today's list: opening a session for this very patient, another time or room, taking one off. The hub decides;
// its words stand here, and what was typed stays.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { HttpAppointment, HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import { zPatientCode } from '@chairside/shared/record/record.ts'
import { codeKey } from '@chairside/shared/visit/patient-code.ts'
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { cancelAppointment, moveAppointment, orThrow, roomsOf } from '../../net/visits-api.ts'
import { useAct } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { localOf } from '../../ui/clinic-day.ts'
import { clockMinutes } from '../../ui/format.ts'
import { PatientCode } from '../../ui/patient-code.tsx'
import forms from '../../ui/plan-dialogs.module.css'
import { PlanForm, useHttpSending } from '../../ui/plan-form.tsx'
import { Question } from '../../ui/question.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { numberWords, orderWords } from '../../ui/visit-words.ts'
import { momentOfTyped, type WhenWhere, WhenWhereFields } from '../../ui/when-where.tsx'
import styles from './today.module.css'
import { unlikeOf } from './today-room.tsx'

export type Asked = { readonly what: 'open' | 'move' | 'cancel'; readonly appointment: HttpAppointment }
type DialogProps = {
  readonly appointment: HttpAppointment
  readonly today: HttpToday
  readonly onClose: () => void
  readonly onDone: () => void
}

function OpenDialog({ appointment, today, onClose, onDone }: DialogProps) {
  const { patientCode, label, order, roomId, roomName, appointmentId, indication } = appointment
  const act = useAct(0)
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | undefined>()
  const [typed, setTyped] = useState('')
  const unlike = unlikeOf(today, patientCode)
  // Where another code of the day looks like it, reading it is not enough: it is typed from the card.
  const isSure = unlike.length === 0 || codeKey(typed) === codeKey(patientCode)

  async function open(): Promise<void> {
    setBusy(true)
    setTrouble(undefined)
    const sent = await act({
      type: 'session.open',
      roomId: roomId as RoomId,
      patientCode: zPatientCode.parse(patientCode),
      // What was measured here before may be somebody else's.
      includeHeld: false,
      appointmentId,
    })
    setBusy(false)
    if (sent?.state.is === 'refused') return setTrouble(sent.state.error.message)
    if (sent?.state.is === 'notSent') return setTrouble(sent.state.why)
    if (sent === undefined) return
    onDone()
    void navigate({ to: '/room/$roomId', params: { roomId } })
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
        <p className={styles['openCode']}>
          <PatientCode code={patientCode} unlike={unlike[0]} />
          {label !== undefined && <span className={styles['label']}>{label}</span>}
        </p>
        <p>
          Session {numberWords(appointment)} · {indication} · {clockMinutes(appointment.atMs, today.zone)}
        </p>
        <p>
          {order === undefined
            ? 'No order is signed: the infusion cannot be started without one.'
            : orderWords(order)}
        </p>
        {unlike.length > 0 && (
          <>
            <p className={styles['alikeLine']}>
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
              onChange={(event) => setTyped(event.currentTarget.value)}
              error={
                unlike.some((code) => codeKey(code) === codeKey(typed))
                  ? 'That is the other patient’s code: this is the wrong line of the list.'
                  : undefined
              }
            />
          </>
        )}
        <p className={forms['muted']}>From then on every number here is recorded. Check-in comes first.</p>
        <p className={forms['trouble']} role="alert">
          {trouble}
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

function MoveDialog({ appointment, today, onClose, onDone }: DialogProps) {
  const { appointmentId, patientCode, atMs, roomId } = appointment
  const sending = useHttpSending()
  const rooms = useQuery({ queryKey: ['rooms'], queryFn: () => orThrow(roomsOf()) })
  const [value, setValue] = useState<WhenWhere>({ ...localOf(atMs, today.zone), roomId })
  const moment = momentOfTyped(value, today.zone)
  async function save(): Promise<void> {
    if (moment === undefined) return
    const wanted = { roomId: value.roomId, atMs: moment as HttpAppointment['atMs'] }
    if ((await sending.send(() => moveAppointment(appointmentId, wanted))) !== undefined) onDone()
  }
  return (
    <PlanForm
      title={`Another time or room for ${patientCode}`}
      save="Move it"
      size="lg"
      sending={sending}
      disabled={moment === undefined || value.roomId === '' || (moment === atMs && value.roomId === roomId)}
      onSave={() => void save()}
      onClose={onClose}
    >
      <WhenWhereFields value={value} rooms={rooms.data} zone={today.zone} onChange={setValue} />
    </PlanForm>
  )
}

export function TodayDialogs({
  asked,
  ...rest
}: Omit<DialogProps, 'appointment'> & { readonly asked: Asked }) {
  const { appointment } = asked
  switch (asked.what) {
    case 'open':
      return <OpenDialog appointment={appointment} {...rest} />
    case 'move':
      return <MoveDialog appointment={appointment} {...rest} />
    case 'cancel':
      return (
        <ReasonDialog
          title={`Take ${appointment.patientCode} off the list`}
          save="Take off the list"
          ask={(reason) => cancelAppointment(appointment.appointmentId, reason)}
          onDone={rest.onDone}
          onClose={rest.onClose}
        >
          <p>
            {appointment.roomName}, {clockMinutes(appointment.atMs, rest.today.zone)}. The line stays, with
            your name and the reason.
          </p>
        </ReasonDialog>
      )
  }
}
