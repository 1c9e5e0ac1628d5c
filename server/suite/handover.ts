// Owns giving a room and its patient to another person: offered by whoever has it, accepted by the person named, at a screen
// where they are signed in. Never lets a room change hands unseen: the one who gives has it until the other has accepted.

import { NO_RULES, rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { alarmWords } from '@chairside/shared/alarm/words/text.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs, PersonId, RoomId, ScreenId } from '@chairside/shared/ids.ts'
import type { Command, HandoverNow, Offer } from '@chairside/shared/protocol/screens.ts'
import type { Actor, RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { handoverLines } from '@chairside/shared/visit/handover.ts'
import { handoverHead } from '@chairside/shared/visit/handover-head.ts'
import { ago, type SuiteCommandBody } from '../session/acts/act.ts'
import { newestValues } from '../session/acts/decide-alarms.ts'
import type { Room } from '../session/rooms/room.ts'
import type { Directory } from '../store/directory.ts'
import type { SuiteState } from './suite-state.ts'

type Body<T extends SuiteCommandBody['type']> = Extract<SuiteCommandBody, { type: T }>
/** Of the suite's stream, in one commit. */
export type Decided = Result<readonly RecordBody[]>
export type Signed = {
  readonly by: Actor
  readonly screenId?: ScreenId
  readonly commandId: Command['commandId']
}

const MOST_LINES = 60
const LONGEST = 300

export type Handover = {
  offer(signed: Signed, body: Body<'handover.offer'>): Promise<Decided>
  answer(signed: Signed, body: Body<'handover.answer'>): Promise<Decided>
  /** What is read first. */
  look(roomId: RoomId): Promise<Result<HandoverNow>>
}

const linesOf = (session: SessionState | undefined, nowMs: EpochMs): string[] =>
  session?.opened === undefined
    ? ['No session is open in this room.']
    : handoverLines(session, nowMs)
        .slice(0, MOST_LINES)
        .map((line) => line.slice(0, LONGEST))

/** Acknowledgements that stand here by this person's name. */
const acknowledgedBy = (session: SessionState | undefined, personId: string | undefined) =>
  Object.values(session?.alarms ?? {}).filter(
    ({ acknowledged }) => acknowledged !== undefined && acknowledged.personId === personId,
  )

export function createHandover(deps: {
  readonly state: () => SuiteState
  readonly directory: Pick<Directory, 'person' | 'clinicians' | 'signedIn'>
  readonly room: (roomId: RoomId) => Room | undefined
  readonly nowMs: () => EpochMs
}): Handover {
  const { state, directory, nowMs } = deps
  const sessionIn = (room: Room): SessionState | undefined => room.actor()?.committed().session

  const noRoom = refuse('not-found', 'There is no such room.', 'body.roomId')

  const offer: Handover['offer'] = async (signed, { roomId, toPersonId }) => {
    const room = deps.room(roomId)
    if (room === undefined) return noRoom
    const has = state().rooms[roomId]
    if (has === undefined)
      return refuse(
        'state-moved',
        `Nobody has ${room.name()}: whoever is to have it takes it.`,
        'body.roomId',
      )
    if (has.personId !== signed.by.personId)
      return refuse(
        'state-moved',
        `${has.name} has ${room.name()}, not you: only they hand it over. In need, take it.`,
        'body.roomId',
      )
    const before = state().offers[roomId]
    if (before !== undefined)
      return refuse(
        'state-moved',
        `${room.name()} is offered to ${before.to.name} already (${ago(nowMs(), before.atMs)}): withdraw that first.`,
        'body.roomId',
      )
    if (toPersonId === signed.by.personId)
      return refuse('state-moved', 'You have this room already.', 'body.toPersonId')
    const found = await directory.person(toPersonId as string as PersonId)
    if (found === undefined || found.disabled)
      return refuse('not-found', 'There is no such person here.', 'body.toPersonId')
    const { actor: to } = found
    if (to.role !== 'nurse' && to.role !== 'physician')
      return refuse(
        'not-allowed',
        `${to.name} is neither a nurse nor a physician here and cannot have a room.`,
        'body.toPersonId',
      )
    return ok([bodyOf(signed, room, 'offered', signed.by, to)])
  }

  const bodyOf = (
    signed: Signed,
    room: Room,
    event: 'offered' | 'accepted' | 'declined' | 'withdrawn',
    from: Actor,
    to: Actor,
  ): RecordBody => {
    const session = sessionIn(room)
    const sessionId = session?.opened?.sessionId
    return {
      kind: 'handover',
      ...signed,
      event,
      roomId: room.roomId as never,
      ...(sessionId === undefined ? {} : { sessionId: sessionId as never }),
      from,
      to,
      lines: linesOf(session, nowMs()),
    }
  }

  /** Those that the other takes over are his own from now on, before anything of the first one's ends. */
  const retake = async (
    signed: Signed,
    room: Room,
    from: Actor,
    alarmIds: readonly string[],
  ): Promise<Result<true>> => {
    const actor = room.actor()
    const session = sessionIn(room)
    if (actor === undefined || session === undefined) return ok(true)
    for (const { alarm } of acknowledgedBy(session, from.personId)) {
      if (!alarmIds.includes(alarm.alarmId)) continue
      const { alarmId, level } = alarm
      const values = newestValues(session, alarm.values)
      const written = await actor.record({ kind: 'acknowledgement', ...signed, alarmId, level, values })
      if (!written.ok && written.error.code !== 'session-closed') return written
    }
    return ok(true)
  }

  const answer: Handover['answer'] = async (
    signed,
    { roomId, answer: said, seenSeq, retake: taken = [] },
  ) => {
    const room = deps.room(roomId)
    if (room === undefined) return noRoom
    const open = state().offers[roomId]
    if (open === undefined)
      return refuse(
        'state-moved',
        `${room.name()} is not offered to anybody now: it was accepted, declined or withdrawn.`,
        'body.roomId',
      )
    const { from, to } = open
    const me = signed.by.personId
    if (said === 'withdraw') {
      if (me !== from.personId)
        return refuse('not-allowed', `Only ${from.name}, who offered it, withdraws it.`, 'body.answer')
      return ok([bodyOf(signed, room, 'withdrawn', from, to)])
    }
    if (me !== to.personId)
      return refuse(
        'not-allowed',
        `${room.name()} is offered to ${to.name}: only they answer, at a screen where they are signed in.`,
        'body.answer',
      )
    if (said === 'decline') return ok([bodyOf(signed, room, 'declined', from, to)])
    const session = sessionIn(room)
    const newest = session === undefined ? 0 : handoverHead(session)
    if (seenSeq > (session?.head ?? 0))
      return refuse(
        session === undefined ? 'state-moved' : 'malformed',
        session === undefined
          ? 'The session that you read has ended: read this hand-over again, then accept.'
          : 'Nothing is recorded up to there yet: say which record you have read.',
        'body.seenSeq',
      )
    if (newest > seenSeq)
      return refuse(
        'state-moved',
        'Something was added to this hand-over since you read it: read it again, then accept.',
        'body.seenSeq',
      )
    const retaken = await retake(signed, room, from, taken)
    if (!retaken.ok) return retaken
    return ok([
      bodyOf(signed, room, 'accepted', from, to),
      { kind: 'roomNurse', ...signed, roomId: roomId as never, event: 'taken' },
    ])
  }

  return {
    offer,
    answer,
    async look(roomId) {
      const room = deps.room(roomId)
      if (room === undefined) return refuse('not-found', 'There is no such room.', 'roomId')
      const [people, signedIn] = await Promise.all([directory.clinicians(), directory.signedIn()])
      const session = sessionIn(room)
      const rules = session === undefined ? NO_RULES : (rulesOfSession(session) ?? NO_RULES)
      const nurse = state().rooms[roomId]
      const offered = offersOf(state(), deps.room).find((one) => one.roomId === roomId)
      const sessionId = session?.opened?.sessionId
      return ok({
        roomId,
        roomName: room.name(),
        ...(sessionId === undefined ? {} : { sessionId }),
        head: session?.head ?? 0,
        lines: linesOf(session, nowMs()),
        acknowledged: acknowledgedBy(session, nurse?.personId).map(({ alarm }) => {
          const { name, what } = alarmWords(rules, alarm, nowMs())
          return { alarmId: alarm.alarmId, text: `${name} · ${what}` }
        }),
        ...(nurse === undefined ? {} : { nurse }),
        ...(offered === undefined ? {} : { offer: offered }),
        people: people
          .filter(({ personId }) => personId !== nurse?.personId)
          .map((person) => ({ person, signedIn: signedIn.has(person.personId) })),
      })
    },
  }
}

/** Rooms that are offered, oldest first. */
export const offersOf = (
  { offers }: Pick<SuiteState, 'offers'>,
  room: (roomId: RoomId) => Room | undefined,
): Offer[] =>
  Object.entries(offers)
    .map(([id, { from, to, atMs }]) => {
      const roomId = id as RoomId
      return { roomId, roomName: room(roomId)?.name() ?? roomId, from, to, atMs }
    })
    .sort((a, b) => a.atMs - b.atMs)
