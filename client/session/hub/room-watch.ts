// Owns what is known of one room: its summary, its unrecorded numbers, and which session is open there.
// Never folds records itself: it starts and stops the session's source.
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import { sessionStream } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SessionSource } from '../records/source.ts'
import { createSessionStore, type SessionStore, type StoreDeps } from '../view/store.ts'
import type { HubLink } from './hub-link.ts'

const WATCH_TIMEOUT_MS = 3_000
const AGAIN_MS = 1_000

export type RoomState = {
  readonly room?: RoomSummary
  readonly live?: RoomLive
  readonly session?: SessionStore
  /** The session that was open on this screen and has been closed. */
  readonly closed?: { readonly patientCode: string; readonly by: string; readonly atMs: number }
  /** The patient of the session that was open on this screen is in another room now. */
  readonly moved?: { readonly patientCode: string; readonly roomId: RoomId; readonly roomName: string }
  readonly failure?: Refusal
}

export type RoomWatch = { readonly store: StoreApi<RoomState>; stop(): void }

export type RoomWatchDeps = {
  readonly link: HubLink
  readonly openSource: (stream: ReturnType<typeof sessionStream>) => SessionSource
  readonly frames: StoreDeps['frames']
  /** Monotonic milliseconds. */
  readonly monoNow: () => number
  readonly after: (ms: number, run: () => void) => () => void
}

export function watchRoom(roomId: RoomId, deps: RoomWatchDeps): RoomWatch {
  const { link } = deps
  const store = createStore<RoomState>(() => ({}))
  const undo: (() => void)[] = []
  let open: { readonly sessionId: SessionId; readonly store: SessionStore } | undefined
  let stopped = false

  function put(change: { [K in keyof RoomState]?: RoomState[K] | undefined }): void {
    const next: Record<string, unknown> = { ...store.getState(), ...change }
    for (const key of Object.keys(next)) if (next[key] === undefined) delete next[key]
    store.setState(next as RoomState, true)
  }

  /** A session that has closed under somebody who looks back in it stays until they return (a minute at most). */
  let stopWaiting: (() => void) | undefined
  function closeWhenBack(): void {
    if (open === undefined || stopWaiting !== undefined) return
    const { store: cursor } = open.store.cursor
    const isBack = () => cursor.getState().playback.is === 'following'
    if (isBack()) closeSession()
    else
      stopWaiting = cursor.subscribe(() => {
        if (isBack()) closeSession()
      })
  }
  function closeSession(): void {
    stopWaiting?.()
    stopWaiting = undefined
    if (open === undefined) return
    const { state } = open.store.view.getState()
    open.store.stop()
    open = undefined
    const closed =
      state.closed === undefined || state.opened === undefined
        ? undefined
        : { patientCode: state.opened.patientCode, by: state.closed.by, atMs: state.closed.atMs }
    const { roomId: nowIn, roomName = '', patientCode = '' } = state.visit
    const moved =
      state.closed !== undefined || nowIn === undefined || nowIn === roomId
        ? undefined
        : { patientCode, roomId: nowIn, roomName }
    put({ session: undefined, closed, moved })
  }

  function takeRoom(room: RoomSummary): void {
    if (room.roomId !== roomId) return
    const sessionId = room.session?.sessionId
    // Another patient's session is shown at once, whatever was looked at.
    if (open !== undefined && open.sessionId !== sessionId)
      if (sessionId === undefined) closeWhenBack()
      else closeSession()
    if (sessionId !== undefined && open === undefined) {
      const { frames, monoNow } = deps
      const nowMs = () => link.time.nowMs()
      const source = deps.openSource(sessionStream(sessionId))
      const session = createSessionStore(source, { frames, monoNow, nowMs })
      open = { sessionId, store: session }
      put({ session, live: undefined, closed: undefined, moved: undefined })
      session.start()
    }
    put({ room, failure: undefined })
  }

  async function watch(): Promise<void> {
    if (stopped || !link.isReady()) return
    const asked = await link.wire.ask('room:watch', { roomId }, WATCH_TIMEOUT_MS)
    if (stopped) return
    if (asked.is === 'failed') {
      if (link.wire.isConnected()) deps.after(AGAIN_MS, () => void watch())
      return
    }
    const { answer } = asked
    if (answer.ok) {
      takeRoom(answer.room)
      if (answer.live !== undefined && open === undefined) put({ live: answer.live })
      return
    }
    put({ failure: answer.error })
    if (errorClass(answer.error.code) !== 'permanent') deps.after(AGAIN_MS, () => void watch())
  }

  /** Says what a returning screen was given, once it is whole again. */
  function countBack(lostForMs: number): void {
    if (lostForMs > 0) open?.store.endCount((missed) => link.reportMissed(missed, lostForMs))
  }

  undo.push(
    link.onLost(() => open?.store.beginCount()),
    link.onReset(() => {
      stopWaiting?.()
      stopWaiting = undefined
      open?.store.stop()
      open = undefined
      store.setState({}, true)
    }),
    link.onReady(({ lostForMs }) => {
      countBack(lostForMs)
      void watch()
    }),
    link.wire.hear('room:changed', takeRoom),
    link.wire.hear('room:live', (live) => {
      if (live.roomId === roomId && open === undefined) put({ live })
    }),
  )

  return {
    store,
    stop() {
      stopped = true
      stopWaiting?.()
      for (const off of undo.splice(0)) off()
      open?.store.stop()
      open = undefined
    },
  }
}
