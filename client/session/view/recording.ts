// Owns how a recording is opened: the same store as a live session's, from a closed session of the hub or from a file.
import type { SessionId } from '@chairside/shared/ids.ts'
import { createFileSource, type RecordingFile } from '../records/file-source.ts'
import { createRecordedSource, type RecordedSourceDeps } from '../records/recorded-source.ts'
import { createSessionStore, type SessionStore, type StoreDeps } from './store.ts'

export type RecordingOf = { readonly sessionId: SessionId } | { readonly file: RecordingFile }

export type RecordingDeps = RecordedSourceDeps & Pick<StoreDeps, 'frames'>

/** @returns its store, already started */
export function openRecording(of: RecordingOf, deps: RecordingDeps): SessionStore {
  const { frames, monoNow } = deps
  const source = 'file' in of ? createFileSource(of.file, deps) : createRecordedSource(of.sessionId, deps)
  const store = createSessionStore(source, { frames, monoNow })
  store.start()
  return store
}
