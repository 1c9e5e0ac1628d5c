// Owns who may come to people and plans over HTTP, in what words not, and the order in which a change of theirs is looked at. Never
// says anything of a patient to whoever may not.
import { maySignOrders, mayUsePlans } from '@chairside/shared/access.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { type Result, refuse } from '@chairside/shared/result.ts'
import type * as z from 'zod'
import { type Answer, type Ask, bodyOf, personOf, type Route } from './route.ts'

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

type Acted<B> = (ask: Ask, body: B, by: Actor) => Promise<Result<Answer>>
/** A change by somebody who may: first who, then what was sent, then the act. @param who `plannerOf` or `signerOf` */
export const acting =
  <B>(who: (ask: Ask) => Result<Actor>, schema: z.ZodType<B>, run: Acted<B>): Route['handle'] =>
  async (ask) => {
    const person = who(ask)
    if (!person.ok) return person
    const body = bodyOf(ask.request, schema)
    return body.ok ? run(ask, body.value, person.value) : body
  }
