// Owns what the engine remembers of repeats: who is waited for, until when, what has come of it; who takes cuff orders.
// JSON-plain. Never decides anything: what came of a repeat becomes a fact in cuff-repeat.ts.
import type { AlarmId, DeviceId } from '../../ids.ts'
import type { Priority } from '../../record/record.ts'
import { CUFF_RUNS_AT_MOST_MS } from '../../vitals.ts'
import type { Values } from '../engine-state.ts'
import type { Limit } from '../rules.ts'
import type { Beyond } from './cuff-reading.ts'

/** What came of a repeat before its fact was written. */
export type RepeatEnd = {
  readonly event: 'agreed' | 'dropped' | 'failed' | 'lost' | 'timeOver' | 'superseded'
  readonly atMs: number
  /** Of the reading that agreed or dropped it. */
  readonly measuredAtMs?: number
  readonly values?: Values
}
/** A repeat that is waited for. Times are hub time. */
export type Pending = {
  readonly repeatId: AlarmId
  /** Index of the level that it leads to. */
  readonly rank: number
  readonly level: string
  readonly priority: Priority
  /** When the first reading landed: the age of the alarm counts from here. */
  readonly firstMs: number
  /** When it was made due: not before that an order is given for it. */
  readonly dueMs: number
  readonly untilMs: number
  /** It is waited for longer, because a cycle was running. */
  readonly extended: boolean
  readonly measuredAtMs: number
  readonly values: Values
  readonly limit: Limit
  readonly deviceId?: DeviceId | undefined
  readonly failures: number
  /** A cycle has been ordered since, by anyone. */
  readonly ordered: boolean
  readonly end?: RepeatEnd | undefined
}

export type RepeatsState = {
  /** By condition. */
  readonly pending: Readonly<Record<string, Pending>>
  /** By condition: the newest reading that is beyond any of its levels, while one is. */
  readonly beyond: Readonly<Record<string, Beyond>>
  /** The newest mean of a reading; 0: none. Many cuffs give none. */
  readonly lastMean: number
  /** When a person last measured the pressure by hand: a reading before that is no news. 0: never. */
  readonly handMs: number
  /** A cycle is running since then on that device. */
  readonly running?: { readonly sinceMs: number; readonly deviceId: DeviceId } | undefined
  /** The newest order of the hub's own; 0: none. */
  readonly orderedMs: number
  /** Since when an order is possible: a device came, or a cycle was over. */
  readonly readyMs: number
  /** Connected, and taking orders. */
  readonly devices: readonly DeviceId[]
}
/** From when on a cycle that is running, as far as is known, has been lost; 0: none is. */
export const lostCycleMs = (running: RepeatsState['running']): number =>
  running === undefined ? 0 : running.sinceMs + CUFF_RUNS_AT_MOST_MS

export const NO_REPEATS: RepeatsState = {
  pending: {},
  beyond: {},
  lastMean: 0,
  handMs: 0,
  orderedMs: 0,
  readyMs: 0,
  devices: [],
}
