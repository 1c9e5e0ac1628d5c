// Owns what the doors hand to a session: a device's report whose form, number and times have been checked.

import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { DeviceEpoch, DeviceId, EpochMs } from '@chairside/shared/ids.ts'
import type { Readings } from '@chairside/shared/record/reading.ts'
import type { Origin, RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import type { Report } from '@chairside/shared/record/report.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import {
  CONTINUOUS_SIGNALS,
  CUFF_CYCLE_MS,
  freshnessWindow,
  type SignalId,
} from '@chairside/shared/vitals.ts'

/** A report with its times in hub time, or why it was refused for good. */
export type PreparedReport = {
  readonly origin: Origin
  readonly taken:
    | {
        readonly ok: true
        readonly report: Report
        readonly measuredAtMs: EpochMs
        readonly startedAtMs?: EpochMs
      }
    | { readonly ok: false; readonly refusal: Refusal }
}

export type CursorKey = string
export const cursorKey = (deviceId: DeviceId, epoch: DeviceEpoch): CursorKey => `${deviceId}|${epoch}`

/** Highest report number dealt with, per device and epoch, in the order in which the epochs were first seen. */
export type Cursors = Readonly<Record<CursorKey, number>>
/** A device that opens a numbering with each message may not fill the memory: of each device the newest few are known. */
export const EPOCHS_KEPT = 32

export function countThrough(cursors: Cursors, { deviceId, epoch, seq }: Origin): Cursors {
  const key = cursorKey(deviceId, epoch)
  const before = cursors[key]
  if (before !== undefined) return before >= seq ? cursors : { ...cursors, [key]: seq }
  const own = Object.keys(cursors).filter((one) => one.startsWith(`${deviceId}|`))
  if (own.length < EPOCHS_KEPT) return { ...cursors, [key]: seq }
  const { [own[0] as string]: _oldest, ...kept } = cursors
  return { ...kept, [key]: seq }
}

/** How a device joined a room, kept by the room while it is connected. */
export type Attached = Omit<RecordOf<'device.attached'>, 'v' | 'seq' | 'hubAtMs'>

const recoveredSignals = (
  session: SessionState,
  readings: Readings,
  deviceId: DeviceId,
  measuredAtMs: number,
  nowMs: number,
): SignalId[] =>
  CONTINUOUS_SIGNALS.filter((signal) => {
    if (readings[signal] === undefined) return false
    const before = session.signals[signal]
    const { staleFromMs } = freshnessWindow(session.sources[deviceId]?.everyMs[signal])
    return (
      nowMs - measuredAtMs >= staleFromMs || (before !== undefined && measuredAtMs <= before.measuredAtMs)
    )
  })

/**
 * The record a taken report becomes. Decides, per measurement, current or recovered: current if newer than the last
 * current one of that signal and younger than its stale-after (a cuff reading: one cycle).
 */
export function bodyOf(
  session: SessionState,
  origin: Origin,
  taken: Extract<PreparedReport['taken'], { ok: true }>,
  nowMs: number,
): RecordBody {
  const { report, measuredAtMs, startedAtMs } = taken
  switch (report.kind) {
    case 'vitals': {
      const recovered = recoveredSignals(session, report.readings, origin.deviceId, measuredAtMs, nowMs)
      const body = { kind: 'vitals' as const, origin, measuredAtMs, readings: report.readings }
      return recovered.length > 0 ? { ...body, recovered } : body
    }
    case 'bloodPressure': {
      const last = Math.max(session.cuff.last?.measuredAtMs ?? 0, session.cuff.lastFailureAtMs ?? 0)
      const late = nowMs - measuredAtMs > CUFF_CYCLE_MS || measuredAtMs < last
      return {
        kind: 'bloodPressure',
        origin,
        measuredAtMs,
        ...(startedAtMs === undefined ? {} : { startedAtMs }),
        result: report.result,
        ...(late ? { recovered: true as const } : {}),
      }
    }
    case 'cuffStarted':
      return {
        kind: 'cuff.started',
        origin,
        startedAtMs: measuredAtMs,
        ...(report.orderId === undefined ? {} : { orderId: report.orderId }),
      }
    case 'status':
      return { kind: 'battery', origin, deviceId: origin.deviceId, ...report.battery }
  }
}
