// Owns the moments that a replay jumps between: alarms and events as recorded, and where exactly a jump lands.
// Never invents one: each is an alarm span or a line of the log.
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { lastBefore, nextAfter } from '@chairside/shared/playback/playback.ts'
import type { TimelineLine } from '../../session/store.ts'
import type { TimeScale } from '../../ui/format.ts'

const SECOND_MS = 1_000

/**
 * The end of the second that a moment's words name. A record is written a little after what it records; a jump that
 * landed on the very millisecond would stand before it, and the thing jumped to would still lie in the future.
 */
export function landing(atMs: number, { startedAtMs, undatedFromMs }: TimeScale): number {
  const base = startedAtMs !== undefined && atMs >= startedAtMs ? startedAtMs : (undatedFromMs ?? 0)
  return base + Math.floor((atMs - base) / SECOND_MS) * SECOND_MS + SECOND_MS - 1
}

const ascending = (moments: readonly number[]): readonly number[] =>
  [...new Set(moments)].sort((a, b) => a - b)

/** When each alarm was first on a screen, as landings, ascending. */
export const alarmMoments = (
  spans: readonly Pick<AlarmSpan, 'raisedAtMs' | 'decidedAtMs'>[],
  scale: TimeScale,
): readonly number[] =>
  ascending(spans.map(({ raisedAtMs, decidedAtMs }) => landing(Math.max(raisedAtMs, decidedAtMs), scale)))

/** What happened besides alarms, as landings, ascending: alarms have their own keys. */
export const eventMoments = (lines: readonly TimelineLine[], scale: TimeScale): readonly number[] =>
  ascending(lines.filter(({ kind }) => kind !== 'alarm').map(({ atMs }) => landing(atMs, scale)))

/** Where a jump leads from here; undefined: there is nothing further that way. */
export const jumpFrom = (moments: readonly number[], atMs: number, forward: boolean): number | undefined =>
  forward ? nextAfter(moments, atMs) : lastBefore(moments, atMs)
