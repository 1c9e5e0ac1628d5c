// Owns what the browser's tab says of the page: an alarm first, then that what is shown is not now, then what is shown.
// A tab is no place that anybody watches: it is never the only sign of an alarm.
import { useEffect } from 'react'

export type PageTitle = {
  /** The room, or the patient code. */
  readonly words?: string | undefined
  /** What is shown is of another time. */
  readonly past?: 'REPLAY' | 'LOOKING BACK' | undefined
  /** An alarm of now: its words, and the address of its icon (sound/page-signal.ts). */
  readonly alarm?: { readonly words: string; readonly icon: string } | undefined
}
/** A browser's tab. */
export type Tab = { title: string; icon: string }

const LIVE_ICON = '/icon.svg'
const PAST_ICON = '/icon-past.svg'

export function showTitle(tab: Tab, { words, past, alarm }: PageTitle): void {
  tab.title = [alarm?.words, past, words, 'Chairside']
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
  tab.icon = alarm?.icon ?? (past === undefined ? LIVE_ICON : PAST_ICON)
}

const ownTab = (): Tab => {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  return {
    set title(words: string) {
      // Written again only where it is other words: screen readers say a title that is written.
      if (document.title !== words) document.title = words
    },
    set icon(href: string) {
      // Asked for again only where it is another one.
      if (link !== null && link.getAttribute('href') !== href) link.href = href
    },
  } as Tab
}

/** This tab as it is: one for the whole page, whichever view names it. */
let own: PageTitle = {}
function change(next: Partial<PageTitle>): void {
  own = { ...own, ...next }
  showTitle(ownTab(), own)
}

/** An alarm of now goes before whatever the page is named; none: the page's own name. */
export const setTabAlarm = (alarm: PageTitle['alarm']): void => change({ alarm })

/** Names this tab for as long as the view that calls it stands. */
export function usePageTitle({ words, past }: Pick<PageTitle, 'words' | 'past'>): void {
  useEffect(() => {
    change({ words, past })
    return () => change({ words: undefined, past: undefined })
  }, [words, past])
}
