// Owns the hub's own cuff orders: the grid's reading is ordered where a monitor takes orders. Source: clinical facts §4.
// Never orders while a cycle runs, within 60 s of its own last order, or one point of the grid more than twice.
import type { DeviceId, EpochMs } from '../../ids.ts'
import type { BodyOf } from '../../record/record.ts'
import type { EngineState } from '../engine-state.ts'
import { ladderOf, type Rules } from '../rules.ts'
import { cuffDue, nextOnGrid } from './cuff-grid.ts'
import { lostCycleMs } from './repeats-state.ts'

/** A cycle that failed is ordered once more; after that the next point of the grid is, and it is said (AL61). */
const TRIES = 2

/** Whether a condition on the pressure is active. */
export function isPressureActive(rules: Rules, { active }: EngineState): boolean {
  for (const condition in active)
    if (ladderOf(rules, condition)?.sources.includes('cuff') === true) return true
  return false
}

/** When the hub orders the reading that is due next; 0: not as things stand. Hub time. */
export function orderAtMs(rules: Rules, state: EngineState): number {
  const { repeats, technical, patient } = state
  const { grid, holding, floorMs, cuffFailures, cuffOrderedMs } = technical
  if (repeats.devices.length === 0) return 0
  if (rules.phases[patient.phase ?? 'infusing'].cuffMs === undefined) return 0
  const due = cuffDue(rules, grid, isPressureActive(rules, state))
  if (due === undefined) return 0
  const isOrdered = cuffOrderedMs >= due.dueMs
  const isTriedAgain = cuffFailures > 0 && cuffFailures < TRIES && repeats.readyMs > cuffOrderedMs
  // An order that nothing came of must not be the last: the grid goes on.
  const wantedMs =
    isOrdered && !isTriedAgain ? nextOnGrid(grid.anchorMs, due.everyMs, cuffOrderedMs) : due.dueMs
  const afterOwnMs = repeats.orderedMs === 0 ? 0 : repeats.orderedMs + rules.cuff.betweenOrdersMs
  // What was due while the hub was away is ordered once, now.
  const backMs = technical.gaps.at(-1)?.toMs ?? 0
  const { readyMs, running } = repeats
  return Math.max(wantedMs, afterOwnMs, readyMs, lostCycleMs(running), holding.heldUntilMs, floorMs, backMs)
}

/** The device that took the newest reading, where it takes orders. */
const deviceOf = ({ repeats: { devices }, sources }: EngineState): DeviceId | undefined =>
  devices.find((one) => one === sources.cuff?.deviceId) ?? devices[0]

/** The order itself; only where `orderAtMs` gave a time. */
export function orderFact(
  state: EngineState,
  atMs: number,
): BodyOf<'cuff.ordered'> & { readonly dueAtMs: EpochMs } {
  return {
    kind: 'cuff.ordered',
    deviceId: deviceOf(state) as DeviceId,
    orderId: `schedule-${atMs}`,
    cause: 'schedule',
    dueAtMs: atMs as EpochMs,
  }
}
