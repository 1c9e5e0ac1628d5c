// Owns how a patient's last session is told in a few lines: what, how high and when, what came and went, what was given. It says
// what happened, never that something helped.
import { heldWords, type LastTime } from '@chairside/shared/visit/last-time.ts'
import { OUTCOME_NAMES } from '@chairside/shared/visit/names.ts'
import { decimal, span, tPlus } from '../../../ui/format.ts'

const first = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)

function doseLine({ drug, infusedMg, mgPerKg, weightKg, held }: LastTime): string | undefined {
  const parts = [
    infusedMg === undefined
      ? undefined
      : `${drug ?? ''} ${decimal(infusedMg, 1)} mg${mgPerKg === undefined ? '' : ` (${decimal(mgPerKg, 2)} mg/kg)`}`.trim(),
    weightKg === undefined ? undefined : `${decimal(weightKg, 1)} kg`,
    heldWords(held) === '' ? undefined : heldWords(held),
  ].filter((each) => each !== undefined)
  return parts.length === 0 ? undefined : parts.join(' · ')
}

function peakLine({ peakPressure, peakRate, lowestSpo2 }: LastTime): string | undefined {
  const parts = [
    peakPressure &&
      `Peak ${peakPressure.systolic}/${peakPressure.diastolic ?? '––'} at ${tPlus(peakPressure.afterStartMs)}`,
    peakRate && `HR up to ${peakRate.value}`,
    lowestSpo2 && `SpO₂ down to ${lowestSpo2.value} at ${tPlus(lowestSpo2.afterStartMs)}`,
  ].filter((each) => each !== undefined)
  return parts.length === 0 ? undefined : parts.join(' · ')
}

const effectLine = ({
  effect,
  worst,
  afterStartMs,
  endedAfterStartMs,
}: LastTime['sideEffects'][number]): string =>
  `${first(effect)}, ${worst}, at ${tPlus(afterStartMs)}${
    endedAfterStartMs === undefined ? '' : ` for ${span(endedAfterStartMs - afterStartMs)}`
  }`

const drugLine = ({ drug, dose, afterStartMs, during }: LastTime['drugs'][number]): string =>
  `${first(drug)}${dose === undefined ? '' : ` ${dose}`} at ${tPlus(afterStartMs)}${during
    .flatMap(({ effect, endedAfterMs }) =>
      endedAfterMs === undefined ? [] : [`; ${effect} was over ${span(endedAfterMs)} later`],
    )
    .join('')}`

/** In the order in which it is read; at least one line of a session in which anything was infused. */
export function lastTimeLines(last: LastTime): readonly string[] {
  const { high, medium } = last.alarms
  const alarms = [...(high > 0 ? [`${high} HIGH`] : []), ...(medium > 0 ? [`${medium} MEDIUM`] : [])]
  return [
    doseLine(last),
    peakLine(last),
    last.sideEffects.length === 0 ? 'No side effect recorded' : last.sideEffects.map(effectLine).join(' · '),
    last.drugs.length === 0 ? undefined : last.drugs.map(drugLine).join(' · '),
    alarms.length === 0 ? undefined : `Alarms: ${alarms.join(', ')}`,
    last.outcome === undefined || last.outcome === 'discharged'
      ? undefined
      : `Ended: ${OUTCOME_NAMES[last.outcome]}`,
  ].filter((each) => each !== undefined)
}
