// Owns the port to what sessions ask of people and plans: the plans themselves, and whose password was typed beside a screen.
// Never decides anything, and never sees a label, an escort or a password's hash.
import type { Actor } from '@chairside/shared/record/record.ts'
import { refuse } from '@chairside/shared/result.ts'
import type { PlannedVisits } from '../store/directory-visits.ts'

export type VisitSource = PlannedVisits & {
  /** The person of this name, if the password is theirs and they are still here. */
  authenticate(name: string, password: string): Promise<Actor | undefined>
}

const NOTHING_PLANNED = refuse('not-found', 'Nothing is planned here: this hub keeps no appointments.')

/** A hub that keeps no plans: monitoring only. */
export const NO_VISIT_SOURCE: VisitSource = {
  planOf: async () => NOTHING_PLANNED,
  take: async () => NOTHING_PLANNED,
  giveBack: async () => undefined,
  planOfSession: async () => NOTHING_PLANNED,
  lastWeightKg: async () => undefined,
  isKnown: async () => false,
  hasEscort: async () => false,
  reassigned: async () => undefined,
  authenticate: async () => undefined,
}
