// Owns which values came while a sensor was settling, for those who list extremes: just after a probe is put back on it says
// anything. The engine has its own rule for what it judges (AL16), which this follows. JSON-plain. Never drops a value.
import type { RecordOf } from '../record/record.ts'
import { CONTINUOUS_SIGNALS, freshnessWindow, type SignalId, SLOW_DEVICE_FROM_MS } from '../vitals.ts'

/** A sensor's values are not believed this long after it came back. Source: clinical facts §4 "General rules". */
export const SETTLING_MS = 10_000
/** Missing for up to this long is a missing sample, not a sensor that was off. Source: clinical facts §4 "General rules". */
const MISSING_MS = 5_000
const DEFAULT_EVERY_MS = 1_000

type Watch = {
  /** The newest value. */
  readonly seenMs: number
  /** Since then the device said: sensor off, or no value for another reason. */
  readonly said?: 'off' | 'none'
  readonly settledFromMs: number
}
export type Settling = {
  readonly everyMs: Readonly<Record<string, Readonly<Partial<Record<SignalId, number>>>>>
  readonly signals: Readonly<Partial<Record<SignalId, Watch>>>
}
export const noSettling: Settling = { everyMs: {}, signals: {} }

export const afterAttached = (settling: Settling, record: RecordOf<'device.attached'>): Settling => ({
  ...settling,
  everyMs: { ...settling.everyMs, [record.deviceId]: record.everyMs as Partial<Record<SignalId, number>> },
})

function afterValue(before: Watch | undefined, atMs: number, everyMs: number): Watch {
  // The first value of a session is not a sensor that came back; a slow device would lose whole values to settling.
  if (before === undefined || everyMs > SLOW_DEVICE_FROM_MS) return { seenMs: atMs, settledFromMs: 0 }
  const silentMs = atMs - before.seenMs
  const away =
    before.said === 'off' ||
    (before.said === 'none' && silentMs > Math.max(MISSING_MS, (22 * everyMs) / 10)) ||
    silentMs >= freshnessWindow(everyMs).noLiveDataFromMs
  return {
    seenMs: Math.max(before.seenMs, atMs),
    settledFromMs: away ? atMs + SETTLING_MS : before.settledFromMs,
  }
}

/**
 * @returns what is known after the record, and the signals whose value in it is settled (or came too late to tell)
 */
export function afterWords(
  settling: Settling,
  { readings, recovered, measuredAtMs: atMs, origin }: RecordOf<'vitals'>,
): { readonly settling: Settling; readonly settled: readonly SignalId[] } {
  const signals: Partial<Record<SignalId, Watch>> = { ...settling.signals }
  const settled: SignalId[] = []
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = readings[signal]
    if (reading === undefined) continue
    const before = signals[signal]
    if (recovered?.includes(signal)) {
      if (reading.status === 'measured') settled.push(signal)
    } else if (reading.status === 'unavailable') {
      const said = reading.reason === 'sensorOff' || before?.said === 'off' ? 'off' : 'none'
      if (before !== undefined) signals[signal] = { ...before, said }
    } else {
      const everyMs = settling.everyMs[origin.deviceId]?.[signal] ?? DEFAULT_EVERY_MS
      const now = afterValue(before, atMs, everyMs)
      signals[signal] = now
      if (atMs >= now.settledFromMs) settled.push(signal)
    }
  }
  return { settling: { ...settling, signals }, settled }
}
