// Owns which record a hand-over is as new as: the newest of what its lines are about. Numbers that come each second are not.
// Never reads the words: what they say is handover.ts's.
import type { SessionState } from '../fold/session-state.ts'

/** Every number of a record that a state says it came from, however deep. */
function newestSeq(of: unknown): number {
  if (typeof of !== 'object' || of === undefined || of === null) return 0
  let newest = 0
  for (const [key, value] of Object.entries(of)) {
    if (key === 'seq' && typeof value === 'number') newest = Math.max(newest, value)
    else if (typeof value === 'object') newest = Math.max(newest, newestSeq(value))
  }
  return newest
}

/**
 * The newest record that somebody who takes the patient over must have seen: alarms, what people quietened, HELP, limits, acts at
 * the pump, everything of the visit but cuff readings.
 */
export function handoverHead(state: SessionState): number {
  const { alarms, latched, audio, help, infusion, visit } = state
  const { pressures: _measured, settling: _values, ...said } = visit
  return Math.max(
    newestSeq(alarms),
    newestSeq(latched),
    newestSeq(audio),
    newestSeq(help),
    newestSeq(infusion.events),
    newestSeq(said),
  )
}
