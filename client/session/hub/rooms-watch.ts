// Owns the room list: all rooms as the hub last summed them up. Never opens a session's records.
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HubLink } from './hub-link.ts'

const OPEN_TIMEOUT_MS = 3_000
const AGAIN_MS = 1_000

export type RoomsState = {
  /** In the clinic's own fixed order; undefined until the hub has answered. */
  readonly rooms?: readonly RoomSummary[]
  readonly failure?: Refusal
}
export type RoomsWatch = { readonly store: StoreApi<RoomsState>; stop(): void }

export function watchRooms(link: HubLink, after: (ms: number, run: () => void) => () => void): RoomsWatch {
  const store = createStore<RoomsState>(() => ({}))
  let stopped = false

  async function open(): Promise<void> {
    if (stopped || !link.isReady()) return
    const asked = await link.wire.ask('rooms:open', {}, OPEN_TIMEOUT_MS)
    if (stopped) return
    if (asked.is === 'failed') {
      if (link.wire.isConnected()) after(AGAIN_MS, () => void open())
      return
    }
    const { answer } = asked
    store.setState(answer.ok ? { rooms: answer.rooms } : { failure: answer.error }, true)
  }

  const undo = [
    link.onReset(() => store.setState({}, true)),
    link.onReady(({ lostForMs }) => {
      if (lostForMs > 0) link.reportBack({ afterMs: lostForMs, records: 0, alarms: 0 })
      void open()
    }),
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
      for (const off of undo) off()
      if (link.isReady()) void link.wire.ask('rooms:close', {}, OPEN_TIMEOUT_MS)
    },
  }
}
