// Owns the rooms of the nurse who has this screen's room (or is signed in here), as the hub last summed them up.
// Never opens a session's records and never sounds: another room's alarm is seen here, not heard.
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { MyRooms } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HubLink } from './hub-link.ts'

const OPEN_TIMEOUT_MS = 3_000
const AGAIN_MS = 1_000

export type MyRoomsState = {
  /** undefined until the hub has answered; while the hub is lost: what it said last. */
  readonly mine?: MyRooms
  readonly failure?: Refusal
}
export type MyRoomsWatch = { readonly store: StoreApi<MyRoomsState>; stop(): void }

export function watchMyRooms(
  link: HubLink,
  after: (ms: number, run: () => void) => () => void,
): MyRoomsWatch {
  const store = createStore<MyRoomsState>(() => ({}))
  let stopped = false
  let again: (() => void) | undefined

  function askAgain(): void {
    again?.()
    again = after(AGAIN_MS, () => void open())
  }

  async function open(): Promise<void> {
    if (stopped || !link.isReady()) return
    const asked = await link.wire.ask('mine:open', {}, OPEN_TIMEOUT_MS)
    if (stopped) return
    if (asked.is === 'failed') {
      if (link.wire.isConnected()) askAgain()
      return
    }
    const { answer } = asked
    store.setState(answer.ok ? { mine: answer.mine } : { failure: answer.error }, true)
    if (!answer.ok && errorClass(answer.error.code) !== 'permanent') askAgain()
  }

  const undo = [
    link.onReset(() => store.setState({}, true)),
    link.onReady(() => void open()),
    link.wire.hear('mine:changed', (mine) => store.setState({ mine }, true)),
  ]
  return {
    store,
    stop() {
      stopped = true
      again?.()
      for (const off of undo) off()
    },
  }
}
