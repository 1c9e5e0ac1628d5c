// Owns the acts that belong to no session: who is on duty, who has which room, whether the tone was heard.
// Never puts anybody on duty who is not a physician here, and never takes a room away from someone unseen.
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import { type EpochMs, SUITE_STREAM } from '@chairside/shared/ids.ts'
import type { Command, CommandAnswer } from '@chairside/shared/protocol/screens.ts'
import type { Actor, RecordBody } from '@chairside/shared/record/record.ts'
import { assertNever, invariant, type Result, refuse } from '@chairside/shared/result.ts'
import { ago, type Doer, type SuiteCommandBody } from '../session/acts/act.ts'
import type { SuiteActs } from '../session/acts/command-desk.ts'
import type { FoldedStream } from '../session/plain-stream.ts'
import type { Room } from '../session/rooms/room.ts'
import type { Directory } from '../store/directory.ts'
import { decideEvacuation } from './evacuation.ts'
import type { Handover } from './handover.ts'
import { TONE_VALID_MS } from './page.ts'
import type { SuiteState } from './suite-state.ts'

/** The list of rooms is a second old at most, and a finger is slower: nearer than this nobody can have seen it (wall). */
const UNSEEN_MS = 2_000

type Body<T extends SuiteCommandBody['type']> = Extract<SuiteCommandBody, { type: T }>
type Decided = Result<RecordBody>
type Bodies = Result<readonly RecordBody[]>

/** A patient whose visit is kept here would be nobody's. */
const isLeftAlone = (room: Room): boolean =>
  room.actor()?.committed().session.opened?.site?.checkIn === 'required'

const one = (decided: Decided): Bodies => (decided.ok ? { ok: true, value: [decided.value] } : decided)

export function createSuiteDesk(deps: {
  readonly stream: FoldedStream<SuiteState>
  readonly directory: Pick<Directory, 'person'>
  readonly room: (roomId: Room['roomId']) => Room | undefined
  readonly clock: HubClock
  readonly handover: Handover
}): SuiteActs {
  const { stream, clock } = deps
  const rate = rateNumber(clock.rate)

  const common = ({ commandId }: Command, doer: Doer) => ({
    ...(doer.by === undefined ? {} : { by: doer.by }),
    ...(doer.screenId === undefined ? {} : { screenId: doer.screenId }),
    commandId,
  })
  const signed = (command: Command, doer: Doer) => {
    invariant(doer.by !== undefined, `${command.body.type} came without a name`)
    return { ...common(command, doer), by: doer.by }
  }

  const duty = async (command: Command, body: Body<'duty.set'>, doer: Doer): Promise<Decided> => {
    const { role, personId, phone } = body
    let person: Actor | undefined
    if (personId !== undefined) {
      const found = await deps.directory.person(personId)
      if (found === undefined || found.disabled)
        return refuse('not-found', 'There is no such person here.', 'body.personId')
      if (found.actor.role !== 'physician')
        return refuse(
          'not-allowed',
          `${found.actor.name} is not a physician here and cannot be put on duty as one.`,
          'body.personId',
        )
      person = found.actor
    }
    return {
      ok: true,
      value: {
        ...signed(command, doer),
        kind: 'duty',
        role,
        ...(person === undefined ? {} : { person }),
        ...(person === undefined || phone === undefined ? {} : { phone }),
      },
    }
  }

  const nurse = (command: Command, body: Body<'room.take' | 'room.giveBack'>, doer: Doer): Decided => {
    const room = deps.room(body.roomId)
    if (room === undefined) return refuse('not-found', 'There is no such room.', 'body.roomId')
    const has = stream.state().rooms[room.roomId]
    const isMine = has !== undefined && has.personId === doer.by?.personId
    const nowMs = clock.nowMs()
    const value = (event: 'taken' | 'givenBack'): Decided => ({
      ok: true,
      value: { ...signed(command, doer), kind: 'roomNurse', roomId: room.roomId as never, event },
    })
    if (body.type === 'room.giveBack') {
      if (isMine && isLeftAlone(room))
        return refuse(
          'handover-first',
          `A patient is in ${room.name()}: hand it over, and it is yours until the other has accepted.`,
          'body.roomId',
        )
      if (isMine) return value('givenBack')
      return refuse(
        'state-moved',
        has === undefined ? `Nobody has ${room.name()}.` : `${has.name} has ${room.name()}, not you.`,
        'body.roomId',
      )
    }
    if (isMine)
      return refuse(
        'state-moved',
        `You have ${room.name()} already (${ago(nowMs, has.sinceMs)}).`,
        'body.roomId',
      )
    if (has !== undefined && has.sinceMs > command.pressedAtHubMs - UNSEEN_MS * rate)
      return refuse(
        'already-taken',
        `${has.name} has just taken ${room.name()} (${ago(nowMs, has.sinceMs)}).`,
        'body.roomId',
      )
    return value('taken')
  }

  const tone = (command: Command, { pageId, heard }: Body<'sound.heard'>, doer: Doer): Decided => {
    if (pageId !== doer.pageId)
      return refuse(
        'tone-test-stale',
        'This answer is of another load of the page: play the tone again, here.',
        'body.pageId',
      )
    const untilMs = (heard ? clock.nowMs() + TONE_VALID_MS * rate : clock.nowMs()) as EpochMs
    const place = doer.place ?? ''
    return {
      ok: true,
      value: { ...common(command, doer), kind: 'toneHeard', place, pageId, heard, untilMs },
    }
  }

  const decide = async (command: Command, body: SuiteCommandBody, doer: Doer): Promise<Bodies> => {
    switch (body.type) {
      case 'duty.set':
        return one(await duty(command, body, doer))
      case 'room.take':
      case 'room.giveBack':
        return one(nurse(command, body, doer))
      case 'sound.heard':
        return one(tone(command, body, doer))
      case 'handover.offer':
        return deps.handover.offer(signed(command, doer), body)
      case 'handover.answer':
        return deps.handover.answer(signed(command, doer), body)
      case 'evacuation.call':
      case 'evacuation.account':
      case 'evacuation.over':
        return decideEvacuation(stream.state(), body, signed(command, doer), deps.room, clock.nowMs())
      default:
        return assertNever(body)
    }
  }

  /** One after the other: two who take one room at once are not both told that they have it. */
  let before: Promise<unknown> = Promise.resolve()
  const run: SuiteActs['run'] = (command, body, doer) => {
    const done = before.then(async (): Promise<CommandAnswer> => {
      const decided = await decide(command, body, doer)
      if (!decided.ok) return decided
      const written = await stream.record(...decided.value)
      if (!written.ok) return written
      const [record] = written.value
      invariant(record !== undefined, 'a suite act is a record')
      return { ok: true, stream: SUITE_STREAM, seq: record.seq }
    })
    before = done.catch(() => undefined)
    return done
  }

  return {
    run,
    knownCommand(commandId) {
      const known = stream.state().commands.find(({ id }) => id === commandId)
      return known === undefined ? undefined : { ok: true, stream: SUITE_STREAM, seq: known.seq }
    },
  }
}
