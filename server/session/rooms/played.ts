// Owns that the session of a recording and the visit of a patient are not mixed: no patient's monitor is brought into the one, and no
// player into the other. A session that keeps no check-in because nobody is there has no gate for somebody who is.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { Provenance } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'

const isOfRecording = ({ opened }: SessionState): boolean => opened?.site?.waived === 'recording'

/**
 * @param kinds of the monitors that would measure here
 * @param field that named them
 * @returns `phase-not-allowed` in words
 */
export function mayMeasureHere(
  state: SessionState,
  kinds: readonly Provenance[],
  field: string,
): Result<true> {
  if (isOfRecording(state) && kinds.some((kind) => kind !== 'recorded'))
    return refuse(
      'phase-not-allowed',
      'This session plays a recording and has no check-in: end it, and open the patient’s own session with that monitor.',
      field,
    )
  if (state.opened?.site?.checkIn === 'required' && kinds.includes('recorded'))
    return refuse(
      'phase-not-allowed',
      'A player of recordings measures nobody: it is not brought to a patient.',
      field,
    )
  return ok(true)
}

/** A start where a monitor that measures somebody has joined a recording: past the gate. */
export function mayStartHere(state: SessionState): Result<true> {
  const joined = Object.values(state.sources).find((one) => one.connected && one.kind !== 'recorded')
  if (!isOfRecording(state) || joined === undefined) return ok(true)
  return refuse(
    'phase-not-allowed',
    `This session was opened for a recording and has no check-in, and ${joined.name} measures here now: end it, and open the patient’s own session.`,
    'body.type',
  )
}
