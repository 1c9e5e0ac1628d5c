// Owns the arithmetic of the dose, what the pump must then say, and which figures can hardly be. Never recommends a dose: it
// holds what is typed against the physician's order. Figures that no order gives are asked about, not judged.
import type { InfusionPlan, Order } from '../record/record.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { decimal } from './figures.ts'

export const KG_PER_LB = 0.453_592_37
export const lbToKg = (lb: number): number => lb * KG_PER_LB
export const kgToLb = (kg: number): number => kg / KG_PER_LB

/** The rate a plan amounts to, mL/h. */
export const plannedRate = (plan: { readonly volumeMl: number; readonly minutes: number }): number =>
  (plan.volumeMl / plan.minutes) * 60

/** More than this apart, the typed rate and the plan's cannot both be right. Source: clinical facts §6. */
const TOLERANCE = 0.02
/** Binary fractions must not make exactly 2 % look like more. */
const ROUNDING = 1e-9
const isAbove = (typed: number, computed: number): boolean =>
  typed - computed > TOLERANCE * computed + ROUNDING
const isBelow = (typed: number, computed: number): boolean =>
  computed - typed > TOLERANCE * computed + ROUNDING

export const rateDisagrees = (typedMlPerHr: number, computedMlPerHr: number): boolean =>
  isAbove(typedMlPerHr, computedMlPerHr) || isBelow(typedMlPerHr, computedMlPerHr)

type Ordered = Pick<Order, 'drug' | 'mgPerKg' | 'maxMg' | 'minutes'>
export type DoseOf = InfusionPlan & {
  readonly mgPerKg: number
  readonly mgPerMl: number
  readonly rateMlPerHr: number
  /** The order's maximum is less than its mg/kg makes. */
  readonly capped?: true
}

/** mg, to a tenth. */
const tenth = (mg: number): number => Math.round(mg * 10) / 10

/**
 * What the order makes of this weight in this volume.
 * @param weightKg kg @param volumeMl of the syringe or bag, mL
 * @returns mg to a tenth, never more than the order's maximum
 */
export function doseOf(order: Ordered, weightKg: number, volumeMl: number): DoseOf {
  const full = order.mgPerKg * weightKg
  const isCapped = full > order.maxMg
  const doseMg = Math.min(tenth(full), order.maxMg)
  const { drug, mgPerKg, minutes } = order
  const plan = { drug, doseMg, volumeMl, minutes }
  return {
    ...plan,
    mgPerKg,
    mgPerMl: doseMg / volumeMl,
    rateMlPerHr: plannedRate(plan),
    ...(isCapped ? { capped: true } : {}),
  }
}

/** "35 mg in 35 mL (1 mg/mL) over 40 min". Source: clinical facts §6. */
export const doseSentence = ({ doseMg, volumeMl, minutes }: Omit<InfusionPlan, 'drug'>): string =>
  `${decimal(doseMg, 2)} mg in ${decimal(volumeMl, 2)} mL (${decimal(doseMg / volumeMl, 3)} mg/mL) over ${decimal(minutes, 1)} min`

/** "0.5 mg/kg × 70 kg = 35 mg", and where the order's maximum is less, that too. */
export function doseWorkings(order: Ordered, weightKg: number): string {
  const full = order.mgPerKg * weightKg
  const sum = `${decimal(order.mgPerKg, 3)} mg/kg × ${decimal(weightKg, 1)} kg = ${decimal(tenth(full), 1)} mg`
  return full > order.maxMg ? `${sum}, at most ${decimal(order.maxMg, 1)} mg as ordered` : sum
}

// ── what was typed ───────────────────────────────────────────────────────────────────────────────────────
export type DoseTyped = {
  readonly weightKg: number
  readonly doseMg: number
  readonly volumeMl: number
  readonly minutes: number
  readonly pumpRateMlPerHr: number
  /** Absent: a session without an order; then only the arithmetic is held against itself. */
  readonly order?: Ordered | undefined
  /** Already given in this session, as recorded: the order's maximum is for both. */
  readonly givenMg?: number | undefined
}

/** A slip of one decimal place: what makes it more or less likely than this is not ours to say. */
const ONE_PLACE = 10
const TWO_PLACES = 100
/** mg/mL; the concentration of the plan that clinical facts §6 give as their example. A slip of a place is held against it. */
const EXAMPLE_MG_PER_ML = 1
const isOff = (value: number, by: number): boolean =>
  value > by * (1 + ROUNDING) || value < (1 / by) * (1 - ROUNDING)

