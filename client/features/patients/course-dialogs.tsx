// Owns the small forms of a course: a new one, another plan, a score, an appointment. What the hub refuses stands under what was typed.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import {
  COURSE_SCALES,
  type CourseScale,
  type HttpCourse,
  MAX_INDICATION,
  MAX_PLANNED,
  SCALE_MAX,
} from '@chairside/shared/protocol/http-visits.ts'
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { addCourse, addScore, book, changeCourse, orThrow, roomsOf, todayOf } from '../../net/visits-api.ts'
import { useZone } from '../../session/use-screen.ts'
import { momentInZone } from '../../ui/clinic-day.ts'
import { KeptNote, useKeptForm } from '../../ui/kept-form.tsx'
import forms from '../../ui/plan-dialogs.module.css'
import { PlanForm, useHttpSending } from '../../ui/plan-form.tsx'
import { RoomClashes } from '../../ui/room-clash.tsx'
import { DayField } from '../../ui/time-fields.tsx'
import { readDay } from '../../ui/typed-time.ts'
import { momentOfTyped, type WhenWhere, WhenWhereFields } from '../../ui/when-where.tsx'
import { orderBefore } from './order-draft.ts'
import { SCALE_WORDS } from './score-words.ts'

type Typed = number | string
type DialogProps = { readonly onDone: () => void; readonly onClose: () => void }

type Plan = { readonly indication: string; readonly planned: Typed; readonly maintenance: boolean }
const isPlan = ({ indication, planned }: Plan): boolean =>
  indication.trim() !== '' &&
  Number.isInteger(planned) &&
  Number(planned) >= 1 &&
  Number(planned) <= MAX_PLANNED

function PlanFields({ plan, onChange }: { readonly plan: Plan; readonly onChange: (plan: Plan) => void }) {
  return (
    <>
      <TextInput
        label="Indication"
        data-autofocus
        required
        value={plan.indication}
        maxLength={MAX_INDICATION}
        onChange={(event) => onChange({ ...plan, indication: event.currentTarget.value })}
      />
      <NumberInput
        label="Sessions planned"
        required
        value={plan.planned}
        min={1}
        max={MAX_PLANNED}
        clampBehavior="none"
        allowDecimal={false}
        allowNegative={false}
        hideControls
        onChange={(planned) => onChange({ ...plan, planned })}
        error={isPlan({ ...plan, indication: 'x' }) ? undefined : `1 to ${MAX_PLANNED}`}
      />
      <Checkbox
        label="Maintenance sessions follow"
        description="They are numbered on from the last planned one: after 6 planned, 7, 8 …"
        checked={plan.maintenance}
        onChange={(event) => onChange({ ...plan, maintenance: event.currentTarget.checked })}
      />
    </>
  )
}

const sent = (plan: Plan) => ({
  indication: plan.indication.trim(),
  planned: Number(plan.planned),
  maintenance: plan.maintenance,
})

export function NewCourseDialog({
  patientCode,
  onDone,
  onClose,
}: DialogProps & { readonly patientCode: string }) {
  const sending = useHttpSending()
  const kept = useKeptForm<Plan>(`patient ${patientCode}`, 'course', 'New course', {
    indication: '',
    planned: 6,
    maintenance: false,
  })
  const { fields: plan, set: setPlan } = kept
  async function save(): Promise<void> {
    if ((await sending.send(() => addCourse(patientCode, sent(plan)))) === undefined) return
    kept.forget()
    onDone()
  }
  return (
    <PlanForm
      title={`New course for ${patientCode}`}
      save="Create course"
      sending={sending}
      disabled={!isPlan(plan)}
      onSave={() => void save()}
      onClose={onClose}
    >
      <KeptNote kept={kept} />
      <PlanFields plan={plan} onChange={setPlan} />
    </PlanForm>
  )
}

export function ChangeCourseDialog({
  course,
  onDone,
  onClose,
}: DialogProps & { readonly course: HttpCourse }) {
  const sending = useHttpSending()
  const { indication, planned, maintenance, courseId } = course
  const kept = useKeptForm<Plan>(`course ${courseId}`, 'plan', 'Plan of a course', {
    indication,
    planned,
    maintenance,
  })
  const { fields: plan, set: setPlan } = kept
  async function save(): Promise<void> {
    if ((await sending.send(() => changeCourse(courseId, sent(plan)))) === undefined) return
    kept.forget()
    onDone()
  }
  return (
    <PlanForm
      title="Change the plan of this course"
      save="Save plan"
      sending={sending}
      disabled={!isPlan(plan)}
      onSave={() => void save()}
      onClose={onClose}
    >
      <KeptNote kept={kept} />
      <PlanFields plan={plan} onChange={setPlan} />
    </PlanForm>
  )
}

