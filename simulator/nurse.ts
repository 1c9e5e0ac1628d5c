// Owns what the demo's nurse does in each room: a whole visit where the hub keeps check-in; where it does not, a session with
// the infusion started in it and stopped when the plan is over. Never touches a session whose patient is not simulated.
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { HttpMe } from '@chairside/shared/protocol/http.ts'
import type { InfusionPlan } from '@chairside/shared/record/record.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { Person } from './adapters/person.ts'
import { CODE_PREFIX } from './clinic-day.ts'
import { walkVisits } from './visit-round.ts'

/** The usual order for 70 kg: 0.5 mg/kg over 40 min, 52.5 mL/h. Source: clinical facts §6. */
export const DEMO_PLAN: InfusionPlan = { drug: 'Ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
/** Left over from another day: a demo that has been infusing for longer than this begins anew. */
const OVER_AFTER_MS = 3 * 3_600_000

export type RoundsOptions = {
  readonly person: Person
  /** Signs in whoever signs the orders of simulated patients, anew each time: between two acts lie hours. Absent: people do it. */
  readonly physician?: (() => Promise<Person>) | undefined
  readonly roomIds: readonly string[]
  readonly infuse: boolean
  readonly say: (sentence: string) => void
}
export type Rounds = { stop(): void }

/** SIM-101 for room-1: the same room has the same code, however the rooms are dealt to programs. */
const codeFor = (roomId: string, index: number): string =>
  `${CODE_PREFIX}${100 + Number(/\d{1,3}$/.exec(roomId)?.[0] ?? index + 1)}`

const words = (error: Refusal): string => `${error.message} (${error.code})`

/** Goes through the rooms; resolves when every room has been seen to once. What comes later is done in its time. */
export async function goRound(options: RoundsOptions): Promise<Rounds> {
  const me = await options.person.ask<HttpMe>('GET', '/api/me')
  const isVisit = me.ok && me.value.site?.checkIn === 'required'
  return isVisit ? walkVisits(options) : startAndStop(options)
}

async function startAndStop(options: RoundsOptions): Promise<Rounds> {
  const { person, say } = options
  const timers: { cancel(): void }[] = []

  const freshSession = async (roomId: RoomId, code: string) => {
    const opened = await person.openSession(roomId, code)
    if (opened.ok) say(`${roomId}: session ${code} opened by ${person.name}.`)
    else say(`${roomId}: no session was opened. ${words(opened.error)}`)
    return opened.ok ? opened.value : undefined
  }

  const stopInfusion = async (roomId: RoomId, sessionId: SessionId): Promise<void> => {
    const room = await person.room(roomId)
    const session = room.ok ? room.value.session : undefined
    if (session?.sessionId !== sessionId || session.infusion !== 'infusing') return
    const done = await person.command({ type: 'infusion.stop', sessionId }, session.head)
    if (done.ok) say(`${roomId}: the planned dose is in; the stop is recorded.`)
  }
  const stopWhenOver = (roomId: RoomId, sessionId: SessionId, startedAtMs: number): void => {
    const clock = person.clock()
    if (clock === undefined) return
    const overAtMs = startedAtMs + DEMO_PLAN.minutes * 60_000
    timers.push(
      clock.at(overAtMs, () => {
        stopInfusion(roomId, sessionId).catch((error: unknown) => say(`${roomId}: ${String(error)}`))
      }),
    )
  }

  for (const [index, name] of options.roomIds.entries()) {
    const roomId = name as RoomId
    const found = await person.room(roomId)
    if (!found.ok) {
      say(`${roomId}: ${words(found.error)}`)
      continue
    }
    let { session } = found.value
    const code = codeFor(roomId, index)
    if (session !== undefined && !session.patientCode.startsWith(CODE_PREFIX)) {
      say(`${roomId}: a session of another patient is open; it is left alone.`)
      continue
    }
    const nowMs = person.clock()?.nowMs() ?? 0
    if (session?.startedAtMs !== undefined && nowMs - session.startedAtMs > OVER_AFTER_MS) {
      const { sessionId, head } = session
      const closed = await person.command({ type: 'session.close', sessionId }, head)
      if (closed.ok) session = undefined
      else say(`${roomId}: the old session could not be closed. ${words(closed.error)}`)
    }
    const now =
      session === undefined
        ? await freshSession(roomId, code)
        : { sessionId: session.sessionId, seq: session.head }
    if (now === undefined || !options.infuse) continue
    if (session?.startedAtMs !== undefined) {
      if (session.infusion === 'infusing') stopWhenOver(roomId, now.sessionId, session.startedAtMs)
      continue
    }
    const started = await person.startInfusion(now.sessionId, now.seq, DEMO_PLAN)
    if (started.ok) {
      say(
        `${roomId}: infusion started, ${DEMO_PLAN.doseMg} mg in ${DEMO_PLAN.volumeMl} mL over ${DEMO_PLAN.minutes} min.`,
      )
      stopWhenOver(roomId, now.sessionId, person.clock()?.nowMs() ?? 0)
    } else say(`${roomId}: the infusion was not started. ${words(started.error)}`)
  }
  return {
    stop() {
      for (const timer of timers) timer.cancel()
    },
  }
}
