// Owns the story of each alarm as it was recorded: when it was raised, at which level it stood when, who acknowledged it,
// how it ended. What a lane of alarms, a list of alarms and the marks on readings are drawn from. Never decides an alarm.
import type { AlarmId } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmRecord, AlarmTransition, BodyOf, EndedBy, Priority } from '../record/record.ts'

type SilenceEnd = BodyOf<'silenceEnded'>['cause']

/** One level of one alarm, from the transition that put it there to the one that took it away. Hub time. */
export type LevelSpan = {
  readonly level: string
  readonly priority: Priority
  /** The transition as recorded: values, limit, ages. */
  readonly alarm: AlarmTransition
  readonly seq: number
  /** By the rules (`dueAtMs`), which may be earlier than when it was decided. */
  readonly fromMs: number
  /** When the hub decided it: a viewer whose cursor stands before this had not been told. */
  readonly decidedAtMs: number
  /** The measurement that decided it. */
  readonly measuredAtMs: number
  /** Absent: it goes on. */
  readonly toMs?: number
  /** The measurement that ended this level, where one did. */
  readonly leftMeasuredAtMs?: number
}
/** How a silence ended, where it has. */
type Ended = { readonly endedAtMs?: number; readonly endedBecause?: SilenceEnd }
export type Acknowledged = Ended & {
  readonly by: string
  readonly atMs: number
  readonly level: string
  readonly seq: number
}
export type Came = Ended & {
  readonly by: string
  readonly atMs: number
  readonly untilMs: number
  readonly seq: number
}
export type Taken = {
  readonly by: string
  readonly atMs: number
  readonly event: 'taken' | 'declined'
  readonly seq: number
}
/** Stamped while HELP was there: "oxygen". */
export type Stamped = Pick<BodyOf<'helpStamp'>, 'stamp'> & { readonly atMs: number; readonly seq: number }
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
  /** The record that ended it: a viewer whose cursor stands before this saw it go on. */
  readonly endedSeq?: number
  readonly acknowledged: readonly Acknowledged[]
  /** "Coming"; absent: nobody said so. */
  readonly came?: readonly Came[]
  /** Who took it or could not come; absent: nobody said either. */
  readonly taken?: readonly Taken[]
  /** Of HELP; absent: none. */
  readonly stamps?: readonly Stamped[]
  /** What came of a symptom or of HELP, by name. */
  readonly resolved?: { readonly by: string; readonly outcome: string }
}

const RANK: Readonly<Record<Priority, number>> = { low: 0, medium: 1, high: 2 }
/** The more urgent of two. */
export const higher = (a: Priority, b: Priority): Priority => (RANK[b] > RANK[a] ? b : a)

/** Who has acknowledged it, as it stands after the last of its records: a rise asks anew (FO11), so does what ended it. */
export function standingAcknowledgement({ levels, acknowledged }: AlarmSpan): Acknowledged | undefined {
  const asked = levels.findLast(({ alarm }) => alarm.transition !== 'fell')
  const last = acknowledged.at(-1)
  if (last === undefined || last.endedAtMs !== undefined) return undefined
  return last.seq > (asked?.seq ?? 0) ? last : undefined
}

const transitionOf = (record: AlarmRecord): AlarmTransition => {
  const { v: _v, seq: _seq, hubAtMs: _hubAtMs, ...alarm } = record
  return alarm
}
const levelOf = (record: AlarmRecord): LevelSpan => ({
  level: record.level,
  priority: record.priority,
  alarm: transitionOf(record),
  seq: record.seq,
  fromMs: record.dueAtMs,
  decidedAtMs: record.hubAtMs,
  measuredAtMs: record.measuredAtMs,
})
/** Its levels with the last one left by this record, never before it began. */
function left({ levels }: AlarmSpan, record: AlarmRecord): LevelSpan[] {
  const last = levels.at(-1) as LevelSpan
  const toMs = Math.max(last.fromMs, record.dueAtMs)
  return levels.with(-1, { ...last, toMs, leftMeasuredAtMs: record.measuredAtMs })
}
const raisedBy = (record: AlarmRecord): AlarmSpan => ({
  alarmId: record.alarmId,
  condition: record.condition,
  levels: [levelOf(record)],
  highest: record.priority,
  raisedAtMs: record.dueAtMs,
  decidedAtMs: record.hubAtMs,
  acknowledged: [],
})
function endedWith(span: AlarmSpan, record: AlarmRecord): AlarmSpan {
  const levels = left(span, record)
  const endedAtMs = (levels.at(-1) as LevelSpan).toMs as number
  const { endedBy } = record
  return {
    ...span,
    levels,
    endedAtMs,
    endedSeq: record.seq,
    endedWith: transitionOf(record),
    ...(endedBy === undefined ? {} : { endedBy }),
  }
}

