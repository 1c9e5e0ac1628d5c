// Owns a session's records as a hub would write them, without one: stamped in order, alarms decided by the shared engine
// at the moment they fall due. Never reads a clock: the time is moved from outside, and never back.
import {
  advanceTo,
  type EngineStep,
  initialEngine,
  nextDeadlineMs,
  step,
} from '@chairside/shared/alarm/engine.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { epochMs, recordSeq } from '@chairside/shared/ids.ts'
import { type LogRecord, type RecordBody, stamp } from '@chairside/shared/record/record.ts'

/** A deadline that was asked and brought nothing is asked again this much later, as a hub does. */
const ASK_AGAIN_MS = 1_000

export type MadeLog = {
  /** Decides what falls due up to this moment, each at its own time. Milliseconds since 1970; an earlier one is now. */
  moveTo(atMs: number): void
  /** Records a fact now, and after it the alarms that it brings. */
  record(body: RecordBody): void
  nowMs(): number
  state(): SessionState
  records(): readonly LogRecord[]
}

export function createMadeLog(rules: RuleSet, startMs: number): MadeLog {
  const records: LogRecord[] = []
  let engine = initialEngine()
  let session = emptySession
  let nowMs = startMs
  let askedAtMs = 0

  const emit = (body: RecordBody): LogRecord => {
    const record = stamp(body, recordSeq(records.length + 1), epochMs(nowMs))
    records.push(record)
    session = foldSession(session, record)
    return record
  }
  const take = ({ state, transitions }: EngineStep): void => {
    engine = state
    for (const transition of transitions) emit(transition)
  }
  const decide = (): void => {
    take(advanceTo(rules, engine, epochMs(nowMs)))
    askedAtMs = nowMs
  }

  return {
    moveTo(atMs) {
      for (;;) {
        const due = nextDeadlineMs(rules, engine)
        if (due === undefined) break
        const next = due <= askedAtMs ? askedAtMs + ASK_AGAIN_MS : due
        if (next > atMs) break
        nowMs = Math.max(nowMs, next)
        decide()
      }
      nowMs = Math.max(nowMs, atMs)
    },
    record(body) {
      decide()
      take(step(rules, engine, emit(body)))
    },
    nowMs: () => nowMs,
    state: () => session,
    records: () => records,
  }
}
