// Owns when nobody measured or nobody listened: a device that was away, a hub that was away. Two different things on
// the glass, so two kinds here. Never guesses: only what the log says.
import type { DeviceId } from '@chairside/shared/ids.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'

export type Gap = {
  readonly kind: 'device' | 'hub'
  readonly deviceId?: DeviceId
  readonly fromMs: number
  /** Absent: it goes on. */
  readonly toMs?: number
}

/** The gaps after one more record; the same array where nothing changed. */
export function foldGaps(gaps: readonly Gap[], record: DecodedRecord): readonly Gap[] {
  switch (record.kind) {
    case 'hub.gap':
      return [...gaps, { kind: 'hub', fromMs: record.fromMs, toMs: record.toMs }]
    case 'device.detached':
      // A hub that stopped closes its own gap; one that was taken over was never away.
      if (record.reason === 'superseded' || record.reason === 'hubStopped') return gaps
      return [...gaps, { kind: 'device', deviceId: record.deviceId, fromMs: record.hubAtMs }]
    case 'device.attached': {
      const open = gaps.findLastIndex(
        (gap) => gap.kind === 'device' && gap.deviceId === record.deviceId && gap.toMs === undefined,
      )
      return open === -1 ? gaps : gaps.with(open, { ...gaps[open]!, toMs: record.hubAtMs })
    }
    default:
      return gaps
  }
}
