// Owns what every lane has: its frame, its name in the strip above the plot, hatches, limit names, and room for its ink.
// Nothing here moves by itself: a lane is drawn again when it is given another drawing.
import { type ReactNode, useId } from 'react'
import type { Drawing, SourceChange } from './drawing.ts'
import { HATCH_WORDS, type Hatch } from './hatches.ts'
import { LaneFrame } from './lane-frame.tsx'
import { LIMIT_FONT_PX, type LimitLine, placeLimits } from './limit-lines.ts'
import {
  type Box,
  type Domain,
  lengthOf,
  MARGIN,
  plotHeight,
  plotWidth,
  wordsWidth,
  xOf,
  yOf,
} from './scale.ts'
import styles from './trend-chart.module.css'

export type LaneProps = {
  readonly label: string
  readonly unit: string
  readonly tone: string
  readonly drawing: Drawing
  readonly box: Box
  readonly domain: Domain
  readonly tickEvery: number
  readonly limits: readonly LimitLine[]
  readonly infusion: { readonly fromMs: number; readonly toMs: number } | undefined
  readonly hatches: readonly Hatch[]
  readonly changes?: readonly SourceChange[]
  /** A faint line; its words stand with the lane's name, where no data is. */
  readonly baseline?: number | undefined
  /** Inside the plot, cut off at its edges; in the coordinates of the lane. */
  readonly ink?: ReactNode
  /** Over it, not cut off: marks whose middle is in the window. */
  readonly marks?: ReactNode
  /** Pixels in the strip above the plot where marks stand: no words there. */
  readonly busy?: readonly number[]
  /** Names what crosses every lane: the first lane does. */
  readonly names?: boolean
  /** Over the plot, not cut off. */
  readonly children?: ReactNode
}

const HATCH_ANGLE: Readonly<Record<Hatch['kind'], number>> = { none: 45, device: 45, hub: -45 }

function Patterns({ id }: { readonly id: string }) {
  return (
    <defs>
      {(['none', 'device', 'hub'] as const).map((kind) => (
        <pattern
          key={kind}
          id={`${id}-${kind}`}
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform={`rotate(${HATCH_ANGLE[kind]})`}
        >
          <path
            d={kind === 'device' ? 'M0 0V7M3.5 0V7' : 'M0 0V7'}
            stroke="var(--gap)"
            strokeWidth={kind === 'none' ? 1.5 : 3}
          />
        </pattern>
      ))}
    </defs>
  )
}

export function Lane(props: LaneProps) {
  const { label, unit, tone, drawing, box, domain, limits, infusion, hatches, changes, baseline } = props
  const { span } = drawing
  const id = useId()
  const bottom = MARGIN.top + plotHeight(box)
  const right = box.width - MARGIN.right
  const baselineWords = baseline === undefined ? '' : ` · baseline ${baseline}`
  const nameEnds = MARGIN.left + wordsWidth(`${label} ${unit}${baselineWords}`, 13) + 6
  const roomFor = (words: string, x: number, width: number): boolean => {
    const middle = x + width / 2
    const half = wordsWidth(words, 11) / 2
    return (
      width > 2 * half &&
      middle - half > nameEnds &&
      (props.busy ?? []).every((at) => Math.abs(at - middle) > half + 14)
    )
  }
  const across = (atMs: number) => Math.min(right, Math.max(MARGIN.left, xOf(box, span, atMs)))
  const placed = placeLimits(limits, domain, span, {
    place: (value) => yOf(box, domain, value),
    reach: ({ fromMs, toMs }) => ({
      fromX: fromMs === undefined ? MARGIN.left : across(fromMs),
      toX: Math.min(right - 2, toMs === undefined ? right : across(toMs)),
    }),
    bottom,
  })
  return (
    <div className={styles['lane']} style={{ height: box.height }} data-lane={tone}>
      <LaneFrame
        width={box.width}
        height={box.height}
        fromMs={span.fromMs}
        toMs={span.toMs}
        low={domain[0]}
        high={domain[1]}
        tickEvery={props.tickEvery}
        limits={limits}
        infusionFromMs={infusion?.fromMs}
        infusionToMs={infusion?.toMs}
      />
      <svg className={styles['overlay']} width={box.width} height={box.height} aria-hidden="true">
        <Patterns id={id} />
        {hatches.map(({ kind, fromMs, toMs }) => {
          const x = xOf(box, span, fromMs)
          const width = Math.max(1, xOf(box, span, toMs) - x)
          const words = HATCH_WORDS[kind]
          return (
            <g key={`${kind}${fromMs}`} data-hatch={kind}>
              <title>{words}</title>
              <rect
                x={x}
                y={MARGIN.top}
                width={width}
                height={bottom - MARGIN.top}
                fill={`url(#${id}-${kind})`}
              />
              {(kind === 'none' || props.names === true) && roomFor(words, x, width) && (
                <text x={x + width / 2} y={12} textAnchor="middle" fill="var(--muted)" fontSize={11}>
                  {words}
                </text>
              )}
            </g>
          )
        })}
        {baseline !== undefined && (
          <path
            data-baseline={baseline}
            d={`M${MARGIN.left} ${yOf(box, domain, baseline)}H${right}`}
            stroke="var(--muted)"
            strokeOpacity={0.45}
          />
        )}
        {/* Under the ink: no name of a limit may cover what was measured. */}
        {placed.map(({ words, y, wordsY, fromMs, fromX, toX }) => (
          <g key={`${words}@${fromMs ?? ''}`} data-limit={words}>
            <title>{words}</title>
            <path d={`M${Math.max(fromX, toX - 38)} ${y}H${toX}`} stroke="transparent" strokeWidth={9} />
            {fromMs !== undefined && fromMs > span.fromMs && (
              <path d={`M${fromX} ${y - 5}v10`} stroke="var(--faint)" strokeWidth={1.5} />
            )}
            {wordsY !== undefined && (
              <text
                className={styles['halo']}
                x={toX}
                y={wordsY}
                textAnchor="end"
                fill="var(--faint)"
                fontSize={LIMIT_FONT_PX}
              >
                {words}
              </text>
            )}
          </g>
        ))}
        <svg
          aria-hidden="true"
          x={MARGIN.left - 2}
          y={MARGIN.top - 4}
          width={plotWidth(box) + 2}
          height={plotHeight(box) + 8}
          viewBox={`${MARGIN.left - 2} ${MARGIN.top - 4} ${plotWidth(box) + 2} ${plotHeight(box) + 8}`}
          overflow="hidden"
        >
          {props.ink}
        </svg>
        {props.marks}
        {changes
          ?.filter(({ atMs }) => atMs > span.fromMs && atMs < span.toMs && lengthOf(span) > 0)
          .map(({ atMs, words }) => (
            <g key={atMs} data-source={words}>
              <title>{words}</title>
              <path
                d={`M${xOf(box, span, atMs)} ${MARGIN.top - 5}V${bottom}`}
                stroke="var(--muted)"
                strokeDasharray="1 4"
                strokeLinecap="round"
              />
              <path d={`M${xOf(box, span, atMs) - 4} ${MARGIN.top - 9}h8l-4 6z`} fill="var(--muted)" />
            </g>
          ))}
      </svg>
      {props.children}
      <span className={styles['laneLabel']} style={{ color: `var(--${tone})` }}>
        {label}{' '}
        <small>
          {unit}
          {baselineWords}
        </small>
      </span>
    </div>
  )
}
