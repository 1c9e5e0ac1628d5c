// Owns laying the grid of cuff readings anew from what stands recorded: starts, phases, drugs and the newest reading, amendments
// in and what was taken back out. The chair's tile and the engine go by this one. Never orders a reading.
import type { PumpEvent } from '../../fold/infusion-state.ts'
import type { GivenNow } from '../../fold/visit-state.ts'
import type { Phase } from '../../record/care-kinds.ts'
import {
  afterPhase,
  afterReading,
  afterStart,
  type CuffGrid,
  type GridRules,
  isPressureDrug,
  NO_GRID,
} from './cuff-grid.ts'

type Entered = { readonly phase: Phase; readonly atMs: number }
/** What the grid is laid from. Hub time. */
export type Laying = {
  /** Of the pump, as they stand now. */
  readonly events: readonly PumpEvent[]
  /** Oldest first. */
  readonly phases: readonly Entered[]
  /** Of the first reading that counts; 0: there was none. Without a start the grid begins with it. */
  readonly firstMs: number
  /** The newest reading that counts; absent: there was none. */
  readonly read?: { readonly readMs: number; readonly landedMs: number }
  /** Every drug, as it stands now. */
  readonly given: readonly GivenNow[]
  /** Followed where none was entered by the time of the reading. */
  readonly phase?: Phase | undefined
}

/** When the newest blood-pressure drug was given: as amended, nothing that was taken back, nothing from paper. Hub time; 0: none was. */
export const pressureDrugAt = (given: readonly GivenNow[]): number =>
  given
    .filter((one) => !one.void && !one.fromPaper && isPressureDrug(one.drug))
    .reduce((newest, one) => Math.max(newest, one.atMs), 0)

/** When the infusion was started, oldest first: as amended, nothing that was taken back. Hub time. */
const startsOf = (events: readonly PumpEvent[]): number[] =>
  events
    .filter((one) => !one.void && one.act === 'start')
    .map(({ atMs }) => atMs)
    .sort((a, b) => a - b)

/**
 * The grid as it is after the newest reading: that gives the next due time, whatever was before. Starts and the beginning of
 * recovery lay it, and what came after the reading may bring it forward.
 */
export function laidGrid(
  rules: GridRules,
  { events, phases, firstMs, read, given, phase }: Laying,
): CuffGrid {
  const phaseAt = (atMs: number): Phase | undefined => phases.findLast((one) => one.atMs <= atMs)?.phase
  const steps: { readonly atMs: number; readonly does: (grid: CuffGrid) => CuffGrid }[] = [
    ...startsOf(events).map((atMs) => ({
      atMs,
      does: (grid: CuffGrid) => afterStart(rules, grid, phaseAt(atMs), atMs),
    })),
    ...phases.map((one) => ({
      atMs: one.atMs,
      does: (grid: CuffGrid) => {
        const laid = one.phase === 'recovery' ? { ...grid, recoveryMs: one.atMs } : grid
        return afterPhase(rules, laid, one.phase, one.atMs)
      },
    })),
  ]
  if (read !== undefined) {
    const { readMs, landedMs } = read
    const does = (grid: CuffGrid) => afterReading(rules, grid, phaseAt(readMs) ?? phase, readMs, landedMs)
    steps.push({ atMs: readMs, does })
  }
  return steps
    .map((step, index) => ({ ...step, index }))
    .sort((a, b) => a.atMs - b.atMs || a.index - b.index)
    .reduce((grid, step) => step.does(grid), {
      ...{ ...NO_GRID, firstMs, anchorMs: firstMs },
      drugMs: pressureDrugAt(given),
    })
}
