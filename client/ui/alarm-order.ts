// Owns which alarm comes first, and which alarm a tile wears. Never hides one: that is no ordering's business.
import type { LimitShown } from '@chairside/shared/alarm/rules.ts'
import type { ActiveAlarm } from '@chairside/shared/fold/session-state.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { Quantity, SignalId } from '@chairside/shared/vitals.ts'
import type { TileNumber } from './vital-number.ts'

/** The first limit of each condition: where alarms begin. */
export function firstLimits(limits: readonly LimitShown[]): LimitShown[] {
  const seen = new Set<string>()
  return limits.filter(({ condition }) => {
    if (seen.has(condition)) return false
    seen.add(condition)
    return true
  })
}

const RANK: Readonly<Record<Priority, number>> = { high: 2, medium: 1, low: 0 }

/** Highest priority first; of equals the oldest first. */
export const byUrgency = (a: ActiveAlarm, b: ActiveAlarm): number =>
  RANK[b.alarm.priority] - RANK[a.alarm.priority] || a.alarm.breachAtMs - b.alarm.breachAtMs

export type TileAlarm = {
  readonly priority: Priority
  readonly acknowledged: boolean
  readonly alarm: ActiveAlarm['alarm']
}

/** The most urgent active alarm on any of these quantities. */
export function alarmOn(
  alarms: Iterable<ActiveAlarm>,
  quantities: readonly Quantity[],
): TileAlarm | undefined {
  const [first] = [...alarms]
    .filter(({ alarm }) => alarm.limit !== undefined && quantities.includes(alarm.limit.quantity))
    .sort(
      (a, b) =>
        byUrgency(a, b) || Number(a.acknowledged !== undefined) - Number(b.acknowledged !== undefined),
    )
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
  const [first] = of.sort(
    (a, b) => byUrgency(a, b) || Number(a.acknowledged !== undefined) - Number(b.acknowledged !== undefined),
  )
  return (
    first && {
      priority: first.alarm.priority,
      acknowledged: first.acknowledged !== undefined,
      alarm: first.alarm,
    }
  )
}

/** A number in the chip of the alarm on it. What is no number wears none. */
export const markedBy = (number: TileNumber, alarm: TileAlarm | undefined): TileNumber =>
  alarm === undefined || number.state === 'none' ? number : { ...number, priority: alarm.priority }
