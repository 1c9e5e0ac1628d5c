// Owns the lines of several sessions laid over one another by the time since their start, as SVG paths. Never joins what was not
// measured: a gap is a gap, and pressures far apart stand alone.
import type { CourseFigures, OverlayPiece } from '@chairside/shared/visit/course-figures.ts'

/** Pressures of one session are joined, thinly, to tell it from the others; not over more than this. Seconds. */
const JOINED_S = 15 * 60

export type Scale = (value: number) => number
const n = (value: number): string => String(Math.round(value * 10) / 10)

/** The middle of each piece of time, broken wherever one is missing. */
export function piecesPath(pieces: readonly OverlayPiece[], everyS: number, x: Scale, y: Scale): string {
  let d = ''
  let before: number | undefined
  for (const [at, low, high] of pieces) {
    // Pieces are rounded to whole seconds.
    const isNext = before !== undefined && at - before <= everyS + 1
    const place = `${n(x(at + everyS / 2))} ${n(y((low + high) / 2))}`
    d += isNext ? `L${place}` : `M${place}L${n(x(at + everyS / 2) + 0.5)} ${n(y((low + high) / 2))}`
    before = at
  }
  return d
}

export function pressurePath(
  pressures: CourseFigures['overlay']['pressures'],
  x: Scale,
  y: Scale,
): { readonly line: string; readonly dots: readonly (readonly [number, number])[] } {
  let line = ''
  let before: number | undefined
  const dots: (readonly [number, number])[] = []
  for (const [at, systolic] of pressures) {
    const isNext = before !== undefined && at - before <= JOINED_S
    line += `${isNext ? 'L' : 'M'}${n(x(at))} ${n(y(systolic))}`
    dots.push([x(at), y(systolic)])
    before = at
  }
  return { line, dots }
}

/** Lowest and highest of all of these, in whole steps, no narrower than asked. */
export function rangeOf(
  values: readonly number[],
  step: number,
  low: number,
  high: number,
): [number, number] {
  let [from, to] = [low, high]
  for (const value of values) {
    from = Math.min(from, value)
    to = Math.max(to, value)
  }
  return [Math.floor(from / step) * step, Math.ceil(to / step) * step]
}

/** From when to when any of them says anything, seconds since the start, in whole fives of minutes. */
export function spanOf(sessions: readonly CourseFigures[]): [number, number] {
  const ends = sessions.flatMap(({ overlay: { heartRate, spo2, pressures } }) =>
    [heartRate, spo2, pressures].flatMap((all) => [all[0]?.[0], all.at(-1)?.[0]]),
  )
  const known = ends.filter((at) => at !== undefined)
  const five = 300
  return [Math.floor(Math.min(0, ...known) / five) * five, Math.ceil(Math.max(3_600, ...known) / five) * five]
}
