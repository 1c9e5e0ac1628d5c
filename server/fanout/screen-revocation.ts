// Owns what happens to a screen when what it stands on is withdrawn: it is turned out, or it keeps only what its place may
// see. Never leaves a screen looking with a sign-in that has been ended.
import type { StreamId } from '@chairside/shared/ids.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { Revocations } from '../doors/revocations.ts'
import type { Directory, Revoked } from '../store/directory.ts'
import { type ScreenSocket, viewerOf } from './screen-conn.ts'
import type { Sight } from './screen-sight.ts'
import type { TailPublisher } from './tail-publisher.ts'

const ENDED: Refusal = {
  code: 'not-signed-in',
  message: 'This sign-in or screen has been ended; sign in again.',
}

const standsOn = ({ data: { conn } }: ScreenSocket, revoked: Revoked): boolean =>
  (revoked.kind === 'person' && conn.signIn?.actor.personId === revoked.personId) ||
  (revoked.kind === 'signIn' && conn.signIn?.signInId === revoked.signInId) ||
  (revoked.kind === 'screen' && conn.screenId === revoked.screenId)

const turnOut = (socket: ScreenSocket): void => {
  socket.emit('closing', ENDED)
  socket.disconnect(true)
}

/** @returns what to do with each new connection: what was withdrawn while it was let in found no connection to close */
export function watchRevocations(deps: {
  readonly directory: Directory
  readonly revocations: Revocations
  readonly sight: Sight
  readonly tails: TailPublisher
  readonly sockets: () => Iterable<ScreenSocket>
  readonly logger: Logger
  readonly note: (socket: ScreenSocket, event: RecordOf<'screen'>['event']) => void
  /** It goes on without the person. */
  readonly onSignedOut: (socket: ScreenSocket) => void
}): (socket: ScreenSocket) => void {
  const { directory, sight, tails, logger } = deps

  /** The person is gone and the screen stays: it keeps what its place may see, and nothing else. */
  const withoutSignIn = async (socket: ScreenSocket): Promise<void> => {
    const { conn } = socket.data
    if (conn.enrolled === undefined) return turnOut(socket)
    conn.signIn = undefined
    conn.viewer = viewerOf(undefined, conn.enrolled)
    deps.onSignedOut(socket)
    if (conn.watching !== undefined && !sight.room(conn.viewer, conn.watching).ok) conn.watching = undefined
    const hidden = async (stream: StreamId) => !(await sight.stream(conn.viewer, stream)).ok
    for (const stream of [...conn.following.keys(), ...conn.lagging])
      if (await hidden(stream)) tails.close(socket, stream)
  }

  const orTurnOut = (socket: ScreenSocket, work: Promise<void>): void => {
    work.catch((error: unknown) => {
      logger.error({ err: error }, 'what a screen may still see could not be found out')
      turnOut(socket)
    })
  }

  directory.onRevoked((revoked) => {
    for (const socket of [...deps.sockets()].filter((one) => standsOn(one, revoked)))
      if (revoked.kind === 'signIn') orTurnOut(socket, withoutSignIn(socket))
      else {
        if (revoked.kind === 'screen') deps.note(socket, 'revoked')
        turnOut(socket)
      }
  })

  const checkAgain = async (socket: ScreenSocket): Promise<void> => {
    const { conn } = socket.data
    const [signIn, enrolled] = await Promise.all([
      directory.signInOf(conn.cookie, false),
      directory.screenOf(conn.cookie),
    ])
    if (conn.enrolled !== undefined && enrolled === undefined) turnOut(socket)
    else if (conn.signIn !== undefined && signIn === undefined) await withoutSignIn(socket)
  }
  return (socket) => {
    if (deps.revocations.since(socket.data.conn.asOf)) orTurnOut(socket, checkAgain(socket))
  }
}
