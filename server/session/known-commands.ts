// Owns what is known of commands that caused a record: enough to answer again whoever lost the answer. Bounded.
// Never holds a refused command: nothing became of it.
import { type CommandId, type RecordSeq, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import type { CommandAnswer } from '@chairside/shared/protocol/screens.ts'
import type { KnownCommand } from './actor-state.ts'

/** Far more than all people of a suite can press in the seconds in which an answer may be asked for again. */
const KEPT = 20_000

export type KnownCommands = {
  add(sessionId: SessionId, command: KnownCommand): void
  /** The answer it got, or would have got. */
  answer(commandId: CommandId): CommandAnswer | undefined
}

export function createKnownCommands(): KnownCommands {
  const known = new Map<CommandId, { readonly sessionId: SessionId; readonly seq: RecordSeq }>()
  return {
    add(sessionId, { id, seq }) {
      if (known.has(id)) return
      known.set(id, { sessionId, seq })
      const oldest = known.size > KEPT ? known.keys().next().value : undefined
      if (oldest !== undefined) known.delete(oldest)
    },
    answer(commandId) {
      const found = known.get(commandId)
      if (found === undefined) return undefined
      const { sessionId, seq } = found
      return { ok: true, stream: sessionStream(sessionId), seq, sessionId }
    },
  }
}
