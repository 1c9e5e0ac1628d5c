// Owns what becomes of a person's act on its way to the hub: sending, recorded, refused, not sent, or not yet known.
// Never sends an act twice and never by itself later: an act without an answer is asked about, not repeated, also after a reload;
// one that was not sent stays in sight until a person sends it again, as a new act, or puts it away.
import type { CommandId, EpochMs, SessionId } from '@chairside/shared/ids.ts'
import {
  COMMAND_TIMEOUT_MS,
  type CommandAnswer,
  type CommandBody,
} from '@chairside/shared/protocol/screens.ts'
import { zCommandId } from '@chairside/shared/record/record.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Keeper, memoryKeeper } from '../kept.ts'
import type { HubLink } from './hub-link.ts'
import { againBody, forgetAct, keepAct, keptActs, mayAgain } from './kept-acts.ts'

export type CommandState =
  | { readonly is: 'sending' }
  /** Sent, and no answer came: the hub is asked what became of it. */
  | { readonly is: 'asking' }
  | { readonly is: 'recorded'; readonly seq: number; readonly sessionId?: SessionId }
  | { readonly is: 'refused'; readonly error: Refusal }
  /** It did not reach the hub and never will. */
  | { readonly is: 'notSent'; readonly why: string }
  /** The hub began a new log before it answered: nobody can say. */
  | { readonly is: 'unknown' }

export type SentCommand = {
  readonly commandId: CommandId
  readonly body: CommandBody
  readonly pressedAtHubMs: EpochMs
  readonly state: CommandState
}

export type Waited = { readonly pressedAtHubMs: EpochMs; readonly signedInAtHubMs: EpochMs }

export type Commands = {
  /** Newest first; at most the last twenty. */
  readonly store: StoreApi<{ readonly sent: readonly SentCommand[] }>
  /**
   * Sends an act once.
   * @param basedOnSeq the newest record the person was looking at; 0 where there is no stream yet
   * @param waited of an act that waited for a sign-in: when it was pressed, and when somebody had signed in
   * @returns its final word: recorded, refused, notSent or unknown
   */
  send(body: CommandBody, basedOnSeq: number, waited?: Waited): Promise<SentCommand>
  /** An act that was pressed and given up before it was sent: it stands in sight as not sent. @param why a sentence */
  notSent(body: CommandBody, pressedAtHubMs: EpochMs, why: string): SentCommand
  /**
   * Sends an act that was not sent, as a new one on the session as it is now; it says when the finger came down then.
   * @returns undefined where it cannot be sent again
   */
  sendAgain(commandId: CommandId, basedOnSeq: number): Promise<SentCommand> | undefined
  /** Takes a settled act off the screen. */
  dismiss(commandId: CommandId): void
}

export const NOT_CONNECTED = 'Not sent: this screen has no connection to the hub. Nothing was recorded.'
const NEVER_ARRIVED = 'Not sent: the hub never received it. Nothing was recorded.'
const KEPT = 20
const ASK_AGAIN_MS = 1_000

export const isSettled = (state: CommandState): boolean => state.is !== 'sending' && state.is !== 'asking'

/**
 * Of a room that is accepted nothing is left to do about an acceptance that was refused before. Of no other act is that so: a second
 * dose, pause or correction says nothing of the one that is still missing from the record.
 */
const isMootBy = (refused: CommandBody, recorded: CommandBody): boolean =>
  refused.type === 'handover.answer' &&
  recorded.type === 'handover.answer' &&
  refused.roomId === recorded.roomId &&
  refused.answer === recorded.answer

export type CommandDeps = {
  readonly link: HubLink
  /** 16 random bytes. */
  readonly randomBytes: () => Uint8Array
  readonly after: (ms: number, run: () => void) => () => void
  /** What outlives this page; without it nothing does. */
  readonly keeper?: Keeper
}

