// Owns how events stand above the lanes: a dot with its words, a bar to its end where it has one, a count where there is no
// room.
import { memo } from 'react'
import { AXIS_PX, type Drawing } from './drawing.ts'
import { cutWords, EVENT_ROW_PX, placeEvents, type TrendEvent } from './event-rows.ts'
import { MARGIN, timeTicks, xOf } from './scale.ts'
import styles from './trend-chart.module.css'

const COLOUR: Readonly<Record<TrendEvent['tone'], string>> = {
  infusion: 'var(--infusion)',
  plain: 'var(--muted)',
}

export const EventStrip = memo(function EventStrip({
  drawing,
  events,
  rows,
}: {
  readonly drawing: Drawing
  readonly events: readonly TrendEvent[]
  readonly rows: number
}) {
  const { span, box } = drawing
  const placed = placeEvents(events, box, span, rows)
  const y = (row: number) => row * EVENT_ROW_PX + EVENT_ROW_PX / 2
  const height = rows * EVENT_ROW_PX + 2
  return (
    <svg className={styles['events']} width={box.width} height={height} aria-hidden="true">
      {placed.events.map(({ key, x, endX, row, words, title, tone }) => (
        <g key={key} data-event={words}>
          <title>{title}</title>
          {endX !== undefined && endX > x && (
            <path
              d={`M${x} ${y(row) + 7}H${endX}`}
              stroke={COLOUR[tone]}
              strokeWidth={2}
              strokeOpacity={0.8}
              strokeLinecap="round"
            />
          )}
          <circle cx={x} cy={y(row)} r={4} fill={COLOUR[tone]} />
          <text x={x + 8} y={y(row) + 4} fontSize={12} fill="var(--ink)">
            {cutWords(words)}
          </text>
        </g>
      ))}
      {placed.more.map(({ x, row, events: hidden }) => (
        <g key={x} data-more={hidden.length}>
          <title>{hidden.map(({ title }) => title).join('\n')}</title>
          <text x={x} y={y(row) + 4} fontSize={12} fontWeight={600} fill="var(--muted)">
            +{hidden.length}
          </text>
        </g>
      ))}
    </svg>
  )
})

/** The times under the lanes, and the faint lines up from them. */
export const TimeAxis = memo(function TimeAxis({
  drawing,
  originMs,
  words,
  top,
  bottom,
}: {
  readonly drawing: Drawing
  /** Ticks are whole steps from here. */
  readonly originMs: number
  readonly words: (atMs: number, beforeMs: number | undefined) => string
  /** Of the lanes, for the lines. */
  readonly top: number
  readonly bottom: number
}) {
  const { span, box } = drawing
  const ticks = timeTicks(box, span, originMs)
  const named = ticks.map((tick, index) => ({ tick, words: words(tick, ticks[index - 1]) }))
  let free = 0
  return (
    <>
      <svg className={styles['overlay']} width={box.width} height={bottom} aria-hidden="true">
        <path
          d={ticks.map((tick) => `M${Math.round(xOf(box, span, tick)) + 0.5} ${top}V${bottom}`).join('')}
          stroke="var(--line)"
          strokeOpacity={0.45}
        />
      </svg>
      <svg className={styles['axis']} width={box.width} height={AXIS_PX} aria-hidden="true">
        {named.map(({ tick, words: text }) => {
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
    </>
  )
})
