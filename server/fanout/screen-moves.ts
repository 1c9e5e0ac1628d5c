// Owns that a screen stops following a patient who was moved to a room it may not see. Never closes anything else.
import type { HeadFeed } from '../session/head-feed.ts'
import type { ScreenSocket } from './screen-conn.ts'
import type { Sight } from './screen-sight.ts'
import type { TailPublisher } from './tail-publisher.ts'

/** It has been sent the move itself: what it shows last is where the patient went. */
export function watchMoves(deps: {
  readonly feed: HeadFeed
  readonly sight: Sight
  readonly tails: Pick<TailPublisher, 'close'>
  readonly sockets: () => Iterable<ScreenSocket>
  readonly onBroken: (error: unknown) => void
}): void {
  deps.feed.onPublished(({ stream, records }) => {
    if (!records.some(({ kind }) => kind === 'moved')) return
    for (const socket of [...deps.sockets()]) {
      const { conn } = socket.data
      if (!conn.following.has(stream) && !conn.lagging.has(stream)) continue
      deps.sight
        .stream(conn.viewer, stream)
        .then((seen) => {
          if (!seen.ok) deps.tails.close(socket, stream)
        })
        .catch((error: unknown) => {
          deps.tails.close(socket, stream)
          deps.onBroken(error)
        })
    }
  })
}
