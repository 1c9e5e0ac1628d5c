// Owns how the lines of the alarm bar share its rows, so that however many alarms there are the numbers under it keep their size. It
// never changes their order, and what it has no room for it counts.

export type Span = 'full' | 'half'
export type Fitted = {
  /** Of each line that is shown, in their order. */
  readonly spans: readonly Span[]
  /** How many are not. */
  readonly left: number
}
/** Beside one another the first two, and the next two under them; HELP has a row of its own. */
const ROWS_WIDE = 2
/** Upright a line is as wide as the bar. */
const ROWS_UPRIGHT = 3

/**
 * @param wide of each line, the most urgent first: whether its buttons leave no room beside another
 * @param upright the rows are one line wide; the button that shows the rest takes the place of one
 */
export function fitLines(wide: readonly boolean[], upright: boolean): Fitted {
  const count = wide.length
  if (upright) {
    const shown = count > ROWS_UPRIGHT ? ROWS_UPRIGHT - 1 : count
    return { spans: wide.slice(0, shown).map(() => 'full'), left: count - shown }
  }
  // The most urgent of three alone: there is the room.
  if (count === 3 && !wide.includes(true)) return { spans: ['full', 'half', 'half'], left: 0 }
  const rows: number[] = []
  for (let at = 0; at < count && rows.length < ROWS_WIDE; ) {
    const pairs = wide[at] === false && wide[at + 1] === false
    rows.push(pairs ? 2 : 1)
    at += pairs ? 2 : 1
  }
  const spans = rows.flatMap((of): Span[] => (of === 2 ? ['half', 'half'] : ['full']))
  return { spans, left: count - spans.length }
}
