// Owns which limits a screen shows for a session: those of its own rules in force, or none.
// Never stands one profile's limits in for another's.
export { NO_RULES, rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'

import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'

/** Where only the profile's name is known: the shipped one's limits for a patient without a baseline, or none. */
export const rulesOf = (profile: { readonly name: string; readonly version: number } | undefined) =>
  profile === undefined ? undefined : rulesOfSession({ opened: { profile } as never, limits: [] })
