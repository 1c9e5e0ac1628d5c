// Owns how cuff pressure is drawn: one mark a reading, ∨ systolic, ∧ diastolic, a dot for the mean. Never a line between
// readings: nothing was measured there.
import type { CuffPoint } from '@chairside/shared/fold/trends.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import { type Box, type Domain, MARGIN, type Span, xOf, yOf } from './scale.ts'

const HALF = 6
/** Room for "220/120" and the air beside the mark. */
const LABEL_PX = 66

/** The words stand to the right of their mark, or to its left where the plot ends: never on a mark. */
const besideMark = (box: Box, x: number) =>
  x + LABEL_PX < box.width - MARGIN.right
    ? { x: x + HALF + 6, textAnchor: 'start' as const }
    : { x: x - HALF - 6, textAnchor: 'end' as const }

/** A reading that the hub raised an alarm on keeps that alarm's colour: it is the record of it. */
export type MarkAlarm = {
  readonly measuredAtMs: number
  readonly quantity: Quantity
  readonly priority: Priority
}

/** @param readings in the window, oldest first; the newest is written out */
export function CuffMarks({
  readings,
  alarmed,
  box,
  span,
  domain,
}: {
  readonly readings: readonly CuffPoint[]
  readonly alarmed: readonly MarkAlarm[]
  readonly box: Box
  readonly span: Span
  readonly domain: Domain
}) {
  const colour = (atMs: number, quantity: Quantity): string => {
    const alarm = alarmed.find((one) => one.measuredAtMs === atMs && one.quantity === quantity)
    return alarm === undefined ? 'var(--pressure)' : `var(--${alarm.priority})`
  }
  const last = readings.findLast(({ is }) => is === 'measured')
  return (
    <g stroke="var(--pressure)" fill="none">
      {readings.map((reading) => {
        const x = xOf(box, span, reading.atMs)
        const y = (value: number) => yOf(box, domain, value)
        const { systolic, diastolic, mean, is } = reading
        if (is === 'failed')
          return (
            <g key={reading.atMs} stroke="var(--muted)" strokeWidth={2}>
              <title>Cuff failed</title>
              <path d={`M${x - 4} ${box.height - 16}l8 8m0 -8l-8 8`} />
            </g>
          )
        return (
          <g
            key={reading.atMs}
            opacity={is === 'artefact' ? 0.45 : 1}
            strokeDasharray={reading.recovered ? '2 3' : undefined}
          >
            {systolic !== undefined && diastolic !== undefined && (
              <path d={`M${x} ${y(systolic)}V${y(diastolic)}`} strokeWidth={1} strokeOpacity={0.55} />
            )}
            {systolic !== undefined && (
              <path
                d={`M${x - HALF} ${y(systolic) - HALF}l${HALF} ${HALF}l${HALF} ${-HALF}`}
                stroke={colour(reading.atMs, 'systolic')}
                strokeWidth={2.25}
              />
            )}
            {diastolic !== undefined && (
              <path
                d={`M${x - HALF} ${y(diastolic) + HALF}l${HALF} ${-HALF}l${HALF} ${HALF}`}
                stroke={colour(reading.atMs, 'diastolic')}
                strokeWidth={2.25}
              />
            )}
            {mean !== undefined && (
              <circle cx={x} cy={y(mean)} r={2.5} fill="var(--pressure)" stroke="none" />
            )}
          </g>
        )
      })}
      {last?.systolic !== undefined && (
        <text
          {...besideMark(box, xOf(box, span, last.atMs))}
          y={Math.max(MARGIN.top + 12, yOf(box, domain, last.systolic) + 4)}
          fill="var(--pressure)"
          stroke="none"
          fontSize={13}
          fontWeight={600}
        >
          {last.systolic}/{last.diastolic ?? '––'}
        </text>
      )}
    </g>
  )
}
