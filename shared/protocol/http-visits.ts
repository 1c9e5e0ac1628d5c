// Owns what the hub's HTTP routes say of people and plans: patients, courses, orders, today's list, escorts, scores. Types and the
// forms of what is sent; never a rule of who may.
import * as z from 'zod'
import type { EpochMs, RoomId, SessionId } from '../ids.ts'
import { zPatientCode } from '../record/envelope.ts'
import { zEpochMs, zId } from '../record/report.ts'
import { type Order, type Outcome, zOrder, zPrn } from '../record/visit-kinds.ts'
import type { HttpFormerly } from './http.ts'
import { seenOnly, zLine, zLines } from './texts.ts'

export const MAX_LABEL = 40
export const MAX_PLANNED = 99
/** As long as a session's plan holds it. */
export const MAX_INDICATION = 120

// ── what is answered ─────────────────────────────────────────────────────────────────────────────────────
export type HttpPatient = {
  readonly patientCode: string
  /** "A.L. 1983": initials and a birth year. Absent: none was given, or it was erased. */
  readonly label?: string
  readonly labelErased?: { readonly by: string; readonly atMs: EpochMs }
  readonly createdAtMs: EpochMs
  readonly by: string
}
/** One line of the list. */
export type HttpPatientLine = HttpPatient & {
  /** Of all courses, recorded. */
  readonly sessions: number
  readonly lastSessionAtMs?: EpochMs
  /** On a list, from now on. */
  readonly nextAtMs?: EpochMs
}
/** GET /api/patients?search=TEXT&after=CODE&limit=N: by code; the text is part of a code or of a label. */
export type HttpPatients = {
  readonly patients: readonly HttpPatientLine[]
  /** Ask again with `after` set to this; absent: there are no more. */
  readonly moreAfter?: string
}
/** GET /api/patients/new-code: a code that is free now and looks like nobody's. */
export type HttpNewCode = { readonly patientCode: string }
/** POST /api/patients, POST and DELETE /api/patients/:code/label. */
export type HttpSavedPatient = { readonly patient: HttpPatient }
/** A session that was recorded under a patient's code and is another's: named there, and never counted there. */
export type HttpGivenAway = HttpFormerly & {
  readonly sessionId: SessionId
  /** Whose it is now. */
  readonly nowCode: string
  readonly roomId: RoomId
  readonly roomName: string
  readonly openedAtMs: EpochMs
  readonly closedAtMs?: EpochMs
}
/** GET /api/patients/:code */
export type HttpOnePatient = {
  readonly patient: HttpPatient
  /** Newest first. */
  readonly courses: readonly HttpCourse[]
  /** Codes of other patients that could be taken for this one. */
  readonly looksLike: readonly string[]
  /** Oldest first; of every course, and of none. */
  readonly givenAway: readonly HttpGivenAway[]
  /** At the newest check-in that has one. */
  readonly lastWeight?: { readonly kg: number; readonly atMs: EpochMs }
}
export type HttpCourse = {
  readonly courseId: string
  readonly patientCode: string
  readonly indication: string
  /** Sessions, 6 by default; then maintenance, where it is planned. */
  readonly planned: number
  readonly maintenance: boolean
  readonly createdAtMs: EpochMs
  readonly by: string
  /** Sessions in which the infusion was started, or that are open now. */
  readonly done: number
  /** Newest first; all that were ever signed. */
  readonly orders: readonly HttpOrder[]
  /** Newest first. */
  readonly scores: readonly HttpScore[]
  /** Oldest first. */
  readonly sessions: readonly HttpCourseSession[]
  /** Recorded as sessions of this course, and another patient's; oldest first. */
  readonly givenAway: readonly HttpGivenAway[]
  /** Not yet opened, and not taken off the list; soonest first. */
  readonly appointments: readonly HttpAppointment[]
}
/** GET /api/courses/:courseId, and what POST to a course, its orders and scores answers with. */
export type HttpOneCourse = { readonly course: HttpCourse }
export type HttpOrder = Order & {
  /** Of one session: the appointment it was signed for. Absent: of the course. */
  readonly appointmentId?: string
  /** What the next session takes, where none was signed for itself; of `session`: what that one takes. */
  readonly inForce: boolean
  readonly withdrawn?: { readonly by: string; readonly atMs: EpochMs; readonly reason: string }
}
export type HttpCourseSession = {
  readonly sessionId: SessionId
  /** Absent: not counted, the infusion was not started. */
  readonly number?: number
  readonly roomName: string
  readonly openedAtMs: EpochMs
  readonly closedAtMs?: EpochMs
  readonly startedAtMs?: EpochMs
  readonly outcome?: Outcome
  readonly weightKg?: number
  /** It was recorded for another patient first. */
  readonly formerly?: readonly HttpFormerly[]
}

