// Owns where a time and a value stand on the plot. One scale for the chart library's marks and for our own.

/** Pixels around the plot of every lane, so that all lanes share one time axis. */
export const MARGIN = { left: 44, right: 10, top: 6, bottom: 6 } as const

export type Span = { readonly fromMs: number; readonly toMs: number }
export type Box = { readonly width: number; readonly height: number }
export type Domain = readonly [number, number]

export const plotWidth = (box: Pick<Box, 'width'>): number =>
  Math.max(1, box.width - MARGIN.left - MARGIN.right)
export const plotHeight = (box: Pick<Box, 'height'>): number =>
  Math.max(1, box.height - MARGIN.top - MARGIN.bottom)

export const xOf = (box: Pick<Box, 'width'>, { fromMs, toMs }: Span, atMs: number): number =>
  MARGIN.left + ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * plotWidth(box)

export const yOf = (box: Pick<Box, 'height'>, [low, high]: Domain, value: number): number =>
  MARGIN.top + ((high - value) / (high - low)) * plotHeight(box)

/**
 * The lane's fixed range, widened in whole steps where values lie outside, so that it rarely moves.
 * @param step how much is added at a time
 */
export function widened([low, high]: Domain, step: number, values: Iterable<number>): Domain {
  let from = low
  let to = high
  for (const value of values) {
    if (Number.isNaN(value)) continue
    while (value < from + step / 4 && from > 0) from -= step
    while (value > to - step / 8) to += step
  }
  return [Math.max(0, from), to]
}

/** The least height of a tick's words and the air around them. */
const TICK_PX = 22

/** Whole multiples of `every` (or of twice, four times … that) inside the range, far enough apart to be read. */
export function ticksIn(domain: Domain, every: number, box: Pick<Box, 'height'>): number[] {
  const [low, high] = domain
  let step = every
  while ((step / (high - low)) * plotHeight(box) < TICK_PX && step < high - low) step *= 2
  const ticks: number[] = []
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step)
    if (tick > low && tick < high) ticks.push(tick)
  return ticks
}

const MINUTE_MS = 60_000
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120]

/** Times to name on the axis: whole steps from `originMs`, at least 80 px apart. */
export function timeTicks(box: Pick<Box, 'width'>, span: Span, originMs: number): number[] {
  const most = Math.max(2, Math.floor(plotWidth(box) / 80))
  const lengthMin = (span.toMs - span.fromMs) / MINUTE_MS
  const stepMs = (STEPS_MIN.find((step) => lengthMin / step <= most) ?? 240) * MINUTE_MS
  const ticks: number[] = []
  const first = originMs + Math.ceil((span.fromMs - originMs) / stepMs) * stepMs
  for (let tick = first; tick <= span.toMs; tick += stepMs) ticks.push(tick)
  return ticks
}
