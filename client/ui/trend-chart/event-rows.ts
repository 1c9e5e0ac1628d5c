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
  /** It was recorded well after it happened: at the time where it stands nobody could read it here. */
  readonly late?: true
  /** Acts at the pump find room before anything else, then what was seen of the patient and given. */
  readonly tone: 'infusion' | 'patient' | 'plain'
}
export type PlacedEvent = TrendEvent & {
  readonly x: number
  readonly endX?: number
  readonly row: number
  /** Near the right edge: the words stand before their dot. */
  readonly before?: true
}
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
const AIR_PX = 8
const MORE_PX = 26
/** A count stands at most this far after what it counts, rather than in the place of words. */
const MORE_AFTER_PX = 90
/** Words longer than this are cut; the title has them whole. */
const LONGEST = 26

export const cutWords = (words: string): string =>
  words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1).trimEnd()}…`

/** Pixels an event takes, dot and words. */
const widthOf = (event: TrendEvent): number => DOT_PX + wordsWidth(cutWords(event.words))

type Taken = { readonly from: number; readonly to: number; readonly event?: PlacedEvent }

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
  const taken: Taken[][] = Array.from({ length: rows }, () => [])
  const right = box.width - 4
  const isFree = (row: number, from: number, to: number) =>
    taken[row]!.every((each) => to + AIR_PX <= each.from || from >= each.to + AIR_PX)
  const left: TrendEvent[] = []
  const inWindow = events.filter(({ atMs, endMs }) => atMs <= span.toMs && (endMs ?? atMs) >= span.fromMs)
  const byRank = [
    ...inWindow.filter(({ tone }) => tone === 'infusion'),
    ...inWindow.filter(({ tone }) => tone === 'patient'),
    ...inWindow.filter(({ tone }) => tone === 'plain'),
  ]
  for (const event of byRank) {
    const x = xOf(box, span, Math.max(span.fromMs, event.atMs))
    const after = { from: x - 4, to: x + widthOf(event) }
    const before = { from: x - widthOf(event), to: x + 4 }
    const isBefore = after.to > right
    const { from, to } = isBefore ? before : after
    const row = from < 0 || to > right + 4 ? -1 : taken.findIndex((_, at) => isFree(at, from, to))
    if (row === -1) {
      left.push(event)
      continue
    }
    const endX = event.endMs === undefined ? undefined : xOf(box, span, Math.min(span.toMs, event.endMs))
    const more = { ...(endX === undefined ? {} : { endX }), ...(isBefore ? { before: true as const } : {}) }
    taken[row]!.push({ from, to, event: { ...event, x, row, ...more } })
  }
  const more = countLeft(left, taken, box, span)
  return { events: taken.flat().flatMap(({ event }) => event ?? []), more }
}

/** Where in a row a count finds room, from x on. */
function freeFrom(taken: readonly Taken[], x: number): number {
  const over = taken.filter((each) => x + MORE_PX > each.from && x < each.to + 2)
  return over.length === 0 ? x : freeFrom(taken, Math.max(...over.map(({ to }) => to)) + 2)
}

/** Counts what found no room, where it is; where not even a count has room, words in the last row give way to it. */
function countLeft(
  left: readonly TrendEvent[],
  taken: Taken[][],
  box: Pick<Box, 'width'>,
  span: Span,
): PlacedEvents['more'] {
  const more: { x: number; row: number; events: TrendEvent[] }[] = []
  const right = box.width - 4
  for (const event of left.toSorted((a, b) => a.atMs - b.atMs)) {
    const x = Math.min(right - MORE_PX, xOf(box, span, Math.max(span.fromMs, event.atMs)))
    const near = more.findLast((each) => Math.abs(each.x - x) < MORE_PX * 2)
    if (near !== undefined) {
      near.events.push(event)
      continue
    }
    const free = taken
      .map((all, row) => ({ row, x: freeFrom(all, x) }))
      .filter((place) => place.x - x <= MORE_AFTER_PX && place.x <= right - MORE_PX)
      .toSorted((a, b) => a.x - b.x || a.row - b.row)[0]
    if (free !== undefined) {
      taken[free.row]!.push({ from: free.x, to: free.x + MORE_PX })
      more.push({ ...free, events: [event] })
      continue
    }
    // Words of devices and the hub give way first; of the patient and the pump only where there are no others.
    const overIn = (at: number) => taken[at]!.filter((each) => x + MORE_PX > each.from && x < each.to + 2)
    const mild = taken.findLastIndex((_, at) => overIn(at).every((each) => each.event?.tone === 'plain'))
    const last = mild === -1 ? taken.length - 1 : mild
    const gone = overIn(last)
    const counts = gone.flatMap((each) => more.find((one) => one.row === last && one.x === each.from) ?? [])
    if (counts[0] !== undefined) {
      counts[0].events.push(event)
      continue
    }
    taken[last] = taken[last]!.filter((each) => !gone.includes(each))
    taken[last]!.push({ from: x, to: x + MORE_PX })
    more.push({ x, row: last, events: [...gone.flatMap((each) => each.event ?? []), event] })
  }
  return more
}
