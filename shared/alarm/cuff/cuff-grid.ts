// Owns when the next cuff reading is due: the grid of clinical facts §4 "Cuff grid", as pure functions of what has been read.
// Never orders one, and never moves a due time that was given to a later one.
import type { Phase } from '../../record/care-kinds.ts'
import type { Rules } from '../rules.ts'

export type GridRules = Pick<Rules, 'cuff' | 'phases'>

/** Hub time; 0: never. */
export type CuffGrid = {
  /** The first point of the grid: T + `firstMs`; without an infusion the first reading. */
  readonly anchorMs: number
  /** Of the newest start of the infusion. */
  readonly startedMs: number
  /** When the first reading was finished. */
  readonly firstMs: number
  /** When the newest reading was finished, and when it landed here. */
  readonly readMs: number
  readonly landedMs: number
  /** Given by the phase. 0: none is due. */
  readonly dueMs: number
  readonly everyMs: number
  /** The newest blood-pressure drug. */
  readonly drugMs: number
  /** When the recovery began. */
  readonly recoveryMs: number
}
export const NO_GRID: CuffGrid = {
  anchorMs: 0,
  startedMs: 0,
  firstMs: 0,
  readMs: 0,
  landedMs: 0,
  dueMs: 0,
  everyMs: 0,
  drugMs: 0,
  recoveryMs: 0,
}
export type CuffDue = {
  /** When the next reading is due. */
  readonly dueMs: number
  /** The interval it was given by. */
  readonly everyMs: number
}

/** Lowers blood pressure: the cuff is watched more closely after it. Source: clinical facts §6 "Drugs given". */
const PRESSURE_DRUGS: ReadonlySet<string> = new Set(['labetalol', 'metoprolol', 'clonidine', 'hydralazine'])
export const isPressureDrug = (drug: string): boolean => PRESSURE_DRUGS.has(drug)

/**
 * The interval of a phase at a moment, milliseconds; undefined: on demand.
 * Recovery: its own interval to 15 min after the end of the infusion, then the longer one.
 */
export function cuffInterval(
  { cuff, phases }: GridRules,
  phase: Phase | undefined,
  recoveryMs: number,
  atMs: number,
): number | undefined {
  const { cuffMs } = phases[phase ?? 'infusing']
  if (cuffMs === undefined || phase !== 'recovery' || recoveryMs === 0) return cuffMs
  return atMs < recoveryMs + cuff.recoveryFirstMs ? cuffMs : cuff.recoveryThenMs
}

/** The first point of the grid after `afterMs`. A point is not before the anchor. */
export function nextOnGrid(anchorMs: number, everyMs: number, afterMs: number): number {
  if (afterMs < anchorMs) return anchorMs
  return anchorMs + (Math.floor((afterMs - anchorMs) / everyMs) + 1) * everyMs
}

/** A grid reading is skipped when one was finished so shortly before it. */
const skippedTo = ({ cuff }: GridRules, readMs: number): number =>
  readMs === 0 ? 0 : readMs + cuff.skipIfWithinMs

/** A point no further than this after a reading is not wanted: `afterMs`, or the skip of the last reading. */
const wantedAfter = (rules: GridRules, grid: CuffGrid, afterMs: number): number =>
  Math.max(afterMs, skippedTo(rules, grid.readMs))

/** A good reading was finished at `readMs` and landed at `landedMs`: it is given the due time of the next one. */
export function afterReading(
  rules: GridRules,
  grid: CuffGrid,
  phase: Phase | undefined,
  readMs: number,
  landedMs: number,
): CuffGrid {
  const anchorMs = grid.anchorMs === 0 ? readMs : grid.anchorMs
  const firstMs = grid.firstMs === 0 ? readMs : grid.firstMs
  const read: CuffGrid = { ...grid, anchorMs, firstMs, readMs, landedMs }
  const everyMs = cuffInterval(rules, phase, grid.recoveryMs, landedMs)
  if (everyMs === undefined) return { ...read, dueMs: 0, everyMs: 0 }
  return { ...read, everyMs, dueMs: nextOnGrid(anchorMs, everyMs, wantedAfter(rules, read, readMs)) }
}

/**
 * What a change of phase at `atMs` does. It brings a reading forward, and never puts one off that was given its time. A
 * session without an infusion and without a reading has no grid.
 */
export function afterPhase(
  rules: GridRules,
  grid: CuffGrid,
  phase: Phase | undefined,
  atMs: number,
): CuffGrid {
  if (grid.anchorMs === 0) return grid
  const everyMs = cuffInterval(rules, phase, grid.recoveryMs, atMs)
  if (everyMs === undefined) return grid
  const dueMs = nextOnGrid(grid.anchorMs, everyMs, wantedAfter(rules, grid, atMs))
  return grid.dueMs !== 0 && grid.dueMs <= dueMs ? grid : { ...grid, dueMs, everyMs }
}

/** The infusion was started at `startMs` (at the pump): the grid is laid from there. */
export function afterStart(
  rules: GridRules,
  grid: CuffGrid,
  phase: Phase | undefined,
  startMs: number,
): CuffGrid {
  const laid: CuffGrid = { ...grid, anchorMs: startMs + rules.cuff.firstMs, startedMs: startMs }
  return afterPhase(rules, laid, phase, startMs)
}

/**
 * The next due reading, with what makes it sooner: a blood-pressure condition that is active, or a drug given less than 10
 * min before the newest reading or after it. Undefined: none is due.
 */
export function cuffDue(rules: GridRules, grid: CuffGrid, isPressureActive: boolean): CuffDue | undefined {
  if (grid.dueMs === 0) return undefined
  const { whileHighMs, afterDrugMs } = rules.cuff
  const isDrug = grid.drugMs !== 0 && grid.landedMs < grid.drugMs + afterDrugMs
  if (grid.everyMs <= whileHighMs || (!isPressureActive && !isDrug)) return grid
  const afterMs = isPressureActive ? grid.readMs : Math.max(grid.readMs, grid.drugMs)
  const dueMs = nextOnGrid(grid.anchorMs, whileHighMs, wantedAfter(rules, grid, afterMs))
  return { dueMs: Math.min(grid.dueMs, dueMs), everyMs: whileHighMs }
}

/** A cycle that begins when it is due is over by then: it takes 20–45 s (clinical facts §2). */
const CYCLE_MS = 60_000

/**
 * When a reading counts as overdue by so many intervals: that long after the newest reading was finished (never before a
 * cycle could be over that began when it was due); with no reading yet, counted from one interval before the first was due.
 * Hub time.
 */
export const overdueAt = (due: CuffDue, grid: CuffGrid, cycles: number): number =>
  grid.readMs === 0
    ? due.dueMs + (cycles - 1) * due.everyMs
    : Math.max(due.dueMs + CYCLE_MS, grid.readMs + cycles * due.everyMs)
