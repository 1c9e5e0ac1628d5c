// Owns the room list: all rooms as the hub last summed them up, asked for until it is there. Never opens a session's records.
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HubLink } from './hub-link.ts'

const OPEN_TIMEOUT_MS = 3_000
const AGAIN_MS = 1_000
/** What is refused for good may still change: somebody signs in, or the place is given back. */
const REFUSED_AGAIN_MS = 15_000

export type RoomsState = {
  /** In the clinic's own fixed order; undefined until the hub has answered. */
  readonly rooms?: readonly RoomSummary[]
  readonly failure?: Refusal
  /** The newest asking came to nothing: what is in `rooms`, if anything, no longer changes. */
  readonly unanswered?: true
}
export type RoomsWatch = { readonly store: StoreApi<RoomsState>; stop(): void }

export function watchRooms(link: HubLink, after: (ms: number, run: () => void) => () => void): RoomsWatch {
  const store = createStore<RoomsState>(() => ({}))
  let stopped = false
  let forget: (() => void) | undefined

  function askAgain(afterMs: number): void {
    forget?.()
    forget = after(afterMs, () => void open())
  }

  async function open(): Promise<void> {
    if (stopped || !link.isReady()) return
    forget?.()
    const asked = await link.wire.ask('rooms:open', {}, OPEN_TIMEOUT_MS)
    if (stopped) return
    if (asked.is === 'failed') {
      if (!link.wire.isConnected()) return
      store.setState({ unanswered: true })
      askAgain(AGAIN_MS)
      return
    }
    const { answer } = asked
    store.setState(answer.ok ? { rooms: answer.rooms } : { failure: answer.error }, true)
    if (!answer.ok) askAgain(errorClass(answer.error.code) === 'permanent' ? REFUSED_AGAIN_MS : AGAIN_MS)
  }

  const undo = [
    link.onReset(() => store.setState({}, true)),
    link.onReady(() => void open()),
    link.wire.hear('rooms:changed', (changed) => {
      const { rooms } = store.getState()
      if (rooms === undefined) return
      const byId = new Map(changed.map((room) => [room.roomId, room]))
      const kept = rooms.map((room) => byId.get(room.roomId) ?? room)
      const added = changed.filter(({ roomId }) => !rooms.some((room) => room.roomId === roomId))
      store.setState({ rooms: [...kept, ...added] })
    }),
  ]
  return {
    store,
    stop() {
      stopped = true
      forget?.()
      for (const off of undo) off()
      if (link.isReady()) void link.wire.ask('rooms:close', {}, OPEN_TIMEOUT_MS)
    },
  }
}
