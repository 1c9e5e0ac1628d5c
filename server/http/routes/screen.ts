// Owns giving a browser its place and taking it away. A place is a person's act, kept with their name.
import { mayEnrolScreen } from '@chairside/shared/access.ts'
import type { HttpEnrolled } from '@chairside/shared/protocol/http.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import * as z from 'zod'
import type { Store } from '../../store/store.ts'
import type { Cookies } from '../cookies.ts'
import { type Ask, bodyOf, json, personOf, type Route } from '../route.ts'

export type ScreenDeps = {
  readonly store: Pick<Store, 'rooms' | 'screens' | 'adminLog'>
  readonly cookies: Cookies
}

const zEnrol = z.strictObject({
  name: z.string().min(1).max(80),
  roomId: z.string().min(1).max(64).optional(),
})

function mayPlace(ask: Ask): Result<Actor> {
  const person = personOf(ask)
  if (!person.ok || mayEnrolScreen(person.value.role)) return person
  return refuse(
    'not-allowed',
    'Your role does not give screens their place; a nurse, physician or admin does.',
  )
}

export function screenRoutes({ store, cookies }: ScreenDeps): readonly Route[] {
  const { rooms, screens, adminLog } = store

  async function placeOf(roomId: string | undefined) {
    if (roomId === undefined) return ok(undefined)
    const room = (await rooms.list()).find((one) => one.roomId === roomId && !one.disabled)
    return room === undefined
      ? refuse('not-found', `There is no room "${roomId}". Choose one from the list.`, 'roomId')
      : ok(room.roomId)
  }

  const enrol: Route['handle'] = async (ask) => {
    const person = mayPlace(ask)
    if (!person.ok) return person
    const body = bodyOf(ask.request, zEnrol)
    if (!body.ok) return body
    const roomId = await placeOf(body.value.roomId)
    if (!roomId.ok) return roomId
    const { personId, name, role } = person.value
    const enrolled = await screens.enrol({ name: body.value.name, roomId: roomId.value, by: personId })
    if (!enrolled.ok) return enrolled
    const { screen, secret } = enrolled.value
    const before = ask.caller.screen
    // One browser is one screen: the place it had is given up.
    if (before !== undefined) await screens.revoke(before.screenId)
    await adminLog.add(`${name} (${role})`, 'screen.enrol', {
      screenId: screen.screenId,
      name: screen.name,
      ...(roomId.value === undefined ? {} : { roomId: roomId.value }),
      ...(before === undefined ? {} : { instead: before.screenId }),
    })
    const answer: HttpEnrolled = { screen }
    return json(answer, { status: 201, cookies: [cookies.screen(secret)] })
  }

  const leave: Route['handle'] = async (ask) => {
    const person = mayPlace(ask)
    if (!person.ok) return person
    const { screen } = ask.caller
    if (screen === undefined)
      return refuse('not-enrolled', 'This screen has no place, so there is none to take away.')
    const { name, role } = person.value
    await screens.revoke(screen.screenId)
    await adminLog.add(`${name} (${role})`, 'screen.revoke', { screenId: screen.screenId, name: screen.name })
    return json({ revoked: screen.screenId }, { cookies: [cookies.noScreen()] })
  }

  return [
    { method: 'post', path: '/api/screen/enrol', countsAsUse: true, handle: enrol },
    { method: 'delete', path: '/api/screen', countsAsUse: true, handle: leave },
  ]
}
