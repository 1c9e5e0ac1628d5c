// Owns the short story of a session's MEDIUM and HIGH alarms at a cursor: each level, from when to when, who said what. What a
// hand-over tells. JSON-plain; at most 30. Never decides an alarm, and is no list of what is active: that is alarms.
import type { LogRecord } from '../record/record.ts'
import { type AlarmSpan, foldAlarmSpans, type LevelSpan } from './alarm-spans.ts'

const KEPT = 30
/** Of one alarm that goes up and down all day: its first level and so many of the newest. */
const LEVELS_KEPT = 12

export type PastAlarm = AlarmSpan & {
  /** Levels between the first and the others that are not kept; absent: none. */
  readonly omitted?: number
}

function bounded(alarm: PastAlarm): PastAlarm {
  const { levels, omitted = 0 } = alarm
  if (levels.length <= LEVELS_KEPT) return alarm
  const kept = [levels[0] as LevelSpan, ...levels.slice(1 - LEVELS_KEPT)]
  return { ...alarm, levels: kept, omitted: omitted + levels.length - kept.length }
}

/** A LOW that is over is nobody's to hand over; one that goes on may rise. */
const isTold = ({ highest, endedAtMs }: AlarmSpan): boolean => highest !== 'low' || endedAtMs === undefined

/** The story after one more record; the same where it says nothing of it. */
export function foldPastAlarms(past: readonly PastAlarm[], record: LogRecord): readonly PastAlarm[] {
  const now = foldAlarmSpans(past, record)
  return now === past ? past : now.filter(isTold).map(bounded).slice(-KEPT)
}
