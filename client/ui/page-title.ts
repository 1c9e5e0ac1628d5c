// Owns what the browser's tab says of the page: what is shown, and before that, that it is not now. Never an alarm: a tab
// is no place that anybody watches.
import { useEffect } from 'react'

export type PageTitle = {
  /** The room, or the patient code. */
  readonly words?: string | undefined
  /** What is shown is of another time. */
  readonly past?: 'REPLAY' | 'LOOKING BACK' | undefined
}
/** A browser's tab. */
export type Tab = { title: string; icon: string }

const LIVE_ICON = '/icon.svg'
const PAST_ICON = '/icon-past.svg'

export function showTitle(tab: Tab, { words, past }: PageTitle): void {
  tab.title = [past, words, 'Chairside'].filter((part) => part !== undefined && part !== '').join(' · ')
  tab.icon = past === undefined ? LIVE_ICON : PAST_ICON
}

const ownTab = (): Tab => {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  return {
    set title(words: string) {
      document.title = words
    },
    set icon(href: string) {
      // Asked for again only where it is another one.
      if (link !== null && link.getAttribute('href') !== href) link.href = href
    },
  } as Tab
}

/** Names this tab for as long as the view that calls it stands. */
export function usePageTitle({ words, past }: PageTitle): void {
  useEffect(() => {
    showTitle(ownTab(), { words, past })
    return () => showTitle(ownTab(), {})
  }, [words, past])
}
