// Owns how a session is begun: what refuses it, what it is judged by, and its first records in one go.
// Never leaves a room taken, an appointment taken or an actor running where nothing was recorded.
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import type { RecordSeq, RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { Command, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { Site } from '@chairside/shared/visit/site.ts'
import type { Logger } from 'pino'
import type { SessionLog } from '../log/session-log.ts'
import type { Directory, HashedRuleSet } from '../store/directory.ts'
import type { SignedDoer } from './acts/act.ts'
import { firstFacts } from './first-facts.ts'
import type { OnePlace } from './rooms/one-place.ts'
import type { Room } from './rooms/room.ts'
import type { SessionActor } from './session-actor.ts'
import type { VisitSource } from './visit-source.ts'

type OpenBody = Extract<CommandBody, { type: 'session.open' }>
type Opened = Result<{ readonly sessionId: SessionId; readonly seq: RecordSeq }>

/** @returns the session and the sequence number of its last first record, or why there is none: then nothing was recorded */
export type OpenSession = (command: Command, body: OpenBody, doer: SignedDoer) => Promise<Opened>

export type OpeningDeps = {
  readonly log: SessionLog
  readonly clock: HubClock
  readonly logger: Logger
  readonly directory: Directory
  readonly visits: VisitSource
  readonly zone: string
  readonly site: Site
  readonly newId: () => string
  /** What every new session is judged by, whatever the store says; absent: the store says. */
  readonly rules: HashedRuleSet | undefined
  readonly room: (roomId: RoomId) => Room | undefined
  /** Rooms that are being taken, by an opening or a move. */
  readonly opening: Set<RoomId>
  readonly placed: Map<SessionId, { readonly actor: SessionActor; readonly room: Room }>
  readonly onePlace: OnePlace
  readonly startActor: (sessionId: SessionId, room: Room, rules: RuleSet) => Promise<SessionActor>
  readonly lookAfter: (what: string, work: Promise<unknown>) => void
  readonly recordInSuite: (...bodies: readonly RecordBody[]) => Promise<Result<unknown>>
  readonly onRoomChanged: (room: Room) => void
}

/** Whatever is wrong with an appointment is wrong with one of three fields. */
const fieldOfTake = ({ code }: Refusal): string =>
  code === 'code-mistyped'
    ? 'body.patientCode'
    : code === 'wrong-place'
      ? 'body.roomId'
      : 'body.appointmentId'

export function createOpening(deps: OpeningDeps): OpenSession {
  const { log, clock, logger, directory, visits, opening, placed, onePlace } = deps

  const mayOpen = (room: Room): Result<true> => {
    if (room.actor() !== undefined || opening.has(room.roomId))
      return refuse(
        'session-already-open',
        `A session is already open in ${room.name()}. Close it first.`,
        'body.roomId',
      )
    const disk = log.disk().state
    if (disk === 'noNewSessions' || disk === 'failed')
      return refuse(
        'disk-low',
        'The hub’s disk is nearly full: no new session can be opened. Free some space on it.',
      )
    return ok(true)
  }

  /** What a new session is judged by. */
  const rulesFor = async (profile: OpenBody['profile']): Promise<Result<HashedRuleSet>> => {
    if (deps.rules !== undefined && profile === undefined) return ok(deps.rules)
    const found = await directory.rulesFor(profile)
    if (!found.ok) return refuse(found.error.code, found.error.message, 'body.profile')
    const { ruleSet, fallback } = found.value
    if (fallback !== undefined)
      logger.error(
        { reason: fallback.message },
        'the profile in force cannot be used; the one that ships stands in',
      )
    return ok(ruleSet)
  }

  /** Everything that can be refused comes first; then the session stands in the room before anything else arrives there. */
  const begin = async (
    sessionId: SessionId,
    room: Room,
    command: Command,
    body: OpenBody,
    doer: SignedDoer,
  ): Promise<Opened> => {
    const rules = await rulesFor(body.profile)
    if (!rules.ok) return rules
    const { appointmentId, patientCode } = body
    const { roomId } = room
    const plan =
      appointmentId === undefined
        ? ok(undefined)
        : await visits.take(appointmentId, { sessionId, patientCode, roomId })
    if (!plan.ok) return refuse(plan.error.code, plan.error.message, fieldOfTake(plan.error))
    const facts = firstFacts({
      sessionId,
      room,
      command,
      patientCode,
      ruleSet: rules.value,
      plan: plan.value,
      site: deps.site,
      zone: deps.zone,
      clockRate: rateNumber(clock.rate),
      doer,
    })
    if (!facts.ok) return facts
    const isVisit = facts.value.some(
      (one) => one.kind === 'session.opened' && one.site?.checkIn === 'required',
    )
    const alone = isVisit ? onePlace.enter(sessionId, patientCode) : ok(true)
    if (!alone.ok) return alone
    let actor: SessionActor
    try {
      actor = await deps.startActor(sessionId, room, rules.value)
    } catch (error) {
      logger.error({ err: error }, 'a session could not be begun')
      return refuse('storage-failed', 'The session could not be written. Nothing was recorded.')
    }
    // In one go and adopted at once, so that no report falls between the held minutes and the session.
    const written = actor.open(facts.value, body.includeHeld ? room.held.items(clock.nowMs()) : [])
    placed.set(sessionId, { actor, room })
    room.adopt(actor)
    const opened = await written
    if (!opened.ok) {
      placed.delete(sessionId)
      room.abandon()
      actor.stop()
      return opened
    }
    room.held.clear()
    deps.onRoomChanged(room)
    await deps.recordInSuite({ kind: 'session.listed', sessionId, roomId, event: 'opened' })
    return ok({ sessionId, seq: opened.value.seq })
  }

  return async (command, body, doer) => {
    const room = deps.room(body.roomId)
    if (room === undefined) return refuse('not-found', 'There is no such room.', 'body.roomId')
    const free = mayOpen(room)
    if (!free.ok) return free
    opening.add(room.roomId)
    const sessionId = deps.newId() as SessionId
    try {
      const begun = await begin(sessionId, room, command, body, doer)
      if (!begun.ok && body.appointmentId !== undefined)
        deps.lookAfter('an appointment was not given back', visits.giveBack(body.appointmentId, sessionId))
      return begun
    } finally {
      opening.delete(room.roomId)
      onePlace.leave(sessionId)
    }
  }
}
