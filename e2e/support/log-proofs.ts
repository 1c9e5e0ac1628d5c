// Owns what may be asked of a session's records alone: their fold, their reports, and whether their alarms are whole.
// Never reads a hub's own idea of them.
import { advanceTo, initialEngine, step } from '@chairside/shared/alarm/engine.ts'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { AlarmTransition } from '@chairside/shared/record/record.ts'
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
/** What the engine, asked anew about the same records, decides: the alarms in a log must be these, in this order. */
export function decidedAnew(records: readonly DecodedRecord[]): AlarmTransition[] {
  let state = initialEngine()
  const decided: AlarmTransition[] = []
  for (const record of records) {
    if (record.kind === 'alarm') continue
    const result = step(ADULT_KETAMINE_INFUSION, state, record)
    state = result.state
    decided.push(...result.transitions.filter((fact) => fact.kind === 'alarm'))
  }
  const endMs = epochMs(records.at(-1)?.hubAtMs ?? 0)
  const last = advanceTo(ADULT_KETAMINE_INFUSION, state, endMs).transitions
  return [...decided, ...last.filter((fact) => fact.kind === 'alarm')]
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

/** A transition without its place in the stream. */
export const transitionOf = ({
  v: _v,
  seq: _seq,
  hubAtMs: _at,
  ...transition
}: Extract<DecodedRecord, { kind: 'alarm' }>): AlarmTransition => transition
