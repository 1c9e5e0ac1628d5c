// Owns the line of a continuous signal: live solid, filled in later dotted, the stretch under an alarm in that alarm's colour.
import { AlarmChip, chipWidth } from './alarm-chip.tsx'
import type { InkSpan } from './alarm-ink.ts'
import type { LinePaths } from './line-path.ts'
import { type Box, MARGIN, type Span, xOf } from './scale.ts'

export const LINE_PX = 1.75

export function SignalInk({
  id,
  paths,
  ink,
  box,
  span,
  tone,
  nowMs,
}: {
  /** Unique on the page. */
  readonly id: string
  readonly paths: LinePaths
  readonly ink: readonly InkSpan[]
  readonly box: Box
  readonly span: Span
  readonly tone: string
  readonly nowMs: number
}) {
  const x = (atMs: number) => xOf(box, span, Math.min(span.toMs, Math.max(span.fromMs, atMs)))
  const coloured = ink.filter(({ fromMs, toMs }) => toMs > span.fromMs && fromMs < span.toMs)
  return (
    <g fill="none" strokeWidth={LINE_PX} strokeLinecap="round" strokeLinejoin="round">
      <path data-line="live" d={paths.live} stroke={`var(--${tone})`} />
      {paths.late !== '' && (
        <path
          data-line="late"
          d={paths.late}
          stroke={`var(--${tone})`}
          strokeDasharray="0.1 4"
          strokeWidth={2}
        />
      )}
      {coloured.map(({ alarmId, priority, fromMs, toMs }, index) => {
        const left = x(fromMs)
        // A level of a second is seen at every zoom.
        const width = Math.max(2, x(Math.min(toMs, nowMs + 60_000)) - left)
        return (
          <g key={`${alarmId}${fromMs}`} data-alarm={priority}>
            <clipPath id={`${id}-${index}`}>
              <rect x={left - 1} y={0} width={width + 1} height={box.height} />
            </clipPath>
            <g clipPath={`url(#${id}-${index})`}>
              <path d={paths.live} stroke="var(--edge-outline)" strokeWidth={4.25} />
              <path d={paths.live} stroke={`var(--${priority})`} strokeWidth={2.25} />
            </g>
          </g>
        )
      })}
    </g>
  )
}

/** `!!!` at the onset of each level, in the strip above the plot, none over another. */
export function OnsetMarks({
  ink,
  box,
  span,
  after,
}: {
  readonly ink: readonly InkSpan[]
  readonly box: Box
  readonly span: Span
  /** Pixel before which the strip is taken by the lane's name. */
  readonly after: number
}) {
  let free = after
  const marks = ink
    .filter(({ marked, fromMs }) => marked && fromMs >= span.fromMs && fromMs <= span.toMs)
    .toSorted((a, b) => a.fromMs - b.fromMs)
    .map((each) => {
      const x = xOf(box, span, each.fromMs)
      const width = chipWidth(each.priority)
      const fits = x - width / 2 >= free
      if (fits) free = x + width / 2 + 2
      return { ...each, x, fits }
    })
  return (
    <g>
      {marks.map(({ alarmId, fromMs, priority, x, fits }) => (
        <g key={`${alarmId}${fromMs}`}>
          <path
            d={`M${x - 3.5} ${MARGIN.top - 3}h7l-3.5 5z`}
            fill={`var(--${priority})`}
            stroke="var(--edge-outline)"
            strokeWidth={0.75}
          />
          {fits && <AlarmChip x={x} y={8} priority={priority} />}
        </g>
      ))}
    </g>
  )
}
