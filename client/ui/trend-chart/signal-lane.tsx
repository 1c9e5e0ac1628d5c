// Owns a lane of a continuous signal: its history, redrawn every ten seconds or when the window moves, and the live tail.
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import type { Trends } from '@chairside/shared/fold/trends.ts'
import { CATALOGUE, type Quantity, type SignalId } from '@chairside/shared/vitals.ts'
import { memo, type ReactNode, useId, useMemo } from 'react'
import { inkOf } from './alarm-ink.ts'
import type { Drawing, Scene } from './drawing.ts'
import { hatchesIn, signalGaps } from './hatches.ts'
import { Lane } from './lane.tsx'
import type { LaneId } from './limit-lines.ts'
import { drawnRuns, linePaths, placeIn } from './line-path.ts'
import { emptyStretches, extremesOf } from './points.ts'
import { lineOf, rateLineOf } from './rate-line.ts'
import { type Box, type Domain, MARGIN, widened, wordsWidth, xOf } from './scale.ts'
import { OnsetMarks, SignalInk } from './signal-ink.tsx'

/** A stretch without values is hatched from this length, milliseconds: until then the last value is still believed. */
export const HATCH_FROM_MS = 10_000

/** Between two values of a device that gives one a second there is less than this. */
const SILENT_FROM_MS = 2_500

export type SignalLook = {
  readonly lane: LaneId
  readonly tone: string
  readonly base: Domain
  readonly widen: number
  readonly tickEvery: number
  /** The range never shows more than this. */
  readonly top?: number
  readonly stepped: boolean
  readonly quantities: readonly Quantity[]
}
export const LOOKS = {
  rate: {
    lane: 'rate',
    tone: 'heart-rate',
    base: [40, 140],
    widen: 20,
    tickEvery: 20,
    stepped: false,
    quantities: ['heartRate', 'pulseRate'],
  },
  spo2: {
    lane: 'spo2',
    tone: 'spo2',
    base: [86, 101],
    widen: 5,
    tickEvery: 5,
    top: 101,
    stepped: true,
    quantities: ['spo2'],
  },
  respiration: {
    lane: 'respiration',
    tone: 'respiration',
    base: [0, 30],
    widen: 10,
    tickEvery: 10,
    stepped: false,
    quantities: ['respirationRate'],
  },
} as const satisfies Record<string, SignalLook>

/** What the live tail goes on from. */
export type TailBase = {
  readonly throughMs: number
  readonly box: Box
  readonly domain: Domain
  readonly drawing: Drawing
  readonly signal: SignalId
  readonly look: SignalLook
}

/** The range of a signal's lane, from what is drawn of it. */
export function domainOf(look: SignalLook, low: number, high: number): Domain {
  const [from, to] = widened(look.base, look.widen, low, high)
  return [from, look.top ?? to]
}

export const SignalLane = memo(function SignalLane({
  drawing,
  height,
  trends,
  signal,
  look,
  scene,
  tail,
}: {
  readonly drawing: Drawing
  readonly height: number
  readonly trends: Trends
  readonly signal: SignalId
  readonly look: SignalLook
  readonly scene: Pick<Scene, 'infusion' | 'gaps' | 'ink' | 'limits' | 'changes' | 'baseline'>
  readonly alarms?: readonly AlarmSpan[]
  readonly tail: (base: TailBase) => ReactNode
}) {
  const id = useId()
  const series = lineOf(trends, signal)
  const { span } = drawing
  // biome-ignore lint/correctness/useExhaustiveDependencies: the series grows in place; a new drawing says when to look
  const drawn = useMemo(() => {
    const box: Box = { width: drawing.box.width, height }
    const runs = drawnRuns(series, span, box)
    const domain = domainOf(look, ...extremesOf(runs))
    const place = placeIn(box, span, domain)
    const missing = emptyStretches(series, span, HATCH_FROM_MS, drawing.nowMs)
    return {
      box,
      domain,
      paths: linePaths(runs, place, look.stepped),
      empty: missing,
      silent: emptyStretches(series, span, SILENT_FROM_MS, drawing.nowMs),
      throughMs: series.atMs.at(-1) ?? span.fromMs,
    }
  }, [drawing, series, height, look])
  const { box, domain, paths, empty, silent, throughMs } = drawn
  const ink = useMemo(() => inkOf(scene.ink, look.quantities), [scene.ink, look])
  const hatches = useMemo(
    () => hatchesIn(empty, signalGaps(scene.gaps, silent, drawing.nowMs), span, drawing.nowMs),
    [empty, silent, scene.gaps, span, drawing.nowMs],
  )
  const { label, unit: unitOf, short } = CATALOGUE[signal]
  // An empty lane with its limits must not look like one that is still to come.
  const unit = series.atMs.length === 0 ? `${unitOf} · no value` : unitOf
  const name = look.lane === 'rate' ? rateLineOf(trends).name : signal === 'spo2' ? label : short
  const baseline = scene.baseline?.[signal]
  return (
    <Lane
      label={name}
      unit={unit}
      tone={look.tone}
      drawing={drawing}
      box={box}
      domain={domain}
      tickEvery={look.tickEvery}
      limits={scene.limits[look.lane]}
      infusion={scene.infusion}
      hatches={hatches}
      busy={ink.filter(({ marked }) => marked).map(({ fromMs }) => xOf(box, span, fromMs))}
      names={look.lane === 'rate'}
      changes={scene.changes.filter(({ lane }) => lane === look.lane)}
      baseline={baseline}
      ink={
        <SignalInk
          id={id}
          paths={paths}
          ink={ink}
          box={box}
          span={span}
          tone={look.tone}
          nowMs={drawing.nowMs}
        />
      }
    >
      {ink.length > 0 && (
        <svg
          width={box.width}
          height={box.height}
          aria-hidden="true"
          style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
        >
          <OnsetMarks
            ink={ink}
            box={box}
            span={span}
            after={MARGIN.left + wordsWidth(`${name} ${unit}`, 13)}
          />
        </svg>
      )}
      {tail({ throughMs, box, domain, drawing, signal, look })}
    </Lane>
  )
})