/**
 * What the typed rate would be right for, so that the person looks at one number, not at five.
 * @returns a sentence that names it
 */
function whichNumber(typed: DoseTyped): string {
  const { pumpRateMlPerHr: pump, volumeMl, minutes, doseMg, order } = typed
  const agrees = (mlPerHr: number): boolean => !rateDisagrees(pump, mlPerHr)
  const computed = plannedRate(typed)
  for (const factor of [10, 0.1, 100, 0.01])
    if (agrees(computed * factor)) return 'Check the decimal point of the rate on the pump'
  if (
    order !== undefined &&
    order.minutes !== minutes &&
    agrees(plannedRate({ volumeMl, minutes: order.minutes }))
  )
    return `Check the minutes: the rate fits ${decimal(order.minutes, 1)} min as ordered, ${decimal(minutes, 1)} are typed`
  if (agrees(plannedRate({ volumeMl: doseMg, minutes })))
    return `Check the volume: the rate fits ${decimal(doseMg, 1)} mL, ${decimal(volumeMl, 1)} are typed`
  if (agrees(volumeMl)) return 'Check the rate on the pump: it is the volume, as if it ran for an hour'
  if (agrees(volumeMl / minutes)) return 'Check the rate on the pump: it is mL per minute, not per hour'
  const hoursMin = (volumeMl / pump) * 60
  return `Check the rate on the pump: at ${decimal(pump, 2)} mL/h it would be in after ${decimal(hoursMin, 1)} min`
}

/** The rate on the pump against what the plan makes. @returns `rate-mismatch`, which names the number to check */
export function checkRate(typed: DoseTyped): Result<true> {
  const computed = plannedRate(typed)
  if (!rateDisagrees(typed.pumpRateMlPerHr, computed)) return ok(true)
  return refuse(
    'rate-mismatch',
    `${whichNumber(typed)}. ${doseSentence(typed)} makes ${decimal(computed, 2)} mL/h, the pump is set to ${decimal(typed.pumpRateMlPerHr, 2)}.`,
    'body.pumpRateMlPerHr',
  )
}

/** What cannot be, whoever says so. @returns `impossible-value` or ok */
function impossible(typed: DoseTyped): Result<true> {
  const { doseMg, volumeMl, minutes, weightKg, order, givenMg = 0 } = typed
  const field = Object.entries({ doseMg, volumeMl, minutes, weightKg }).find(([, value]) => !(value > 0))
  if (field !== undefined)
    return refuse('impossible-value', 'Weight, dose, volume and minutes are above 0.', `body.${field[0]}`)
  const mgPerMl = doseMg / volumeMl
  if (isOff(mgPerMl / EXAMPLE_MG_PER_ML, TWO_PLACES))
    return refuse(
      'impossible-value',
      `${decimal(mgPerMl, 4)} mg/mL cannot be: check the dose (${decimal(doseMg, 2)} mg) and the volume (${decimal(volumeMl, 2)} mL).`,
      'body.volumeMl',
    )
  if (order === undefined) return ok(true)
  if (doseMg + givenMg > order.maxMg + ROUNDING)
    return refuse(
      'impossible-value',
      `${decimal(doseMg, 1)} mg${givenMg > 0 ? `, with ${decimal(givenMg, 1)} mg already given,` : ''} is above the order’s maximum of ${decimal(order.maxMg, 1)} mg: check the dose, or have a physician sign another order.`,
      'body.doseMg',
    )
  if (isAbove(doseMg, order.mgPerKg * weightKg))
    return refuse(
      'impossible-value',
      `${decimal(doseMg, 1)} mg is more than ordered: ${doseWorkings(order, weightKg)}. Check dose and weight, or have a physician sign another order.`,
      'body.doseMg',
    )
  if (isBelow(minutes, order.minutes))
    return refuse(
      'impossible-value',
      `${decimal(minutes, 1)} min is faster than ordered (${decimal(order.minutes, 1)} min): check the minutes, or have a physician sign another order.`,
      'body.minutes',
    )
  return ok(true)
}

