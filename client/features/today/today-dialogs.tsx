// Owns the questions of today's list: opening a session for this very patient, another time or room, taking one off. The hub decides;
// its words stand here, and what was typed stays.
import type { HttpAppointment, HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { cancelAppointment, moveAppointment, orThrow, roomsOf, todayOf } from '../../net/visits-api.ts'
import { localOf } from '../../ui/clinic-day.ts'
import { clockMinutes } from '../../ui/format.ts'
import { OpenVisit, unlikeOf } from '../../ui/open-visit.tsx'
import { PlanForm, useHttpSending } from '../../ui/plan-form.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { RoomClashes } from '../../ui/room-clash.tsx'
import { momentOfTyped, type WhenWhere, WhenWhereFields } from '../../ui/when-where.tsx'

export type Asked = { readonly what: 'open' | 'move' | 'cancel'; readonly appointment: HttpAppointment }
type DialogProps = {
  readonly appointment: HttpAppointment
  readonly today: HttpToday
  readonly onClose: () => void
  readonly onDone: () => void
}

function MoveDialog({ appointment, today, onClose, onDone }: DialogProps) {
  const { appointmentId, patientCode, atMs, roomId } = appointment
  const sending = useHttpSending()
  const rooms = useQuery({ queryKey: ['rooms'], queryFn: () => orThrow(roomsOf()) })
  // The list that is looked at may be another day's.
  const todays = useQuery({ queryKey: ['today', ''], queryFn: () => orThrow(todayOf()) })
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
      <WhenWhereFields
        value={value}
        rooms={rooms.data}
        zone={today.zone}
        today={todays.data?.day}
        onChange={setValue}
      />
      <RoomClashes
        ask={(day) => orThrow(todayOf(day))}
        zone={today.zone}
        wanted={
          moment === undefined || value.roomId === ''
            ? undefined
            : {
                ...appointment,
                roomId: value.roomId as HttpAppointment['roomId'],
                atMs: moment as HttpAppointment['atMs'],
              }
        }
      />
    </PlanForm>
  )
}

export function TodayDialogs({
  asked,
  ...rest
}: Omit<DialogProps, 'appointment'> & { readonly asked: Asked }) {
  const { appointment } = asked
  const navigate = useNavigate()
  switch (asked.what) {
    case 'open':
      return (
        <OpenVisit
          appointment={appointment}
          unlike={unlikeOf(rest.today, appointment.patientCode)}
          zone={rest.today.zone}
          onClose={rest.onClose}
          onOpened={() => {
            rest.onDone()
            void navigate({ to: '/room/$roomId', params: { roomId: appointment.roomId } })
          }}
        />
      )
    case 'move':
      return <MoveDialog appointment={appointment} {...rest} />
    case 'cancel':
      return (
        <ReasonDialog
          title={`Take ${appointment.patientCode} off the list`}
          about={`appointment ${appointment.appointmentId}`}
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
