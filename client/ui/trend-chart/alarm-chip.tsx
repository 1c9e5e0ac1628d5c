// Owns the mark of an alarm on the trend: its `!!!` in its colour, with ink that reads on it in every theme.
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { Priority } from '@chairside/shared/record/record.ts'

const HEIGHT = 13

export const chipWidth = (priority: Priority): number => 9 + 4.5 * PRIORITY_MARK[priority].length

/** @param x of its middle @param y of its middle */
export function AlarmChip({
  x,
  y,
  priority,
}: {
  readonly x: number
  readonly y: number
  readonly priority: Priority
}) {
  const width = chipWidth(priority)
  return (
    <g data-mark={priority}>
      <rect
        x={x - width / 2}
        y={y - HEIGHT / 2}
        width={width}
        height={HEIGHT}
        rx={3.5}
        fill={`var(--${priority})`}
        stroke="var(--edge-outline)"
        strokeWidth={0.75}
      />
      <text
        x={x}
        y={y + 4}
        textAnchor="middle"
        fill={`var(--${priority}-ink)`}
        stroke="none"
        fontSize={11}
        fontWeight={800}
      >
        {PRIORITY_MARK[priority]}
      </text>
    </g>
  )
}
