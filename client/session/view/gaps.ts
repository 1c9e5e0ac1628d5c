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

/** More gaps than anybody can tell apart on the glass. */
const MOST_GAPS = 2_000

/**
 * One more gap. Of too many, the two oldest neighbours of a kind become one: that says too much silence, never too little.
 */
function withGap(gaps: readonly Gap[], gap: Gap): readonly Gap[] {
  if (gaps.length < MOST_GAPS) return [...gaps, gap]
  const first = gaps.findIndex(
    ({ kind, deviceId, toMs }, index) =>
      toMs !== undefined && gaps[index + 1]?.kind === kind && gaps[index + 1]?.deviceId === deviceId,
  )
  const [before, after] = [gaps[first], gaps[first + 1]]
  if (before === undefined || after === undefined) return [...gaps.slice(1), gap]
  return [...gaps.slice(0, first), { ...after, fromMs: before.fromMs }, ...gaps.slice(first + 2), gap]
}

/** The gaps after one more record; the same array where nothing changed. */
export function foldGaps(gaps: readonly Gap[], record: DecodedRecord): readonly Gap[] {
  switch (record.kind) {
    case 'hub.gap':
      return withGap(gaps, { kind: 'hub', fromMs: record.fromMs, toMs: record.toMs })
    case 'device.detached':
      // A hub that stopped closes its own gap; one that was taken over was never away; one that was left behind in another
      // room is no more this session's.
      if (record.reason === 'superseded' || record.reason === 'hubStopped' || record.reason === 'moved')
        return gaps
      return withGap(gaps, { kind: 'device', deviceId: record.deviceId, fromMs: record.hubAtMs })
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
