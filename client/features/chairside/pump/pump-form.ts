// Owns what the questions of the pump log have in common: what is typed as a rate, and the words beside its field.
// Never a rate that stands in a field before it was typed.
import { decimal } from '@chairside/shared/visit/figures.ts'
import type { ActForm, FormOf } from '../observe/act-form.tsx'

export type Typed = number | string
/** @returns what was typed, where it is a number above 0 and at most `max` */
export const positive = (typed: Typed, max: number): number | undefined => {
  const value = typeof typed === 'number' ? typed : Number.parseFloat(typed)
  return Number.isFinite(value) && value > 0 && value <= max ? value : undefined
}

export const NOTE = 'This records what you did. It does not control the pump.'
export type DialogProps = FormOf & { readonly onClose: () => void }

/**
 * What stands beside a rate that is to be typed: the figure to hold the pump against. The field itself is empty, so that what is
 * recorded was read off the pump.
 * @param mlPerHr as checked in, before the change, or before the pause or the stop, mL/h
 */
export function rateWords(act: 'started' | 'changed' | 'again', mlPerHr: number | undefined): string {
  if (mlPerHr === undefined) return 'Type what the pump shows.'
  const rate = `${decimal(mlPerHr, 1)} mL/h`
  if (act === 'started') return `At check-in: ${rate}. Type what the pump shows.`
  return act === 'changed'
    ? `It was ${rate}. Type what the pump shows now.`
    : `Before: ${rate}. Type what the pump shows now.`
}

export const momentOf = <F>(form: ActForm<F>): string => (form.when.is === 'now' ? 'now' : 'at that time')
