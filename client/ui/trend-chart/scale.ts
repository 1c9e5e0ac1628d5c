// Owns where a time and a value stand on the plot, and which time a pixel is. One scale for the chart library's marks and
// for our own.

/** Pixels around the plot of every lane, so that all lanes share one time axis. The strip above it holds the lane's name. */
export const MARGIN = { left: 46, right: 10, top: 18, bottom: 5 } as const

export type Span = { readonly fromMs: number; readonly toMs: number }
export type Box = { readonly width: number; readonly height: number }
export type Domain = readonly [number, number]

export const plotWidth = (box: Pick<Box, 'width'>): number =>
  Math.max(1, box.width - MARGIN.left - MARGIN.right)
export const plotHeight = (box: Pick<Box, 'height'>): number =>
  Math.max(1, box.height - MARGIN.top - MARGIN.bottom)

export const lengthOf = ({ fromMs, toMs }: Span): number => Math.max(1, toMs - fromMs)
export const within = ({ fromMs, toMs }: Span, atMs: number): boolean => atMs >= fromMs && atMs <= toMs

export const xOf = (box: Pick<Box, 'width'>, span: Span, atMs: number): number =>
  MARGIN.left + ((atMs - span.fromMs) / lengthOf(span)) * plotWidth(box)

/** The time under a pixel, never outside the window. */
export const timeAt = (box: Pick<Box, 'width'>, span: Span, x: number): number => {
  const share = Math.min(1, Math.max(0, (x - MARGIN.left) / plotWidth(box)))
  return span.fromMs + share * lengthOf(span)
}

export const yOf = (box: Pick<Box, 'height'>, [low, high]: Domain, value: number): number =>
  MARGIN.top + ((high - value) / (high - low)) * plotHeight(box)

/**
 * The lane's fixed range, widened in whole steps where values lie outside, so that it rarely moves.
 * @param step how much is added at a time
 */
export function widened([low, high]: Domain, step: number, lowest: number, highest: number): Domain {
  let from = low
  let to = high
  while (lowest < from + step / 4 && from > 0) from -= step
  while (highest > to - step / 8) to += step
  return [Math.max(0, from), to]
}

/** The least height of a tick's words and the air around them. */
const TICK_PX = 17

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

const SECOND_MS = 1_000
const DAY_S = 86_400
const STEPS_S = [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, DAY_S]

/** Times to name on the axis: whole steps from `originMs`, at least `apartPx` apart. */
export function timeTicks(box: Pick<Box, 'width'>, span: Span, originMs: number, apartPx = 72): number[] {
  const most = Math.max(2, Math.floor(plotWidth(box) / apartPx))
  const lengthS = lengthOf(span) / SECOND_MS
  // Longer than that: whole days.
  const days = Math.ceil(lengthS / most / DAY_S)
  const stepMs = (STEPS_S.find((step) => lengthS / step <= most) ?? days * DAY_S) * SECOND_MS
  const ticks: number[] = []
  const first = originMs + Math.ceil((span.fromMs - originMs) / stepMs) * stepMs
  for (let tick = first; tick <= span.toMs; tick += stepMs) ticks.push(tick)
  return ticks
}

/** How wide words are at 12 px, near enough to keep them apart. */
export const wordsWidth = (words: string, fontPx = 12): number => words.length * fontPx * 0.56 + 2
