// Owns what an alarm does to the browser's tab: its mark and name before the page's own words, and an icon of its colour with
// its mark. Steady: nothing in a tab flashes. Never the only sign of anything.
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { setTabAlarm } from '../ui/page-title.ts'

export type TabAlarm = {
  readonly priority: Priority
  /** "BP very high" */
  readonly title: string
  /** Where the tab does not name it already: a list of rooms. */
  readonly room?: string
}

/** The colours of tokens.css, which an icon cannot read. */
const COLOURS: Readonly<Record<Priority, readonly [ground: string, ink: string]>> = {
  high: ['#ff4d4f', '#1a0506'],
  medium: ['#ffd23f', '#1a1503'],
  low: ['#4fd8e8', '#04181b'],
}
const RANK: Readonly<Record<Priority, number>> = { high: 3, medium: 2, low: 1 }

/** A picture in its own address: it is there when the hub is not. */
export function alarmIcon(priority: Priority): string {
  const [ground, ink] = COLOURS[priority]
  const bars = PRIORITY_MARK[priority].length
  const marks = Array.from({ length: bars }, (_, at) => {
    const x = 16 + (at - (bars - 1) / 2) * 8 - 2.5
    return `<path d="M${x} 6h5v13h-5zM${x} 22h5v5h-5z" fill="${ink}"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${ground}"/>${marks.join('')}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** The first of the most urgent. */
export function foremost<T extends { readonly priority: Priority }>(alarms: readonly T[]): T | undefined {
  let first: T | undefined
  for (const alarm of alarms)
    if (first === undefined || RANK[alarm.priority] > RANK[first.priority]) first = alarm
  return first
}

/** "!!! BP very high", or "!!! BP very high · Room 3" where the page does not name the room itself. */
export const tabWords = ({ priority, title, room }: TabAlarm): string =>
  [`${PRIORITY_MARK[priority]} ${title}`, room].filter((part) => part !== undefined).join(' · ')

/** What this tab signals from now on: the first of the most urgent, or nothing. */
export function signalTab(alarms: readonly TabAlarm[]): void {
  const first = foremost(alarms)
  setTabAlarm(first === undefined ? undefined : { words: tabWords(first), icon: alarmIcon(first.priority) })
}
