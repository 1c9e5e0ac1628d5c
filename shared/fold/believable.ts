// Owns which numbers may stand for "now" in words about a session. Never offers a stale one.
import { freshnessWindow, type Quantity, shown } from '../vitals.ts'
import { cuffFreshnessAt, freshnessAt } from './freshness.ts'
import { declaredEveryMs, type SessionState } from './session-state.ts'

/**
 * The newest values of a quantity's source, rounded as shown, while they may be believed (live or ageing).
 * @param atMs hub time
 * @returns undefined when there are none: then an alarm speaks of the values that broke its limit
 */
export function believableValues(
  quantity: Quantity | undefined,
  state: SessionState,
  atMs: number,
): Readonly<Partial<Record<Quantity, number>>> | undefined {
  if (quantity === undefined) return undefined
  if (quantity === 'systolic' || quantity === 'diastolic' || quantity === 'mean') {
    const cuff = cuffFreshnessAt(state.cuff, atMs)
    if (cuff.is === 'never' || cuff.is === 'stale') return undefined
    const { systolic, diastolic, mean } = cuff.reading
    return {
      ...(systolic === undefined ? {} : { systolic: shown('systolic', systolic) }),
      ...(diastolic === undefined ? {} : { diastolic: shown('diastolic', diastolic) }),
      ...(mean === undefined ? {} : { mean: shown('mean', mean) }),
    }
  }
  const now = freshnessAt(state.signals[quantity], freshnessWindow(declaredEveryMs(state, quantity)), atMs)
  return now.is === 'live' || now.is === 'ageing' ? { [quantity]: shown(quantity, now.value) } : undefined
}
