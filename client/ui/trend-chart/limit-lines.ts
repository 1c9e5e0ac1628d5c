// Owns which limits stand on a lane, when each was in force, and where their names go so that none covers another.
import { type LimitShown, limitsShown, type Rules } from '@chairside/shared/alarm/rules.ts'
import { limitWords } from '@chairside/shared/alarm/words/text.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { type Domain, type Span, wordsWidth } from './scale.ts'

export type LimitLine = {
  readonly value: number
  readonly words: string
  /** In force from and to; absent: the whole session. */
  readonly fromMs?: number
  readonly toMs?: number
}
export type LaneId = 'rate' | 'pressure' | 'spo2' | 'respiration' | 'pump'

/** The limits of one level: the one that is met first is where the level begins. */
const sooner = (a: LimitShown, b: LimitShown): LimitShown =>
  (a.op === '<' ? a.value >= b.value : a.value <= b.value) ? a : b

/** Where each level begins, the lowest of each condition first; a level that two limits begin has one line. */
function levelsOf(rules: Rules, quantity: Quantity): LimitShown[] {
  const levels = new Map<string, LimitShown>()
  for (const limit of limitsShown(rules, quantity)) {
    const key = `${limit.condition} ${limit.level}`
    const before = levels.get(key)
    levels.set(key, before === undefined ? limit : sooner(before, limit))
  }
  return [...levels.values()]
}

const lineOf = (limit: LimitShown): LimitLine => ({ value: limit.value, words: limitWords(limit) })
const plain = (rules: Rules, quantity: Quantity, most: number): LimitLine[] =>
  levelsOf(rules, quantity).slice(0, most).map(lineOf)
const named = (rules: Rules, quantity: Quantity, most: number): LimitLine[] =>
  plain(rules, quantity, most).map((line) => ({
    ...line,
    words: `${CATALOGUE[quantity].short} ${line.words}`,
  }))
/** As many of each condition: a fast heart's steps leave room for a slow one's. */
function ofEach(rules: Rules, quantity: Quantity, most: number): LimitLine[] {
  const shown = new Map<string, number>()
  return levelsOf(rules, quantity)
    .filter(({ condition }) => {
      const nth = (shown.get(condition) ?? 0) + 1
      shown.set(condition, nth)
      return nth <= most
    })
    .map(lineOf)
}

/** What the names of limits take at the right of a lane, pixels. */
export const LIMIT_WORDS_PX = 62

/** Where alarms begin and where they become HIGH; the further steps stand on the tile. */
export const limitLinesOf = (rules: Rules): Readonly<Record<LaneId, readonly LimitLine[]>> => ({
  rate: ofEach(rules, 'heartRate', 2),
  pressure: [...named(rules, 'systolic', 2), ...named(rules, 'diastolic', 1)],
  spo2: plain(rules, 'spo2', 2),
  respiration: plain(rules, 'respirationRate', 2),
  pump: [],
})

/** Pixels from where to where a line goes. */
export type Reach = { readonly fromX: number; readonly toX: number }
export type PlacedLimit = LimitLine &
  Reach & {
    /** Of the line. */
    readonly y: number
    /** Of the words' baseline; they end where the line does. Undefined: there is no room, and the line carries them as its title. */
    readonly wordsY: number | undefined
  }

export const LIMIT_FONT_PX = 12
const WORDS_PX = 13
const ABOVE_PX = 3
const BELOW_PX = 12

/**
 * What is in force at the end of the window has its name first.
 * @param place pixel of a value
 * @param reach where on the lane a line is
 * @param bottom lowest pixel a word may reach
 */
export function placeLimits(
  lines: readonly LimitLine[],
  domain: Domain,
  span: Span,
  {
    place,
    reach,
    bottom,
  }: {
    readonly place: (value: number) => number
    readonly reach: (line: LimitLine) => Reach
    readonly bottom: number
  },
): PlacedLimit[] {
  const isOver = ({ toMs }: LimitLine): boolean => toMs !== undefined && toMs < span.toMs
  const taken: { readonly y: number; readonly left: number; readonly right: number }[] = []
  const shown = lines
    .filter(({ value }) => value > domain[0] && value < domain[1])
    .filter(
      ({ fromMs, toMs }) =>
        (fromMs ?? Number.NEGATIVE_INFINITY) < span.toMs && (toMs ?? Number.POSITIVE_INFINITY) > span.fromMs,
    )
  const named = (line: LimitLine): PlacedLimit => {
    const y = place(line.value)
    const { fromX, toX } = reach(line)
    const left = toX - wordsWidth(line.words, LIMIT_FONT_PX)
    const free = (at: number) =>
      at <= bottom &&
      at >= WORDS_PX &&
      taken.every((one) => Math.abs(one.y - at) >= WORDS_PX || one.right <= left || one.left >= toX)
    // Of one that is over, not before it was in force: its name would say that it was.
    const fits = !isOver(line) || left >= fromX
    const wordsY = fits ? [y - ABOVE_PX, y + BELOW_PX].find(free) : undefined
    if (wordsY !== undefined) taken.push({ y: wordsY, left, right: toX })
    return { ...line, fromX, toX, y, wordsY }
  }
  return [...shown.filter((line) => !isOver(line)), ...shown.filter(isOver)].map(named)
}
