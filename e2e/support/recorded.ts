// Owns how a test reads a closed session as the replay page does: the client's own source, store and cursor, over the hub's
// HTTP or from a file, without a browser.
import type { HttpOneSession, HttpSegments } from '@chairside/shared/protocol/http.ts'
import { ok } from '@chairside/shared/result.ts'
import type { History } from '../../client/session/records/history.ts'
import { openRecording, type RecordingOf } from '../../client/session/view/recording.ts'
import type { SessionStore } from '../../client/session/view/store.ts'
import { scriptedFrames } from '../../client/testing/scripted-frames.ts'
import { until } from './wait.ts'

/** The hub's history as this person may see it. */
export function historyOf(url: string, cookie: string): History {
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(`${url}${path}`, { headers: { cookie } })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const at = (stream: string): string => `/api/streams/${encodeURIComponent(stream)}`
  return {
    async session(sessionId) {
      return ok(((await (await get(`/api/sessions/${sessionId}`)).json()) as HttpOneSession).session)
    },
    async segments(stream) {
      return ok(((await (await get(`${at(stream)}/segments`)).json()) as HttpSegments).segments)
    },
    async lines(stream, first) {
      return ok((await (await get(`${at(stream)}/segments/${first}`)).text()).split('\n').slice(0, -1))
    },
    async range(stream, first, last) {
      return ok(await (await get(`${at(stream)}/history/${first}-${last}`)).text())
    },
  }
}

export type Recorded = {
  readonly store: SessionStore
  /** Puts the cursor there. @returns the session as it is shown then */
  lookAt(atMs: number): Promise<ReturnType<SessionStore['view']['getState']>>
  close(): void
}

/** Opens a recording and waits until the whole of it is there. */
export async function openRecorded(of: RecordingOf, history: History): Promise<Recorded> {
  const frames = scriptedFrames()
  let mono = 0
  const store = openRecording(of, {
    frames,
    history,
    monoNow: () => mono,
    after(ms, run) {
      const timer = setTimeout(run, ms > 100 ? 100 : 0)
      return () => clearTimeout(timer)
    },
  })
  const draw = (): void => {
    mono += 1_000
    frames.draw()
  }
  await until(
    'the recording is open',
    () => {
      draw()
      const { phase, failure } = store.view.getState()
      if (failure !== undefined && phase === 'failed') throw new Error(failure.message)
      return phase === 'following'
    },
    20_000,
    () => store.view.getState().failure,
  )
  return {
    store,
    async lookAt(atMs) {
      store.cursor.seek(atMs)
      draw()
      if (store.cursor.store.getState().loading)
        await until(
          'the moment is read',
          () => {
            draw()
            return !store.cursor.store.getState().loading
          },
          10_000,
        )
      return store.view.getState()
    },
    close: () => store.stop(),
  }
}
