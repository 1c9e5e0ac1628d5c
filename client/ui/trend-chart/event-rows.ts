// Owns where the words of events stand above the lanes: in rows, none over another. What finds no room is counted, not drawn.
import { type Box, type Span, wordsWidth, xOf } from './scale.ts'

export type TrendEvent = {
  readonly key: string
  readonly atMs: number
  /** When it was over, where it has an end. */
  readonly endMs?: number
  readonly words: string
  /** The whole sentence. */
  readonly title: string
  readonly tone: 'infusion' | 'plain'
}
export type PlacedEvent = TrendEvent & { readonly x: number; readonly endX?: number; readonly row: number }
export type PlacedEvents = {
  readonly events: readonly PlacedEvent[]
  /** Events without room, where they are: "+3". */
  readonly more: readonly {
    readonly x: number
    readonly row: number
    readonly events: readonly TrendEvent[]
  }[]
}

export const EVENT_ROW_PX = 16
const DOT_PX = 10
const AIR_PX = 10
const MORE_PX = 26
/** Words longer than this are cut; the title has them whole. */
const LONGEST = 26

export const cutWords = (words: string): string =>
  words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1).trimEnd()}…`

/** Pixels an event takes, dot and words. */
const widthOf = (event: TrendEvent): number => DOT_PX + wordsWidth(cutWords(event.words))

/**
 * @param events oldest first
 * @param rows how many rows there is room for
 */
export function placeEvents(
  events: readonly TrendEvent[],
  box: Pick<Box, 'width'>,
  span: Span,
  rows: number,
): PlacedEvents {
  const placed: PlacedEvent[] = []
  const more: { x: number; row: number; events: TrendEvent[] }[] = []
  const ends = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY)
  const right = box.width - 4
  for (const event of events) {
    if (event.atMs > span.toMs || (event.endMs ?? event.atMs) < span.fromMs) continue
    const x = xOf(box, span, Math.max(span.fromMs, event.atMs))
    const width = widthOf(event)
    const row = ends.findIndex((end) => end + AIR_PX <= x)
    // Words never reach over the edge of the chart.
    if (row !== -1 && x + width <= right) {
      ends[row] = x + width
      const endX = event.endMs === undefined ? undefined : xOf(box, span, Math.min(span.toMs, event.endMs))
      placed.push({ ...event, x, row, ...(endX === undefined ? {} : { endX }) })
      continue
    }
    const near = more.at(-1)
    if (near !== undefined && x - near.x < MORE_PX * 2) {
      near.events.push(event)
      continue
    }
    const at = Math.min(x, right - MORE_PX)
    const free = ends.findIndex((end) => end + 4 <= at)
    if (free !== -1) {
      ends[free] = at + MORE_PX
      more.push({ x: at, row: free, events: [event] })
    } else if (near !== undefined) near.events.push(event)
    else {
      // Words give way to the count: what stood last in the last row is counted with it.
      const last = placed.findLastIndex((each) => each.row === rows - 1)
      const [gone] = placed.splice(last, 1)
      more.push({ x: Math.min(gone!.x, right - MORE_PX), row: rows - 1, events: [gone!, event] })
    }
  }
  return { events: placed, more }
}
