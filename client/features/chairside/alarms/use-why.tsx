// Owns the "Why?" in a tile's corner: of the moment that the tile shows, whether that is now or looked back at.
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { useCallback } from 'react'
import { useScreen } from '../../../session/use-screen.ts'
import type { SessionStore } from '../../../session/view/store.ts'
import { askWhy } from '../../../session/view/why.ts'
import type { TileSubject } from '../../../ui/alarm-order.ts'
import { momentWords, type TimeScale } from '../../../ui/format.ts'
import { type WhyAsked, WhyButton } from '../../../ui/why-button.tsx'

/**
 * How a view asks of a number or a condition at the moment shown.
 * @param now of now, whatever moment is looked at
 */
export function useAskWhy(session: SessionStore, scale: TimeScale, now = false): (about: string) => WhyAsked {
  const { link } = useScreen().screen
  return useCallback(
    (about) => {
      const { playback, atMs: cursorMs } = session.cursor.store.getState()
      const { state } = session.view.getState()
      const following = now || playback.is === 'following'
      const atMs = following ? Math.max(link.time.nowMs() ?? 0, state.headAtMs) : cursorMs
      return { moment: momentWords(atMs, scale), answer: askWhy(session, atMs, about) }
    },
    [session, scale, link, now],
  )
}

export function useWhyCorner(session: SessionStore, scale: TimeScale) {
  const ask = useAskWhy(session, scale)
  return useCallback(
    ({ quantities }: TileSubject, shown?: Quantity) => {
      const about = shown ?? quantities[0]!
      const name = about === 'systolic' ? 'Blood pressure' : CATALOGUE[about].label
      return <WhyButton about={name} ask={() => ask(about)} />
    },
    [ask],
  )
}
