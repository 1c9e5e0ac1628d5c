// Owns the words of the guided baseline and of the gate: what comes next, what there is, who decides. Never judges: the stages and
// findings are shared/visit's. Source: clinical facts §4 "Baseline", "Gate".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { BaselineNow } from '@chairside/shared/visit/baseline.ts'
import type { CheckInLine } from '@chairside/shared/visit/check-in.ts'
import type { GateLook } from '@chairside/shared/visit/gate.ts'
import { CHECK_IN_NAMES } from '@chairside/shared/visit/names.ts'
import { countdown, span } from '../../../ui/format.ts'

export type NextReading = {
  readonly words: string
  /** A reading taken now counts for the baseline. */
  readonly counts: boolean
}

/** @param nowMs hub time */
export function nextReading(baseline: BaselineNow, nowMs: number): NextReading {
  const { stage, nextAtMs = nowMs, unsteady, untilMs } = baseline
  switch (stage) {
    case 'first':
      return { words: 'Take the first reading.', counts: true }
    case 'wait':
      return { words: `Second reading in ${countdown(nextAtMs - nowMs)}: a minute apart.`, counts: false }
    case 'second':
      return { words: 'Take the second reading.', counts: true }
    case 'third':
      return nowMs < nextAtMs
        ? {
            words: `They differ by more than 10: third reading in ${countdown(nextAtMs - nowMs)}.`,
            counts: false,
          }
        : { words: 'They differ by more than 10: take a third reading.', counts: true }
    case 'enough': {
      const left = untilMs === undefined ? '' : ` It counts for another ${countdown(untilMs - nowMs)}.`
      return {
        words: `${unsteady === true ? 'Unsteady: the last two differ by more than 10, and count.' : 'The baseline is there.'}${left}`,
        counts: false,
      }
    }
  }
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
