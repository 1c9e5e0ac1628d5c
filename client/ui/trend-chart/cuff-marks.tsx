// Owns how cuff pressure is drawn: one mark a reading, ∨ systolic, ∧ diastolic, a dot for the mean. Never a line between
// readings: nothing was measured there.
import type { CuffPoint } from '@chairside/shared/fold/trends.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import { AlarmChip, chipWidth } from './alarm-chip.tsx'
import { type InkSpan, inkAt, markAt } from './alarm-ink.ts'
import { LIMIT_WORDS_PX } from './limit-lines.ts'
import { type Box, type Domain, MARGIN, plotHeight, type Span, wordsWidth, xOf, yOf } from './scale.ts'
import styles from './trend-chart.module.css'

const HALF = 6
const MARK_PX = 2.25

/** Where each part of a reading stands, in the pixels of its lane. */
export type CuffPlace = {
  readonly x: number
  readonly systolicY?: number
  readonly diastolicY?: number
  readonly meanY?: number
}
export function cuffPlace(
  { atMs, systolic, diastolic, mean }: CuffPoint,
  box: Box,
  span: Span,
  domain: Domain,
): CuffPlace {
  const y = (value: number) => yOf(box, domain, value)
  return {
    x: xOf(box, span, atMs),
    ...(systolic === undefined ? {} : { systolicY: y(systolic) }),
    ...(diastolic === undefined ? {} : { diastolicY: y(diastolic) }),
    ...(mean === undefined ? {} : { meanY: y(mean) }),
  }
}

export const cuffWords = ({ is, systolic, diastolic, mean, recovered }: CuffPoint): string => {
  if (is === 'failed') return 'Cuff failed'
  const pressure =
    systolic === undefined && diastolic === undefined
      ? `mean ${mean ?? '––'}`
      : `${systolic ?? '––'}/${diastolic ?? '––'}`
  return `${pressure}${is === 'artefact' ? ', cannot be: not judged' : ''}${recovered ? ', filled in later' : ''}`
}

/** An alarm's colour has an edge where it would not stand out from the ground. */
function Arms({
  of,
  d,
  colour,
}: {
  readonly of: Quantity
  readonly d: string
  readonly colour: string | undefined
}) {
  return (
    <>
      {colour !== undefined && <path d={d} stroke="var(--edge-outline)" strokeWidth={MARK_PX + 2.5} />}
      <path data-cuff={of} d={d} stroke={colour ?? 'var(--pressure)'} strokeWidth={MARK_PX} />
    </>
  )
}

function CuffMark({
  reading,
  ink,
  box,
  span,
  domain,
}: {
  readonly reading: CuffPoint
  readonly ink: readonly InkSpan[]
  readonly box: Box
  readonly span: Span
  readonly domain: Domain
}) {
  const { x, systolicY, diastolicY, meanY } = cuffPlace(reading, box, span, domain)
  if (reading.is === 'failed')
    return (
      <g stroke="var(--muted)" strokeWidth={2} data-cuff="failed">
        <title>Cuff failed</title>
        <path d={`M${x - 4} ${box.height - 18}l8 8m0 -8l-8 8`} />
      </g>
    )
  const judged = reading.is === 'measured' && !reading.recovered
  const colour = (quantity: Quantity): string | undefined => {
    const priority = judged ? inkAt(ink, quantity, reading.atMs) : undefined
    return priority === undefined ? undefined : `var(--${priority})`
  }
  const mark = (quantity: Quantity) => (judged ? markAt(ink, quantity, reading.atMs) : undefined)
  const over = mark('systolic')
  const under = mark('diastolic')
  // A mark stands above its ∨ or below its ∧, inside the lane.
  const overY = Math.max(7, (systolicY ?? 0) - HALF - 9)
  const underY = Math.min(MARGIN.top + plotHeight(box) - 4, (diastolicY ?? 0) + HALF + 10)
  return (
    <g opacity={reading.is === 'artefact' ? 0.45 : 1} strokeDasharray={reading.recovered ? '2 3' : undefined}>
      <title>{cuffWords(reading)}</title>
      {systolicY !== undefined && diastolicY !== undefined && (
        <path d={`M${x} ${systolicY}V${diastolicY}`} strokeWidth={1} strokeOpacity={0.5} />
      )}
      {systolicY !== undefined && (
        <Arms
          of="systolic"
          d={`M${x - HALF} ${systolicY - HALF}l${HALF} ${HALF}l${HALF} ${-HALF}`}
          colour={colour('systolic')}
        />
      )}
      {diastolicY !== undefined && (
        <Arms
          of="diastolic"
          d={`M${x - HALF} ${diastolicY + HALF}l${HALF} ${-HALF}l${HALF} ${HALF}`}
          colour={colour('diastolic')}
        />
      )}
      {meanY !== undefined && <circle cx={x} cy={meanY} r={2.5} fill="var(--pressure)" stroke="none" />}
      {over !== undefined && systolicY !== undefined && <AlarmChip x={x} y={overY} priority={over} />}
      {under !== undefined && diastolicY !== undefined && <AlarmChip x={x} y={underY} priority={under} />}
    </g>
  )
}

/** @param readings in the window, oldest first; the newest is written out */
export function CuffMarks({
  readings,
  ink,
  box,
  span,
  domain,
}: {
  readonly readings: readonly CuffPoint[]
  readonly ink: readonly InkSpan[]
  readonly box: Box
  readonly span: Span
  readonly domain: Domain
}) {
  const last = readings.findLast(({ is }) => is === 'measured')
  return (
    <g stroke="var(--pressure)" fill="none">
      {readings.map((reading, index) => (
        // Two readings of one moment may come from two devices.
        // biome-ignore lint/suspicious/noArrayIndexKey: readings have no other name
        <CuffMark key={`${reading.atMs}-${index}`} {...{ reading, ink, box, span, domain }} />
      ))}
      {last?.systolic !== undefined && <LastWords {...{ last, ink, box, span, domain }} />}
    </g>
  )
}

function LastWords({
  last,
  ink,
  box,
  span,
  domain,
}: {
  readonly last: CuffPoint
  readonly ink: readonly InkSpan[]
  readonly box: Box
  readonly span: Span
  readonly domain: Domain
}) {
  const words = `${last.systolic}/${last.diastolic ?? '––'}`
  const { x, systolicY } = cuffPlace(last, box, span, domain)
  const priority = last.recovered ? undefined : inkAt(ink, 'systolic', last.atMs)
  const beside = chipWidth(markAt(ink, 'systolic', last.atMs) ?? 'low') / 2 + 4
  // To the right of its mark, or to its left where the plot ends: never on a mark.
  // Where limits have their names it stands on the left as well.
  const right = x + beside + wordsWidth(words, 13) < box.width - MARGIN.right - LIMIT_WORDS_PX
  return (
    <text
      className={priority === 'high' ? styles['lastHigh'] : styles['last']}
      x={right ? x + beside : x - beside}
      textAnchor={right ? 'start' : 'end'}
      y={Math.max(MARGIN.top - 2, (systolicY ?? 0) - 2)}
      fontSize={13}
      fontWeight={700}
    >
      {words}
    </text>
  )
}
