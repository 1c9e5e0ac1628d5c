// Owns how the pump's recorded rate is drawn: steps that hold until the next act. What lies ahead is dashed.
import type { RateSegment } from '@chairside/shared/fold/session-state.ts'
import { type Box, type Domain, MARGIN, plotHeight, type Span, xOf, yOf } from './scale.ts'

export function RateSteps({
  rates,
  nowMs,
  plannedEndMs,
  box,
  span,
  domain,
}: {
  readonly rates: readonly RateSegment[]
  readonly nowMs: number
  readonly plannedEndMs?: number | undefined
  readonly box: Box
  readonly span: Span
  readonly domain: Domain
}) {
  const base = MARGIN.top + plotHeight(box)
  const x = (atMs: number) => xOf(box, span, Math.min(span.toMs, Math.max(span.fromMs, atMs)))
  const last = rates.at(-1)
  return (
    <g>
      {rates.map(({ atMs, rateMlPerHr }, index) => {
        const toMs = rates[index + 1]?.atMs ?? nowMs
        if (rateMlPerHr === 0 || toMs <= span.fromMs || atMs >= span.toMs) return undefined
        const y = yOf(box, domain, rateMlPerHr)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two acts may name one moment and one rate
          <g key={`${atMs}-${index}`} data-rate={rateMlPerHr}>
            <rect
              x={x(atMs)}
              y={y}
              width={Math.max(0, x(toMs) - x(atMs))}
              height={Math.max(0, base - y)}
              fill="var(--infusion)"
              fillOpacity={0.38}
            />
            <path
              d={`M${x(atMs)} ${base}V${y}H${x(toMs)}V${base}`}
              fill="none"
              stroke="var(--infusion)"
              strokeWidth={2}
            />
          </g>
        )
      })}
      {last !== undefined && last.rateMlPerHr > 0 && plannedEndMs !== undefined && plannedEndMs > nowMs && (
        <path
          d={`M${x(nowMs)} ${yOf(box, domain, last.rateMlPerHr)}H${x(plannedEndMs)}V${base}`}
          fill="none"
          stroke="var(--muted)"
          strokeDasharray="3 4"
        />
      )}
    </g>
  )
}
