// Owns what a view of one session reads: state, series, events and gaps at the cursor, published at most once a frame.
// Never asks where the records come from.
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { type TimelineEntry, timelineEntry } from '@chairside/shared/fold/timeline.ts'
import { emptyTrends, pushTrend, type Trends } from '@chairside/shared/fold/trends.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { foldGaps, type Gap } from './gaps.ts'
import type { SessionSource, SourceEvent } from './source.ts'

export type TimelineLine = TimelineEntry & { readonly seq: number }

export type SessionView = {
  /** loading: not whole yet · following: whole up to the head · failed: stopped for good */
  readonly phase: 'loading' | 'following' | 'failed'
  readonly failure?: Refusal
  readonly state: SessionState
  /** One object that grows in place; `version` says when to look again. */
  readonly trends: Trends
  readonly version: number
  /** In the order of the log. */
  readonly timeline: readonly TimelineLine[]
  readonly gaps: readonly Gap[]
  /** Which measurements began an alarm or raised its level, as recorded. */
  readonly alarmed: readonly Alarmed[]
}

/** A measurement that the hub's engine raised an alarm on. */
export type Alarmed = {
  readonly measuredAtMs: number
  readonly quantity: Quantity
  readonly priority: Priority
}

export type Missed = { readonly records: number; readonly alarms: number }

export type SessionStore = {
  readonly view: StoreApi<SessionView>
  readonly source: SessionSource
  start(): void
  stop(): void
  /** The hub is lost: what comes from now on was missed. */
  beginCount(): void
  /** The hub is back: says what was missed once everything has been given. */
  endCount(done: (missed: Missed) => void): void
}

const blank = (): SessionView => ({
  phase: 'loading',
  state: emptySession,
  trends: emptyTrends(),
  version: 0,
  timeline: [],
  gaps: [],
  alarmed: [],
})

export function createSessionStore(
  source: SessionSource,
  onNextFrame: (run: () => void) => void,
): SessionStore {
  const view = createStore<SessionView>(blank)
  let pending: SessionView = view.getState()
  let counting: { records: number; alarms: number; done?: (missed: Missed) => void } | undefined
  let stopped = false

  const publish = () => {
    if (!stopped) view.setState(pending, true)
  }

  function apply(record: DecodedRecord, lines: TimelineLine[]): void {
    const entry = timelineEntry(record, pending.state)
    if (entry !== undefined) lines.push({ ...entry, seq: record.seq })
    pushTrend(pending.trends, record)
    pending = {
      ...pending,
      state: foldSession(pending.state, record),
      gaps: foldGaps(pending.gaps, record),
    }
    const began = record.kind === 'alarm' && (record.transition === 'raised' || record.transition === 'rose')
    if (began) {
      const { measuredAtMs, priority, limit } = record
      pending = {
        ...pending,
        alarmed: [...pending.alarmed, { measuredAtMs, priority, quantity: limit.quantity }],
      }
    }
    if (counting === undefined) return
    counting.records += 1
    if (began) counting.alarms += 1
  }

  function take(event: SourceEvent): void {
    switch (event.kind) {
      case 'reset':
        pending = blank()
        break
      case 'records': {
        const lines: TimelineLine[] = []
        for (const record of event.records) apply(record, lines)
        pending = {
          ...pending,
          version: pending.version + 1,
          timeline: lines.length === 0 ? pending.timeline : [...pending.timeline, ...lines],
        }
        break
      }
      case 'caughtUp': {
        const { failure: _failure, ...rest } = pending
        pending = { ...rest, phase: 'following' }
        if (counting?.done !== undefined) {
          counting.done({ records: counting.records, alarms: counting.alarms })
          counting = undefined
        }
        break
      }
      case 'failed':
        pending = { ...pending, phase: 'failed', failure: event.error }
        break
    }
    onNextFrame(publish)
  }

  return {
    view,
    source,
    start: () => source.start(take),
    stop() {
      stopped = true
      source.stop()
    },
    beginCount() {
      counting ??= { records: 0, alarms: 0 }
    },
    endCount(done) {
      counting = { records: 0, alarms: 0, ...counting, done }
    },
  }
}
