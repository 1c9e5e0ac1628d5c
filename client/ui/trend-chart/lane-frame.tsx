// Owns what stands still behind a lane: its value axis, grid, infusion band and limits. The only place that knows the chart
// library. Drawn again only when the window, the size or the range of values change; the line itself is drawn over it.
import { memo } from 'react'
import { CartesianGrid, ComposedChart, ReferenceArea, ReferenceLine, XAxis, YAxis } from 'recharts'
import type { LimitLine } from './limit-lines.ts'
import { MARGIN, ticksIn } from './scale.ts'

export type LaneFrameProps = {
  readonly width: number
  readonly height: number
  readonly fromMs: number
  readonly toMs: number
  readonly low: number
  readonly high: number
  readonly tickEvery: number
  readonly limits: readonly LimitLine[]
  readonly infusionFromMs: number | undefined
  readonly infusionToMs: number | undefined
}

const NO_DATA: never[] = []
const MARGINS = { ...MARGIN, left: 0 }
const TICK = { fill: 'var(--faint)', fontSize: 12 }

export const LaneFrame = memo(function LaneFrame(props: LaneFrameProps) {
  const { width, height, fromMs, toMs, low, high, limits, infusionFromMs, infusionToMs } = props
  const clamp = (atMs: number) => Math.min(toMs, Math.max(fromMs, atMs))
  return (
    <ComposedChart width={width} height={height} data={NO_DATA} margin={MARGINS} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--line)" strokeOpacity={0.45} syncWithTicks />
      <XAxis dataKey="t" type="number" domain={[fromMs, toMs]} allowDataOverflow hide />
      <YAxis
        width={MARGIN.left}
        domain={[low, high]}
        ticks={ticksIn([low, high], props.tickEvery, { height })}
        allowDataOverflow
        axisLine={false}
        tickLine={false}
        interval={0}
        tick={TICK}
      />
      {infusionFromMs !== undefined &&
        infusionToMs !== undefined &&
        infusionToMs > fromMs &&
        infusionFromMs < toMs && (
          <ReferenceArea
            x1={clamp(infusionFromMs)}
            x2={clamp(infusionToMs)}
            fill="var(--infusion-band)"
            fillOpacity={1}
            stroke="none"
          />
        )}
      {limits
        .filter(({ value }) => value > low && value < high)
        .filter((line) => (line.fromMs ?? fromMs) < toMs && (line.toMs ?? toMs) > fromMs)
        .map(({ value, words, fromMs: sinceMs, toMs: untilMs }) => (
          <ReferenceLine
            key={`${words}@${sinceMs ?? ''}`}
            segment={[
              { x: clamp(sinceMs ?? fromMs), y: value },
              { x: clamp(untilMs ?? toMs), y: value },
            ]}
            stroke="var(--faint)"
            strokeDasharray="3 5"
            strokeWidth={1}
          />
        ))}
    </ComposedChart>
  )
})
