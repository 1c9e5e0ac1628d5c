// Owns what is said of a dose while it is typed: without a number, without a unit, or another amount than is ordered. It judges by the
// order alone, never by the drug, and stops nobody: what was given is what is recorded. Pure.

type Amount = { readonly value: number; readonly unit: string | undefined }

/** Of a mass in mg; of anything else its own unit. */
const IN_MG: Readonly<Record<string, number>> = {
  µg: 0.001,
  μg: 0.001,
  mcg: 0.001,
  ug: 0.001,
  mg: 1,
  g: 1_000,
}

/** The first number of the words, with the letters after it. */
function amountOf(words: string): Amount | undefined {
  const found = /(\d+(?:[.,]\d+)?)\s*([a-zµμ]+)?/i.exec(words)
  const value = Number.parseFloat(found?.[1]?.replace(',', '.') ?? '')
  return Number.isFinite(value) ? { value, unit: found?.[2]?.toLowerCase() } : undefined
}
const measured = ({ value, unit = '' }: Amount): { readonly value: number; readonly unit: string } => {
  const mg = IN_MG[unit]
  return mg === undefined ? { value, unit } : { value: value * mg, unit: 'mg' }
}
/** Of figures that came from decimals. */
const isSame = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9 * Math.max(one, other, 1)

/**
 * @param dose as it is typed: "4 mg IV"
 * @param ordered each dose of this drug that the order allows as needed, in its words
 * @returns undefined: there is nothing to say, or nothing is typed yet
 */
export function doseDoubt(dose: string, ordered: readonly string[]): string | undefined {
  const typed = dose.trim()
  if (typed === '') return undefined
  const amount = amountOf(typed)
  if (amount === undefined) return 'How much? Type the number and its unit.'
  if (amount.unit === undefined) return `${amount.value} of what? Type the unit after the number.`
  const own = measured(amount)
  const comparable = ordered.flatMap((words) => {
    const one = amountOf(words)
    return one !== undefined && measured(one).unit === own.unit ? [{ words, value: measured(one).value }] : []
  })
  if (comparable.length === 0 || comparable.some(({ value }) => isSame(value, own.value))) return undefined
  const allowed = comparable.map(({ words }) => words).join(' or ')
  return `${amount.value} ${amount.unit}, where ${allowed} is ordered: look at what was given again.`
}
