// Owns what becomes of a command: one answer per id, given again to whoever repeats it, found again after a restart.
// Never runs a command twice, and never one that nobody stands behind any more.

import { mayCommand } from '@chairside/shared/access.ts'
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import { type CommandId, sessionStream } from '@chairside/shared/ids.ts'
import { COMMAND_EXPIRES_MS, type Command, type CommandAnswer } from '@chairside/shared/protocol/screens.ts'
import { refuse } from '@chairside/shared/result.ts'
import type { Doer } from './decide.ts'
import type { SessionRegistry } from './session-registry.ts'

/** Answers kept in memory; older ones are found in the sessions' own records. */
const ANSWERS_KEPT = 5_000
/** A screen's idea of hub time may run ahead a little. */
const PRESSED_AHEAD_MS = 2_000

export type CommandDesk = {
  run(command: Command, doer: Doer): Promise<CommandAnswer>
  /** The first answer; `command-unknown`: it never happened, and being old it never will. */
  status(commandId: CommandId): Promise<CommandAnswer>
}

export function createCommandDesk(
  registry: SessionRegistry,
  clock: HubClock,
  newId: () => string,
): CommandDesk {
  const answers = new Map<CommandId, Promise<CommandAnswer>>()

  const recorded = (commandId: CommandId): CommandAnswer | undefined => {
    for (const actor of registry.openActors()) {
      const found = actor.committed().commands.find((one) => one.id === commandId)
      if (found !== undefined)
        return {
          ok: true,
          stream: sessionStream(actor.sessionId),
          seq: found.seq,
          sessionId: actor.sessionId,
        }
    }
    return undefined
  }

  const execute = async (command: Command, doer: Doer): Promise<CommandAnswer> => {
    const { body } = command
    if (!mayCommand(doer.by.role, body.type))
      return refuse('not-allowed', `A sign-in as ${doer.by.role} may not do this.`, 'body.type')
    const rate = rateNumber(clock.rate)
    const nowMs = clock.nowMs()
    if (nowMs - command.pressedAtHubMs > COMMAND_EXPIRES_MS * rate)
      return refuse(
        'command-expired',
        'This was pressed more than 10 s ago and has not been done. Look at the screen, then press again.',
        'pressedAtHubMs',
      )
    if (command.pressedAtHubMs - nowMs > PRESSED_AHEAD_MS * rate)
      return refuse('malformed', 'This was pressed in the hub’s future; reload the screen.', 'pressedAtHubMs')
    if (body.type === 'session.open') {
      const opened = await registry.open(command, body, doer)
      if (!opened.ok) return opened
      const { sessionId, seq } = opened.value
      return { ok: true, stream: sessionStream(sessionId), seq: seq as never, sessionId }
    }
    const actor = registry.openSession(body.sessionId)
    if (actor === undefined)
      return refuse(
        'session-closed',
        'This session is not open; nothing more can be recorded in it.',
        'body.sessionId',
      )
    const done = await actor.command(command, doer, newId())
    if (!done.ok) return done
    const first = done.value.records[0]
    return {
      ok: true,
      stream: sessionStream(actor.sessionId),
      seq: (first?.seq ?? actor.head()) as never,
      sessionId: actor.sessionId,
    }
  }

  const keep = (commandId: CommandId, answer: Promise<CommandAnswer>): void => {
    answers.set(commandId, answer)
    if (answers.size <= ANSWERS_KEPT) return
    const oldest = answers.keys().next().value
    if (oldest !== undefined) answers.delete(oldest)
  }

  return {
    async run(command, doer) {
      const before = answers.get(command.commandId)
      if (before !== undefined) return before
      const onRecord = recorded(command.commandId)
      if (onRecord !== undefined) return onRecord
      const answer = execute(command, doer)
      keep(command.commandId, answer)
      const given = await answer.catch((error: unknown) => {
        answers.delete(command.commandId)
        throw error
      })
      // A passing fault may be tried again with the same id; nothing was recorded.
      if (!given.ok && given.error.code === 'storage-failed') answers.delete(command.commandId)
      return given
    },
    async status(commandId) {
      const known = answers.get(commandId)
      if (known !== undefined) return known
      return (
        recorded(commandId) ??
        refuse('command-unknown', 'The hub has no record of this command: it was not done.', 'commandId')
      )
    },
  }
}