/** Source: clinical facts §6: PHQ-9 0–27, MADRS 0–60, C-SSRS ideation 0–5 belong to the course. */
export const COURSE_SCALES = ['phq9', 'madrs', 'cssrs'] as const
export type CourseScale = (typeof COURSE_SCALES)[number]
export const SCALE_MAX: Readonly<Record<CourseScale, number>> = { phq9: 27, madrs: 60, cssrs: 5 }
export type HttpScore = {
  readonly scoreId: string
  readonly scale: CourseScale
  readonly value: number
  /** When it was asked. */
  readonly atMs: EpochMs
  readonly by: string
  readonly recordedAtMs: EpochMs
  readonly note?: string
  /** A mistake, kept in sight; it counts no more. */
  readonly struck?: { readonly by: string; readonly atMs: EpochMs; readonly reason: string }
}

/**
 * scheduled: to come. open: in its room now. closed: recorded, with its outcome. missed: its day is over and nothing was opened.
 * cancelled: taken off the list, with a reason.
 */
export type AppointmentState = 'scheduled' | 'open' | 'closed' | 'missed' | 'cancelled'
export type HttpAppointment = {
  readonly appointmentId: string
  readonly roomId: RoomId
  readonly roomName: string
  readonly atMs: EpochMs
  readonly patientCode: string
  readonly label?: string
  readonly courseId: string
  readonly indication: string
  /** 3 of 6; in maintenance the number goes on and `of` is absent. What it will be, until it is opened. */
  readonly number: number
  readonly of?: number
  /** What this session takes over; absent: none is signed. */
  readonly order?: Order
  readonly state: AppointmentState
  readonly sessionId?: SessionId
  /** Where the patient is, or was: the session's room, once there is one. */
  readonly sessionRoomId?: RoomId
  readonly outcome?: Outcome
  readonly cancelled?: { readonly by: string; readonly atMs: EpochMs; readonly reason: string }
  readonly by: string
}
/** GET /api/today?day=YYYY-MM-DD (the clinic's zone; absent: today). */
export type HttpToday = {
  readonly day: string
  readonly zone: string
  readonly fromMs: EpochMs
  readonly toMs: EpochMs
  /** In the order of the rooms; each by time. */
  readonly rooms: readonly HttpRoomToday[]
  /** How long after the end of an infusion nobody is discharged here, ms: a room is needed as long. */
  readonly dischargeAfterMs: number
  /** Codes of this day that could be taken for one another, each pair once. */
  readonly lookAlikes: readonly (readonly [string, string])[]
}
export type HttpRoomToday = {
  readonly roomId: RoomId
  readonly roomName: string
  readonly appointments: readonly HttpAppointment[]
  /** The session that is open in this room now: also one that is on no list. */
  readonly open?: { readonly sessionId: SessionId; readonly patientCode: string; readonly label?: string }
}
/** POST /api/courses/:courseId/appointments, POST /api/appointments/:appointmentId and …/cancel. */
export type HttpSavedAppointment = { readonly appointment: HttpAppointment }

