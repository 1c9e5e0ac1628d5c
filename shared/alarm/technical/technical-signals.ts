// Owns "sensor without valid value": a signal that is unavailable, or missing, while its device goes on talking.
// Never calls a silent device a sensor's fault (that is "no live data"), and never lets a settling value end anything.
import type { RecordOf } from '../../record/record.ts'
import { CONTINUOUS_SIGNALS, FRESHNESS, type SignalId } from '../../vitals.ts'
import { heldUntilMs } from '../cuff/cuff-hold.ts'
import type { EngineState, SourceState } from '../engine-state.ts'
import type { Rules, TechnicalRule } from '../rules.ts'
import { readingOf, sourceOf } from '../source.ts'
import type { Kind } from './technical-kind.ts'
import { gapShift, type Heard, type TechnicalSignal, type TechnicalState } from './technical-state.ts'

/** At check-in a sensor is missed once it has been valid this long. Source: clinical facts §4 "By phase". */
const PROVEN_AFTER_MS = 30_000
/** A device that never said how often it reports does so about once a second (docs/PROTOCOL.md, `everyMs`). */
export const DEFAULT_EVERY_MS = 1_000

/** Silent for longer than this a device is not talking at this moment. Source: clinical facts §4, "missing". */
export const missingOf = (rules: Rules, everyMs: number): number =>
  Math.max(rules.missingMs, (22 * everyMs) / 10)
/** A slow device's signal is missed once it is stale, not before. Source: clinical facts §4 "Slow devices". */
const slowness = (everyMs: number): number => Math.max(0, (22 * everyMs) / 10 - FRESHNESS.staleFromMs)

const UNKNOWN: TechnicalSignal = { sinceMs: 0, againMs: 0, validFromMs: 0, proven: false }

/** `signals[signal]`, by name: asked for every value. */
function knownOf(signals: TechnicalState['signals'], signal: SignalId): TechnicalSignal | undefined {
  switch (signal) {
    case 'heartRate':
      return signals.heartRate
    case 'pulseRate':
      return signals.pulseRate
    case 'spo2':
      return signals.spo2
    case 'respirationRate':
      return signals.respirationRate
  }
}

const isLongEnough = (own: TechnicalSignal, source: SourceState | undefined): boolean =>
  own.validFromMs !== 0 && source !== undefined && source.seenMs - own.validFromMs >= PROVEN_AFTER_MS

/** A value that may be believed: not one of a sensor that came back and settles (SPEC AL16). */
const isSettled = (source: SourceState | undefined, atMs: number): boolean =>
  source !== undefined && atMs >= source.settleUntilMs

/** What one record teaches about its sensors; the same object when it teaches nothing new. */
export function signalsAfter(state: EngineState, record: RecordOf<'vitals'>): TechnicalState['signals'] {
  const { readings, recovered, hubAtMs: atMs } = record
  let { signals } = state.technical
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = readingOf(readings, signal)
    if (reading === undefined || recovered?.includes(signal)) continue
    const own = knownOf(signals, signal) ?? UNKNOWN
    const source = sourceOf(state.sources, signal)
    if (reading.status === 'measured') {
      const isOver = own.sinceMs !== 0 && isSettled(source, atMs)
      if (own.validFromMs !== 0 && own.againMs === 0 && !isOver) continue
      const { reason: _reason, ...kept } = own
      const validFromMs = own.validFromMs === 0 ? atMs : own.validFromMs
      signals = {
        ...signals,
        [signal]: isOver
          ? { ...kept, sinceMs: 0, againMs: 0, validFromMs }
          : { ...own, againMs: 0, validFromMs },
      }
    } else if (own.againMs === 0 || own.reason !== reading.reason) {
      const one: TechnicalSignal = {
        sinceMs: own.sinceMs === 0 ? atMs : own.sinceMs,
        againMs: own.againMs === 0 ? atMs : own.againMs,
        reason: reading.reason,
        validFromMs: 0,
        proven: own.proven || isLongEnough(own, source),
      }
      signals = { ...signals, [signal]: one }
    }
  }
  return signals
}

/** The device that feeds a signal, or has promised to. */
function feederOf(state: EngineState, signal: SignalId): string | undefined {
  const source = sourceOf(state.sources, signal)
  if (source !== undefined) return source.deviceId
  const { devices } = state.technical
  for (const id in devices) {
    const device = devices[id]
    if (device !== undefined && device.link !== 'left' && device.signals.includes(signal)) return id
  }
  return undefined
}

/** Whether a continuous signal of this session is this device's. */
export function owns({ sources }: EngineState, deviceId: string): boolean {
  const { heartRate, pulseRate, spo2, respirationRate } = sources
  return (
    heartRate?.deviceId === deviceId ||
    pulseRate?.deviceId === deviceId ||
    spo2?.deviceId === deviceId ||
    respirationRate?.deviceId === deviceId
  )
}

/**
 * The device by whose words a signal's absence is noticed: its own; of one that was taken away by word, another that is here
 * and feeds the session (AL56: where there is none, there is no live data).
 */
