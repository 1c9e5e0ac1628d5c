// Owns the one way a socket message reaches the hub: form checked, answer given, nothing thrown past this line.
// A throw in a Socket.IO handler would end the process; a message without an answer would look like nothing happened.

import { malformed } from '@chairside/shared/protocol/malformed.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type * as z from 'zod'

export type Answer = { readonly ok: boolean }
type Ack = (answer: Answer | { ok: false; error: Refusal }) => void

/**
 * Wraps a handler of one event.
 * @param handle gets the checked payload; what it returns is the acknowledgement
 */
export function guarded<Schema extends z.ZodType>(
  event: string,
  schema: Schema,
  logger: Logger,
  handle: (payload: z.infer<Schema>) => Promise<Answer> | Answer,
): (payload: unknown, ack: unknown) => void {
  return (payload, ack) => {
    const answer: Ack = typeof ack === 'function' ? (ack as Ack) : () => undefined
    const run = async (): Promise<void> => {
      const parsed = schema.safeParse(payload)
      if (!parsed.success)
        return answer({ ok: false, error: malformed(parsed.error, `The message "${event}"`) })
      answer(await handle(parsed.data))
    }
    run().catch((error: unknown) => {
      logger.error({ err: error, event }, 'a message could not be handled')
      answer({
        ok: false,
        error: {
          code: 'internal',
          message: 'The hub failed on this message. Ask for its state before sending it again.',
        },
      })
    })
  }
}
