// Owns the cuff hold: while the cuff squeezes the probe's limb, the onset of SpO₂ and pulse-rate conditions waits.
// Never ends, mutes, lowers or holds back a rise of a condition that is active, and never holds for more than its time.
import type { RecordOf } from '../../record/record.ts'
import type { SignalId } from '../../vitals.ts'
import type { EngineState } from '../engine-state.ts'
import type { Item } from '../part.ts'
import type { Rules, SourceId } from '../rules.ts'

/** Times are hub time; 0: never. Source: clinical facts §4 "Cuff hold". */
export type HoldState = {
  readonly cuff?: string
  readonly probe?: string
  /** When the newest hold began; it holds for at most `mostMs` from here. */
  readonly startMs: number
  /** When that cycle was over. */
  readonly deflatedMs: number
  /** Held until then. */
  readonly untilMs: number
  /** No value has been judged since the hold was over. */
  readonly waits: { readonly spo2: boolean; readonly pulseRate: boolean }
  /** The first value after it was beyond a limit. */
  readonly broke: boolean
  /** Holds in a row that ended so, without the newest. */
  readonly brokeInRow: number
}
const NONE_WAITS = { spo2: false, pulseRate: false }
export const NO_HOLD: HoldState = {
  startMs: 0,
  deflatedMs: 0,
  untilMs: 0,
  waits: NONE_WAITS,
  broke: false,
  brokeInRow: 0,
}
/** "None if two holds in a row ended in a breach." */
const MOST_IN_ROW = 2

const isHeld = (source: string): source is 'spo2' | 'pulseRate' => source === 'spo2' || source === 'pulseRate'

/**
 * For a condition of this signal that would begin at `atMs`: until when its onset waits; 0 where nothing holds it.
 * Hub time. For conditions that are not active yet only.
 */
export function heldUntilMs(_rules: Rules, state: EngineState, signal: SignalId, atMs: number): number {
  const { hold } = state
  return isHeld(signal) && atMs >= hold.startMs && atMs < hold.untilMs ? hold.untilMs : 0
}

/**
 * Before then a breach of this source is not an alarm by its delay alone; 0: nothing holds it. Earlier only with a value
 * of its own that came after the hold.
 */
export const delayHeldMs = (rules: Rules, hold: HoldState, source: SourceId): number =>
  isHeld(source) && hold.waits[source] ? hold.startMs + rules.hold.mostMs : 0

/** Whether a value of this source at `atMs` is the first after a hold, and comes late enough to alarm at once. */
export function isAfterHold(rules: Rules, hold: HoldState, source: SourceId, atMs: number): boolean {
  if (!isHeld(source) || !hold.waits[source]) return false
  return hold.deflatedMs !== 0 && atMs >= hold.deflatedMs + rules.hold.afterMs
}

/** A value of this source was judged. `isBroken`: it is beyond a limit. */
export function afterJudged(
  rules: Rules,
  hold: HoldState,
  source: SourceId,
  atMs: number,
  isBroken: boolean,
): HoldState {
  if (!isHeld(source) || !hold.waits[source]) return hold
  const isOver =
    isAfterHold(rules, hold, source, atMs) ||
    (hold.deflatedMs === 0 && atMs >= hold.startMs + rules.hold.mostMs)
  if (!isOver) return hold
  return { ...hold, waits: { ...hold.waits, [source]: false }, broke: hold.broke || isBroken }
}

/** Whether a breach of SpO₂ or pulse rate is pending: beyond a level above the one that is active, and not yet void. */
function isBreachPending(state: EngineState, atMs: number): boolean {
  for (const id of ['spo2', 'pulseRate'] as const) {
    const source = state.sources[id]
    if (source === undefined || !source.isOut || atMs - source.judgedMs > source.missingMs) continue
    for (const condition in source.runs) {
      const out = source.runs[condition]?.out ?? []
      for (let rank = (state.active[condition]?.rank ?? -1) + 1; rank < out.length; rank += 1)
        if (out[rank] !== 0) return true
    }
  }
  return false
}

/** The interval at which the cuff is run at this moment; undefined: on demand. Milliseconds. */
function intervalNow(rules: Rules, state: EngineState, atMs: number): number | undefined {
  const { cuff, ladders, phases } = rules
  const { pressureDrugMs: drugMs } = state.patient
  const isOften =
    (drugMs !== 0 && atMs < drugMs + cuff.afterDrugMs) ||
    ladders.some(({ condition, sources }) => sources[0] === 'cuff' && state.active[condition] !== undefined)
  const { cuffMs } = phases[state.patient.phase ?? 'infusing']
  return isOften ? Math.min(cuff.whileHighMs, cuffMs ?? cuff.whileHighMs) : cuffMs
}

function afterStart(rules: Rules, state: EngineState, record: RecordOf<'cuff.started'>): HoldState {
  const { hold } = state
  const { hubAtMs: atMs } = record
  // What the last one came to is counted now: its last value may come long after it.
  const brokeInRow = hold.startMs === 0 ? hold.brokeInRow : hold.broke ? hold.brokeInRow + 1 : 0
  const counted: HoldState = {
    ...hold,
    startMs: 0,
    deflatedMs: 0,
    untilMs: 0,
    waits: NONE_WAITS,
    broke: false,
    brokeInRow,
  }
  const everyMs = intervalNow(rules, state, atMs)
  const holds =
    hold.cuff !== undefined &&
    hold.cuff === hold.probe &&
    brokeInRow < MOST_IN_ROW &&
    (everyMs === undefined || everyMs > rules.hold.notAtCycleMs) &&
    !isBreachPending(state, atMs)
  if (!holds) return counted
  // Counted from the cycle's own start: it may have been told late, and the hold is not longer for that.
  const startMs = Math.min(record.startedAtMs, atMs)
  return {
    ...counted,
    startMs,
    untilMs: startMs + rules.hold.mostMs,
    waits: { spo2: true, pulseRate: true },
  }
}

/** The hold once an item is known. */
export function holdAfter(rules: Rules, state: EngineState, item: Item): HoldState {
  const { hold } = state
  switch (item.kind) {
    case 'placement': {
      const { cuff, probe } = item
      const { cuff: _cuff, probe: _probe, ...rest } = hold
      const placed = { ...(cuff === undefined ? {} : { cuff }), ...(probe === undefined ? {} : { probe }) }
      // Where they are has changed: what holds came to before says nothing about it.
      const anew: HoldState = { ...rest, ...placed, brokeInRow: 0, broke: false }
      if (cuff !== undefined && cuff === probe) return anew
      return { ...anew, untilMs: Math.min(anew.untilMs, item.hubAtMs), waits: NONE_WAITS }
    }
    case 'cuff.started':
      return afterStart(rules, state, item)
    case 'bloodPressure': {
      if (item.recovered || hold.startMs === 0 || hold.deflatedMs !== 0) return hold
      const deflatedMs = item.hubAtMs
      return { ...hold, deflatedMs, untilMs: Math.min(hold.untilMs, deflatedMs + rules.hold.afterMs) }
    }
    default:
      return hold
  }
}
