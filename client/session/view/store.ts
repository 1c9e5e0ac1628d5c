// Owns what a view of one session reads: the session at its head and at the cursor, series, events, gaps and alarms,
// published at most once a frame. Never asks where the records come from, and keeps none of them.
import type { AlarmLog } from '@chairside/shared/fold/alarm-log.ts'
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import type { Calling } from '@chairside/shared/fold/alarm-steps.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { timelineEntry } from '@chairside/shared/fold/timeline.ts'
import type { Trends } from '@chairside/shared/fold/trends.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FrameDriver } from '../frame-driver.ts'
import type { About, SessionSource, SourceEvent } from '../records/source.ts'
import { type Cursor, createCursor } from './cursor.ts'
import type { Gap } from './gaps.ts'
import { createPast } from './past.ts'
import { type Alarmed, createFolds, type Omitted, type TimelineLine } from './session-folds.ts'

export type { Alarmed, Omitted, TimelineLine } from './session-folds.ts'

export type SessionView = {
  /** loading: not whole yet · following: whole up to the head (of a recording: to its end) · failed: stopped for good */
  readonly phase: 'loading' | 'following' | 'failed'
  readonly failure?: Refusal
  /** Why a live session is behind, or what is wrong with a recording of which a part is shown, in words. */
  readonly problem?: Refusal
  /** Of a recording. */
  readonly about?: About
  /** At the head: the newest of a live session, the end of a recording. */
  readonly state: SessionState
  /** At the cursor; the same object as `state` while following. */
  readonly shown: SessionState
  /** One object that grows in place; `version` says when to look again. The whole session, whatever the cursor. */
  readonly trends: Trends
  readonly version: number
  /** In the order of the log; the whole session: `seq > shown.head` is after the cursor. */
  readonly timeline: readonly TimelineLine[]
  readonly gaps: readonly Gap[]
  readonly alarmSpans: readonly AlarmSpan[]
  /** Who was called for any of them. */
  readonly callings: readonly Calling[]
  /** Every fact about an alarm of the whole session, as recorded. */
  readonly alarmLog: AlarmLog
  /** Which measurements began an alarm or raised its level, as recorded. */
  readonly alarmed: readonly Alarmed[]
  /** Of a session with more events than a screen can hold. */
  readonly omitted: Omitted
}

export type Missed = {
  readonly records: number
  readonly alarms: number
  /** What people did, in the words of the timeline, oldest first. */
  readonly acts: readonly { readonly atMs: number; readonly text: string }[]
}

export type SessionStore = {
  readonly view: StoreApi<SessionView>
  readonly source: SessionSource
  readonly cursor: Cursor
  start(): void
  stop(): void
  /** The hub is lost: what comes from now on was missed. */
  beginCount(): void
  /** The hub is back: says what was missed once everything has been given. */
  endCount(done: (missed: Missed) => void): void
}

export type StoreDeps = {
  readonly frames: Pick<FrameDriver, 'onNextFrame' | 'onEachFrame' | 'clock'>
  /** Monotonic milliseconds. */
  readonly monoNow: () => number
  /** Hub time now, of a session that goes on. Absent: a recording, which has an end. */
  readonly nowMs?: () => number | undefined
}

/** While a session is being read, views are told this seldom: to draw half of it costs as much as to draw the whole. */
const LOADING_EVERY_MS = 250
/** Moments whose lines are on their way at once. */
const MOST_IN_FLIGHT = 2
/** Lines that could not be read again are asked for again after this many ticks of the clock (seconds). */
const AGAIN_TICKS = 2

type Counting = {
  records: number
  alarms: number
  acts: { readonly atMs: number; readonly text: string }[]
  done?: (missed: Missed) => void
}

/** What a person did, by name or unsigned; undefined: nobody did it. */
function actOf(record: DecodedRecord, before: SessionState): Counting['acts'][number] | undefined {
  const byPerson = 'by' in record && record.by !== undefined
  if (!byPerson && record.kind !== 'help' && record.kind !== 'symptom' && record.kind !== 'infusion')
    return undefined
  const entry = timelineEntry(record, before)
  return entry && { atMs: entry.atMs, text: entry.text }
}