/** What can hardly be, each with its field: to be asked about before it is taken. Empty: nothing. */
export function unlikelyDose(typed: DoseTyped): Refusal[] {
  const { doseMg, volumeMl, minutes, weightKg, order } = typed
  const asks: Refusal[] = []
  const ask = (message: string, field: string) =>
    asks.push({ code: 'unlikely-value', message, field: `body.${field}` })
  if (order !== undefined && isBelow(doseMg, Math.min(order.mgPerKg * weightKg, order.maxMg)))
    ask(
      `${decimal(doseMg, 1)} mg is less than ordered: ${doseWorkings(order, weightKg)}. Is it right?`,
      'doseMg',
    )
  if (order !== undefined && isAbove(minutes, order.minutes))
    ask(
      `${decimal(minutes, 1)} min is slower than ordered (${decimal(order.minutes, 1)} min). Is it right?`,
      'minutes',
    )
  const mgPerMl = doseMg / volumeMl
  if (isOff(mgPerMl / EXAMPLE_MG_PER_ML, ONE_PLACE))
    ask(`${decimal(mgPerMl, 4)} mg/mL: is the volume right, ${decimal(volumeMl, 2)} mL?`, 'volumeMl')
  return asks
}

export type DoseWorked = {
  readonly drug: string
  readonly weightKg: number
  readonly mgPerKg: number
  readonly doseMg: number
  readonly volumeMl: number
  readonly minutes: number
  readonly rateMlPerHr: number
  readonly pumpRateMlPerHr: number
}

/**
 * The dose as it may be recorded.
 * @param confirmed somebody was asked about what is unlikely, and it is right; never overrides what cannot be, nor the pump's rate
 * @returns `impossible-value`, `rate-mismatch` or `unlikely-value`, with the field
 */
export function doseTyped(typed: DoseTyped, drug: string, confirmed: boolean): Result<DoseWorked> {
  const can = impossible(typed)
  if (!can.ok) return can
  const rate = checkRate(typed)
  if (!rate.ok) return rate
  const [asked] = unlikelyDose(typed)
  if (asked !== undefined && !confirmed) return { ok: false, error: asked }
  const { weightKg, doseMg, volumeMl, minutes, pumpRateMlPerHr } = typed
  return ok({
    drug,
    weightKg,
    mgPerKg: Math.round((doseMg / weightKg) * 1_000) / 1_000,
    doseMg,
    volumeMl,
    minutes,
    rateMlPerHr: plannedRate(typed),
    pumpRateMlPerHr,
  })
}

// ── weight ───────────────────────────────────────────────────────────────────────────────────────────────
/** More than this from last time asks. Source: clinical facts §6. */
const WEIGHT_CHANGE = 0.05
/** Of a weight that is typed in one unit and shown in the other: both are read to a tenth. */
const WEIGHT_ROUNDING_KG = 0.06

/**
 * @param entered as typed, in `unit` @param lastWeightKg of the newest session before; absent: none is known
 * @returns `impossible-value` where kilograms and what was typed are not the same; `unlikely-value` more than 5 % from last time
 */
export function checkWeight(
  weight: {
    readonly weightKg: number
    readonly unit: 'kg' | 'lb'
    readonly entered: number
    readonly confirmed?: true | undefined
  },
  lastWeightKg: number | undefined,
): Result<true> {
  const { weightKg, unit, entered, confirmed } = weight
  const meantKg = unit === 'kg' ? entered : lbToKg(entered)
  if (Math.abs(meantKg - weightKg) > WEIGHT_ROUNDING_KG)
    return refuse(
      'impossible-value',
      `${decimal(entered, 1)} ${unit} is ${decimal(meantKg, 1)} kg, not ${decimal(weightKg, 1)} kg: type the weight again.`,
      'body.detail.entered',
    )
  if (lastWeightKg === undefined || confirmed) return ok(true)
  const change = weightKg / lastWeightKg - 1
  if (Math.abs(change) <= WEIGHT_CHANGE + ROUNDING) return ok(true)
  const otherUnitKg = unit === 'kg' ? lbToKg(entered) : entered
  const isOtherUnit = Math.abs(otherUnitKg / lastWeightKg - 1) <= WEIGHT_CHANGE
  const percent = decimal(Math.abs(change) * 100, 0)
  return refuse(
    'unlikely-value',
    `${decimal(weightKg, 1)} kg is ${percent} % ${change > 0 ? 'more' : 'less'} than last time (${decimal(lastWeightKg, 1)} kg).${isOtherUnit ? ` Is it ${unit === 'kg' ? 'pounds' : 'kilograms'}?` : ''} Weigh again, then confirm.`,
    'body.detail.entered',
  )
}

/** "70 kg (154.3 lb)". */
export const weightWords = (weightKg: number): string =>
  `${decimal(weightKg, 1)} kg (${decimal(kgToLb(weightKg), 1)} lb)`
