// Owns the hub's own cuff orders: the grid's reading is ordered where a monitor takes orders. Source: clinical facts §4.
// Never orders while a cycle runs, within 60 s of its own last order, or a third time from a cuff that has failed twice.
import type { DeviceId, EpochMs } from '../ids.ts'
import type { BodyOf } from '../record/record.ts'
import { cuffDue } from './cuff-grid.ts'
import type { EngineState } from './engine-state.ts'
import { ladderOf, type Rules } from './rules.ts'

/** A failing cuff is tried once more; after that it is a person's (clinical facts §4 "Technical"). */
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
  if (repeats.devices.length === 0 || repeats.running !== undefined) return 0
  if (rules.phases[patient.phase ?? 'infusing'].cuffMs === undefined) return 0
  const due = cuffDue(rules, grid, isPressureActive(rules, state))
  if (due === undefined) return 0
  const isOrdered = cuffOrderedMs >= due.dueMs
  const hasFailed = cuffFailures > 0 && repeats.readyMs > cuffOrderedMs
  if (cuffFailures >= TRIES || (isOrdered && !hasFailed)) return 0
  const afterOwnMs = repeats.orderedMs === 0 ? 0 : repeats.orderedMs + rules.cuff.betweenOrdersMs
  return Math.max(due.dueMs, afterOwnMs, repeats.readyMs, holding.heldUntilMs, floorMs)
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
