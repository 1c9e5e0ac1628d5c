// Owns how a figure of a visit is written in a sentence. Never says what it means.

/** "1 reading", "2 readings". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`

/** At most so many decimals, and no zeros that say nothing: 35, 52.5. */
export function decimal(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return digits === 0 ? text : text.replace(/\.?0+$/, '')
}
