// Owns that one room list serves everything on this page that wants it: asked for by the first, closed after the last.
// Never closes it under somebody who still reads it.
import type { RoomsWatch } from './rooms-watch.ts'

/** @param open asks the hub for the room list */
export function shareRooms(open: () => RoomsWatch): () => RoomsWatch {
  let watch: RoomsWatch | undefined
  let users = 0
  return () => {
    watch ??= open()
    users += 1
    const { store } = watch
    let over = false
    return {
      store,
      stop() {
        if (over) return
        over = true
        users -= 1
        if (users > 0) return
        watch?.stop()
        watch = undefined
      },
    }
  }
}
