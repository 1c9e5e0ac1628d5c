// Owns when this tab begins to have a sound: at a chair, at the station for whoever may see it, or as soon as the hub gives it
// a place. A recording that is replayed has none, and asks the browser for none.
import { maySeeRooms } from '@chairside/shared/access.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LinkState } from '../session/hub/hub-link.ts'
import type { Screen } from '../session/screen.ts'
import type { SoundTools } from '../sound/use-sound.tsx'
import type { Ways } from './late-link.ts'

/** Whether a page can be a place. The first page is one only for whoever stays on it: others are led on from there. */
export function isPlacePage(path: string, self: LinkState['self']): boolean {
  if (path.startsWith('/room/')) return true
  if (path !== '/' || self === undefined) return false
  const { actor, screenId, roomId } = self
  return maySeeRooms({ role: actor?.role, screen: screenId === undefined ? undefined : { roomId } })
}

/** What a view hangs on; undefined while the tab has no sound. */
export type Late<T> = Pick<StoreApi<T | undefined>, 'getState' | 'getInitialState' | 'subscribe'>
export type LateSound = Late<SoundTools>

/** @returns what the page's sound is, once it has begun; it never ends before the page does */
export function startSoundWhenPlaced<T extends object>(
  { link, soundGrant }: Pick<Screen, 'soundGrant'> & { readonly link: Pick<Screen['link'], 'store'> },
  path: string,
  ways: Ways,
  start: () => T,
): Late<T> {
  const store = createStore<T | undefined>(() => undefined)
  const offs: (() => void)[] = []
  let at = path

  function look(): void {
    const { grant } = soundGrant.store.getState()
    if (grant?.place === undefined && !isPlacePage(at, link.store.getState().self)) return
    for (const off of offs.splice(0)) off()
    if (store.getState() === undefined) store.setState(start() as T, true)
  }
  offs.push(
    ways.onWay((to) => {
      at = to
      look()
    }),
    link.store.subscribe(look),
    soundGrant.store.subscribe(look),
  )
  look()
  return store
}