export function createCommands({ link, randomBytes, after, keeper = memoryKeeper() }: CommandDeps): Commands {
  const { wire } = link
  const store = createStore<{ readonly sent: readonly SentCommand[] }>(() => ({
    sent: [...keptActs(keeper)].reverse(),
  }))
  const settle = new Map<CommandId, (sent: SentCommand) => void>()

  const find = (commandId: CommandId) =>
    store.getState().sent.find((command) => command.commandId === commandId)

  function putRight(recorded: CommandBody): void {
    for (const { commandId, body, state } of store.getState().sent)
      if (state.is === 'refused' && isMootBy(body, recorded)) commands.dismiss(commandId)
  }

  function update(commandId: CommandId, state: CommandState): void {
    store.setState(({ sent }) => ({
      sent: sent.map((command) => (command.commandId === commandId ? { ...command, state } : command)),
    }))
    const command = find(commandId)
    if (command === undefined) return
    keepAct(keeper, command)
    if (state.is === 'recorded') putRight(command.body)
    if (!isSettled(state)) return
    settle.get(commandId)?.(command)
    settle.delete(commandId)
  }

  const answered = (answer: CommandAnswer): CommandState => {
    if (!answer.ok) return { is: 'refused', error: answer.error }
    const { seq, sessionId } = answer
    return { is: 'recorded', seq, ...(sessionId === undefined ? {} : { sessionId }) }
  }

  /** Asks what became of it, on this connection; the next one asks again if nobody answers. */
  async function askStatus(commandId: CommandId): Promise<void> {
    if (find(commandId)?.state.is !== 'asking' || !link.isReady()) return
    const asked = await wire.ask('command:status', { commandId }, COMMAND_TIMEOUT_MS)
    if (find(commandId)?.state.is !== 'asking') return
    if (asked.is === 'failed') {
      if (wire.isConnected()) after(ASK_AGAIN_MS, () => void askStatus(commandId))
      return
    }
    const { answer } = asked
    if (answer.ok || answer.error.code !== 'command-unknown') update(commandId, answered(answer))
    else update(commandId, { is: 'notSent', why: NEVER_ARRIVED })
  }

  link.onReady(() => {
    for (const { commandId, state } of store.getState().sent)
      if (state.is === 'asking') void askStatus(commandId)
  })
  link.onReset(() => {
    for (const { commandId, state } of store.getState().sent)
      if (!isSettled(state)) update(commandId, { is: 'unknown' })
  })

  async function deliver(
    command: SentCommand,
    basedOnSeq: number,
    waited: Pick<Waited, 'signedInAtHubMs'> | undefined,
  ): Promise<void> {
    const { commandId, body, pressedAtHubMs } = command
    const asked = await wire.ask(
      'command',
      {
        commandId,
        basedOnSeq,
        pressedAtHubMs,
        ...(waited === undefined ? {} : { signedInAtHubMs: waited.signedInAtHubMs }),
        body,
      },
      COMMAND_TIMEOUT_MS,
    )
    if (find(commandId)?.state.is !== 'sending') return
    if (asked.is === 'answered') return update(commandId, answered(asked.answer))
    if (asked.why === 'notSent') return update(commandId, { is: 'notSent', why: NOT_CONNECTED })
    update(commandId, { is: 'asking' })
    void askStatus(commandId)
  }

  const newId = (): CommandId =>
    zCommandId.parse(Array.from(randomBytes(), (byte) => byte.toString(16).padStart(2, '0')).join(''))

  function list(command: SentCommand): SentCommand {
    store.setState(({ sent }) => ({ sent: [command, ...sent].slice(0, KEPT) }))
    keepAct(keeper, command)
    return command
  }

  const commands: Commands = {
    store,
    notSent: (body, pressedAtHubMs, why) =>
      list({ commandId: newId(), body, pressedAtHubMs, state: { is: 'notSent', why } }),
    send(body, basedOnSeq, waited) {
      const commandId = newId()
      const now = link.time.nowMs()
      const mayTry = now !== undefined && link.isReady() && link.store.getState().phase === 'live'
      const command: SentCommand = {
        commandId,
        body,
        pressedAtHubMs: waited?.pressedAtHubMs ?? (Math.round(now ?? 0) as EpochMs),
        state: mayTry ? { is: 'sending' } : { is: 'notSent', why: NOT_CONNECTED },
      }
      list(command)
      if (!mayTry) return Promise.resolve(command)
      return new Promise((resolve) => {
        settle.set(commandId, resolve)
        void deliver(command, basedOnSeq, waited)
      })
    },
    sendAgain(commandId, basedOnSeq) {
      const command = find(commandId)
      if (command === undefined || command.state.is !== 'notSent' || !mayAgain(command.body)) return undefined
      commands.dismiss(commandId)
      return commands.send(againBody(command.body, command.pressedAtHubMs), basedOnSeq)
    },
    dismiss(commandId) {
      const command = find(commandId)
      if (command === undefined || !isSettled(command.state)) return
      forgetAct(keeper, commandId)
      store.setState(({ sent }) => ({ sent: sent.filter((each) => each.commandId !== commandId) }))
    },
  }
  return commands
}
