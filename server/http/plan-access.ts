// Owns who may come to people and plans over HTTP, and in what words not. Never says anything of a patient to whoever may not.
import { maySignOrders, mayUsePlans } from '@chairside/shared/access.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { type Result, refuse } from '@chairside/shared/result.ts'
import { type Ask, personOf } from './route.ts'

/** A nurse or physician. */
export function plannerOf(ask: Ask): Result<Actor> {
  const person = personOf(ask)
  if (!person.ok || mayUsePlans(person.value.role)) return person
  return refuse('not-allowed', 'Patients and plans are read and made by nurses and physicians.')
}

export function signerOf(ask: Ask): Result<Actor> {
  const person = plannerOf(ask)
  if (!person.ok || maySignOrders(person.value.role)) return person
  return refuse('not-allowed', 'Only a physician signs or withdraws orders.')
}

export const whoIs = ({ name, role }: Actor): string => `${name} (${role})`
/** A parameter of the address. */
export const param = ({ request }: Ask, name: string): string => String(request.params[name] ?? '')
