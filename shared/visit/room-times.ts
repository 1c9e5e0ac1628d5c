// Owns how long an appointment needs its room at least, and which ones of a room run into one another. Never refuses one: it is asked.
import type { HttpAppointment } from '../protocol/http-visits.ts'
import { watchedAfterMs } from './discharge-items.ts'

type Placed = Pick<HttpAppointment, 'appointmentId' | 'atMs' | 'state'> & {
  readonly order?: HttpAppointment['order'] | undefined
}

/**
 * The infusion as it is ordered, and as long after its end as nobody is discharged (clinical facts §4 "Discharge"). How long check-in
 * and baseline take no text says: they come on top. Without an order the infusion is not known, and counts nothing.
 * @param afterMs the site's time after the end
 */
export const roomNeededMs = (order: Placed['order'], afterMs: number): number =>
  (order?.minutes ?? 0) * 60_000 + watchedAfterMs(order?.drug ?? '', afterMs)

export type Clash<P> = {
  readonly earlier: P
  /** It begins before the room is free. */
  readonly later: P
  /** Not before: hub time. */
  readonly freeAtMs: number
}

/** Pairs of one room's list that are to come or here, the earlier first. @param list of one room */
export function clashesIn<P extends Placed>(list: readonly P[], afterMs: number): readonly Clash<P>[] {
  const waiting = list
    .filter(({ state }) => state === 'scheduled' || state === 'open')
    .sort((a, b) => a.atMs - b.atMs)
  return waiting.flatMap((earlier, at) => {
    const freeAtMs = earlier.atMs + roomNeededMs(earlier.order, afterMs)
    return waiting
      .slice(at + 1)
      .flatMap((later) => (later.atMs < freeAtMs ? [{ earlier, later, freeAtMs }] : []))
  })
}