function talkerOf(state: EngineState, signal: SignalId): string | undefined {
  const own = feederOf(state, signal)
  const { devices, heard } = state.technical
  if (own === undefined || devices[own]?.link !== 'left') return own
  let talker: string | undefined
  for (const id in heard) {
    if (id === own || (devices[id]?.link ?? 'here') !== 'here' || !owns(state, id)) continue
    if (talker === undefined || (heard[id] as Heard).atMs > (heard[talker] as Heard).atMs) talker = id
  }
  return talker
}

type Lack = {
  /** Without a valid value since then. */
  readonly sinceMs: number
  /** Not known to be lacking earlier than this, whatever went before. */
  readonly fromMs: number
}

/** Since when the signal lacks a value while its device talks; undefined: nothing says that it does. */
function lackOf(state: EngineState, signal: SignalId, deviceId: string, heard: Heard): Lack | undefined {
  const source = sourceOf(state.sources, signal)
  const own = knownOf(state.technical.signals, signal)
  if (source !== undefined && own !== undefined && own.againMs !== 0)
    return { sinceMs: own.sinceMs, fromMs: own.againMs }
  // Nothing is said of it any more, or never was: it lacks from its last word, on a slow device from when that went stale.
  const everyMs = source?.everyMs ?? state.intervals[deviceId]?.[signal] ?? DEFAULT_EVERY_MS
  const wordMs = Math.max(source?.wordAtMs ?? 0, heard.fromMs)
  // Its device has to have gone on without it for an interval: otherwise it is the device that may be silent.
  if (heard.atMs - wordMs < everyMs) return undefined
  const sinceMs = wordMs + slowness(everyMs)
  return { sinceMs, fromMs: sinceMs + FRESHNESS.staleFromMs }
}

/**
 * Whether the newest word on a signal is a value that came at `atMs`, the newest record there is: then it lacks nothing, as
 * nobody has talked on without it. This is nearly every signal of every record.
 */
export function isHeardNow(state: EngineState, signal: SignalId, atMs: number): boolean {
  if (sourceOf(state.sources, signal)?.wordAtMs !== atMs) return false
  return knownOf(state.technical.signals, signal)?.againMs === 0
}

export const NO_VALUE: Kind = {
  at(rules, state, rule, level) {
    const { signal } = rule
    if (signal === undefined) return 0
    const { technical, patient } = state
    const deviceId = talkerOf(state, signal)
    const heard = deviceId === undefined ? undefined : technical.heard[deviceId]
    if (deviceId === undefined || heard === undefined) return 0
    if (patient.phase === 'checkIn') {
      const own = technical.signals[signal] ?? UNKNOWN
      if (!own.proven && !isLongEnough(own, state.sources[signal])) return 0
    }
    const lack = lackOf(state, signal, deviceId, heard)
    if (lack === undefined) return 0
    const { sinceMs, fromMs } = lack
    const active = state.active[rule.condition]
    const soMs = active === undefined ? sinceMs : Math.min(sinceMs, active.breachAtMs[0] as number)
    const countMs = Math.max(soMs, technical.holding.heldUntilMs)
    // What was due before the newest word, and not decided by then, has become possible by that word.
    const reachedMs = Math.max(
      countMs + level.afterMs + gapShift(technical, countMs),
      fromMs,
      heard.atMs,
      technical.floorMs,
    )
    // A cuff that squeezes the probe's limb delays the onset, never a rise (clinical facts §4 "Cuff hold").
    const heldMs = active === undefined ? heldUntilMs(rules, state, signal, reachedMs) : 0
    const atMs = Math.max(reachedMs, heldMs)
    const everyMs = technical.devices[deviceId]?.everyMs ?? DEFAULT_EVERY_MS
    const talksUntilMs = heard.atMs + gapShift(technical, heard.atMs) + missingOf(rules, everyMs)
    return atMs > talksUntilMs ? 0 : atMs
  },
  since(_rules, state, rule) {
    const signal = rule.signal as SignalId
    const deviceId = talkerOf(state, signal) as string
    return lackOf(state, signal, deviceId, state.technical.heard[deviceId] as Heard)?.sinceMs ?? 0
  },
  about(_rules, state, rule) {
    const signal = rule.signal as SignalId
    const source = state.sources[signal]
    const own = state.technical.signals[signal]
    const value = source?.values[signal]
    return {
      signal,
      ...(source === undefined ? {} : { deviceId: source.deviceId }),
      ...(own?.againMs === undefined || own.againMs === 0 ? { reason: 'notSent' } : {}),
      ...(own?.reason === undefined || own.againMs === 0 ? {} : { reason: own.reason }),
      ...(source === undefined || value === undefined
        ? {}
        : { quantity: signal, value, valueAtMs: source.measuredAtMs as never }),
    }
  },
}

/** Whether this record brought a valid, settled value of the rule's signal: the sensor is back. */
export function isBack(state: EngineState, rule: TechnicalRule, record: RecordOf<'vitals'>): boolean {
  const { signal } = rule
  if (signal === undefined || record.recovered?.includes(signal)) return false
  return record.readings[signal]?.status === 'measured' && isSettled(state.sources[signal], record.hubAtMs)
}
