// Owns how far each role may move one patient's limits at the chair. Source: clinical facts §4 "Limit bounds". Very high and
// extreme are never among them: those are not raised at the chair. The hub refuses by it, the screen offers by it.
import type { ChangedLimit } from '../../record/care-kinds.ts'
import type { Role } from '../../record/record.ts'

export type LimitBound = Pick<ChangedLimit, 'condition' | 'level' | 'quantity'> & {
  /** Both are allowed. */
  readonly from: number
  readonly to: number
}

const BP = { condition: 'bpHigh', level: 'high' } as const
const NURSE: readonly LimitBound[] = [
  { ...BP, quantity: 'systolic', from: 150, to: 170 },
  { ...BP, quantity: 'diastolic', from: 95, to: 108 },
  { condition: 'hrHigh', level: 'high', quantity: 'heartRate', from: 100, to: 125 },
  { condition: 'hrLow', level: 'low', quantity: 'heartRate', from: 42, to: 55 },
  { condition: 'spo2Low', level: 'low', quantity: 'spo2', from: 88, to: 92 },
]
/** SBP to 179, DBP to 109, SpO₂ to 85; where no other bound is named for a physician, the nurse's. */
const PHYSICIAN: readonly LimitBound[] = NURSE.map((bound) => {
  switch (bound.quantity) {
    case 'systolic':
      return { ...bound, to: 179 }
    case 'diastolic':
      return { ...bound, to: 109 }
    case 'spo2':
      return { ...bound, from: 85 }
    default:
      return bound
  }
})

/** The limits that this role may set, each with its bounds; none: the role may set none. */
export function limitBounds(role: Role | undefined): readonly LimitBound[] {
  if (role === 'physician') return PHYSICIAN
  return role === 'nurse' ? NURSE : []
}

/** The bound of one limit for this role, or undefined: it may not be set by it. */
export const boundOf = (
  role: Role | undefined,
  { condition, level, quantity }: Pick<ChangedLimit, 'condition' | 'level' | 'quantity'>,
): LimitBound | undefined =>
  limitBounds(role).find(
    (one) => one.condition === condition && one.level === level && one.quantity === quantity,
  )