function afterAlarm(spans: readonly AlarmSpan[], record: AlarmRecord): readonly AlarmSpan[] {
  // A condition is at one level at a time, so it has one alarm at a time; the session's state counts the same way.
  const at = spans.findLastIndex(
    ({ condition, endedAtMs }) => condition === record.condition && endedAtMs === undefined,
  )
  const before = spans[at]
  if (record.transition === 'ended')
    return before === undefined ? spans : spans.with(at, endedWith(before, record))
  if (before === undefined) return [...spans, raisedBy(record)]
  if (before.alarmId !== record.alarmId)
    return [...spans.with(at, endedWith(before, record)), raisedBy(record)]
  return spans.with(at, {
    ...before,
    levels: [...left(before, record), levelOf(record)],
    highest: higher(before.highest, record.priority),
  })
}

type Change = (span: AlarmSpan) => AlarmSpan

/** Changes the alarm of this id; the same array where there is none. */
function onAlarm(spans: readonly AlarmSpan[], alarmId: AlarmId, change: Change): readonly AlarmSpan[] {
  const at = spans.findLastIndex((span) => span.alarmId === alarmId)
  const span = spans[at]
  return span === undefined ? spans : spans.with(at, change(span))
}
/** The same, while it goes on. */
const onOpen = (spans: readonly AlarmSpan[], alarmId: AlarmId, change: Change): readonly AlarmSpan[] =>
  spans.some((span) => span.alarmId === alarmId && span.endedAtMs === undefined)
    ? onAlarm(spans, alarmId, change)
    : spans

/** Ends what that record began, once. */
function over<T extends Ended & { readonly seq: number }>(
  all: readonly T[],
  ofSeq: number,
  endedAtMs: number,
  endedBecause: SilenceEnd,
): readonly T[] {
  const at = all.findIndex((one) => one.seq === ofSeq && one.endedAtMs === undefined)
  const one = all[at]
  return one === undefined ? all : all.with(at, { ...one, endedAtMs, endedBecause })
}

function silenced(
  spans: readonly AlarmSpan[],
  ofSeq: number,
  endedAtMs: number,
  because: SilenceEnd,
): readonly AlarmSpan[] {
  const at = spans.findLastIndex(
    ({ acknowledged, came }) =>
      acknowledged.some(({ seq }) => seq === ofSeq) || came?.some(({ seq }) => seq === ofSeq),
  )
  const span = spans[at]
  if (span === undefined) return spans
  const acknowledged = over(span.acknowledged, ofSeq, endedAtMs, because)
  const came = span.came === undefined ? undefined : over(span.came, ofSeq, endedAtMs, because)
  if (acknowledged === span.acknowledged && came === span.came) return spans
  return spans.with(at, { ...span, acknowledged, ...(came === undefined ? {} : { came }) })
}

/** The alarms after one more record, in the order in which they were decided; the same array where nothing changed. */
export function foldAlarmSpans(spans: readonly AlarmSpan[], record: DecodedRecord): readonly AlarmSpan[] {
  switch (record.kind) {
    case 'alarm':
      return afterAlarm(spans, record)
    case 'acknowledgement': {
      const { hubAtMs: atMs, level, seq } = record
      const one = { by: record.by.name, atMs, level, seq }
      // One that is over stays in sight until somebody says that they have seen it: that is an answer, too.
      return onAlarm(spans, record.alarmId, (span) => ({
        ...span,
        acknowledged: [...span.acknowledged, one],
      }))
    }
    case 'coming': {
      const { hubAtMs: atMs, untilMs, seq } = record
      const one = { by: record.by.name, atMs, untilMs, seq }
      return onOpen(spans, record.alarmId, (span) => ({ ...span, came: [...(span.came ?? []), one] }))
    }
    case 'taken': {
      const { hubAtMs: atMs, event, seq } = record
      const one = { by: record.by.name, atMs, event, seq }
      return onOpen(spans, record.alarmId, (span) => ({ ...span, taken: [...(span.taken ?? []), one] }))
    }
    case 'helpStamp': {
      const { hubAtMs: atMs, stamp, seq } = record
      const called = spans.findLast(({ condition }) => condition === 'help')
      if (called === undefined) return spans
      return onAlarm(spans, called.alarmId, (span) => ({
        ...span,
        stamps: [...(span.stamps ?? []), { stamp, atMs, seq }],
      }))
    }
    case 'resolved': {
      const resolved = { by: record.by.name, outcome: record.outcome }
      return onAlarm(spans, record.alarmId, (span) => ({ ...span, resolved }))
    }
    case 'silenceEnded':
      return silenced(spans, record.ofSeq, record.dueAtMs, record.cause)
    case 'undone':
      return silenced(spans, record.ofSeq, record.hubAtMs, 'undone')
    default:
      return spans
  }
}
