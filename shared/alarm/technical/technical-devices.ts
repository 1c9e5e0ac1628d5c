// Owns "no live data": a device that gave this session its numbers, or promised to, and says nothing at all.
// Never takes "unavailable" for silence: a device that says it has no value is talking.
import type { DeviceId } from '../../ids.ts'
import type { RecordOf } from '../../record/record.ts'
import { FRESHNESS, type SignalId } from '../../vitals.ts'
import type { EngineState } from '../engine-state.ts'
import type { Rules } from '../rules.ts'
import type { Kind } from './technical-kind.ts'
import { DEFAULT_EVERY_MS, missingOf, owns } from './technical-signals.ts'
import { gapShift, type Heard, type TechnicalDevice, type TechnicalState } from './technical-state.ts'

/** Times the declared interval; at least 15 s. Source: clinical facts §4 "Slow devices". */
const SILENT_INTERVALS = 2.5
const silentFor = (afterMs: number, everyMs: number): number => Math.max(afterMs, SILENT_INTERVALS * everyMs)

const NEW: Omit<TechnicalDevice, 'deviceId'> = {
  signals: [],
  everyMs: DEFAULT_EVERY_MS,
  attachedMs: 0,
  awaitedMs: 0,
  leftMs: 0,
  link: 'here',
  takesCuffOrders: false,
}

/**
 * Since when a device that came just now is waited for. One that comes and goes and never says a value would else be waited for
 * for ever, and its silence pass for health; one that was away by word for as long as silence is an alarm has its time anew.
 */
function awaitedSince(before: TechnicalDevice | undefined, atMs: number): number {
  // What promised nothing was not waited for.
  if (before === undefined || before.awaitedMs === 0 || before.signals.length === 0) return atMs
  const wasAway = before.link === 'left' && atMs - before.leftMs >= FRESHNESS.noLiveDataFromMs
  return wasAway ? atMs : before.awaitedMs
}

export function devicesAfterAttach(
  state: TechnicalState,
  record: RecordOf<'device.attached'>,
): TechnicalState['devices'] {
  const { deviceId, deviceName: name, everyMs, takesCuffOrders, hubAtMs: attachedMs } = record
  const signals = record.signals.filter((one) => one !== 'bloodPressure') as SignalId[]
  let shortest = signals.length === 0 ? DEFAULT_EVERY_MS : Number.MAX_SAFE_INTEGER
  for (const signal of signals) shortest = Math.min(shortest, everyMs[signal] ?? DEFAULT_EVERY_MS)
  const device: TechnicalDevice = {
    deviceId,
    name,
    signals,
    everyMs: shortest,
    attachedMs,
    awaitedMs: awaitedSince(state.devices[deviceId], attachedMs),
    leftMs: 0,
    link: 'here',
    takesCuffOrders,
  }
  return { ...state.devices, [deviceId]: device }
}

export function devicesAfterDetach(
  state: TechnicalState,
  { deviceId, reason, hubAtMs }: RecordOf<'device.detached'>,
): TechnicalState['devices'] {
  const link = reason === 'left' || reason === 'revoked' || reason === 'moved' ? 'left' : 'lost'
  const leftMs = link === 'left' ? hubAtMs : 0
  return {
    ...state.devices,
    [deviceId]: { deviceId, ...NEW, ...state.devices[deviceId], link, leftMs },
  }
}

/** The device's newest word, and the stretch it belongs to. */
export function heardAfter(
  rules: Rules,
  state: TechnicalState,
  deviceId: DeviceId,
  atMs: number,
): TechnicalState['heard'] {
  const before = state.heard[deviceId]
  const everyMs = state.devices[deviceId]?.everyMs ?? DEFAULT_EVERY_MS
  const isNew =
    before === undefined || atMs - before.atMs > missingOf(rules, everyMs) + gapShift(state, before.atMs)
  return { ...state.heard, [deviceId]: { atMs, fromMs: isNew ? atMs : before.fromMs } }
}

/** Whether another device than this one is here and feeds a signal. */
function anotherIsHere(state: EngineState, deviceId: string): boolean {
  const { heard, devices } = state.technical
  for (const id in heard)
    if (id !== deviceId && (devices[id]?.link ?? 'here') === 'here' && owns(state, id)) return true
  return false
}

/** Since when a device that has not said a word is expected to: it is here and has promised to. 0: it is not. */
const unheardSince = (device: TechnicalDevice | undefined): number =>
  device === undefined || device.link === 'left' || device.signals.length === 0 ? 0 : device.awaitedMs

/**
 * Since when a device that is expected to talk has been silent; 0: it is not expected to.
 * Expected: it feeds a signal of this session, or is here and has promised to. One that was taken away by word is not missed
 * once another feeds the session: what only it could measure is then a sensor without a value.
 */
function silentSince(
  state: EngineState,
  deviceId: string,
  word: Heard | undefined,
  device: TechnicalDevice | undefined,
): number {
  if (word === undefined) return unheardSince(device)
  if (!owns(state, deviceId)) return 0
  if (device?.link === 'left' && anotherIsHere(state, deviceId)) return 0
  return word.atMs
}

