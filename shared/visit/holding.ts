// Owns whether the sensors are still off on purpose, as people have said: past its time, too, until somebody says that they are on
// again. Never ends it by a clock: an alarm stands on it.
import type { SessionState } from '../fold/session-state.ts'

/** Also where "adjusting" was said over it: what alarms as "off too long" is ended by the same words. */
export const isOffOnPurpose = ({ holding, alarms }: Pick<SessionState, 'holding' | 'alarms'>): boolean =>
  holding?.what === 'offOnPurpose' ||
  Object.values(alarms).some(({ alarm }) => alarm.condition === 'offTooLong')
