// Owns what the engine remembers for technical conditions: who was heard and when, what failed, who can see and hear.
// JSON-plain. Never holds a clock, and never holds whether a condition is active: that is learned from its facts.
import { type InfusionNow, NO_INFUSION } from '../../fold/infusion-state.ts'
import type { PhaseAct } from '../../fold/visit-state.ts'
import type { DeviceId } from '../../ids.ts'
import type { Phase } from '../../record/care-kinds.ts'
import type { SignalId } from '../../vitals.ts'
import { type CuffGrid, NO_GRID } from '../cuff/cuff-grid.ts'

/** A device of this session. Times are hub time; 0: never. */
export type TechnicalDevice = {
  readonly deviceId: DeviceId
  readonly name?: string
  /** What it declared that comes by itself; empty for a cuff alone, and for one that never said hello (a file). */
  readonly signals: readonly SignalId[]
  /** The shortest interval that it declared for any of them, milliseconds. */
  readonly everyMs: number
  /** When it came, or came back; 0: it never said hello. */
  readonly attachedMs: number
  /** Since when its first word is waited for: coming back does not begin that anew (SPEC AL104). 0: it never said hello. */
  readonly awaitedMs: number
  /** When it left by word; 0: it did not. */
  readonly leftMs: number
  /** here · lost: gone without a word · left: it said goodbye, was taken away, or another connection took over. */
  readonly link: 'here' | 'lost' | 'left'
  readonly takesCuffOrders: boolean
}
/** Words of one device: the newest, and the first of a stretch without a hole longer than may be missing. */
export type Heard = { readonly atMs: number; readonly fromMs: number }

/** A sensor's silence. Times are hub time; 0: it is not so. */
export type TechnicalSignal = {
  /** The first "unavailable" since its last valid, settled value. */
  readonly sinceMs: number
  /** The first "unavailable" since any value: after a moment of settling it counts on from `sinceMs`. */
  readonly againMs: number
  readonly reason?: string
  /** The first value of an unbroken run. */
  readonly validFromMs: number
  /** It has been valid for long enough in this session to be missed at check-in. */
  readonly proven: boolean
}
export type ClockNow = {
  /** The offset itself, milliseconds: add to the device's clock to get hub time. */
  readonly offsetMs: number
  /** Since when it is far off; 0: it is not. */
  readonly farMs: number
  /** When it jumped, and by how much; 0: it did not. */
  readonly jumpedMs: number
  readonly changedByMs: number
}
export type BatteryNow = { readonly deviceId: DeviceId; readonly atMs: number; readonly percent?: number }
export type CoverageNow = {
  /** The first word about screens in this session. */
  readonly firstMs: number
  /** Since when it is so; 0: it is not. */
  readonly inaudibleMs: number
  readonly noChairMs: number
  readonly unconfirmedMs: number
}
export type HoldingNow = {
  /** Sensors' conditions are held until then; 0: they never were. */
  readonly heldUntilMs: number
  /** Off on purpose, since then, and until then; 0: not. */
  readonly offSinceMs: number
  readonly offUntilMs: number
}
/** An absence of the hub. Hub time, milliseconds. */
export type HubAway = {
  readonly fromMs: number
  readonly toMs: number
  /** How much of it the hub was away: all of it, unless several are kept as one. */
  readonly awayMs: number
  readonly graceMs: number
}

