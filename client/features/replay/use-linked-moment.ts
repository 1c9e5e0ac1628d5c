// Owns that a recording stands where its link points, and why it does not where it cannot. It moves the cursor once for each
// link; from then on the cursor is the reader's.
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { SessionStore } from '../../session/view/store.ts'
import { type LinkTime, momentOfLink, readLinkTime } from './deep-link.ts'

/**
 * Stands the recording where its link points: as soon as it is known where that is, not after everything has been read.
 * @returns why it stands elsewhere, in words
 */
export function useLinkedMoment(session: SessionStore, t: LinkTime | undefined): string | undefined {
  const openedAtMs = useStore(session.view, (view) => view.state.opened?.hubAtMs)
  const whole = useStore(session.view, (view) => view.phase === 'following')
  const [note, setNote] = useState<string | undefined>()
  useEffect(() => {
    if (openedAtMs === undefined) return
    const atMs = t === undefined ? undefined : readLinkTime(t, openedAtMs)
    if (atMs !== undefined) session.cursor.seek(atMs)
  }, [session, t, openedAtMs])
  useEffect(() => {
    if (!whole || openedAtMs === undefined) return
    setNote(momentOfLink(t, openedAtMs, session.cursor.store.getState().range).note)
  }, [session, t, openedAtMs, whole])
  return note
}
