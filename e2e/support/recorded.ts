// Owns how a test reads a closed session as the replay page does: the client's own source, store and cursor, over the hub's
// HTTP or from a file, without a browser.
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { HttpOneSession, HttpSegments } from '@chairside/shared/protocol/http.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { History } from '../../client/session/records/history.ts'
import { openRecording, type RecordingOf } from '../../client/session/view/recording.ts'
import type { SessionStore } from '../../client/session/view/store.ts'
import { scriptedFrames } from '../../client/testing/scripted-frames.ts'
import { until } from './wait.ts'

/** On a machine with other things to do, a hub in the same process sends a recording of days. */
const PATIENCE_MS = 120_000

/** The hub's history as this person may see it. What cannot be had is a refusal, as the page's own history makes it. */
export function historyOf(url: string, cookie: string): History {
  const get = async <T>(path: string, read: (response: Response) => Promise<T>): Promise<Result<T>> => {
    try {
      const response = await fetch(`${url}${path}`, { headers: { cookie } })
      return response.ok
        ? ok(await read(response))
        : refuse('internal', `${path}: ${response.status} ${await response.text()}`)
    } catch (error) {
      return refuse('internal', `${path}: ${String(error)}`)
    }
  }
  const at = (stream: string): string => `/api/streams/${encodeURIComponent(stream)}`
  return {
    session: (sessionId) =>
      get(
        `/api/sessions/${sessionId}`,
        async (response) => ((await response.json()) as HttpOneSession).session,
      ),
    segments: (stream) =>
      get(`${at(stream)}/segments`, async (response) => ((await response.json()) as HttpSegments).segments),
    lines: (stream, first) =>
      get(`${at(stream)}/segments/${first}`, async (response) =>
        (await response.text()).split('\n').slice(0, -1),
      ),
    range: (stream, first, last) =>
      get(`${at(stream)}/history/${first}-${last}`, (response) => response.text()),
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
      // What may pass is asked for again by the source itself, as on a page.
      if (failure !== undefined && errorClass(failure.code) === 'permanent') throw new Error(failure.message)
      return phase === 'following'
    },
    PATIENCE_MS,
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
