// Owns the short story of a session's MEDIUM and HIGH alarms at a cursor: the worst of each, from when to when, who acknowledged
// it. What a hand-over tells. JSON-plain; at most 30. Never decides an alarm, and is no list of what is active: that is alarms.
import type { EpochMs, RecordSeq } from '../ids.ts'
import type { AlarmTransition, LogRecord, Priority, RecordOf } from '../record/record.ts'

export type PastAlarm = {
  /** The transition to the worst level it reached. */
  readonly worst: AlarmTransition
  readonly raisedAtMs: EpochMs
  /** Absent: it goes on. */
  readonly endedAtMs?: EpochMs
  readonly acknowledged?: { readonly by: string; readonly atMs: EpochMs; readonly seq: RecordSeq }
}

const KEPT = 30
const RANK: Readonly<Record<Priority, number>> = { low: 0, medium: 1, high: 2 }

const transitionOf = ({ v: _v, seq: _seq, hubAtMs: _at, ...alarm }: RecordOf<'alarm'>): AlarmTransition =>
  alarm

function afterAlarm(past: readonly PastAlarm[], record: RecordOf<'alarm'>): readonly PastAlarm[] {
  const at = past.findLastIndex(
    ({ worst, endedAtMs }) => worst.alarmId === record.alarmId && endedAtMs === undefined,
  )
  const before = past[at]
  if (record.transition === 'ended')
    return before === undefined ? past : past.with(at, { ...before, endedAtMs: record.dueAtMs })
  if (record.priority === 'low') return past
  if (before === undefined)
    return [...past, { worst: transitionOf(record), raisedAtMs: record.dueAtMs }].slice(-KEPT)
  // A rise is worse, also where its priority is the same: very high, then extreme.
  const isWorse = record.transition === 'rose' && RANK[record.priority] >= RANK[before.worst.priority]
  return isWorse ? past.with(at, { ...before, worst: transitionOf(record) }) : past
}

/** The story after one more record; the same where it says nothing of it. */
export function foldPastAlarms(past: readonly PastAlarm[], record: LogRecord): readonly PastAlarm[] {
  switch (record.kind) {
    case 'alarm':
      return afterAlarm(past, record)
    case 'acknowledgement': {
      const at = past.findLastIndex(({ worst }) => worst.alarmId === record.alarmId)
      const one = past[at]
      if (one === undefined) return past
      return past.with(at, {
        ...one,
        acknowledged: { by: record.by.name, atMs: record.hubAtMs, seq: record.seq },
      })
    }
    case 'undone': {
      const at = past.findLastIndex(({ acknowledged }) => acknowledged?.seq === record.ofSeq)
      const one = past[at]
      if (one === undefined) return past
      const { acknowledged: _undone, ...others } = one
      return past.with(at, others)
    }
    default:
      return past
  }
}
