// Owns the moments that a replay jumps between: alarms and events as recorded, and where exactly a jump lands.
// Never invents one: each is an alarm span or a line of the log.
import type { AlarmSpan, LevelSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { lastBefore, nextAfter } from '@chairside/shared/playback/playback.ts'
import type { TimelineLine } from '../../session/view/store.ts'
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

/** Where an alarm was raised or rose: each a new burst in the room, so each a place to stop at. Hub time. */
export const burstsOf = ({
  levels,
  raisedAtMs,
  decidedAtMs,
}: AlarmSpan): readonly (LevelSpan & { atMs: number })[] =>
  levels
    .filter(({ alarm }) => alarm.transition === 'raised' || alarm.transition === 'rose')
    // A level is decided when it begins, but for the first of an alarm that was decided late.
    .map((level) => ({
      ...level,
      atMs: level.fromMs === raisedAtMs ? Math.max(raisedAtMs, decidedAtMs) : level.fromMs,
    }))

/** When each alarm was raised or rose on a screen, as landings, ascending. */
export const alarmMoments = (spans: readonly AlarmSpan[], scale: TimeScale): readonly number[] =>
  ascending(spans.flatMap(burstsOf).map(({ atMs }) => landing(atMs, scale)))

/** What happened besides alarms, as landings, ascending: alarms have their own keys. */
export const eventMoments = (lines: readonly TimelineLine[], scale: TimeScale): readonly number[] =>
  ascending(lines.filter(({ kind }) => kind !== 'alarm').map(({ atMs }) => landing(atMs, scale)))

/** Where a jump leads from here; undefined: there is nothing further that way. */
export const jumpFrom = (moments: readonly number[], atMs: number, forward: boolean): number | undefined =>
  forward ? nextAfter(moments, atMs) : lastBefore(moments, atMs)
