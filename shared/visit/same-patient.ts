// Owns when a screen asks "same patient?": both sensors were off for two minutes and one is back. Asked until it is answered.
// Never answers it, and never stops the recording.
import type { SessionState } from '../fold/session-state.ts'
import type { EpochMs } from '../ids.ts'

/** Source: product's moves and mix-ups, "both sensors were off 2 min". Hub milliseconds. */
export const ASK_AFTER_MS = 2 * 60_000

/** @returns since when the sensors were off and when one came back; undefined: nothing is asked */
export function askedSamePatient({
  visit,
  closed,
}: Pick<SessionState, 'visit' | 'closed'>):
  | { readonly offSinceMs: EpochMs; readonly backAtMs: EpochMs }
  | undefined {
  const { sensorsOff } = visit
  if (closed !== undefined || sensorsOff?.backAtMs === undefined) return undefined
  const { sinceMs: offSinceMs, backAtMs } = sensorsOff
  return backAtMs - offSinceMs < ASK_AFTER_MS ? undefined : { offSinceMs, backAtMs }
}
