// Owns which act at the pump an alarm stands beside: the newest before it, and how long before. Never says that one caused the
// other.
import type { PumpEvent } from '../fold/infusion-state.ts'
import { decimal } from './figures.ts'
import { pumpOrder } from './pump-log.ts'

const MIN = 60_000
/**
 * Half of the effect is gone about 15 min after a stop (clinical facts §2): what was done at the pump longer ago says little of
 * what comes now. Our proposal [P].
 */
export const AFTER_RATE_MS = 15 * MIN

export type AfterRate = {
  /** Between the act, as it was true, and the breach. ms. */
  readonly afterMs: number
  /** "45 → 60 mL/h", "start at 52.5 mL/h", "pause", "stop". */
  readonly what: string
}

function whatOf(event: PumpEvent, before: PumpEvent | undefined): string {
  const to = `${decimal(event.rateMlPerHr, 1)} mL/h`
  switch (event.act) {
    case 'start':
      return `${before === undefined ? 'start' : 'restart'} at ${to}`
    case 'rate':
      return before === undefined ? to : `${decimal(before.rateMlPerHr, 1)} → ${to}`
    case 'resume':
      return `resume at ${to}`
    case 'pause':
    case 'stop':
      return event.act
  }
}

/**
 * @param events every act at the pump, as it stands now
 * @param breachAtMs when what alarms broke its limit, hub time
 * @returns undefined where nothing was done at the pump in the quarter of an hour before
 */
export function rateChangeBefore(events: readonly PumpEvent[], breachAtMs: number): AfterRate | undefined {
  const ordered = pumpOrder(events)
  const at = ordered.findLastIndex((event) => event.atMs <= breachAtMs)
  const event = ordered[at]
  if (event === undefined || breachAtMs - event.atMs > AFTER_RATE_MS) return undefined
  return { afterMs: breachAtMs - event.atMs, what: whatOf(event, ordered[at - 1]) }
}

/** "3 min after 45 → 60 mL/h", "40 s after start at 52.5 mL/h". */
export function afterRateWords({ afterMs, what }: AfterRate): string {
  const length = afterMs < MIN ? `${Math.floor(afterMs / 1_000)} s` : `${Math.floor(afterMs / MIN)} min`
  return `${length} after ${what}`
}
