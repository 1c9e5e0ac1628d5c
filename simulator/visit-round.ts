// Owns walking visits at a hub: opens each room's session from today's list, does what is next by commands, and begins the next visit
// when one is over. Never touches a session whose patient is not simulated, and never hurries past what a person does.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { dischargeNow, endOfInfusion } from '@chairside/shared/visit/discharge.ts'
import type { Person } from './adapters/person.ts'
import type { SessionView } from './adapters/session-view.ts'
import { appointmentFor, CODE_PREFIX, simulatedCode } from './clinic-day.ts'
import type { Rounds, RoundsOptions } from './nurse.ts'
import { nextStep, type Step } from './visit-steps.ts'

/** Hub time. Left over from another day: a demo whose visit is older than this begins anew. */
const OVER_AFTER_MS = 4 * 3_600_000
/** A step a second, as a quick nurse would; not more than a few a second of the wall, however fast the hub's time runs. */
const STEP_MS = 1_000
const WALL_STEP_MS = 150
const AFTER_REFUSAL_MS = 10_000
const NEXT_VISIT_MS = 5 * 60_000
/** A hold that nobody at a screen has answered for so long is answered by the simulated physician, so that the room goes on. */
const PHYSICIAN_AFTER_MS = 3 * 60_000
/** From the end of the infusion: what still keeps a patient then (an alarm that nobody sees to) is left to the physician. */
const STAYS_AT_MOST_MS = 90 * 60_000
/** Told of a step that is not told of by itself. */
const TOLD: Readonly<Partial<Record<Step['type'], string>>> = {
  'infusion.start': 'infusion started',
  'infusion.stop': 'the planned dose is in; the stop is recorded',
  'gate.ask': 'the gate holds: a physician is asked',
  'session.end': 'discharged; the session is closed',
}

const words = (error: Refusal): string => `${error.message} (${error.code})`

type RoomState = {
  sessionId?: SessionId | undefined
  view?: SessionView | undefined
  /** What was done last: nothing more before it has come back. */
  throughSeq: number
  notBeforeMs: number
  lastSaid: string
}

async function asPhysician(signIn: () => Promise<Person>, body: CommandBody, head: number) {
  const physician = await signIn()
  const done = await physician.command(body, head)
  physician.close()
  return { done, name: physician.name }
}

