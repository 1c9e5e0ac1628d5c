// Owns what may be asked of a session's records alone: their fold, their reports, and whether their alarms are whole.
// Never reads a hub's own idea of them.
import { advanceTo, type Fact, initialEngine, step } from '@chairside/shared/alarm/engine.ts'
import { ruleSetOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import { expect } from 'vitest'

export const decode = (line: string): DecodedRecord => {
  const decoded = decodeLine(line)
  if (!decoded.ok) throw new Error(decoded.error.message)
  return decoded.value
}
export const foldOf = (lines: readonly string[]): SessionState =>
  lines.reduce((state, line) => foldSession(state, decode(line)), emptySession)
/** The active alarms as a list that two folds can be compared by. */
export const alarmsOf = (state: SessionState) =>
  Object.values(state.alarms)
    .map(({ alarm: { alarmId, level, priority } }) => ({ alarmId, level, priority }))
    .sort((a, b) => a.alarmId.localeCompare(b.alarmId))

/** Numbers of the reports in a stream, in its order, whatever became of them. */
export const reportsIn = (lines: readonly string[]): { epoch: string; seq: number }[] =>
  lines.map(decode).flatMap((record) => ('origin' in record && record.origin ? [record.origin] : []))
/** What the engine decides; every other record is measured, done by a person, or the hub's word on itself. */
const isDecided = (record: DecodedRecord): boolean =>
  record.kind === 'alarm' ||
  record.kind === 'repeat' ||
  record.kind === 'silenceEnded' ||
  record.kind === 'escalation' ||
  (record.kind === 'cuff.ordered' && record.cause !== 'person')

/** Every fact in a log that the engine decided, in its order, each without its place in the stream. */
export const decidedIn = (
  records: readonly DecodedRecord[],
): Omit<DecodedRecord, 'v' | 'seq' | 'hubAtMs'>[] =>
  records.filter(isDecided).map(({ v: _v, seq: _seq, hubAtMs: _at, ...fact }) => fact)

/**
 * What the engine, asked anew about the same records under the session's own rules, decides: the facts in a log must be these,
 * in this order.
 */
export function decidedAnew(records: readonly DecodedRecord[]): Fact[] {
  const rules = ruleSetOfSession(records.reduce(foldSession, emptySession))
  if (rules === undefined) throw new Error('this session does not say by which rules it was judged')
  let state = initialEngine()
  const decided: Fact[] = []
  for (const record of records) {
    if (isDecided(record)) continue
    const result = step(rules, state, record)
    state = result.state
    decided.push(...result.transitions)
  }
  const endMs = epochMs(records.at(-1)?.hubAtMs ?? 0)
  return [...decided, ...advanceTo(rules, state, endMs).transitions]
}

/**
 * Expects that a condition is raised when it is not active, moves and ends when it is, and that no id is raised twice.
 * @returns how many were raised
 */
export function raisedIn(records: readonly DecodedRecord[]): number {
  const raised = new Set<string>()
  const active = new Map<string, string>()
  for (const record of records) {
    if (record.kind !== 'alarm') continue
    const { condition, alarmId, transition } = record
    if (transition === 'raised') {
      expect(active.get(condition), `${alarmId} raised over another`).toBeUndefined()
      expect(raised.has(alarmId), `${alarmId} raised twice`).toBe(false)
      raised.add(alarmId)
      active.set(condition, alarmId)
    } else {
      expect(active.get(condition), `${alarmId} ${transition}`).toBe(alarmId)
      if (transition === 'ended') active.delete(condition)
    }
  }
  return raised.size
}
