// Owns what the hub says of profiles over HTTP, and making a new version of one. Never judges one: shared/alarm does.
import type {
  HttpNewProfile,
  HttpProfile,
  HttpProfiles,
  HttpProfileWhole,
  HttpSavedProfile,
} from '@chairside/shared/protocol/http.ts'
import { ok, type Result } from '@chairside/shared/result.ts'
import { json } from './ask.ts'

export type ProfileId = { readonly name: string; readonly version: number }

/** By name, newest version first. */
export async function profilesOf(): Promise<Result<readonly HttpProfile[]>> {
  const answer = await json<HttpProfiles>('/api/profiles')
  return answer.ok ? ok(answer.value.profiles) : answer
}

export const profileOf = ({ name, version }: ProfileId): Promise<Result<HttpProfileWhole>> =>
  json(`/api/profiles/${encodeURIComponent(name)}/${version}`)

async function saved(path: string, body: object): Promise<Result<HttpProfile>> {
  const answer = await json<HttpSavedProfile>(path, 'POST', body)
  return answer.ok ? ok(answer.value.profile) : answer
}
/** A new version, or with a name of its own a new profile. */
export const saveProfile = (profile: HttpNewProfile): Promise<Result<HttpProfile>> =>
  saved('/api/profiles', profile)
/** New sessions use it from now on. */
export const putInForce = ({ name, version }: ProfileId): Promise<Result<HttpProfile>> =>
  saved('/api/profiles/default', { name, version })
