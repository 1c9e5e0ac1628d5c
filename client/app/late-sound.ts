// Owns when this tab begins to have a sound: on a page that has a place, or as soon as the hub gives it one. A recording that
// is replayed has none, and asks the browser for none.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Screen } from '../session/screen.ts'
import type { SoundTools } from '../sound/use-sound.tsx'
import type { Ways } from './late-link.ts'

export const isPlacePage = (path: string): boolean => path === '/' || path.startsWith('/room/')

/** What a view hangs on; undefined while the tab has no sound. */
export type Late<T> = Pick<StoreApi<T | undefined>, 'getState' | 'getInitialState' | 'subscribe'>
export type LateSound = Late<SoundTools>

/** @returns what the page's sound is, once it has begun; it never ends before the page does */
export function startSoundWhenPlaced<T extends object>(
  { soundGrant }: Pick<Screen, 'soundGrant'>,
  path: string,
  ways: Ways,
  start: () => T,
): Late<T> {
  const store = createStore<T | undefined>(() => undefined)
  const offs: (() => void)[] = []
  const begin = () => {
    for (const off of offs.splice(0)) off()
    if (store.getState() === undefined) store.setState(start() as T, true)
  }
  if (isPlacePage(path)) {
    begin()
    return store
  }
  offs.push(
    ways.onWay((to) => {
      if (isPlacePage(to)) begin()
    }),
    soundGrant.store.subscribe(({ grant }) => {
      if (grant?.place !== undefined) begin()
    }),
  )
  return store
}
