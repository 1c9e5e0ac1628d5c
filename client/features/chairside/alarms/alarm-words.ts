// Owns an active alarm's line at the chair: its name, what broke, when and how long ago. The words are shared/alarm/words/text's.

import { NO_RULES, rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { alarmWords as wordsOf } from '@chairside/shared/alarm/words/text.ts'
import { believableValues } from '@chairside/shared/fold/believable.ts'
import type { ActiveAlarm, SessionState } from '@chairside/shared/fold/session-state.ts'
import { afterRateWords, rateChangeBefore } from '@chairside/shared/visit/after-rate.ts'
import { momentWords, span, type TimeScale } from '../../../ui/format.ts'

/** @param atMs hub time */
export function alarmWords(
  { alarm }: ActiveAlarm,
  state: SessionState,
  atMs: number,
  scale: TimeScale,
): { readonly title: string; readonly text: string; readonly detail: string } {
  const newest = believableValues(alarm.limit?.quantity, state, atMs)
  const { name, what } = wordsOf(rulesOfSession(state) ?? NO_RULES, alarm, atMs, newest)
  const when = momentWords(alarm.breachAtMs, scale)
  return { title: name, text: what, detail: `${when}, ${span(atMs - alarm.breachAtMs)} ago` }
}

/**
 * "3 min after 45 → 60 mL/h": the act at the pump before a vital sign broke its limit; undefined: none in the quarter of an hour
 * before, or it is no vital sign.
 */
export function pumpBefore({ alarm }: ActiveAlarm, { infusion }: SessionState): string | undefined {
  if (alarm.limit === undefined) return undefined
  const before = rateChangeBefore(infusion.events, alarm.breachAtMs)
  return before && afterRateWords(before)
}

/** Of an alarm that is over: what broke, in the values of its own record. */
export function latchedWords(
  alarm: ActiveAlarm['alarm'],
  state: SessionState,
): { readonly title: string; readonly text: string } {
  const { name, what } = wordsOf(rulesOfSession(state) ?? NO_RULES, alarm, alarm.breachAtMs)
  return { title: name, text: what }
}
