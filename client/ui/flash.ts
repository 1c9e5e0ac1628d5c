// Owns what flashes: unacknowledged HIGH and MEDIUM alarms, and nothing else on any screen. LOW is steady.
// Source of the rates (in global.css): clinical facts §5.
import type { Priority } from '@chairside/shared/record/record.ts'

/** @returns the value of `data-flash`, or undefined for a steady alarm */
export const flashOf = (priority: Priority, acknowledged: boolean): 'high' | 'medium' | undefined =>
  acknowledged || priority === 'low' ? undefined : priority
