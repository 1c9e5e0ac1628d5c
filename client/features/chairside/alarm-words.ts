// Owns which numbers an alarm's words may use: the newest of its source while they may be believed, else those that
// broke the limit. The words themselves are shared/alarm/text's.
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { alarmWords as wordsOf } from '@chairside/shared/alarm/text.ts'
import { cuffFreshnessAt, freshnessAt } from '@chairside/shared/fold/freshness.ts'
import { type ActiveAlarm, declaredEveryMs, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { freshnessWindow, type Quantity, shown } from '@chairside/shared/vitals.ts'
import { clock, span, tPlus } from '../../ui/format.ts'

type Values = Readonly<Partial<Record<Quantity, number>>>

function newestOf(quantity: Quantity, state: SessionState, atMs: number): Values | undefined {
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

/** @param atMs hub time */
export function alarmWords(
  { alarm }: ActiveAlarm,
  state: SessionState,
  atMs: number,
): { readonly title: string; readonly text: string; readonly detail: string } {
  const newest = newestOf(alarm.limit.quantity, state, atMs)
  const { name, what } = wordsOf(ADULT_KETAMINE_INFUSION, alarm, atMs, newest)
  const { startedAtMs } = state.infusion
  const when =
    startedAtMs === undefined || alarm.breachAtMs < startedAtMs
      ? clock(alarm.breachAtMs, state.opened?.zone)
      : tPlus(alarm.breachAtMs - startedAtMs)
  return { title: name, text: what, detail: `${when}, ${span(atMs - alarm.breachAtMs)} ago` }
}
