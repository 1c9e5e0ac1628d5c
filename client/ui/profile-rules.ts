// Owns which limits belong to which profile, for screens: a session is shown with the limits of its own profile or with none.
// Never stands one profile's limits in for another's.
import { ADULT_KETAMINE_INFUSION, type Rules } from '@chairside/shared/alarm/rules.ts'

const KNOWN: readonly Rules[] = [ADULT_KETAMINE_INFUSION]

/** @returns undefined: a profile that this version does not know. A limit nobody used would be worse than none. */
export const rulesOf = (
  profile: { readonly name: string; readonly version: number } | undefined,
): Rules | undefined =>
  KNOWN.find(({ profile: { name, version } }) => name === profile?.name && version === profile.version)

/** For the words of an alarm of an unknown profile: what broke is in its record; where it would end is not known. */
export const NO_RULES: Rules = { ...ADULT_KETAMINE_INFUSION, ladders: [] }