/** Without any monitor nobody watches either; said only where a hub runs the session (it says who can hear). */
function withoutMonitorSince({ technical }: EngineState): number {
  const { devices, heard, coverage, openedMs } = technical
  if (coverage.firstMs === 0) return 0
  for (const _id in heard) return 0
  let sinceMs = Math.max(openedMs, coverage.firstMs)
  for (const id in devices) {
    const { link, awaitedMs } = devices[id] as TechnicalDevice
    // One that was taken away before it said anything is no monitor.
    if (link !== 'left') return 0
    sinceMs = Math.max(sinceMs, awaitedMs)
  }
  return sinceMs
}

type Silent = { readonly deviceId: string; readonly sinceMs: number; readonly atMs: number }
const NOBODY: Silent = { deviceId: '', sinceMs: 0, atMs: 0 }

function silentFrom({ technical }: EngineState, deviceId: string, sinceMs: number, afterMs: number): Silent {
  const everyMs = technical.devices[deviceId]?.everyMs ?? DEFAULT_EVERY_MS
  const countMs = Math.max(sinceMs, technical.holding.heldUntilMs)
  return { deviceId, sinceMs, atMs: countMs + silentFor(afterMs, everyMs) + gapShift(technical, countMs) }
}
const sooner = (a: Silent, b: Silent): Silent => (a.atMs === 0 || b.atMs < a.atMs ? b : a)

/** The expected device whose silence counts first, if nothing is heard. `but`: not this one. */
function firstSilent(state: EngineState, afterMs: number, but = ''): Silent {
  const { heard, devices } = state.technical
  let first = NOBODY
  for (const id in heard) {
    const sinceMs = id === but ? 0 : silentSince(state, id, heard[id], devices[id])
    if (sinceMs !== 0) first = sooner(first, silentFrom(state, id, sinceMs, afterMs))
  }
  for (const id in devices) {
    const sinceMs = id === but || heard[id] !== undefined ? 0 : silentSince(state, id, undefined, devices[id])
    if (sinceMs !== 0) first = sooner(first, silentFrom(state, id, sinceMs, afterMs))
  }
  const withoutMs = withoutMonitorSince(state)
  return withoutMs === 0 ? first : silentFrom(state, '', withoutMs, afterMs)
}

const promises = new WeakMap<TechnicalState['devices'], readonly string[]>()
/** The devices that are expected to talk although they have not yet; a pure answer kept, as devices seldom change. */
function promisedBy(devices: TechnicalState['devices']): readonly string[] {
  let ids = promises.get(devices)
  if (ids === undefined) {
    ids = Object.keys(devices).filter((id) => unheardSince(devices[id]) !== 0)
    promises.set(devices, ids)
  }
  return ids
}

/** The time alone, of the same: it is asked for every record. 0: nobody is expected. */
function firstSilentMs(state: EngineState, afterMs: number): number {
  const { technical } = state
  const { heard, devices, holding, gaps } = technical
  let firstMs = 0
  for (const id in heard) {
    const device = devices[id]
    const sinceMs = silentSince(state, id, heard[id], device)
    if (sinceMs === 0) continue
    const countMs = Math.max(sinceMs, holding.heldUntilMs)
    const waitMs = silentFor(afterMs, device?.everyMs ?? DEFAULT_EVERY_MS)
    const atMs = countMs + waitMs + (gaps.length === 0 ? 0 : gapShift(technical, countMs))
    if (firstMs === 0 || atMs < firstMs) firstMs = atMs
  }
  for (const id of promisedBy(devices)) if (heard[id] === undefined) return firstSilent(state, afterMs).atMs
  return firstMs === 0 ? firstSilent(state, afterMs).atMs : firstMs
}

export const NO_LIVE_DATA: Kind = {
  at(_rules, state, _rule, level) {
    const atMs = firstSilentMs(state, level.afterMs)
    return atMs === 0 ? 0 : Math.max(atMs, state.technical.floorMs)
  },
  since: (_rules, state) => firstSilent(state, FRESHNESS.noLiveDataFromMs).sinceMs,
  about(_rules, state) {
    const { deviceId, sinceMs } = firstSilent(state, FRESHNESS.noLiveDataFromMs)
    if (deviceId === '') return { reason: 'noMonitor' }
    const device = state.technical.devices[deviceId]
    return {
      deviceId: deviceId as DeviceId,
      ...(device?.name === undefined ? {} : { deviceName: device.name }),
      reason:
        gapShift(state.technical, sinceMs) !== 0
          ? 'hub'
          : device?.attachedMs !== 0 && device?.link === 'here'
            ? 'network'
            : 'monitor',
    }
  },
}

/** Whether this record, which brought a current word, leaves no other expected device silent. */
export function isLiveAgain(state: EngineState, record: RecordOf<'vitals'>): boolean {
  const { readings, recovered, origin, hubAtMs } = record
  let current = false
  for (const key in readings) if (!recovered?.includes(key as SignalId)) current = true
  if (!current) return false
  const { atMs } = firstSilent(state, FRESHNESS.noLiveDataFromMs, origin.deviceId)
  return atMs === 0 || atMs > hubAtMs
}

/** Nothing is expected to send vitals any more: only a cuff is left. */
export const expectsNone = (state: EngineState): boolean => firstSilent(state, 0).atMs === 0
