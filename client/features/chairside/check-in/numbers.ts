// Owns how a typed number is read: a comma is a point, and what is no number within its bounds is none. Never guesses.

/** @returns undefined: nothing was typed, or it is no number from `from` to `to` */
export function numberOf(typed: string, from: number, to: number): number | undefined {
  const text = typed.trim().replace(',', '.')
  if (!/^\d+(\.\d+)?$|^\.\d+$/.test(text)) return undefined
  const value = Number(text)
  return value >= from && value <= to ? value : undefined
}
