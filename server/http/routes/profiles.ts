// Owns profiles over HTTP: reading them, a new version, and which one new sessions use. Each change is a person's, with a
// reason, and stands in the administrative record.
// Never changes a version that is there, and nothing that a session runs on.
import { mayEditProfiles, mayReadProfiles } from '@chairside/shared/access.ts'
import { parseRuleSet } from '@chairside/shared/alarm/profile/rule-set.ts'
import type { HttpProfiles, HttpProfileWhole, HttpSavedProfile } from '@chairside/shared/protocol/http.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { type Result, refuse } from '@chairside/shared/result.ts'
import * as z from 'zod'
import type { Store } from '../../store/store.ts'
import { type Ask, bodyOf, json, personOf, type Route } from '../route.ts'

export type ProfileDeps = { readonly store: Pick<Store, 'profiles' | 'adminLog'> }

const zId = z.strictObject({ name: z.string().min(1).max(80), version: z.int().min(1) })
const zNew = z.strictObject({
  base: zId,
  name: z.string().min(1).max(80).optional(),
  /** Checked by `parseRuleSet`, which names the field as a person finds it. */
  ruleSet: z.record(z.string(), z.unknown()),
  reason: z.string().max(1_000),
})

function reader(ask: Ask): Result<Actor> {
  const person = personOf(ask)
  if (!person.ok || mayReadProfiles(person.value.role)) return person
  return refuse('not-allowed', 'Your role does not read profiles.')
}
function editor(ask: Ask): Result<Actor> {
  const person = personOf(ask)
  if (!person.ok || mayEditProfiles(person.value.role)) return person
  return refuse('not-allowed', 'Your role does not change profiles; a physician or admin does.')
}

export function profileRoutes({ store: { profiles, adminLog } }: ProfileDeps): readonly Route[] {
  const list: Route['handle'] = async (ask) => {
    const person = reader(ask)
    if (!person.ok) return person
    const answer: HttpProfiles = { profiles: await profiles.list() }
    return json(answer)
  }

  const one: Route['handle'] = async (ask) => {
    const person = reader(ask)
    if (!person.ok) return person
    const { name, version } = ask.request.params
    const id = zId.safeParse({
      name,
      version: /^\d{1,7}$/.test(String(version)) ? Number(version) : undefined,
    })
    if (!id.success)
      return refuse('malformed', 'A profile is named and numbered: /api/profiles/NAME/VERSION.', 'version')
    const found = await profiles.get(id.data)
    if (!found.ok) return found
    const answer: HttpProfileWhole = found.value
    return json(answer)
  }

  const save: Route['handle'] = async (ask) => {
    const person = editor(ask)
    if (!person.ok) return person
    const body = bodyOf(ask.request, zNew)
    if (!body.ok) return body
    const { base, name, reason } = body.value
    // Its own name and version are given by the hub; what stood there is not looked at.
    const ruleSet = parseRuleSet({ ...body.value.ruleSet, profile: { name: base.name, version: 1 } })
    if (!ruleSet.ok) return ruleSet
    const by = person.value
    const saved = await profiles.save({ base, name, ruleSet: ruleSet.value, reason, by })
    if (!saved.ok) return saved
    const { value: profile } = saved
    await adminLog.add(`${by.name} (${by.role})`, 'profile.save', {
      name: profile.name,
      version: profile.version,
      hash: profile.hash,
      from: `${base.name} ${base.version}`,
      reason: profile.reason,
    })
    const answer: HttpSavedProfile = { profile }
    return json(answer, { status: 201 })
  }

  const use: Route['handle'] = async (ask) => {
    const person = editor(ask)
    if (!person.ok) return person
    const body = bodyOf(ask.request, zId)
    if (!body.ok) return body
    const by = person.value
    const used = await profiles.use(body.value, by)
    if (!used.ok) return used
    const { name, version, hash } = used.value
    await adminLog.add(`${by.name} (${by.role})`, 'profile.use', { name, version, hash })
    const answer: HttpSavedProfile = { profile: used.value }
    return json(answer)
  }

  return [
    { method: 'get', path: '/api/profiles', countsAsUse: true, handle: list },
    { method: 'get', path: '/api/profiles/:name/:version', countsAsUse: true, handle: one },
    { method: 'post', path: '/api/profiles', countsAsUse: true, handle: save },
    { method: 'post', path: '/api/profiles/default', countsAsUse: true, handle: use },
  ]
}
