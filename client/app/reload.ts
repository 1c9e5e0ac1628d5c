// Owns when a page replaces itself with a newer build: by itself only where no session is open on it.
import type { Screen } from '../session/screen.ts'

const KEY = 'chairside.reloadedFor'

/** @returns how to stop watching */
export function reloadWhenIdle(screen: Screen): () => void {
  return screen.link.store.subscribe(({ newBuild, mark, phase }) => {
    if (!newBuild || mark === undefined || phase !== 'live') return
    const following = Object.keys(mark.heads).some((stream) => stream.startsWith('session:'))
    const typing = document.activeElement instanceof HTMLInputElement
    if (following || typing) return
    try {
      // Once per build: a page that stays old after a reload is a fault to show, not a loop.
      if (sessionStorage.getItem(KEY) === mark.build) return
      sessionStorage.setItem(KEY, mark.build)
    } catch {
      return
    }
    location.reload()
  })
}
