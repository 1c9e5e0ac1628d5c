// Owns when this tab begins to talk to a hub. A page that shows a file has none to talk to, and must not say it lost one;
// as soon as any other page is asked for, the hub is.
import type { Screen } from '../session/screen.ts'

/** The page that shows a recording from a file, with or without a hub. */
export const FILE_PAGE = '/open'

export type Ways = {
  /** Calls `went` with the path of each page that is gone to. */
  onWay(went: (path: string) => void): () => void
}

/** @param path of the page that was opened */
export function startScreen(
  screen: Pick<Screen, 'start' | 'startWithoutHub' | 'link'>,
  path: string,
  ways: Ways,
): void {
  if (path !== FILE_PAGE) {
    screen.start()
    return
  }
  screen.startWithoutHub()
  const off = ways.onWay((to) => {
    if (to === FILE_PAGE) return
    off()
    screen.link.start()
  })
}
