// Owns the story of each alarm as it was recorded: when it was raised, at which level it stood when, who acknowledged it,
// how it ended. What a lane of alarms, a list of alarms and the marks on readings are drawn from. Never decides an alarm.
import type { AlarmId } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmRecord, AlarmTransition, EndedBy, Priority } from '../record/record.ts'

/** One level of one alarm, from the transition that put it there to the one that took it away. Hub time. */
export type LevelSpan = {
  readonly level: string
  readonly priority: Priority
  /** The transition as recorded: values, limit, ages. */
  readonly alarm: AlarmTransition
  readonly seq: number
  /** By the rules (`dueAtMs`), which may be earlier than when it was decided. */
  readonly fromMs: number
  /** The measurement that decided it. */
  readonly measuredAtMs: number
  /** Absent: it goes on. */
  readonly toMs?: number
  /** The measurement that ended this level, where one did. */
  readonly leftMeasuredAtMs?: number
}
export type AlarmSpan = {
  readonly alarmId: AlarmId
  readonly condition: string
  /** In order; never empty. */
  readonly levels: readonly LevelSpan[]
  /** The highest level it reached. */
  readonly highest: Priority
  readonly raisedAtMs: number
  /** When the hub decided it: a viewer whose cursor stands before this had not been told. */
  readonly decidedAtMs: number
  readonly endedAtMs?: number
  readonly endedBy?: EndedBy
  /** The values it ended with. */
  readonly endedWith?: AlarmTransition
  readonly acknowledged: readonly { readonly by: string; readonly atMs: number; readonly level: string }[]
}

const RANK: Readonly<Record<Priority, number>> = { low: 0, medium: 1, high: 2 }
/** The more urgent of two. */
export const higher = (a: Priority, b: Priority): Priority => (RANK[b] > RANK[a] ? b : a)

const levelOf = (record: AlarmRecord): LevelSpan => {
  const { v: _v, seq, hubAtMs: _hubAtMs, ...alarm } = record
  const { level, priority, dueAtMs: fromMs, measuredAtMs } = record
  return { level, priority, alarm, seq, fromMs, measuredAtMs }
}
const leave = (levels: readonly LevelSpan[], record: AlarmRecord): LevelSpan[] =>
  levels.map((span, index) =>
    index === levels.length - 1 && span.toMs === undefined
      ? { ...span, toMs: record.dueAtMs, leftMeasuredAtMs: record.measuredAtMs }
      : span,
  )

function afterAlarm(spans: readonly AlarmSpan[], record: AlarmRecord): readonly AlarmSpan[] {
  const { alarmId, condition, dueAtMs } = record
  const at = spans.findLastIndex((span) => span.alarmId === alarmId && span.endedAtMs === undefined)
  const before = spans[at]
  if (before === undefined) {
    if (record.transition === 'ended') return spans
    const raised: AlarmSpan = {
      alarmId,
      condition,
      levels: [levelOf(record)],
      highest: record.priority,
      raisedAtMs: dueAtMs,
      decidedAtMs: record.hubAtMs,
      acknowledged: [],
    }
    return [...spans, raised]
  }
  const levels = leave(before.levels, record)
  if (record.transition === 'ended') {
    const { v: _v, seq: _seq, hubAtMs: _at, ...endedWith } = record
    const ended = { endedAtMs: dueAtMs, endedWith, ...(record.endedBy ? { endedBy: record.endedBy } : {}) }
    return spans.with(at, { ...before, levels, ...ended })
  }
  const highest = higher(before.highest, record.priority)
  return spans.with(at, { ...before, levels: [...levels, levelOf(record)], highest })
}

/** The alarms after one more record, oldest first; the same array where nothing changed. */
export function foldAlarmSpans(spans: readonly AlarmSpan[], record: DecodedRecord): readonly AlarmSpan[] {
  if (record.kind === 'alarm') return afterAlarm(spans, record)
  if (record.kind !== 'acknowledgement') return spans
  const at = spans.findLastIndex(({ alarmId }) => alarmId === record.alarmId)
  const span = spans[at]
  if (span === undefined) return spans
  const one = { by: record.by.name, atMs: record.hubAtMs, level: record.level }
  return spans.with(at, { ...span, acknowledged: [...span.acknowledged, one] })
}
