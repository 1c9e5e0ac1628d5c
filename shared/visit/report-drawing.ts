// Owns what a drawing of a summary is made of: paths and words at places. Never what is drawn.
import type { SessionReport } from './report.ts'
import type { PageTimes } from './report-line.ts'

/** ink: what was measured. soft: beside it. faint: the grid. */
export type Tone = 'ink' | 'soft' | 'faint' | 'paper'
export type Stroke = {
  readonly is: 'path'
  /** As SVG has it: M, L and Z, absolute. */
  readonly d: string
  readonly stroke?: Tone
  readonly fill?: Tone
  readonly width?: number
  readonly dash?: readonly [number, number]
}
export type Words = {
  readonly is: 'words'
  readonly x: number
  /** Of the baseline. */
  readonly y: number
  readonly text: string
  readonly size: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly tone: Tone
}
export type Drawing = {
  readonly width: number
  readonly height: number
  readonly marks: readonly (Stroke | Words)[]
}

export const AXIS = 40
export const TEXT = 6
export const n = (value: number): string => String(Math.round(value * 100) / 100)
export const words = (
  text: string,
  x: number,
  y: number,
  anchor: Words['anchor'] = 'start',
  tone: Tone = 'soft',
): Words => ({ is: 'words', text, x, y, anchor, tone, size: TEXT })
export const ruled = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  tone: Tone = 'faint',
  width = 0.4,
): Stroke => ({
  is: 'path',
  d: `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`,
  stroke: tone,
  width,
})

export type Scale = (value: number) => number
/** As wide as these letters are, about. */
export const wide = (text: string): number => text.length * TEXT * 0.52

/** Words that no line stands behind: on a piece of the paper. */
export function backed(said: Words): (Stroke | Words)[] {
  const from = said.anchor === 'end' ? said.x - wide(said.text) : said.x
  const [left, right, top, bottom] = [from - 0.6, from + wide(said.text), said.y - TEXT * 0.75, said.y + 1]
  const d = `M${n(left)} ${n(top)}L${n(right)} ${n(top)}L${n(right)} ${n(bottom)}L${n(left)} ${n(bottom)}Z`
  return [{ is: 'path', d, fill: 'paper' }, said]
}

export type Plot = {
  readonly report: SessionReport
  readonly times: PageTimes
  readonly x: Scale
  readonly left: number
  readonly right: number
}
