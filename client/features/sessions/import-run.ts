// Owns the course of one file being brought in: sent, read, run through the engine, in; or refused, or stopped, and then
// nothing of it remains. Never says "in" before the hub does.
import type { SessionId } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import type { Refusal, Result } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImportOptions, Upload } from '../../net/sessions-api.ts'

export type ImportStep =
  | { readonly is: 'sending'; readonly bytes: number; readonly of: number }
  | { readonly is: 'running'; readonly progress: ImportProgress; readonly problem?: Refusal }
  | { readonly is: 'stopping' }
  | { readonly is: 'done'; readonly sessionId: SessionId | undefined; readonly notes: readonly string[] }
  | {
      readonly is: 'refused'
      readonly error: Refusal
      readonly notes: readonly string[]
      /** Of `already-imported`: the session that it is. */
      readonly sessionId?: SessionId
    }

export type ImportRun = {
  readonly file: File
  readonly store: StoreApi<ImportStep>
  /** Nothing of it remains. */
  stop(): void
}

export type ImportPort = {
  upload(file: File, options: ImportOptions, sent: (bytes: number, of: number) => void): Upload
  progress(importId: string): Promise<Result<ImportProgress>>
  stop(importId: string): Promise<Result<ImportProgress>>
  /** Runs `run` after wall milliseconds. */
  after(ms: number, run: () => void): void
}

const ASK_EVERY_MS = 400
const AGAIN_MS = 2_000

export function runImport(file: File, options: ImportOptions, port: ImportPort): ImportRun {
  const store = createStore<ImportStep>(() => ({ is: 'sending', bytes: 0, of: file.size }))
  const put = (step: ImportStep): void => store.setState(step, true)
  let importId: string | undefined
  let wanted = true

  function take(progress: ImportProgress): void {
    const { state, notes, sessionId, error } = progress
    importId = progress.importId
    if (state === 'done') put({ is: 'done', sessionId, notes })
    else if (state === 'failed')
      put({
        is: 'refused',
        error: error ?? { code: 'internal', message: 'The hub did not say why.' },
        notes,
        ...(sessionId === undefined ? {} : { sessionId }),
      })
    else if (wanted) {
      put({ is: 'running', progress })
      port.after(ASK_EVERY_MS, () => void look())
    } else void callOff()
  }

  async function look(): Promise<void> {
    if (importId === undefined || !wanted) return
    const answer = await port.progress(importId)
    if (answer.ok) {
      take(answer.value)
      return
    }
    const now = store.getState()
    if (now.is !== 'running') return
    if (errorClass(answer.error.code) === 'permanent') {
      put({ is: 'refused', error: answer.error, notes: now.progress.notes })
      return
    }
    // It may well go on at the hub: asked again, and said meanwhile.
    put({ ...now, problem: answer.error })
    port.after(AGAIN_MS, () => void look())
  }

  async function callOff(): Promise<void> {
    if (importId === undefined) return
    put({ is: 'stopping' })
    const answer = await port.stop(importId)
    if (answer.ok) {
      const { state } = answer.value
      if (state === 'done' || state === 'failed') take(answer.value)
      else port.after(ASK_EVERY_MS, () => void settle())
    } else put({ is: 'refused', error: answer.error, notes: [] })
  }

  /** After a stop: until the hub says how it ended. */
  async function settle(): Promise<void> {
    const answer = importId === undefined ? undefined : await port.progress(importId)
    if (answer?.ok !== true) {
      if (answer !== undefined) put({ is: 'refused', error: answer.error, notes: [] })
      return
    }
    const { state } = answer.value
    if (state === 'done' || state === 'failed') take(answer.value)
    else port.after(ASK_EVERY_MS, () => void settle())
  }

  const upload = port.upload(file, options, (bytes, of) => {
    if (store.getState().is === 'sending') put({ is: 'sending', bytes, of })
  })
  void upload.done.then((answer) => {
    if (answer.ok) take(answer.value)
    else put({ is: 'refused', error: answer.error, notes: [] })
  })

  return {
    file,
    store,
    stop() {
      if (!wanted) return
      wanted = false
      if (importId === undefined) {
        put({ is: 'stopping' })
        upload.stop()
      } else void callOff()
    },
  }
}