export async function walkVisits(options: RoundsOptions): Promise<Rounds> {
  const { person, physician, say } = options
  const timers = new Set<{ cancel(): void }>()
  let stopped = false

  const nowMs = (): number => person.clock()?.nowMs() ?? 0
  const sayOnce = (room: RoomState, sentence: string): void => {
    if (room.lastSaid === sentence) return
    room.lastSaid = sentence
    say(sentence)
  }
  const forget = (room: RoomState): void => {
    room.view?.close()
    room.view = undefined
    room.sessionId = undefined
    room.throughSeq = 0
    room.notBeforeMs = nowMs() + NEXT_VISIT_MS
  }

  const adopt = (room: RoomState, sessionId: SessionId): void => {
    room.sessionId = sessionId
    room.view = person.view(sessionId)
  }

  const open = async (roomId: RoomId, room: RoomState): Promise<void> => {
    const number = /\d{1,3}$/.exec(roomId)?.[0] ?? '1'
    const code = simulatedCode(`${CODE_PREFIX}${10 + Number(number)}`)
    const planned = await appointmentFor({ nurse: person, physician }, roomId, code, nowMs())
    if (!planned.ok) {
      sayOnce(room, `${roomId}: nobody could be put on the list. ${words(planned.error)}`)
      room.notBeforeMs = nowMs() + AFTER_REFUSAL_MS
      return
    }
    const { patientCode, appointmentId } = planned.value
    const opened = await person.openSession(roomId, patientCode, appointmentId)
    if (!opened.ok) {
      sayOnce(room, `${roomId}: no session was opened. ${words(opened.error)}`)
      room.notBeforeMs = nowMs() + AFTER_REFUSAL_MS
      return
    }
    say(`${roomId}: session ${patientCode} opened by ${person.name}.`)
    adopt(room, opened.value.sessionId)
    room.throughSeq = opened.value.seq
  }

  /** Who takes the patient home is no fact of the log: it stands in the store. */
  const nameEscort = async (sessionId: SessionId): Promise<void> => {
    const escort = { name: 'Simulated escort', phone: '000' }
    await person.ask('POST', `/api/sessions/${sessionId}/escort`, escort)
  }

  const act = async (roomId: RoomId, room: RoomState, step: Step, head: number): Promise<void> => {
    const { sessionId } = room
    if (sessionId === undefined) return
    if (step.type === 'checkIn.answer' && step.item === 'escort') await nameEscort(sessionId)
    const done = await person.command({ ...step, sessionId } as Parameters<typeof person.command>[0], head)
    if (done.ok) {
      room.throughSeq = Math.max(room.throughSeq, done.seq)
      const told = TOLD[step.type]
      if (told !== undefined) say(`${roomId}: ${told}.`)
      return
    }
    room.notBeforeMs = nowMs() + AFTER_REFUSAL_MS
    if (done.error.code !== 'state-moved')
      sayOnce(room, `${roomId}: ${step.type} was refused. ${words(done.error)}`)
  }

  const look = async (roomId: RoomId, room: RoomState): Promise<void> => {
    if (nowMs() < room.notBeforeMs) return
    if (room.sessionId === undefined || room.view === undefined) {
      await find(roomId, room)
      return
    }
    const seen = await room.view.state()
    if (!seen.ok) return
    const state = seen.value
    if (state.closed !== undefined) {
      forget(room)
      return
    }
    if (state.head < room.throughSeq || !options.infuse) return
    const step = nextStep(state, nowMs())
    if (step !== undefined) await act(roomId, room, step, state.head)
    else if (!(await answerGate(roomId, room, state))) await letGo(roomId, room, state)
  }

  const answerGate = async (roomId: RoomId, room: RoomState, state: SessionState): Promise<boolean> => {
    const asked = state.phase === 'baseline' ? state.visit.gateAsked : undefined
    const { sessionId } = room
    if (asked === undefined || sessionId === undefined || physician === undefined) return false
    if (nowMs() - asked.recordedAtMs < PHYSICIAN_AFTER_MS) return true
    const body = { type: 'gate.accept', sessionId, reason: 'Seen by the simulated physician.' } as const
    const { done, name } = await asPhysician(physician, body, state.head)
    room.notBeforeMs = nowMs() + (done.ok ? 0 : AFTER_REFUSAL_MS)
    if (done.ok) room.throughSeq = Math.max(room.throughSeq, done.seq)
    if (done.ok) say(`${roomId}: ${name} has accepted what the gate holds.`)
    return true
  }

  const letGo = async (roomId: RoomId, room: RoomState, state: SessionState): Promise<void> => {
    const { sessionId } = room
    const endMs = endOfInfusion(state)
    const isOver = state.phase === 'recovery' || state.phase === 'ready'
    if (!isOver || endMs === undefined || sessionId === undefined || physician === undefined) return
    if (nowMs() - endMs < STAYS_AT_MOST_MS) return
    const { waitingFor } = dischargeNow(state, nowMs())
    const reason = `Simulated; still waiting for: ${waitingFor.join(', ')}`.slice(0, 300)
    const body = { type: 'session.end', sessionId, outcome: 'dischargedEarly', reason } as const
    const { done, name } = await asPhysician(physician, body, state.head)
    room.notBeforeMs = nowMs() + AFTER_REFUSAL_MS
    if (done.ok) say(`${roomId}: ${name} has let the patient go. ${reason}.`)
    else sayOnce(room, `${roomId}: the patient could not be let go. ${words(done.error)}`)
  }

  const lookAgain = (roomId: RoomId, room: RoomState): Promise<void> =>
    look(roomId, room).catch((error: unknown) => {
      room.notBeforeMs = nowMs() + AFTER_REFUSAL_MS
      sayOnce(room, `${roomId}: ${String(error)}`)
    })

  /** A session that is there already is gone on with, unless it is another patient's or of another day. */
  const find = async (roomId: RoomId, room: RoomState): Promise<void> => {
    const found = await person.room(roomId)
    if (!found.ok) {
      sayOnce(room, `${roomId}: ${words(found.error)}`)
      room.notBeforeMs = nowMs() + AFTER_REFUSAL_MS
      return
    }
    const { session } = found.value
    if (session === undefined) return open(roomId, room)
    if (!session.patientCode.startsWith(CODE_PREFIX)) {
      sayOnce(room, `${roomId}: a session of another patient is open; it is left alone.`)
      room.notBeforeMs = nowMs() + NEXT_VISIT_MS
      return
    }
    const { sessionId, openedAtMs, head } = session
    if (nowMs() - openedAtMs < OVER_AFTER_MS) return adopt(room, sessionId)
    const left = { type: 'session.end', sessionId, outcome: 'left', reason: 'The demo was ended.' } as const
    const closed = await person.command(left, head)
    if (closed.ok) return open(roomId, room)
    sayOnce(room, `${roomId}: the old session could not be closed. ${words(closed.error)}`)
    room.notBeforeMs = nowMs() + AFTER_REFUSAL_MS
  }

  const rooms = options.roomIds.map((name): readonly [RoomId, RoomState] => [
    name as RoomId,
    { throughSeq: 0, notBeforeMs: 0, lastSaid: '' },
  ])
  const later = (roomId: RoomId, room: RoomState): void => {
    const clock = person.clock()
    if (stopped || clock === undefined) return
    const everyMs = Math.max(STEP_MS, WALL_STEP_MS * clock.rate())
    const timer = clock.at(clock.nowMs() + everyMs, () => {
      timers.delete(timer)
      void lookAgain(roomId, room).finally(() => later(roomId, room))
    })
    timers.add(timer)
  }
  for (const [roomId, room] of rooms) {
    await lookAgain(roomId, room)
    later(roomId, room)
  }
  return {
    stop() {
      stopped = true
      for (const timer of timers) timer.cancel()
      for (const [, { view }] of rooms) view?.close()
    },
  }
}
