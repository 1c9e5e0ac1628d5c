// Owns which limits stand on a lane, when each was in force, and where their names go so that none covers another.
import { limitsShown, type Rules } from '@chairside/shared/alarm/rules.ts'
import { limitWords } from '@chairside/shared/alarm/text.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import type { Domain, Span } from './scale.ts'

export type LimitLine = {
  readonly value: number
  readonly words: string
  /** In force from and to; absent: the whole session. */
  readonly fromMs?: number
  readonly toMs?: number
}
export type LaneId = 'rate' | 'pressure' | 'spo2' | 'respiration' | 'pump'

const plain = (rules: Rules, quantity: Quantity, most: number): LimitLine[] =>
  limitsShown(rules, quantity)
    .slice(0, most)
    .map((limit) => ({ value: limit.value, words: limitWords(limit) }))
const named = (rules: Rules, quantity: Quantity, most: number): LimitLine[] =>
  plain(rules, quantity, most).map((line) => ({
    ...line,
    words: `${CATALOGUE[quantity].short} ${line.words}`,
  }))

/** What the names of limits take at the right of a lane, pixels. */
export const LIMIT_WORDS_PX = 62

/** Where alarms begin and where they become HIGH; the further steps stand on the tile. */
export const limitLinesOf = (rules: Rules): Readonly<Record<LaneId, readonly LimitLine[]>> => ({
  rate: plain(rules, 'heartRate', 4),
  pressure: [...named(rules, 'systolic', 2), ...named(rules, 'diastolic', 1)],
  spo2: plain(rules, 'spo2', 2),
  respiration: plain(rules, 'respirationRate', 2),
  pump: [],
})

export type PlacedLimit = LimitLine & {
  /** Of the line. */
  readonly y: number
  /** Of the words' baseline; undefined: there is no room, and the line carries them as its title. */
  readonly wordsY: number | undefined
}

const WORDS_PX = 13
const ABOVE_PX = 3
const BELOW_PX = 12

/**
 * @param place pixel of a value
 * @param bottom lowest pixel a word may reach
 */
export function placeLimits(
  lines: readonly LimitLine[],
  domain: Domain,
  span: Span,
  place: (value: number) => number,
  bottom: number,
): PlacedLimit[] {
  const taken: number[] = []
  const free = (y: number) =>
    y <= bottom && y >= WORDS_PX && taken.every((at) => Math.abs(at - y) >= WORDS_PX)
  return lines
    .filter(({ value }) => value > domain[0] && value < domain[1])
    .filter(
      ({ fromMs, toMs }) =>
        (fromMs ?? Number.NEGATIVE_INFINITY) < span.toMs && (toMs ?? Number.POSITIVE_INFINITY) > span.fromMs,
    )
    .map((line) => {
      const y = place(line.value)
      const wordsY = [y - ABOVE_PX, y + BELOW_PX].find(free)
      if (wordsY !== undefined) taken.push(wordsY)
      return { ...line, y, wordsY }
    })
}