export function createSessionStore(source: SessionSource, deps: StoreDeps): SessionStore {
  const { frames, monoNow, nowMs } = deps
  let folds = createFolds()
  let phase: SessionView['phase'] = 'loading'
  let extras: Pick<SessionView, 'failure' | 'problem' | 'about'> = {}
  let version = 0
  let shown = folds.state()
  let counting: Counting | undefined
  let stopped = false
  /** Views are about to be told. */
  let publishing = false
  let toldAtMs = Number.NEGATIVE_INFINITY
  /** The newest look at another moment: an answer to an older one is dropped. */
  let look = 0
  let lookingAtMs: number | undefined
  let inFlight = 0
  let failedTicks: number | undefined
  let stopTicks: (() => void) | undefined

  const past = createPast(source.read ?? (() => Promise.resolve({ ok: false, error: NOT_SOUGHT })))
  const viewNow = (): SessionView => ({
    phase,
    ...extras,
    state: folds.state(),
    shown,
    trends: folds.trends,
    version,
    timeline: folds.timeline(),
    gaps: folds.gaps(),
    alarmSpans: folds.alarmSpans(),
    callings: folds.callings(),
    alarmed: folds.alarmed(),
    alarmLog: folds.alarmLog(),
    omitted: folds.omitted(),
  })
  const view = createStore<SessionView>(viewNow)

  const cursor = createCursor({
    frames,
    monoNow,
    live: nowMs !== undefined,
    whole: () => nowMs !== undefined || phase === 'following',
    range() {
      const toMs = Math.max(folds.lastAtMs(), nowMs?.() ?? 0)
      return { fromMs: folds.openedAtMs() || toMs, toMs }
    },
    moved: settle,
  })

  /** Sees to it that `shown` is the session at the cursor. */
  function settle(): void {
    const atMs = cursor.atMs()
    if (cursor.isFollowing() || atMs >= folds.lastAtMs()) {
      arrive(folds.state())
      if (cursor.isFollowing()) past.rest()
      return
    }
    if (lookingAtMs === atMs && failedTicks === undefined) return
    if (inFlight >= MOST_IN_FLIGHT && !past.isReady(atMs)) {
      // A finger that drags asks for the moment where it rests, not for all that it passed.
      look += 1
      lookingAtMs = undefined
      if (failedTicks === undefined) cursor.waiting()
      return
    }
    const found = past.at(atMs)
    if (!(found instanceof Promise)) {
      arrive(found)
      if (cursor.store.getState().playback.is === 'playing') past.ahead(atMs)
      return
    }
    look += 1
    const mine = look
    lookingAtMs = atMs
    if (failedTicks === undefined) cursor.waiting()
    inFlight += 1
    void found.then((answer) => {
      inFlight -= 1
      if (stopped) return
      if (mine !== look) {
        settle()
        return
      }
      lookingAtMs = undefined
      if (answer.ok) arrive(answer.value)
      else {
        failedTicks = 0
        cursor.waiting(answer.error)
      }
      // What came while it was on its way may belong before the cursor as well.
      if (answer.ok) settle()
    })
  }
  function arrive(state: SessionState): void {
    look += 1
    lookingAtMs = undefined
    failedTicks = undefined
    if (shown !== state) {
      shown = state
      // Together with the moment, not a frame after it: no view may show one moment's numbers under another's time.
      if (phase === 'loading') tell()
      else if (!publishing) view.setState(viewNow(), true)
    }
    cursor.arrived()
  }

  function tell(): void {
    frames.onNextFrame(publish)
  }
  function publish(): void {
    if (stopped) return
    const now = monoNow()
    if (phase === 'loading' && now - toldAtMs < LOADING_EVERY_MS) {
      tell()
      return
    }
    toldAtMs = now
    publishing = true
    cursor.grew()
    settle()
    publishing = false
    view.setState(viewNow(), true)
  }

  function take(event: SourceEvent): void {
    switch (event.kind) {
      case 'reset':
        folds = createFolds()
        past.reset()
        phase = 'loading'
        extras = {}
        toldAtMs = Number.NEGATIVE_INFINITY
        cursor.reset()
        arrive(folds.state())
        break
      case 'records':
        for (const record of event.records) {
          const act = counting === undefined ? undefined : actOf(record, folds.state())
          const began = folds.take(record)
          past.took(folds.state())
          if (counting === undefined) continue
          counting.records += 1
          if (began) counting.alarms += 1
          if (act !== undefined) counting.acts.push(act)
        }
        version += 1
        break
      case 'caughtUp': {
        const { failure: _failure, problem, ...rest } = extras
        // What kept a live screen behind is over; what is wrong with a recording stays.
        extras = nowMs === undefined && problem !== undefined ? { ...rest, problem } : rest
        phase = 'following'
        if (counting?.done !== undefined) {
          const { done, ...missed } = counting
          done(missed)
          counting = undefined
        }
        break
      }
      case 'about':
        extras = { ...extras, about: event.about }
        break
      case 'problem':
        extras = { ...extras, problem: event.problem }
        break
      case 'failed':
        phase = 'failed'
        extras = { ...extras, failure: event.error }
        break
    }
    tell()
  }

  function tick(): void {
    if (failedTicks !== undefined) {
      failedTicks += 1
      if (failedTicks > AGAIN_TICKS) {
        failedTicks = 0
        settle()
      }
    }
    if (folds.state().head > 0) cursor.grew()
  }

  return {
    view,
    source,
    cursor,
    start() {
      stopTicks = frames.clock.subscribe(tick)
      source.start(take)
    },
    stop() {
      stopped = true
      stopTicks?.()
      cursor.stop()
      source.stop()
    },
    beginCount() {
      counting ??= { records: 0, alarms: 0, acts: [] }
    },
    endCount(done) {
      counting = { records: 0, alarms: 0, acts: [], ...counting, done }
    },
  }
}

const NOT_SOUGHT: Refusal = {
  code: 'internal',
  message: 'The records of this session cannot be read a second time.',
}