export type TechnicalState = {
  readonly devices: Readonly<Record<string, TechnicalDevice>>
  readonly heard: Readonly<Record<string, Heard>>
  readonly signals: Readonly<Partial<Record<SignalId, TechnicalSignal>>>
  readonly openedMs: number
  /** When the hub was away, newest last, none overlapping: what is missing since before then has more time (`gapShift`). */
  readonly gaps: readonly HubAway[]
  /** The newest record that may have made something possible that was not: nothing is decided earlier than that. */
  readonly floorMs: number
  readonly phase?: Phase
  readonly phaseMs: number
  /** What people and the hub set, in the order of the log; acts at the pump are not in it. */
  readonly phaseActs: readonly PhaseAct[]
  /** MOAA/S 5 in a row since recovery began. */
  readonly awakes: number
  readonly monitorOff: boolean
  readonly holding: HoldingNow
  readonly cuffFailures: number
  /** When it had failed twice; 0: it has not. */
  readonly cuffFailedMs: number
  readonly cuffReason?: string
  readonly grid: CuffGrid
  /** The newest cuff order of anyone's. */
  readonly cuffOrderedMs: number
  readonly clocks: Readonly<Record<string, ClockNow>>
  readonly batteries: readonly BatteryNow[]
  readonly coverage: CoverageNow
  /** The pump log as it stands now, and when it says that the planned volume is in; 0: it says no such time. */
  readonly infusion: InfusionNow
  readonly plannedEndMs: number
  /**
   * When the next thing falls due: of missing values and silent devices (worked out with every record), of all the rest
   * (worked out when it may have changed). 0: nothing. Kept, because it is asked several times for every record.
   */
  readonly movingMs: number
  readonly restMs: number
}

export const NO_TECHNICAL: TechnicalState = {
  devices: {},
  heard: {},
  signals: {},
  openedMs: 0,
  gaps: [],
  floorMs: 0,
  phaseMs: 0,
  phaseActs: [],
  awakes: 0,
  monitorOff: false,
  holding: { heldUntilMs: 0, offSinceMs: 0, offUntilMs: 0 },
  cuffFailures: 0,
  cuffFailedMs: 0,
  grid: NO_GRID,
  cuffOrderedMs: 0,
  clocks: {},
  batteries: [],
  coverage: { firstMs: 0, inaudibleMs: 0, noChairMs: 0, unconfirmedMs: 0 },
  infusion: NO_INFUSION,
  plannedEndMs: 0,
  movingMs: 0,
  restMs: 0,
}

/**
 * So many absences are kept one by one; of more, the oldest are kept as one. A hub that restarts every 20 s is so for ten
 * minutes: longer than anything but a cuff is waited for.
 */
const GAPS_KEPT = 32
/** Two that follow one another as one: exact for what is missing since before both. */
const asOne = (a: HubAway, b: HubAway): HubAway => ({
  fromMs: a.fromMs,
  toMs: b.toMs,
  awayMs: a.awayMs + b.awayMs,
  graceMs: Math.max(a.graceMs, b.graceMs),
})

/** The hub was away from `fromMs` to `toMs`; `graceMs` is what others need to come back to it. */
export function withGap(
  state: TechnicalState,
  fromMs: number,
  toMs: number,
  graceMs: number,
): TechnicalState {
  // No moment of absence counts twice.
  const startMs = Math.max(fromMs, state.gaps.at(-1)?.toMs ?? 0)
  const endMs = Math.max(startMs, toMs)
  const gaps = [...state.gaps, { fromMs: startMs, toMs: endMs, awayMs: endMs - startMs, graceMs }]
  const [first, second, ...others] = gaps
  return {
    ...state,
    gaps:
      gaps.length > GAPS_KEPT && first !== undefined && second !== undefined
        ? [asOne(first, second), ...others]
        : gaps,
  }
}

/**
 * How much longer something that is missing since then is waited for, because the hub was away meanwhile (clinical facts §4: a
 * hub gap is not a device gap). Milliseconds: what of its absences lies after `sinceMs`, and one grace, however many they were.
 * A grace for each would let a hub that restarts again and again wait for ever, and its silence would pass for health.
 */
export function gapShift({ gaps }: TechnicalState, sinceMs: number): number {
  let awayMs = 0
  let graceMs = 0
  for (let index = gaps.length - 1; index >= 0; index -= 1) {
    const gap = gaps[index] as HubAway
    if (gap.toMs <= sinceMs) break
    // Of several kept as one the absence is taken to lie first: what began among them is rather waited for too short.
    awayMs += Math.max(0, gap.awayMs - Math.max(0, sinceMs - gap.fromMs))
    graceMs = Math.max(graceMs, gap.graceMs)
  }
  return awayMs + graceMs
}
