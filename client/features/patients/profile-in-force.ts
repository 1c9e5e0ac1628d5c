// Owns which profile a session opened now would be judged by, whole. Never stands one in for another: unknown is unknown.
import type { HttpProfileWhole } from '@chairside/shared/protocol/http.ts'
import { useQuery } from '@tanstack/react-query'
import { profileOf, profilesOf } from '../../net/profiles-api.ts'
import { orThrow } from '../../net/visits-api.ts'

async function inForceNow(): Promise<HttpProfileWhole | null> {
  const listed = await orThrow(profilesOf())
  const one = listed.find(({ inForce }) => inForce !== undefined)
  // A query that has nothing to say answers null: undefined is no answer to it.
  return one === undefined ? null : orThrow(profileOf(one))
}

/** @returns undefined: not read yet, or none is in force */
export const useProfileInForce = (): HttpProfileWhole | undefined =>
  useQuery({ queryKey: ['profile-in-force'], queryFn: inForceNow }).data ?? undefined
