// Owns how a session of a course is said in the cells of its row. What was not measured is a word, never a zero.
import type { CourseFigures } from '@chairside/shared/visit/course-figures.ts'
import { heldWords } from '@chairside/shared/visit/last-time.ts'
import { decimal, tPlus } from '../../ui/format.ts'
import { OUTCOME_WORDS } from '../../ui/visit-words.ts'

const NONE = 'not measured'

export const numberOf = ({ number, of }: Pick<CourseFigures, 'number' | 'of'>): string =>
  number === undefined ? '–' : of === undefined ? `${number}` : `${number} of ${of}`

export function doseWords({ infusedMg, mgPerKg }: CourseFigures): string {
  if (infusedMg === undefined) return 'dose not known'
  const perKg = mgPerKg === undefined ? 'weight not recorded' : `${decimal(mgPerKg, 2)} mg/kg`
  return `${perKg} (${decimal(infusedMg, 1)} mg)`
}

/** "+29 (171/98 T+38:00)". */
export function riseWords({ rise, peakPressure, baseline }: CourseFigures): string {
  if (peakPressure === undefined) return NONE
  const { systolic, diastolic, afterStartMs } = peakPressure
  const peak = `${systolic}/${diastolic ?? '––'} ${tPlus(afterStartMs)}`
  if (rise === undefined || baseline === undefined) return `${peak}, no baseline`
  return `${rise < 0 ? '−' : '+'}${Math.abs(rise)} (${peak})`
}

export const spo2Words = ({ lowestSpo2 }: CourseFigures): string =>
  lowestSpo2 === undefined ? NONE : `${lowestSpo2.value} % ${tPlus(lowestSpo2.afterStartMs)}`

export function dissociationWords({ dissociation }: CourseFigures): string {
  if (dissociation === undefined) return 'none recorded'
  const { cadss, severity } = dissociation
  return [
    ...(severity === undefined ? [] : [severity]),
    ...(cadss === undefined ? [] : [`CADSS ${cadss.value} ${tPlus(cadss.afterStartMs)}`]),
  ].join(', ')
}

export const drugsWords = ({ drugs }: CourseFigures): string =>
  drugs.length === 0
    ? 'none'
    : drugs
        .map(
          ({ drug, dose, afterStartMs }) =>
            `${drug}${dose === undefined ? '' : ` ${dose}`} ${tPlus(afterStartMs)}`,
        )
        .join(', ')

export const effectsWords = ({ sideEffects }: CourseFigures): string =>
  sideEffects.length === 0
    ? 'none'
    : sideEffects
        .map(({ effect, worst, afterStartMs }) => `${effect}, ${worst}, ${tPlus(afterStartMs)}`)
        .join('; ')

export function endWords({ outcome, closedAtMs, held }: CourseFigures): string {
  const end = closedAtMs === undefined ? 'so far' : outcome === undefined ? 'Closed' : OUTCOME_WORDS[outcome]
  const words = heldWords(held)
  return words === '' ? end : `${end}; ${words}`
}
