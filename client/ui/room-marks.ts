// Owns on which number of a room an alarm is marked: the one the hub names, and of a pressure also its other half where that
// is beyond the limit of the session's own profile. What is over is marked on none; the alarm's words stand there either way.
import { beyond, ladderOf, type Rules } from '@chairside/shared/alarm/rules.ts'
import type { RoomAlarm, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { shown } from '@chairside/shared/vitals.ts'

export type RoomMarks = Readonly<Partial<Record<'rate' | 'systolic' | 'diastolic' | 'spo2', Priority>>>

const PRESSURE = ['systolic', 'diastolic'] as const
const RANK: Readonly<Record<Priority, number>> = { high: 2, medium: 1, low: 0 }

/** Which of the room's numbers the hub's words name, or, where they name none, the condition's own. */
function placeOf(
  { quantity, condition }: RoomAlarm,
  rules: Rules | undefined,
): keyof RoomMarks | 'cuff' | undefined {
  switch (quantity) {
    case 'heartRate':
    case 'pulseRate':
      return 'rate'
    case 'systolic':
    case 'diastolic':
    case 'spo2':
      return quantity
    case 'mean':
      return 'cuff'
    default: {
      const sources = rules && ladderOf(rules, condition)?.sources
      if (sources?.includes('cuff') === true) return 'cuff'
      if (sources?.includes('spo2') === true) return 'spo2'
      return sources?.includes('heartRate') === true ? 'rate' : undefined
    }
  }
}

/** Which halves of a pressure are beyond the level's limits, as far as this version knows them. */
export function brokenHalves(
  { condition, level }: Pick<RoomAlarm, 'condition' | 'level'>,
  cuff: Pick<NonNullable<RoomSummary['latest']['cuff']>, 'systolic' | 'diastolic'> | undefined,
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

/** @param rules of the session's profile; undefined: this version does not know it */
export function marksOf(
  alarms: readonly RoomAlarm[],
  cuff: RoomSummary['latest']['cuff'],
  rules: Rules | undefined,
): RoomMarks {
  const marks: Partial<Record<keyof RoomMarks, Priority>> = {}
  const mark = (place: keyof RoomMarks, priority: Priority) => {
    const now = marks[place]
    if (now === undefined || RANK[priority] > RANK[now]) marks[place] = priority
  }
  for (const alarm of alarms) {
    if (alarm.latched === true) continue
    const place = placeOf(alarm, rules)
    if (place === undefined) continue
    if (place !== 'cuff') mark(place, alarm.priority)
    if (place === 'rate' || place === 'spo2') continue
    const halves = brokenHalves(alarm, cuff, rules)
    for (const half of halves) mark(half, alarm.priority)
    // Within hysteresis neither half is beyond its limit: the pair is what alarms.
    if (place === 'cuff' && halves.length === 0) for (const half of PRESSURE) mark(half, alarm.priority)
  }
  return marks
}
