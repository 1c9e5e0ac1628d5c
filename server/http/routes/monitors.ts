// Owns the list of registered monitors, for whoever brings one to a chair. Never says what one measures, nor for whom.
import { mayCommand } from '@chairside/shared/access.ts'
import type { HttpMonitors } from '@chairside/shared/protocol/http.ts'
import { refuse } from '@chairside/shared/result.ts'
import type { Store } from '../../store/store.ts'
import { json, personOf, type Route } from '../route.ts'

export function monitorRoutes({
  store,
}: {
  readonly store: Pick<Store, 'devices' | 'rooms'>
}): readonly Route[] {
  const list: Route['handle'] = async (ask) => {
    const person = personOf(ask)
    if (!person.ok) return person
    if (!mayCommand(person.value.role, 'monitor.swap'))
      return refuse('not-allowed', 'Your role does not exchange monitors; nurses and physicians do.')
    const [devices, rooms] = await Promise.all([store.devices.list(), store.rooms.list()])
    const nameOf = new Map(rooms.filter((room) => !room.disabled).map(({ roomId, name }) => [roomId, name]))
    const answer: HttpMonitors = {
      monitors: devices.flatMap(({ deviceId, name, kind, roomId, disabled }) => {
        const roomName = nameOf.get(roomId)
        return disabled || roomName === undefined ? [] : [{ deviceId, name, kind, roomId, roomName }]
      }),
    }
    return json(answer)
  }
  return [{ method: 'get', path: '/api/monitors', countsAsUse: true, handle: list }]
}
