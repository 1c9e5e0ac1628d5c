// Owns how a connection is let in or turned away: a code, a sentence and the field, never a silent close.
import type { Result } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { Socket } from 'socket.io'
import type { Guard } from './guarded.ts'

type Next = (error?: Error & { data?: unknown }) => void

/** A Socket.IO middleware from a check; a refusal reaches the client as `connect_error` with `data = {code, message, field}`. */
export function admission<S extends Socket>(
  logger: Logger,
  guard: Pick<Guard, 'closed'>,
  check: (socket: S) => Promise<Result<unknown>>,
) {
  return (socket: S, next: Next): void => {
    const closed = guard.closed()
    const checked =
      closed === undefined ? check(socket) : Promise.resolve({ ok: false as const, error: closed })
    checked.then(
      (result) => {
        if (result.ok) return next()
        logger.info({ code: result.error.code, door: socket.nsp.name }, 'connection refused')
        next(Object.assign(new Error(result.error.message), { data: result.error }))
      },
      (error: unknown) => {
        logger.error({ err: error, door: socket.nsp.name }, 'admission failed')
        next(
          Object.assign(new Error('The hub could not check this connection.'), {
            data: { code: 'internal', message: 'The hub could not check this connection.' },
          }),
        )
      },
    )
  }
}
