// Owns the clock and the calendar that a summary is written in by the hub: the session's own zone. Never hides that the machine
// does not know it.
import type { PageClock } from '@chairside/shared/visit/report-line.ts'

const isKnown = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

/** @param zone IANA; one that this machine does not know is UTC, and said so */
export function pageClock(zone: string): PageClock {
  const known = isKnown(zone)
  const timeZone = known ? zone : 'UTC'
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', timeStyle: 'medium' })
  const date = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' })
  return {
    clock: (atMs) => clock.format(atMs),
    date: (atMs) => date.format(atMs),
    zone: known ? zone : `UTC (${zone} is not known here)`,
  }
}
