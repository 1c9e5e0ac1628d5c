// Owns the one time axis of all lanes: its words under them, and faint lines behind them.
import { memo } from 'react'
import { AXIS_PX, type Drawing } from './drawing.ts'
import { MARGIN, timeTicks, xOf } from './scale.ts'
import styles from './trend-chart.module.css'

type AxisProps = {
  readonly drawing: Drawing
  /** Ticks are whole steps from here. */
  readonly originMs: number
}

/** Behind the lanes: nothing of it stands on a line. */
export const TimeGrid = memo(function TimeGrid({
  drawing,
  originMs,
  top,
  bottom,
}: AxisProps & { readonly top: number; readonly bottom: number }) {
  const { span, box } = drawing
  const ticks = timeTicks(box, span, originMs)
  return (
    <svg className={styles['overlay']} width={box.width} height={bottom} aria-hidden="true">
      <path
        d={ticks.map((tick) => `M${Math.round(xOf(box, span, tick)) + 0.5} ${top}V${bottom}`).join('')}
        stroke="var(--line)"
        strokeOpacity={0.45}
      />
    </svg>
  )
})

export const TimeAxis = memo(function TimeAxis({
  drawing,
  originMs,
  words,
}: AxisProps & { readonly words: (atMs: number, beforeMs: number | undefined) => string }) {
  const { span, box } = drawing
  const ticks = timeTicks(box, span, originMs)
  let free = 0
  return (
    <svg className={styles['axis']} width={box.width} height={AXIS_PX} aria-hidden="true">
      {ticks.map((tick, index) => {
        const text = words(tick, ticks[index - 1])
        const half = (text.length * 7) / 2
        const x = Math.min(box.width - half - 2, Math.max(half + 2, xOf(box, span, tick)))
        if (x - half < free || x < MARGIN.left - half) return undefined
        free = x + half + 6
        return (
          <text key={tick} x={x} y={16} textAnchor="middle" fill="var(--muted)" fontSize={12.5}>
            {text}
          </text>
        )
      })}
    </svg>
  )
})
