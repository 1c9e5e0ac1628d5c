// Owns one lane of the trend: axis, limits, infusion band, gaps and the line itself. Drawn again only when its data or
// its window change; the last seconds are the live tail's.
import { memo, type ReactNode } from 'react'
import { CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, XAxis, YAxis } from 'recharts'
import type { LanePoint } from './points.ts'
import { type Box, type Domain, MARGIN, type Span, ticksIn } from './scale.ts'
import styles from './trend-chart.module.css'

/** `under`: its words stand below the line, because another limit is just above. */
export type LaneLimit = { readonly value: number; readonly label: string; readonly under?: boolean }
export type LaneBand = {
  readonly fromMs: number
  readonly toMs: number
  readonly kind: 'none' | 'device' | 'hub'
}

export type LaneProps = {
  readonly label: string
  readonly unit: string
  readonly tone: string
  readonly box: Box
  readonly span: Span
  readonly domain: Domain
  readonly tickEvery: number
  readonly points: readonly LanePoint[]
  readonly stepped?: boolean
  readonly limits: readonly LaneLimit[]
  readonly infusion?: { readonly fromMs: number; readonly toMs: number } | undefined
  readonly bands: readonly LaneBand[]
  readonly timeTicks: readonly number[]
  readonly children?: ReactNode
}

const FILL: Readonly<Record<LaneBand['kind'], string>> = {
  none: 'url(#gap-none)',
  device: 'url(#gap-device)',
  hub: 'url(#gap-hub)',
}

export const Lane = memo(function Lane(props: LaneProps) {
  const { label, unit, tone, box, span, domain, points, limits, infusion, bands, timeTicks } = props
  const clamp = (atMs: number) => Math.min(span.toMs, Math.max(span.fromMs, atMs))
  return (
    <div className={styles['lane']} style={{ height: box.height }}>
      <ComposedChart
        width={box.width}
        height={box.height}
        data={points as LanePoint[]}
        margin={{ ...MARGIN, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" strokeOpacity={0.45} syncWithTicks />
        <XAxis
          dataKey="t"
          type="number"
          domain={[span.fromMs, span.toMs]}
          ticks={timeTicks as number[]}
          allowDataOverflow
          hide
        />
        <YAxis
          width={MARGIN.left}
          domain={domain as [number, number]}
          ticks={ticksIn(domain, props.tickEvery, box)}
          allowDataOverflow
          axisLine={false}
          tickLine={false}
          interval={0}
          tick={{ fill: 'var(--faint)', fontSize: 13 }}
        />
        {infusion !== undefined && (
          <ReferenceArea
            x1={clamp(infusion.fromMs)}
            x2={clamp(infusion.toMs)}
            fill="var(--infusion-band)"
            fillOpacity={1}
            stroke="none"
          />
        )}
        {bands.map((band) => (
          <ReferenceArea
            key={`${band.kind}${band.fromMs}`}
            x1={clamp(band.fromMs)}
            x2={clamp(band.toMs)}
            fill={FILL[band.kind]}
            fillOpacity={1}
            stroke="none"
          />
        ))}
        {limits
          .filter(({ value }) => value > domain[0] && value < domain[1])
          .map(({ value, label: words, under }) => (
            <ReferenceLine
              key={words}
              y={value}
              stroke="var(--faint)"
              strokeDasharray="3 5"
              strokeWidth={1}
              label={{
                value: words,
                position: under === true ? 'insideTopRight' : 'insideBottomRight',
                fill: 'var(--faint)',
                fontSize: 12,
                offset: 3,
              }}
            />
          ))}
        {points.length > 0 && (
          <Line
            dataKey="live"
            type={props.stepped === true ? 'stepAfter' : 'linear'}
            stroke={`var(--${tone})`}
            strokeWidth={1.75}
            dot={false}
            activeDot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        )}
        {points.some(({ late }) => late !== null) && (
          <Line
            dataKey="late"
            type="linear"
            stroke={`var(--${tone})`}
            strokeWidth={1.75}
            strokeDasharray="1 4"
            strokeLinecap="round"
            dot={false}
            activeDot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        )}
        {props.children}
      </ComposedChart>
      <span className={styles['laneLabel']} style={{ color: `var(--${tone})` }}>
        {label} <small>{unit}</small>
      </span>
    </div>
  )
})
