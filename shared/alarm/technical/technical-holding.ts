// Owns what holds sensors' conditions on purpose, and that this lasts too long. Never holds one that is already active.
import type { RecordOf } from '../../record/record.ts'
import type { Kind } from './technical-kind.ts'
import type { HoldingNow } from './technical-state.ts'

/**
 * Off on purpose and adjusting sensors hold sensors' conditions until their time, or until a person says that it is over;
 * what is still missing then counts from there (clinical facts §5).
 */
export function holdingAfter(before: HoldingNow, record: RecordOf<'holding'>): HoldingNow {
  const { what, on, untilMs, hubAtMs } = record
  const isOff = what === 'offOnPurpose'
  if (on)
    return {
      heldUntilMs: Math.max(before.heldUntilMs, untilMs),
      offSinceMs: isOff ? (before.offSinceMs === 0 ? hubAtMs : before.offSinceMs) : before.offSinceMs,
      offUntilMs: isOff ? untilMs : before.offUntilMs,
    }
  const others = isOff ? 0 : before.offUntilMs
  return {
    heldUntilMs: Math.max(Math.min(before.heldUntilMs, hubAtMs), others),
    offSinceMs: isOff ? 0 : before.offSinceMs,
    offUntilMs: isOff ? 0 : before.offUntilMs,
  }
}

/** Nobody has said that the sensors are on again by the time that was given. */
export const OFF_TOO_LONG: Kind = {
  at(_rules, { technical: { holding, floorMs } }, _rule, level) {
    return holding.offUntilMs === 0 ? 0 : Math.max(holding.offUntilMs + level.afterMs, floorMs)
  },
  since: (_rules, { technical }) => technical.holding.offSinceMs,
  about: () => undefined,
}