export function ScoreDialog({ course, onDone, onClose }: DialogProps & { readonly course: HttpCourse }) {
  const sending = useHttpSending()
  const zone = useZone() ?? 'UTC'
  const kept = useKeptForm(`course ${course.courseId}`, 'score', 'Score', {
    scale: 'phq9' as CourseScale,
    value: '' as Typed,
    day: '',
    note: '',
  })
  const { scale, value, day, note } = kept.fields
  const today = useQuery({ queryKey: ['today', ''], queryFn: () => orThrow(todayOf()) })
  const most = SCALE_MAX[scale]
  const isValue = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most
  async function save(): Promise<void> {
    const atMs = day === '' ? undefined : momentInZone(`${day}T12:00`, zone)
    const score = {
      scale,
      value: Number(value),
      ...(atMs === undefined ? {} : { atMs: atMs as EpochMs }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    }
    if ((await sending.send(() => addScore(course.courseId, score))) === undefined) return
    kept.forget()
    onDone()
  }
  return (
    <PlanForm
      title="Record a score"
      save="Record score"
      sending={sending}
      disabled={!isValue || (day !== '' && readDay(day) === undefined)}
      onSave={() => void save()}
      onClose={onClose}
    >
      <KeptNote kept={kept} />
      <div className={forms['row']}>
        <NativeSelect
          label="Scale"
          value={scale}
          onChange={(event) => kept.set({ scale: event.currentTarget.value as CourseScale })}
          data={COURSE_SCALES.map((one) => ({
            value: one,
            label: `${SCALE_WORDS[one]} (0–${SCALE_MAX[one]})`,
          }))}
        />
        <NumberInput
          label="Score"
          data-autofocus
          required
          value={value}
          min={0}
          max={most}
          clampBehavior="none"
          allowDecimal={false}
          hideControls
          onChange={(next) => kept.set({ value: next })}
          error={value !== '' && !isValue ? `a whole number from 0 to ${most}` : undefined}
        />
        <DayField
          label="Day (empty: today)"
          placeholder="today"
          value={day}
          today={today.data?.day}
          onChange={(next) => kept.set({ day: next })}
        />
      </div>
      <TextInput
        label="Note (may stay empty)"
        value={note}
        maxLength={300}
        onChange={(event) => kept.set({ note: event.currentTarget.value })}
      />
    </PlanForm>
  )
}

export function BookDialog({ course, onDone, onClose }: DialogProps & { readonly course: HttpCourse }) {
  const sending = useHttpSending()
  const rooms = useQuery({ queryKey: ['rooms'], queryFn: () => orThrow(roomsOf()) })
  const today = useQuery({ queryKey: ['today', ''], queryFn: () => orThrow(todayOf()) })
  const zone = useZone() ?? today.data?.zone ?? 'UTC'
  const kept = useKeptForm<Partial<WhenWhere>>(`course ${course.courseId}`, 'appointment', 'Appointment', {})
  const value: WhenWhere = { day: today.data?.day ?? '', time: '', roomId: '', ...kept.fields }
  const moment = momentOfTyped(value, zone)
  async function save(): Promise<void> {
    if (moment === undefined) return
    const wanted = { roomId: value.roomId, atMs: moment as EpochMs }
    if ((await sending.send(() => book(course.courseId, wanted))) === undefined) return
    kept.forget()
    onDone()
  }
  return (
    <PlanForm
      title="Put a session on a list"
      save="Put it on the list"
      size="lg"
      sending={sending}
      disabled={moment === undefined || value.roomId === ''}
      onSave={() => void save()}
      onClose={onClose}
    >
      <KeptNote kept={kept} />
      <p className={forms['muted']}>
        {course.indication}: {course.done} of {course.planned} recorded
        {course.maintenance ? ', then maintenance' : ''}.
      </p>
      <WhenWhereFields
        value={value}
        rooms={rooms.data}
        zone={zone}
        today={today.data?.day}
        onChange={kept.set}
      />
      <RoomClashes
        ask={(day) => orThrow(todayOf(day))}
        zone={zone}
        wanted={
          moment === undefined || value.roomId === ''
            ? undefined
            : {
                appointmentId: '',
                roomId: value.roomId as RoomId,
                patientCode: course.patientCode,
                atMs: moment as EpochMs,
                order: orderBefore(course.orders, undefined),
              }
        }
      />
    </PlanForm>
  )
}
