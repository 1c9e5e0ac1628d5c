// Owns on which number of a room's card an alarm is marked, by the limits of the session's own profile. Of a profile that is
// not known here no number is marked: the alarm's own words, from the hub, stand on the card either way.
import { beyond, ladderOf, type Rules, type SourceId } from '@chairside/shared/alarm/rules.ts'
import type { RoomAlarm, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { shown } from '@chairside/shared/vitals.ts'

/** The alarm to be marked on this source's number. */
export const alarmAbout = (
  alarms: readonly RoomAlarm[],
  source: SourceId,
  rules: Rules | undefined,
): RoomAlarm | undefined =>
  rules && alarms.find(({ condition }) => ladderOf(rules, condition)?.sources.includes(source) ?? false)

/** Which half of a pressure broke the limit, systolic then diastolic; both, where neither is beyond it now. */
export function pressurePriorities(
  alarms: readonly RoomAlarm[],
  cuff: RoomSummary['latest']['cuff'],
  rules: Rules | undefined,
): readonly (Priority | undefined)[] {
  const alarm = alarmAbout(alarms, 'cuff', rules)
  if (alarm === undefined || rules === undefined) return [undefined, undefined]
  const level = ladderOf(rules, alarm.condition)?.levels.find((one) => one.level === alarm.level)
  const broken = (['systolic', 'diastolic'] as const).map((quantity) =>
    level?.limits.some(
      (limit) =>
        limit.quantity === quantity &&
        beyond(limit.op, shown(quantity, cuff?.[quantity] ?? Number.NaN), limit.value),
    ),
  )
  const either = broken.includes(true)
  return broken.map((is) => (is === true || !either ? alarm.priority : undefined))
}
