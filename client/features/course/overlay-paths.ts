// Owns the lines of several sessions laid over one another by the time since their start, as SVG paths. Never joins what was not
// measured: a gap is a gap, and cuff pressures are marks, each alone.
import type { CourseFigures, OverlayPiece } from '@chairside/shared/visit/course-figures.ts'

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

/** Where the systolic pressures stand. What lies between two cuff readings nobody measured: there is no line. */
export const pressureMarks = (
  pressures: CourseFigures['overlay']['pressures'],
  x: Scale,
  y: Scale,
): readonly (readonly [number, number])[] => pressures.map(([at, systolic]) => [x(at), y(systolic)])

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
