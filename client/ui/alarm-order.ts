// Owns which alarm comes first, and which alarm a tile wears. Never hides one: that is no ordering's business.
import { brokenHalves } from '@chairside/shared/alarm/cuff/broken-halves.ts'
import type { LimitShown, Rules } from '@chairside/shared/alarm/rules.ts'
import { byUrgency as compare, type Urgent } from '@chairside/shared/alarm/urgency.ts'
import type { ActiveAlarm } from '@chairside/shared/fold/session-state.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { Quantity, SignalId } from '@chairside/shared/vitals.ts'
import type { TileNumber } from './vital-number.ts'

const isUpper = ({ op }: Pick<LimitShown, 'op'>): boolean => op === '>' || op === '>='

/**
 * Where the alarms of each condition begin: of all its limits the one that is reached first. A limit from this patient's own
 * baseline may come before the profile's.
 */
export function firstLimits(limits: readonly LimitShown[]): LimitShown[] {
  const first = new Map<string, LimitShown>()
  for (const limit of limits) {
    const before = first.get(limit.condition)
    const comesFirst =
      before === undefined || (isUpper(limit) ? limit.value < before.value : limit.value > before.value)
    if (comesFirst) first.set(limit.condition, limit)
  }
  return [...first.values()]
}

/** An active alarm of a session as the one ordering sees it. */
export const urgentOf = ({ alarm, acknowledged, taken }: ActiveAlarm): Urgent => ({
  condition: alarm.condition,
  level: alarm.level,
  priority: alarm.priority,
  standing: acknowledged !== undefined || alarm.silent === true ? 'answered' : 'calls',
  taken: taken !== undefined,
  sinceMs: alarm.breachAtMs,
})

/** The most urgent first: the shared ordering. */
export const byUrgency = (a: ActiveAlarm, b: ActiveAlarm): number => compare(urgentOf(a), urgentOf(b))

export type TileAlarm = {
  readonly priority: Priority
  readonly acknowledged: boolean
  readonly alarm: ActiveAlarm['alarm']
}

/** The most urgent active alarm on any of these quantities. */
export const alarmOn = (
  alarms: Iterable<ActiveAlarm>,
  quantities: readonly Quantity[],
): TileAlarm | undefined =>
  firstOf(
    [...alarms].filter(({ alarm }) => alarm.limit !== undefined && quantities.includes(alarm.limit.quantity)),
  )

/**
 * The most urgent active alarm on one half of a pressure: the one it is about, or one whose other half is beyond its level's
 * own limit too (204/122 at extreme: both).
 */
export const alarmOnHalf = (
  alarms: Iterable<ActiveAlarm>,
  half: 'systolic' | 'diastolic',
  cuff: Parameters<typeof brokenHalves>[1],
  rules: Rules | undefined,
): TileAlarm | undefined =>
  firstOf(
    [...alarms].filter(
      ({ alarm }) =>
        alarm.limit?.quantity === half ||
        (alarm.limit !== undefined && brokenHalves(alarm, cuff, rules).includes(half)),
    ),
  )

function firstOf(alarms: readonly ActiveAlarm[]): TileAlarm | undefined {
  const [first] = [...alarms].sort(byUrgency)
  if (first === undefined) return undefined
  const { alarm, acknowledged } = first
  return { priority: alarm.priority, acknowledged: acknowledged !== undefined, alarm }
}

/** What a tile is about: the quantities of its numbers and where they come from. */
export type TileSubject = {
  readonly quantities: readonly Quantity[]
  readonly sources: readonly (SignalId | 'cuff')[]
}

/** The most urgent active alarm of a tile: on one of its numbers, or about where they come from ("sensor off"). */
export function alarmOfTile(
  alarms: Iterable<ActiveAlarm>,
  { quantities, sources }: TileSubject,
): TileAlarm | undefined {
  const of = [...alarms].filter(({ alarm: { limit, about } }) =>
    limit === undefined
      ? about?.signal !== undefined && sources.includes(about.signal)
      : quantities.includes(limit.quantity),
  )
  return firstOf(of)
}

/** A number in the chip of the alarm on it. What is no number wears none. */
export const markedBy = (number: TileNumber, alarm: TileAlarm | undefined): TileNumber =>
  alarm === undefined || number.state === 'none' ? number : { ...number, priority: alarm.priority }
