// Owns how far the infusion is, as the header says it: what is left of the plan; what is left and until when, where the acts at the
// pump have moved its end. Pure; never completes anything by the clock.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { InfusionProgress } from '@chairside/shared/visit/pump-log.ts'
import { clockMinutes, span } from '../../../ui/format.ts'

export type InfusionWords = { readonly words: string; readonly beside: string }

/** The clock is said in seconds. */
const SAME_MS = 1_000

/** One line of both: "30:00 left of 40:00", "48:45 left · ends 03:49". */
export const infusionLine = ({ words, beside }: InfusionWords): string =>
  beside === '' ? words : `${words}${beside.startsWith('of') ? '' : ' ·'} ${beside}`

/** @returns `beside`: what the words are of, "of 40:00" or "ends 03:41"; empty: of nothing */
export function infusionWords(
  { phase, plan, startedAtMs, stoppedAtMs, rates }: SessionState['infusion'],
  { leftMs, endMs }: Pick<InfusionProgress, 'leftMs' | 'endMs'>,
  atMs: number,
  zone: string | undefined,
): InfusionWords {
  if (phase === 'stopped') return { words: `ended ${span(atMs - (stoppedAtMs ?? atMs))} ago`, beside: '' }
  if (phase === 'paused') return { words: `paused ${span(atMs - (rates.at(-1)?.atMs ?? atMs))}`, beside: '' }
  if (leftMs === undefined) return { words: '', beside: '' }
  if (leftMs === 0) return { words: 'planned end reached', beside: '' }
  const words = `${span(leftMs)} left`
  if (plan === undefined || startedAtMs === undefined || endMs === undefined) return { words, beside: '' }
  const plannedMs = plan.minutes * 60_000
  const isAsPlanned = Math.abs(endMs - startedAtMs - plannedMs) <= SAME_MS
  return { words, beside: isAsPlanned ? `of ${span(plannedMs)}` : `ends ${clockMinutes(endMs, zone)}` }
}
