// Owns which readings and which stretches of a line carry an alarm's colour and mark: what was recorded, nothing judged again.
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'

/** A level of an alarm on the time axis of the measurements that began and ended it. */
export type InkSpan = {
  readonly alarmId: string
  readonly quantity: Quantity
  readonly priority: Priority
  /** Began an alarm or raised its level: this measurement carries the mark. */
  readonly marked: boolean
  readonly fromMs: number
  /** The first measurement that is not of this level any more; Infinity: it goes on. */
  readonly toMs: number
}

const RANK: Readonly<Record<Priority, number>> = { low: 0, medium: 1, high: 2 }

/** Every level of every alarm, as it colours what was measured. */
export const inkSpans = (alarms: readonly AlarmSpan[]): InkSpan[] =>
  alarms.flatMap(({ alarmId, levels, endedBy }) =>
    levels.flatMap((span, index): InkSpan[] => {
      const { alarm, priority, measuredAtMs, leftMeasuredAtMs, toMs } = span
      const last = index === levels.length - 1
      // Ended by something else than a measurement: no measurement left the level, it stood until then.
      const untilMs = last && endedBy !== undefined && endedBy !== 'measurement' ? toMs : leftMeasuredAtMs
      // A technical condition colours no measurement.
      if (alarm.limit === undefined) return []
      return [
        {
          alarmId,
          quantity: alarm.limit.quantity,
          priority,
          marked: alarm.transition === 'raised' || alarm.transition === 'rose',
          fromMs: measuredAtMs,
          toMs: untilMs ?? toMs ?? Number.POSITIVE_INFINITY,
        },
      ]
    }),
  )

/** The most urgent level a measurement of this quantity stood under; undefined: none. */
export function inkAt(spans: readonly InkSpan[], quantity: Quantity, atMs: number): Priority | undefined {
  let found: Priority | undefined
  for (const span of spans) {
    if (span.quantity !== quantity || (atMs !== span.fromMs && (atMs < span.fromMs || atMs >= span.toMs)))
      continue
    if (found === undefined || RANK[span.priority] > RANK[found]) found = span.priority
  }
  return found
}

/** The mark of the alarm that this measurement began or raised. */
export function markAt(spans: readonly InkSpan[], quantity: Quantity, atMs: number): Priority | undefined {
  let found: Priority | undefined
  for (const span of spans)
    if (span.marked && span.quantity === quantity && span.fromMs === atMs)
      if (found === undefined || RANK[span.priority] > RANK[found]) found = span.priority
  return found
}

/** The levels of a lane's quantities, the most urgent last so that it is painted over the others. */
export const inkOf = (spans: readonly InkSpan[], quantities: readonly Quantity[]): InkSpan[] =>
  spans
    .filter(({ quantity }) => quantities.includes(quantity))
    .toSorted((a, b) => RANK[a.priority] - RANK[b.priority])
