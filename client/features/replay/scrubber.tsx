// Owns the slider over a whole recording, with a tick wherever an alarm was raised or rose, dimmed after
// the cursor. Its value is said as a moment, in words.
// It reports where it was moved to; it never holds a place of its own.
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import type { Range } from '@chairside/shared/playback/playback.ts'
import { type CSSProperties, memo, useMemo } from 'react'
import { clockWords, momentWords, type TimeScale } from '../../ui/format.ts'
import { burstsOf } from './moments.ts'
import styles from './scrubber.module.css'

const Ticks = memo(function Ticks({
  spans,
  range,
  reached,
}: {
  readonly spans: readonly AlarmSpan[]
  readonly range: Range
  /** The newest of them that is not after the cursor: all that a moving cursor changes here. */
  readonly reached: number
}) {
  const length = Math.max(1, range.toMs - range.fromMs)
  return spans.flatMap((alarm) =>
    burstsOf(alarm).map(({ seq, atMs, priority }) => (
      <span
        key={seq}
        className={styles['tick']}
        data-priority={priority}
        data-later={atMs > reached || undefined}
        style={{ '--at': (atMs - range.fromMs) / length } as CSSProperties}
      />
    )),
  )
})

/** What the slider's place is called: "T+31:36, 10:43:36". */
export function placeWords(atMs: number, scale: TimeScale): string {
  const words = momentWords(atMs, scale)
  const clockTime = clockWords(atMs, scale)
  return clockTime === undefined || clockTime === words ? words : `${words}, ${clockTime}`
}

export function Scrubber({
  range,
  atMs,
  spans,
  scale,
  onSeek,
}: {
  readonly range: Range
  readonly atMs: number
  readonly spans: readonly AlarmSpan[]
  readonly scale: TimeScale
  readonly onSeek: (atMs: number) => void
}) {
  const length = Math.max(1, range.toMs - range.fromMs)
  const bursts = useMemo(() => spans.flatMap(burstsOf).map((burst) => burst.atMs), [spans])
  const reached = bursts.reduce(
    (newest, each) => (each <= atMs && each > newest ? each : newest),
    Number.NEGATIVE_INFINITY,
  )
  return (
    <div className={styles['scrubber']} style={{ '--at': (atMs - range.fromMs) / length } as CSSProperties}>
      <span className={styles['track']} aria-hidden="true" />
      <span className={styles['ticks']} aria-hidden="true">
        <Ticks spans={spans} range={range} reached={reached} />
      </span>
      <input
        type="range"
        className={styles['input']}
        min={range.fromMs}
        max={range.toMs}
        step="any"
        value={atMs}
        aria-label="Moment of the recording"
        aria-valuetext={placeWords(atMs, scale)}
        onChange={(event) => onSeek(Number(event.currentTarget.value))}
      />
    </div>
  )
}
