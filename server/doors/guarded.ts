// Owns the one way a socket message reaches the hub: form checked, answer given, nothing thrown past this line.
// A throw in a Socket.IO handler would end the process; a message without an answer would look like nothing happened.

import { malformed } from '@chairside/shared/protocol/malformed.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type * as z from 'zod'
import { brief } from './brief.ts'

export type Answer = { readonly ok: boolean }
type Ack = (answer: Answer | { ok: false; error: Refusal }) => void

export type Guard = {
  /**
   * Wraps a handler of one event.
   * @param handle gets the checked payload; what it returns is the acknowledgement
   */
  handler<Schema extends z.ZodType>(
    event: string,
    schema: Schema,
    handle: (payload: z.infer<Schema>) => Promise<Answer> | Answer,
  ): (...args: unknown[]) => void
  /** From now on every message is refused with this. */
  close(why: Refusal): void
  closed(): Refusal | undefined
  /** Resolves when every message that was taken has been answered. */
  idle(): Promise<void>
}

export function createGuard(logger: Logger): Guard {
  let running = 0
  let closedFor: Refusal | undefined
  let idlers: (() => void)[] = []

  const ended = (): void => {
    running -= 1
    if (running > 0) return
    const done = idlers
    idlers = []
    for (const resolve of done) resolve()
  }

  return {
    handler(event, schema, handle) {
      return (...args) => {
        // A client that sends no payload at all puts its acknowledgement first; it is told all the same.
        const ack = args.findLast((one) => typeof one === 'function')
        const payload = typeof args[0] === 'function' ? undefined : args[0]
        const answer: Ack = ack === undefined ? () => undefined : (ack as Ack)
        const run = async (): Promise<void> => {
          if (closedFor !== undefined) return answer({ ok: false, error: closedFor })
          const parsed = schema.safeParse(payload)
          if (!parsed.success)
            return answer({ ok: false, error: brief(malformed(parsed.error, `The message "${event}"`)) })
          answer(await handle(parsed.data))
        }
        running += 1
        run()
          .catch((error: unknown) => {
            logger.error({ err: error, event }, 'a message could not be handled')
            answer({
              ok: false,
              error: {
                code: 'internal',
                message: 'The hub failed on this message. Ask for its state before sending it again.',
              },
            })
          })
          .finally(ended)
      }
    },
    close: (why) => {
      closedFor ??= why
    },
    closed: () => closedFor,
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  }
}
