// Owns which stretch of time the trend shows: 15 minutes, the whole session, or what somebody chose. Pure; all hub time.
// A window moves in steps, so that the lanes are seldom drawn anew.
import type { Range } from '@chairside/shared/playback/playback.ts'
import type { Span } from '../trend-chart/scale.ts'

export type TrendWindow =
  /** So much around what is looked at: up to the head, or the page with the cursor. */
  | { readonly is: 'last'; readonly lengthMs: number }
  | { readonly is: 'session' }
  /** Chosen by hand while the cursor stood at `cursorMs`; it stays until the cursor moves out of it. */
  | {
      readonly is: 'chosen'
      readonly fromMs: number
      readonly toMs: number
      readonly cursorMs: number | undefined
    }

export const QUARTER_MS = 15 * 60_000
export const QUARTER: TrendWindow = { is: 'last', lengthMs: QUARTER_MS }
export const SESSION: TrendWindow = { is: 'session' }
/** No window is shorter: a minute of seconds fills the lanes. */
export const SHORTEST_MS = 60_000
/** The whole of a session that has only begun. */
const SESSION_LEAST_MS = 5 * 60_000
/** Of the time shown, kept free after the newest value, for the live tail and the names of the limits. */
const AHEAD = 0.05

const MINUTE_MS = 60_000
/** The window's end is a multiple of this: a longer window moves more seldom and further. */
function stepFor(lengthMs: number): number {
  if (lengthMs <= QUARTER_MS) return 30_000
  const minutes = [1, 2, 5, 10, 15, 30].find((each) => lengthMs / (each * MINUTE_MS) <= 40)
  return (minutes ?? 60) * MINUTE_MS
}
const roundUp = (atMs: number, step: number): number => Math.ceil(atMs / step) * step

export type WindowSource = {
  /** First moment to the head (of a recording: its end). */
  readonly range: Range
  readonly live: boolean
  /** Where the infusion would end as planned; absent: it is over, or nobody said. */
  readonly plannedEndMs: number | undefined
  /** The moment looked at; undefined: the head. */
  readonly cursorMs: number | undefined
  /** What was shown before: a page is turned only when the cursor leaves it. */
  readonly before?: Span | undefined
}

/** The whole session, with its planned end. */
export function wholeSpan({ range, live, plannedEndMs }: WindowSource): Span {
  const { fromMs } = range
  const lengthMs = Math.max(SESSION_LEAST_MS, range.toMs - fromMs)
  const endMs = fromMs + lengthMs * (1 + AHEAD)
  const step = stepFor(lengthMs)
  const toMs = live ? fromMs + roundUp(endMs - fromMs, step) : endMs
  return { fromMs, toMs: Math.max(toMs, plannedEndMs === undefined ? 0 : plannedEndMs + MINUTE_MS) }
}

/** A page of this length around the head, or around the moment looked at. */
function page(source: WindowSource, lengthMs: number): Span {
  const { range, live, cursorMs, before } = source
  if (cursorMs === undefined) {
    const endMs = range.toMs + lengthMs * (AHEAD / 2)
    const toMs = live ? roundUp(endMs, stepFor(lengthMs)) : endMs
    return { fromMs: toMs - lengthMs, toMs }
  }
  const kept =
    before !== undefined && Math.abs(before.toMs - before.fromMs - lengthMs) < 1_000 ? before : undefined
  if (kept !== undefined && cursorMs >= kept.fromMs && cursorMs <= kept.toMs) return kept
  // Forward: the moment stands near the left, with what comes after it ahead; otherwise in the middle.
  const share = kept !== undefined && cursorMs > kept.toMs && cursorMs - kept.toMs < lengthMs ? 0.1 : 0.5
  const earliest = range.fromMs - lengthMs * 0.02
  const latest = Math.max(earliest, range.toMs + lengthMs * AHEAD - lengthMs)
  const fromMs = Math.min(latest, Math.max(earliest, cursorMs - lengthMs * share))
  return { fromMs, toMs: fromMs + lengthMs }
}

export function spanOf(window: TrendWindow, source: WindowSource): Span {
  switch (window.is) {
    case 'session':
      return wholeSpan(source)
    case 'last':
      return page(source, window.lengthMs)
    case 'chosen': {
      const { fromMs, toMs } = window
      if (source.cursorMs === undefined || source.cursorMs === window.cursorMs) return { fromMs, toMs }
      return page({ before: { fromMs, toMs }, ...source }, toMs - fromMs)
    }
  }
}

/** What somebody chose by hand; up to the head of what is followed, it goes on with it. */
export function chosenWindow(chosen: Span, source: WindowSource): TrendWindow {
  const { fromMs, toMs } = chosen
  if (source.live && source.cursorMs === undefined && toMs >= source.range.toMs)
    return { is: 'last', lengthMs: toMs - fromMs }
  return { is: 'chosen', fromMs, toMs, cursorMs: source.cursorMs }
}

/** A window of at least the shortest length, inside the whole. */
export function clampWindow({ fromMs, toMs }: Span, whole: Span): Span {
  const most = whole.toMs - whole.fromMs
  const length = Math.min(most, Math.max(SHORTEST_MS, toMs - fromMs))
  const from = Math.min(whole.toMs - length, Math.max(whole.fromMs, fromMs))
  return { fromMs: Math.round(from), toMs: Math.round(from + length) }
}

export const panned = (span: Span, byMs: number, whole: Span): Span =>
  clampWindow({ fromMs: span.fromMs + byMs, toMs: span.toMs + byMs }, whole)

/** @param factor below 1: closer @param atMs stays where it is */
export function zoomed(span: Span, factor: number, atMs: number, whole: Span): Span {
  const length = Math.max(SHORTEST_MS, (span.toMs - span.fromMs) * factor)
  const share = (atMs - span.fromMs) / Math.max(1, span.toMs - span.fromMs)
  const fromMs = atMs - length * share
  return clampWindow({ fromMs, toMs: fromMs + length }, whole)
}

/** Moves one end, the other stays. */
export function resized(span: Span, end: 'from' | 'to', atMs: number, whole: Span): Span {
  if (end === 'from')
    return {
      fromMs: Math.round(Math.max(whole.fromMs, Math.min(atMs, span.toMs - SHORTEST_MS))),
      toMs: span.toMs,
    }
  return {
    fromMs: span.fromMs,
    toMs: Math.round(Math.min(whole.toMs, Math.max(atMs, span.fromMs + SHORTEST_MS))),
  }
}
