// Owns how events stand above the lanes: a dot with its words, hollow where it was recorded later, a bar to its end where it has
// one, a count where there is no room.
import { memo } from 'react'
import type { Drawing } from './drawing.ts'
import { cutWords, EVENT_ROW_PX, placeEvents, type TrendEvent } from './event-rows.ts'
import styles from './trend-chart.module.css'

/** One row for so much height of the trend, three at least and six at most: the lanes need the rest. */
const ROW_EVERY_PX = 80
const LEAST_ROWS = 3
const MOST_ROWS = 6

/** As many rows as the events in the window need, and the trend has room for. */
export function eventRows(events: readonly TrendEvent[], { box, span }: Drawing): number {
  const most = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.floor(box.height / ROW_EVERY_PX)))
  const { events: placed, more } = placeEvents(events, box, span, most)
  return Math.max(1, ...[...placed, ...more].map(({ row }) => row + 1))
}

const COLOUR: Readonly<Record<TrendEvent['tone'], string>> = {
  infusion: 'var(--infusion)',
  patient: 'var(--ink)',
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
      {placed.events.map(({ key, x, endX, row, words, title, tone, before, late }) => (
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
          {late === true ? (
            <circle
              cx={x}
              cy={y(row)}
              r={3.25}
              fill="var(--surface-1)"
              stroke={COLOUR[tone]}
              strokeWidth={1.5}
              data-late=""
            />
          ) : (
            <circle cx={x} cy={y(row)} r={4} fill={COLOUR[tone]} />
          )}
          <text
            x={before ? x - 8 : x + 8}
            y={y(row) + 4}
            fontSize={12}
            fill="var(--ink)"
            textAnchor={before ? 'end' : 'start'}
          >
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
