// Owns the words of the guided baseline and of the gate: what comes next, what there is, who decides. Never judges: the stages and
// findings are shared/visit's. Source: clinical facts §4 "Baseline", "Gate".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { GateNow, PressureRead } from '@chairside/shared/fold/visit-state.ts'
import { type BaselineNow, STEADY_WITHIN } from '@chairside/shared/visit/baseline.ts'
import type { CheckInLine } from '@chairside/shared/visit/check-in.ts'
import type { GateLook } from '@chairside/shared/visit/gate.ts'
import type { GateBaseline } from '@chairside/shared/visit/gate-baseline.ts'
import { CHECK_IN_NAMES } from '@chairside/shared/visit/names.ts'
import { shown } from '@chairside/shared/vitals.ts'
import { clockMinutes, countdown, span } from '../../../ui/format.ts'

export type NextReading = {
  readonly words: string
  /** A reading taken now counts for the baseline. */
  readonly counts: boolean
}

const PRESSURES = [
  ['SBP', 'systolic'],
  ['DBP', 'diastolic'],
] as const
/** "SBP 140 and 128": what of the last two is more than 10 apart, with both numbers; "" where nothing is. */
function apartWords(lastTwo: BaselineNow['lastTwo']): string {
  if (lastTwo === undefined) return ''
  const [before, last] = lastTwo
  return PRESSURES.flatMap(([name, key]) => {
    const [a, b] = [shown(key, before[key]), shown(key, last[key])]
    return Math.abs(a - b) > STEADY_WITHIN ? [`${name} ${a} and ${b}`] : []
  }).join(', ')
}

/** "13 min": beside times of day a length in minutes and seconds reads as one. */
const leftWords = (ms: number): string =>
  ms >= 60_000 ? `${Math.ceil(ms / 60_000)} min` : `${Math.max(0, Math.ceil(ms / 1_000))} s`

/** @param nowMs hub time */
export function nextReading(baseline: BaselineNow, nowMs: number): NextReading {
  const { stage, nextAtMs = nowMs, unsteady, untilMs, lastTwo } = baseline
  switch (stage) {
    case 'first':
      return { words: 'Take the first reading.', counts: true }
    case 'wait':
      return { words: `Second reading in ${countdown(nextAtMs - nowMs)}: a minute apart.`, counts: false }
    case 'second':
      return { words: 'Take the second reading.', counts: true }
    case 'third': {
      const apart = `${apartWords(lastTwo)}: more than ${STEADY_WITHIN} apart.`
      return nowMs < nextAtMs
        ? { words: `${apart} Third reading in ${countdown(nextAtMs - nowMs)}.`, counts: false }
        : { words: `${apart} Take a third reading.`, counts: true }
    }
    case 'enough': {
      const left = untilMs === undefined ? undefined : leftWords(untilMs - nowMs)
      const words =
        unsteady === true
          ? `Still more than ${STEADY_WITHIN} apart: ${apartWords(lastTwo)}. Their mean counts${left === undefined ? '.' : `, for another ${left}.`}`
          : `The baseline is there.${left === undefined ? '' : ` It counts for another ${left}.`}`
      return { words, counts: false }
    }
  }
}

/** "120/80 at 10:02" */
export const readWords = ({ systolic, diastolic, atMs }: PressureRead, zone: string | undefined): string =>
  `${shown('systolic', systolic)}/${shown('diastolic', diastolic)} at ${clockMinutes(atMs, zone)}`

/** Of which readings a baseline is: "mean of 120/80 at 10:02 and 122/82 at 10:04". */
export const meanWords = (
  meanOf: GateBaseline['meanOf'],
  unsteady: boolean,
  zone: string | undefined,
): string =>
  meanOf === undefined
    ? 'mean of two readings'
    : `${unsteady ? 'unsteady, ' : ''}mean of ${readWords(meanOf[0], zone)} and ${readWords(meanOf[1], zone)}`

/**
 * When the baseline is frozen, and what it makes of readings that came since.
 * @param gate that stands; undefined: none does, and nothing is settled yet
 * @param since readings that came after it
 */
export function frozenWords(
  gate: GateNow | undefined,
  since: readonly PressureRead[],
  zone: string | undefined,
): string | undefined {
  if (gate === undefined) return undefined
  const { outcome, baseline } = gate
  const at = `at ${clockMinutes(gate.recordedAtMs, zone)}`
  const done = outcome === 'hold' ? 'The hold was overridden' : 'The gate was passed'
  if (baseline !== undefined && baseline.systolic === undefined)
    return `${done} ${at} without a blood-pressure baseline.`
  const passed = `${done} with this baseline ${at}; the start freezes it.`
  return since.length === 0
    ? passed
    : `${passed} Since then ${since.map((one) => readWords(one, zone)).join(', ')}: the gate’s answer is the same, and the baseline stays.`
}

/** What the cuff does, where it does anything; undefined: nothing. @param nowMs hub time */
export function cuffWords({ cuff }: Pick<SessionState, 'cuff'>, nowMs: number): string | undefined {
  if (cuff.runningSinceMs !== undefined) return `The cuff measures, ${span(nowMs - cuff.runningSinceMs)}.`
  if (cuff.orderedAtMs !== undefined) return 'The cuff is ordered.'
  if (cuff.failures > 0)
    return `The last cycle failed${cuff.failures > 1 ? ` (${cuff.failures} times)` : ''}.`
  return undefined
}

export type GateHeading = { readonly title: string; readonly words: string }

/** Nothing holds it but what is not yet measured: nobody needs to decide anything yet. */
export const isWaiting = ({ findings, outcome }: GateLook): boolean =>
  outcome === 'hold' && findings.every((one) => one.outcome === 'warn' || one.finding === 'noBaseline')

/**
 * What the check-in has beside what the start waits for, under the gate: what warns, and what was not asked. Neither holds anything.
 * Source: clinical facts §6.
 */
export function openOfCheckIn(lines: readonly CheckInLine[]): string[] {
  const warns = lines.flatMap(({ state, text }) => (state === 'warns' ? [text] : []))
  const unasked = lines.flatMap(({ state, blocks, item }) =>
    state === 'open' && !blocks ? [CHECK_IN_NAMES[item]] : [],
  )
  return [
    ...(warns.length === 0 ? [] : [`Check-in warns: ${warns.join(' · ')}`]),
    ...(unasked.length === 0 ? [] : [`Not asked: ${unasked.join(', ')}`]),
  ]
}

/** @param open see `openOfCheckIn` */
export function gateHeading(look: GateLook, open: readonly string[] = []): GateHeading {
  if (isWaiting(look)) return { title: 'Gate: waits for the baseline', words: '' }
  switch (look.outcome) {
    case 'pass':
      return { title: 'Gate: pass', words: open.length === 0 ? 'Nothing stands against the start.' : '' }
    case 'warn':
      return { title: 'Gate: warns', words: 'Going on needs a reason.' }
    case 'hold':
      return { title: 'Gate: HOLD', words: 'Only a physician goes on, with a reason.' }
  }
}
