// Owns what is folded from all of a session's records, whatever the cursor: state, series, events, gaps, alarms. One record
// at a time, in order. What grows with events is bounded, and what was left out is counted, never silently gone.

import { type AlarmLog, emptyAlarmLog, foldAlarmLog } from '@chairside/shared/fold/alarm-log.ts'
import { type AlarmSpan, foldAlarmSpans } from '@chairside/shared/fold/alarm-spans.ts'
import { type Calling, callingOf } from '@chairside/shared/fold/alarm-steps.ts'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { type TimelineEntry, type TimelineKind, timelineEntry } from '@chairside/shared/fold/timeline.ts'
import { emptyTrends, pushTrend, type Trends } from '@chairside/shared/fold/trends.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import { foldGaps, type Gap } from './gaps.ts'

export type TimelineLine = TimelineEntry & { readonly seq: number }

/** A measurement that the hub's engine raised an alarm on. */
export type Alarmed = {
  readonly measuredAtMs: number
  readonly quantity: Quantity
  readonly priority: Priority
}

/** Of a session with more events than a screen can hold: how many of the oldest are not listed. */
export type Omitted = { readonly timeline: number; readonly alarmSpans: number }
const NONE: Omitted = { timeline: 0, alarmSpans: 0 }

/** What a day of a restless session has; a device that comes and goes all night has more. */
const MOST_LINES = 6_000
const MOST_SPANS = 4_000
/** What is let go first when there are too many lines: what devices did and who was told, not what people or alarms did. */
const MINOR: ReadonlySet<TimelineKind> = new Set(['device', 'refused', 'unknown', 'cuff', 'escalation'])

export type SessionFolds = {
  /** Takes one record. @returns whether an alarm began or rose with it */
  take(record: DecodedRecord): boolean
  readonly state: () => SessionState
  readonly trends: Trends
  readonly gaps: () => readonly Gap[]
  readonly alarmSpans: () => readonly AlarmSpan[]
  /** Who was called for any of them; the same array while nobody was. */
  readonly callings: () => readonly Calling[]
  /** Every fact about an alarm; the same object while nothing was added. */
  readonly alarmLog: () => AlarmLog
  readonly alarmed: () => readonly Alarmed[]
  /** The same array while nothing was added. */
  readonly timeline: () => readonly TimelineLine[]
  readonly omitted: () => Omitted
  readonly openedAtMs: () => number
  /** The newest record that is of the session, not of its import. */
  readonly lastAtMs: () => number
}

/** The newest lines, those of minor kinds let go first. */
function thinned(lines: readonly TimelineLine[]): readonly TimelineLine[] {
  const keep = Math.floor(MOST_LINES * 0.75)
  let over = lines.length - keep
  const major = lines.filter(({ kind }) => over <= 0 || !MINOR.has(kind) || over-- <= 0)
  return major.length > keep ? major.slice(-keep) : major
}

export function createFolds(): SessionFolds {
  const trends = emptyTrends()
  let state: SessionState = emptySession
  let gaps: readonly Gap[] = []
  let spans: readonly AlarmSpan[] = []
  let callings: readonly Calling[] = []
  let called: Calling[] = []
  let alarmed: readonly Alarmed[] = []
  let alarmLog = emptyAlarmLog
  let timeline: readonly TimelineLine[] = []
  let added: TimelineLine[] = []
  let omitted = NONE
  let openedAtMs = 0
  let lastAtMs = 0

  const gather = (): void => {
    if (added.length === 0) return
    timeline = [...timeline, ...added]
    added = []
  }
  /** At the record that makes them too many, not when somebody looks: however it was read, the same lines are there. */
  const thin = (): void => {
    gather()
    const before = timeline.length
    timeline = thinned(timeline)
    omitted = { ...omitted, timeline: omitted.timeline + before - timeline.length }
  }

  return {
    trends,
    state: () => state,
    gaps: () => gaps,
    alarmSpans: () => spans,
    callings() {
      if (called.length > 0) callings = [...callings, ...called]
      called = []
      return callings
    },
    alarmed: () => alarmed,
    alarmLog: () => alarmLog,
    omitted: () => omitted,
    openedAtMs: () => openedAtMs,
    lastAtMs: () => lastAtMs,
    timeline() {
      gather()
      return timeline
    },
    take(record) {
      const entry = timelineEntry(record, state)
      if (entry !== undefined) added.push({ ...entry, seq: record.seq })
      if (timeline.length + added.length > MOST_LINES) thin()
      pushTrend(trends, record)
      gaps = foldGaps(gaps, record)
      if (openedAtMs === 0) openedAtMs = record.hubAtMs
      // `session.imported` stands at the moment of the import, which may be years after the session.
      if (record.kind !== 'session.imported') lastAtMs = record.hubAtMs
      state = foldSession(state, record)
      spans = foldAlarmSpans(spans, record)
      alarmLog = foldAlarmLog(alarmLog, record)
      const calling = callingOf(record)
      if (calling !== undefined) called.push(calling)
      if (spans.length > MOST_SPANS) {
        const gone = spans[0]?.alarmId
        callings = callings.filter(({ alarmId }) => alarmId !== gone)
        omitted = { ...omitted, alarmSpans: omitted.alarmSpans + 1 }
        spans = spans.slice(1)
      }
      if (record.kind !== 'alarm') return false
      if (record.transition !== 'raised' && record.transition !== 'rose') return false
      const { measuredAtMs, priority, limit } = record
      if (limit === undefined) return false
      alarmed = [...alarmed, { measuredAtMs, priority, quantity: limit.quantity }]
      if (alarmed.length > MOST_SPANS) alarmed = alarmed.slice(1)
      return true
    },
  }
}
