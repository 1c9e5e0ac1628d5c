// Owns the date in the name of a file that leaves the hub. Never anything else of a patient than the code goes into such a name.

/** `YYYYMMDD-HHMM` on the clinic's clock; in UTC, with a Z, where this machine does not know the zone. */
export function stampOf(ms: number, zone: string): string {
  const options = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  const parts = (timeZone: string): string => {
    const format = new Intl.DateTimeFormat('en-GB', { ...options, hourCycle: 'h23', timeZone })
    const found = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]))
    const of = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? ''
    return `${of('year')}${of('month')}${of('day')}-${of('hour')}${of('minute')}`
  }
  try {
    return parts(zone)
  } catch {
    return `${parts('UTC')}Z`
  }
}