/** GET and POST /api/sessions/:sessionId/escort. Never in the log. */
export type HttpEscort = {
  /** Absent: nobody has been named, or it was erased with the label. */
  readonly escort?: {
    readonly name: string
    readonly phone: string
    readonly by: string
    readonly atMs: EpochMs
  }
}
/** GET /api/sessions/:sessionId/patient: what the header of a session says beside the code. */
export type HttpSessionPatient = {
  readonly patientCode: string
  /** Absent: none, erased, or this viewer does not read labels. */
  readonly label?: string
  /** The hub has this patient; false: the session was opened for a code alone. */
  readonly known: boolean
}

// ── what is sent ─────────────────────────────────────────────────────────────────────────────────────────
const zText = zLines.trim().max(300)
const zSaid = zLines.trim().min(1).max(300)
/** Initials and a birth year; short, so that nobody keeps a life in it. */
const zLabel = zLine.trim().min(1).max(MAX_LABEL)

export const zNewPatient = z.strictObject({ patientCode: z.string().max(64), label: zLabel.optional() })
export type HttpNewPatient = z.infer<typeof zNewPatient>
export const zNewLabel = z.strictObject({ label: zLabel })
export const zNewCourse = z.strictObject({
  indication: zLine.trim().min(1).max(MAX_INDICATION),
  planned: z.int().min(1).max(MAX_PLANNED).default(6),
  maintenance: z.boolean().default(false),
})
export type HttpNewCourse = z.input<typeof zNewCourse>
/** POST /api/courses/:courseId: what is absent stays. */
export const zChangedCourse = z.strictObject({
  indication: zLine.trim().min(1).max(MAX_INDICATION).optional(),
  planned: z.int().min(1).max(MAX_PLANNED).optional(),
  maintenance: z.boolean().optional(),
})
export type HttpChangedCourse = z.infer<typeof zChangedCourse>
/** A line of the PRN list as it is signed: nothing of it is left to be guessed at the chair. */
export const zNewPrn = zPrn
  .extend({
    which: zLine.trim().min(1).max(60).optional(),
    /** With the route it fits into the dose of a drug that was given. */
    dose: zLine
      .trim()
      .max(60)
      .regex(/\d.*\p{L}/u, 'a dose is a number and its unit, such as 4 mg'),
    route: zPrn.shape.route.unwrap(),
  })
  .refine(({ drug, which }) => drug !== 'other' || which !== undefined, {
    path: ['which'],
    message: 'another drug is named',
  })
/** POST /api/courses/:courseId/orders. Who signs and when is the hub's to say. */
export const zNewOrder = zOrder
  .omit({ orderId: true, signedBy: true, signedAtMs: true, scope: true })
  .extend({
    prn: z.array(zNewPrn).max(20),
    /** Of one session; absent: of the course. */
    appointmentId: zId.optional(),
    /** An unlikely figure was asked about, and is right. */
    confirmed: z.literal(true).optional(),
  })
  .superRefine(seenOnly)
export type HttpNewOrder = z.infer<typeof zNewOrder>
/** POST /api/orders/:orderId/withdraw, /api/scores/:scoreId/strike, /api/appointments/:appointmentId/cancel. */
export const zReason = z.strictObject({ reason: zSaid })
/** POST /api/courses/:courseId/scores. What the scale allows is checked with it. */
export const zNewScore = z.strictObject({
  scale: z.enum(COURSE_SCALES),
  value: z.int(),
  /** Absent: now. */
  atMs: zEpochMs.optional(),
  note: zText.optional(),
})
export type HttpNewScore = z.infer<typeof zNewScore>
export const zNewAppointment = z.strictObject({ roomId: zId, atMs: zEpochMs })
export type HttpNewAppointment = z.infer<typeof zNewAppointment>
/** POST /api/appointments/:appointmentId: another room, another time, or both. */
export const zChangedAppointment = z.strictObject({ roomId: zId.optional(), atMs: zEpochMs.optional() })
export type HttpChangedAppointment = z.infer<typeof zChangedAppointment>
export const zNewEscort = z.strictObject({
  name: zLine.trim().min(1).max(80),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9 ()/.-]{3,30}$/),
})
export type HttpNewEscort = z.infer<typeof zNewEscort>
/** A code as it stands in an address. */
export const zCodeInPath = zPatientCode
