// Owns which halves of a pressure are beyond the limits of an alarm's level: both may be, and an alarm names one.
// Never decides an alarm.
import type { CuffReading } from '../../fold/session-state.ts'
import { shown } from '../../vitals.ts'
import { beyond, ladderOf, type Rules } from '../rules.ts'

const PRESSURE = ['systolic', 'diastolic'] as const

/**
 * @param cuff the newest reading
 * @param rules in force; undefined: not known, and neither half is said to be beyond anything
 */
export function brokenHalves(
  { condition, level }: { readonly condition: string; readonly level: string },
  cuff: Pick<CuffReading, 'systolic' | 'diastolic'> | undefined,
  rules: Rules | undefined,
): (typeof PRESSURE)[number][] {
  const limits =
    (rules && ladderOf(rules, condition)?.levels.find((one) => one.level === level))?.limits ?? []
  return PRESSURE.filter((quantity) =>
    limits.some(
      (limit) =>
        limit.quantity === quantity &&
        beyond(limit.op, shown(quantity, cuff?.[quantity] ?? Number.NaN), limit.value),
    ),
  )
}
