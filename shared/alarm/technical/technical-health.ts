// Owns what a device says of itself and what the hub finds of its clock: battery low, clock jumped or far off.
// Never moves a time: measurements are corrected before they come here.
import type { DeviceId } from '../../ids.ts'
import type { EngineState } from '../engine-state.ts'
import type { Kind } from './technical-kind.ts'
import type { BatteryNow, ClockNow, TechnicalState } from './technical-state.ts'

/** Source: clinical facts §4 "Technical": jumped >5 s, or constantly >60 s off. */
const JUMP_OVER_MS = 5_000
const FAR_OVER_MS = 60_000
/** A jump is over and corrected when it is found; it stands this long for somebody to see it (ours, [P]). */
export const JUMP_STANDS_MS = 10 * 60_000

const NO_CLOCK: ClockNow = { offsetMs: 0, farMs: 0, jumpedMs: 0, changedByMs: 0 }

/** The clock of a device is known to be so far from the hub's; `changedByMs`: it jumped. */
export function clocksAfter(
  { clocks }: TechnicalState,
  deviceId: DeviceId,
  offsetMs: number,
  changedByMs: number,
  atMs: number,
): TechnicalState['clocks'] {
  const before = clocks[deviceId] ?? NO_CLOCK
  const isFar = Math.abs(offsetMs) > FAR_OVER_MS
  const jumped = Math.abs(changedByMs) > JUMP_OVER_MS
  const farMs = isFar ? (before.farMs === 0 ? atMs : before.farMs) : 0
  const jumpedMs = jumped ? atMs : before.jumpedMs
  if (farMs === 0 && jumpedMs === 0 && clocks[deviceId] === undefined) return clocks
  return {
    ...clocks,
    [deviceId]: { offsetMs, farMs, jumpedMs, changedByMs: jumped ? changedByMs : before.changedByMs },
  }
}

/** A person has seen the jumps: they are corrected, and nothing of them is left. An offset that stays is still so. */
export function clocksSeen({ clocks }: TechnicalState): TechnicalState['clocks'] {
  const seen: Record<string, ClockNow> = {}
  for (const id in clocks) {
    const clock = clocks[id] as ClockNow
    if (clock.farMs !== 0) seen[id] = { ...clock, jumpedMs: 0, changedByMs: 0 }
  }
  return seen
}

/** Jumps that have stood long enough at this time are over. */
export function clocksOver({ clocks }: TechnicalState, atMs: number): TechnicalState['clocks'] {
  const left: Record<string, ClockNow> = {}
  for (const id in clocks) {
    const clock = clocks[id] as ClockNow
    const isOver = clock.jumpedMs !== 0 && jumpUntil(clock) <= atMs
    if (!isOver) left[id] = clock
    else if (clock.farMs !== 0) left[id] = { ...clock, jumpedMs: 0, changedByMs: 0 }
  }
  return left
}

const jumpUntil = (clock: ClockNow): number => (clock.jumpedMs === 0 ? 0 : clock.jumpedMs + JUMP_STANDS_MS)

/** The device whose clock is the matter, the newest first found; undefined: none at that time. */
function wrongClock({ clocks }: TechnicalState, atMs: number): [string, ClockNow] | undefined {
  for (const id in clocks) {
    const clock = clocks[id] as ClockNow
    if (clock.farMs !== 0 || atMs < jumpUntil(clock)) return [id, clock]
  }
  return undefined
}
const sinceOf = ({ farMs, jumpedMs }: ClockNow): number =>
  jumpedMs === 0 ? farMs : farMs === 0 ? jumpedMs : Math.min(farMs, jumpedMs)

/** Whether a clock is still wrong at this time. */
export const isClockWrong = (state: EngineState, atMs: number): boolean =>
  wrongClock(state.technical, atMs) !== undefined

/** When the last jump has stood long enough; 0: something else still is so, or nothing is. */
export function clockRightAt(state: EngineState): number {
  const { clocks } = state.technical
  let untilMs = 0
  for (const id in clocks) {
    const clock = clocks[id] as ClockNow
    if (clock.farMs !== 0) return 0
    untilMs = Math.max(untilMs, jumpUntil(clock))
  }
  return untilMs
}

export const DEVICE_CLOCK: Kind = {
  at(_rules, { technical }, _rule, level) {
    const wrong = wrongClock(technical, technical.floorMs)
    return wrong === undefined ? 0 : Math.max(sinceOf(wrong[1]) + level.afterMs, technical.floorMs)
  },
  since(_rules, { technical }) {
    const wrong = wrongClock(technical, technical.floorMs)
    return wrong === undefined ? 0 : sinceOf(wrong[1])
  },
  about(_rules, { technical }) {
    const wrong = wrongClock(technical, technical.floorMs)
    if (wrong === undefined) return undefined
    const [id, clock] = wrong
    const name = technical.devices[id]?.name
    return {
      deviceId: id as DeviceId,
      ...(name === undefined ? {} : { deviceName: name }),
      ...(clock.jumpedMs === 0
        ? { reason: 'constant', offsetMs: clock.offsetMs }
        : { reason: 'jumped', offsetMs: clock.changedByMs }),
    }
  },
}

/** One battery by its device's word; a device that was taken away has none. */
export function batteriesAfter(
  { batteries }: TechnicalState,
  one: { readonly deviceId: DeviceId; readonly atMs: number; readonly percent?: number | undefined },
  isLow: boolean,
): readonly BatteryNow[] {
  const before = batteries.find(({ deviceId }) => deviceId === one.deviceId)
  if (before === undefined && !isLow) return batteries
  const others = batteries.filter(({ deviceId }) => deviceId !== one.deviceId)
  if (!isLow) return others
  const { deviceId, percent } = one
  const atMs = before?.atMs ?? one.atMs
  return [...others, { deviceId, atMs, ...(percent === undefined ? {} : { percent }) }]
}

export const BATTERY_LOW: Kind = {
  at(_rules, { technical: { batteries, floorMs } }, _rule, level) {
    const first = batteries[0]
    return first === undefined ? 0 : Math.max(first.atMs + level.afterMs, floorMs)
  },
  since: (_rules, { technical }) => technical.batteries[0]?.atMs ?? 0,
  about(_rules, { technical }) {
    const first = technical.batteries[0]
    if (first === undefined) return undefined
    const name = technical.devices[first.deviceId]?.name
    return {
      deviceId: first.deviceId,
      ...(name === undefined ? {} : { deviceName: name }),
      ...(first.percent === undefined ? {} : { percent: first.percent }),
    }
  },
}
