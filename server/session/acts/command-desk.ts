// Owns what becomes of a command: one answer per id, given again to whoever repeats it, found again after a restart.
// Never runs a command twice, and never one that nobody stands behind any more.

import { createHash } from 'node:crypto'
import { mayCommand, mayUnsigned } from '@chairside/shared/access.ts'
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import { type CommandId, type RecordSeq, sessionStream } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import {
  COMMAND_EXPIRES_MS,
  type Command,
  type CommandAnswer,
  SIGN_IN_WAITS_MS,
} from '@chairside/shared/protocol/screens.ts'
import { refuse } from '@chairside/shared/result.ts'
import type { SessionRegistry } from '../session-registry.ts'
import { type Doer, isSuiteCommand, type SignedDoer, type SuiteCommandBody } from './act.ts'
import type { Gather } from './gather.ts'

/** Answers kept in memory; those of older commands that did something are found in the records. */
const ANSWERS_KEPT = 5_000
/** A screen's idea of hub time may run ahead a little. */
const PRESSED_AHEAD_MS = 2_000

export type CommandDesk = {
  run(command: Command, doer: Doer): Promise<CommandAnswer>
  /** The first answer; `command-unknown`: it never happened, and from now on it never will. */
  status(commandId: CommandId): Promise<CommandAnswer>
}

/** Whatever belongs to no session: the suite's own desk. */
export type SuiteActs = {
  run(command: Command, body: SuiteCommandBody, doer: Doer): Promise<CommandAnswer>
  /** The answer of a command that caused a record in the suite's stream. */
  knownCommand(commandId: CommandId): CommandAnswer | undefined
}

const OTHER_ACT = refuse(
  'malformed',
  'This id was given to another act already, so this one was not done: reload the screen, then press again.',
  'commandId',
)
/** What was asked, without keeping it: a second person's password may be in it. */
const markOf = ({ body }: Command): string => createHash('sha256').update(JSON.stringify(body)).digest('hex')

const UNKNOWN = refuse(
  'command-unknown',
  'The hub has no record of this command: it was not done, and it will not be.',
  'commandId',
)

/** The newest entries by command; the oldest go first. */
function createMemory<Value>(most: number) {
  const entries = new Map<CommandId, Value>()
  return {
    get: (commandId: CommandId) => entries.get(commandId),
    delete: (commandId: CommandId) => void entries.delete(commandId),
    keep(commandId: CommandId, value: Value): void {
      entries.set(commandId, value)
      const oldest = entries.size > most ? entries.keys().next().value : undefined
      if (oldest !== undefined) entries.delete(oldest)
    },
  }
}

/** A screen in the room does without a name what needs none, whoever is signed in there. */
const nobodyMay = ({ by }: Doer): CommandAnswer =>
  by === undefined
    ? refuse(
        'not-signed-in',
        'Nobody is signed in at this screen any more: sign in, then press again. Nothing was recorded.',
      )
    : refuse('not-allowed', `A sign-in as ${by.role} may not do this.`, 'body.type')

export function createCommandDesk(deps: {
  readonly registry: SessionRegistry
  readonly suite: SuiteActs
  readonly gather: Gather
  readonly clock: HubClock
  readonly newId: () => string
}): CommandDesk {
  const { registry, suite, clock } = deps
  const answers = createMemory<Promise<CommandAnswer>>(ANSWERS_KEPT)
  const marks = createMemory<string>(ANSWERS_KEPT)
  /** Asked after before they came: a message that is still under way on an old connection must not act later. */
  const voided = createMemory<CommandAnswer>(ANSWERS_KEPT)

  const knownCommand = (commandId: CommandId): CommandAnswer | undefined =>
    registry.knownCommand(commandId) ?? suite.knownCommand(commandId)

  const execute = async (command: Command, doer: Doer): Promise<CommandAnswer> => {
    const { body } = command
    const isSigned = mayCommand(doer.by?.role, body.type)
    const who: Doer = isSigned ? doer : { ...doer, by: undefined }
    if (!isSigned && !mayUnsigned(body.type)) return nobodyMay(doer)
    const rate = rateNumber(clock.rate)
    const nowMs = clock.nowMs()
    const { pressedAtHubMs, signedInAtHubMs = pressedAtHubMs } = command
    if (pressedAtHubMs - nowMs > PRESSED_AHEAD_MS * rate)
      return refuse('malformed', 'This was pressed in the hub’s future; reload the screen.', 'pressedAtHubMs')
    if (signedInAtHubMs < pressedAtHubMs || signedInAtHubMs - nowMs > PRESSED_AHEAD_MS * rate)
      return refuse(
        'malformed',
        'Signed in before it was pressed, or in the hub’s future.',
        'signedInAtHubMs',
      )
    if (signedInAtHubMs - pressedAtHubMs > SIGN_IN_WAITS_MS * rate)
      return refuse(
        'command-expired',
        'This was pressed more than 2 min before the sign-in and has not been done. Look at the screen, then press again.',
        'pressedAtHubMs',
      )
    if (nowMs - signedInAtHubMs > COMMAND_EXPIRES_MS * rate)
      return refuse(
        'command-expired',
        'This was pressed more than 10 s ago and has not been done. Look at the screen, then press again.',
        'pressedAtHubMs',
      )
    if (body.type === 'session.open') {
      const opened = await registry.open(command, body, who as SignedDoer)
      if (!opened.ok) return opened
      const { sessionId, seq } = opened.value
      return { ok: true, stream: sessionStream(sessionId), seq, sessionId }
    }
    if (isSuiteCommand(body))
      return isSigned || doer.screenId !== undefined ? suite.run(command, body, who) : nobodyMay(doer)
    const room = registry.roomOf(body.sessionId)
    const isHere = doer.enrolledIn !== undefined && doer.enrolledIn === room?.roomId
    if (!isSigned && !isHere) return nobodyMay(doer)
    const actor = registry.openSession(body.sessionId)
    if (actor === undefined)
      return refuse(
        'session-closed',
        'This session is not open; nothing more can be recorded in it.',
        'body.sessionId',
      )
    const gathered = await deps.gather(command, who, actor.committed().session)
    const done =
      body.type === 'session.move'
        ? await registry.move(command, body, who, deps.newId())
        : body.type === 'monitor.swap' && room !== undefined
          ? await registry.swap(command, body, who, { actor, room })
          : await actor.command(command, who, deps.newId(), gathered)
    if (!done.ok) return done
    const first = done.value.records[0]
    return {
      ok: true,
      stream: sessionStream(actor.sessionId),
      seq: first?.seq ?? (actor.head() as RecordSeq),
      sessionId: actor.sessionId,
    }
  }

  return {
    async run(command, doer) {
      const { commandId } = command
      const before = answers.get(commandId)
      const mark = markOf(command)
      if (before !== undefined) return (marks.get(commandId) ?? mark) === mark ? before : OTHER_ACT
      const known = knownCommand(commandId) ?? voided.get(commandId)
      if (known !== undefined) return known
      const answer = execute(command, doer)
      answers.keep(commandId, answer)
      marks.keep(commandId, mark)
      const given = await answer.catch((error: unknown) => {
        answers.delete(commandId)
        throw error
      })
      // A passing fault may be tried again with the same id; nothing was recorded.
      if (!given.ok && errorClass(given.error.code) === 'transient') answers.delete(commandId)
      return given
    },
    async status(commandId) {
      const known = answers.get(commandId) ?? knownCommand(commandId)
      if (known !== undefined) return known
      voided.keep(commandId, UNKNOWN)
      return UNKNOWN
    },
  }
}
