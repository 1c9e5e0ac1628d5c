// Owns what each administrative act does, the same whether the hub runs or not, and that each change is written down.
// Never returns a secret but the one just made; never writes one into the record.

import type { DeviceId } from '@chairside/shared/ids.ts'
import { assertNever, ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { ImportDesk } from '../import/import-desk.ts'
import type { Store } from '../store/store.ts'
import type { Act, ActDone } from './act.ts'
import { importFile } from './import-acts.ts'

export type AdminActs = {
  /** @param by who is at the command line */
  run(act: Act, by: string): Promise<Result<ActDone>>
}

type Row = Readonly<Record<string, unknown>>
const done = (said: string, ...rows: Row[]): Result<ActDone> => ok({ said, rows })
const listed = (said: string, rows: readonly Row[]): Result<ActDone> => ok({ said, rows, list: true })
const yes = (value: boolean): string => (value ? 'yes' : 'no')
const time = (atMs: number | undefined): string => (atMs === undefined ? '' : new Date(atMs).toISOString())

/** Goes on with the value, or hands the refusal on. */
async function on<T>(
  found: Promise<Result<T>> | Result<T>,
  next: (value: T) => Promise<Result<ActDone>> | Result<ActDone>,
): Promise<Result<ActDone>> {
  const result = await found
  return result.ok ? next(result.value) : result
}

type AdminStore = Pick<Store, 'people' | 'rooms' | 'devices' | 'screens' | 'adminLog'>
type ActOf<Kind extends string> = Extract<Act, { act: `${Kind}.${string}` }>

async function person(store: AdminStore, act: ActOf<'person'>): Promise<Result<ActDone>> {
  const { people } = store
  switch (act.act) {
    case 'person.list': {
      const rows = (await people.list()).map((one) => ({
        person: one.personId,
        name: one.name,
        role: one.role,
        disabled: yes(one.disabled),
        'password since': time(one.passwordChangedAtMs),
      }))
      return listed(`${rows.length} people`, rows)
    }
    case 'person.add':
      return on(people.add(act), (one) =>
        done(`${one.name} may sign in as ${one.role}.`, {
          person: one.personId,
          name: one.name,
          role: one.role,
        }),
      )
    case 'person.rename':
      return on(people.find(act.person), (one) =>
        on(people.rename(one.personId, act.name), () =>
          done(`${one.name} is now called ${act.name}.`, { person: one.personId, name: act.name }),
        ),
      )
    case 'person.role':
      return on(people.find(act.person), (one) =>
        on(people.setRole(one.personId, act.role), () =>
          done(`${one.name} is now ${act.role} and has been signed out.`, {
            person: one.personId,
            role: act.role,
          }),
        ),
      )
    case 'person.password':
      return on(people.find(act.person), (one) =>
        on(people.setPassword(one.personId, act.password), () =>
          done(`${one.name} has a new password and has been signed out everywhere.`, {
            person: one.personId,
            name: one.name,
          }),
        ),
      )
    case 'person.disable':
    case 'person.enable': {
      const disabled = act.act === 'person.disable'
      return on(people.find(act.person), (one) =>
        on(people.setDisabled(one.personId, disabled), () =>
          done(
            disabled
              ? `${one.name} can no longer sign in and has been signed out everywhere.`
              : `${one.name} may sign in again.`,
            { person: one.personId, disabled: yes(disabled) },
          ),
        ),
      )
    }
    default:
      return assertNever(act)
  }
}

async function room(store: AdminStore, act: ActOf<'room'>): Promise<Result<ActDone>> {
  const { rooms } = store
  switch (act.act) {
    case 'room.list': {
      const rows = (await rooms.list()).map((one) => ({
        room: one.roomId,
        name: one.name,
        disabled: yes(one.disabled),
      }))
      return listed(`${rows.length} rooms`, rows)
    }
    case 'room.add':
      return on(rooms.add({ name: act.name, roomId: act.id }), (one) =>
        done(`${one.name} is there.`, { room: one.roomId, name: one.name }),
      )
    case 'room.rename':
      return on(rooms.find(act.room), (one) =>
        on(rooms.rename(one.roomId, act.name), () =>
          done(`${one.name} is now called ${act.name}.`, { room: one.roomId, name: act.name }),
        ),
      )
    case 'room.disable':
    case 'room.enable': {
      const disabled = act.act === 'room.disable'
      return on(rooms.find(act.room), (one) =>
        on(rooms.setDisabled(one.roomId, disabled), () =>
          done(`${one.name} is ${disabled ? 'no longer' : 'again'} in use.`, {
            room: one.roomId,
            disabled: yes(disabled),
          }),
        ),
      )
    }
    default:
      return assertNever(act)
  }
}

async function newToken(
  store: AdminStore,
  act: Extract<Act, { act: 'device.token' }>,
): Promise<Result<ActDone>> {
  const deviceIds: DeviceId[] = []
  for (const name of act.devices) {
    const found = await store.devices.find(name)
    if (!found.ok) return found
    deviceIds.push(found.value.deviceId)
  }
  return on(store.devices.issueToken(deviceIds, act.label), ({ tokenId, token }) =>
    ok({
      said: `A token for ${deviceIds.join(', ')}. It is shown this once; the hub keeps only its hash.`,
      rows: [{ token: tokenId, devices: deviceIds.join(', '), label: act.label }],
      secret: token,
    }),
  )
}

async function device(store: AdminStore, act: ActOf<'device'>): Promise<Result<ActDone>> {
  const { devices, rooms } = store
  switch (act.act) {
    case 'device.list': {
      const rows = (await devices.list()).map((one) => ({
        device: one.deviceId,
        name: one.name,
        kind: one.kind,
        room: one.roomId,
        disabled: yes(one.disabled),
      }))
      return listed(`${rows.length} devices`, rows)
    }
    case 'device.add':
      return on(rooms.find(act.room), (place) => {
        if (place.disabled)
          return refuse('not-allowed', `${place.name} is not in use. Enable it first.`, 'room')
        const { name, kind, id } = act
        return on(devices.add({ name, kind, roomId: place.roomId, deviceId: id }), (one) =>
          done(`${one.name} may send for ${place.name}. It needs a token: device token ${one.deviceId}`, {
            device: one.deviceId,
            name: one.name,
            kind: one.kind,
            room: one.roomId,
          }),
        )
      })
    case 'device.rename':
      return on(devices.find(act.device), (one) =>
        on(devices.rename(one.deviceId, act.name), () =>
          done(`${one.name} is now called ${act.name}.`, { device: one.deviceId, name: act.name }),
        ),
      )
    case 'device.move':
      return on(devices.find(act.device), (one) =>
        on(rooms.find(act.room), (place) =>
          on(devices.move(one.deviceId, place.roomId), () =>
            done(`${one.name} now sends for ${place.name}.`, { device: one.deviceId, room: place.roomId }),
          ),
        ),
      )
    case 'device.disable':
    case 'device.enable': {
      const disabled = act.act === 'device.disable'
      return on(devices.find(act.device), (one) =>
        on(devices.setDisabled(one.deviceId, disabled), () =>
          done(`${one.name} may ${disabled ? 'no longer' : 'again'} send.`, {
            device: one.deviceId,
            disabled: yes(disabled),
          }),
        ),
      )
    }
    case 'device.token':
      return newToken(store, act)
    case 'device.tokens': {
      const rows = (await devices.tokens()).map((one) => ({
        token: one.tokenId,
        label: one.label,
        devices: one.deviceIds.join(', '),
        made: time(one.createdAtMs),
        revoked: time(one.revokedAtMs),
      }))
      return listed(`${rows.length} tokens`, rows)
    }
    case 'device.revoke':
      return on(devices.revokeToken(act.token), () =>
        done(`The token ${act.token} is revoked.`, { token: act.token }),
      )
    default:
      return assertNever(act)
  }
}

async function screen(store: AdminStore, act: ActOf<'screen'>): Promise<Result<ActDone>> {
  const { screens } = store
  switch (act.act) {
    case 'screen.list': {
      const rows = (await screens.list()).map((one) => ({
        screen: one.screenId,
        name: one.name,
        place: one.roomId ?? 'the suite',
        'enrolled by': one.enrolledBy,
        since: time(one.createdAtMs),
        revoked: time(one.revokedAtMs),
      }))
      return listed(`${rows.length} screens`, rows)
    }
    case 'screen.rename':
      return on(screens.find(act.screen), (one) =>
        on(screens.rename(one.screenId, act.name), () =>
          done(`${one.name} is now called ${act.name}.`, { screen: one.screenId, name: act.name }),
        ),
      )
    case 'screen.revoke':
      return on(screens.find(act.screen), (one) =>
        on(screens.revoke(one.screenId), () =>
          done(`${one.name} has lost its place and shows nothing any more.`, { screen: one.screenId }),
        ),
      )
    default:
      return assertNever(act)
  }
}

async function log(store: AdminStore, act: ActOf<'log'>): Promise<Result<ActDone>> {
  const rows = (await store.adminLog.list(act.limit)).map((one) => ({
    at: time(one.atMs),
    who: one.who,
    act: one.act,
    what: JSON.stringify(one.detail),
  }))
  return listed(`${rows.length} acts, newest first`, rows)
}

const runOn = (
  store: AdminStore,
  imports: ImportDesk | undefined,
  act: Act,
  by: string,
): Promise<Result<ActDone>> => {
  const isOf = <Kind extends string>(kind: Kind): boolean => act.act.startsWith(`${kind}.`)
  if (isOf('person')) return person(store, act as ActOf<'person'>)
  if (isOf('room')) return room(store, act as ActOf<'room'>)
  if (isOf('device')) return device(store, act as ActOf<'device'>)
  if (isOf('screen')) return screen(store, act as ActOf<'screen'>)
  if (isOf('import')) return importFile(imports, act as ActOf<'import'>, by)
  return log(store, act as ActOf<'log'>)
}

/** @param imports absent where no hub runs */
export function createActs(store: AdminStore, imports?: ImportDesk): AdminActs {
  return {
    async run(act, by) {
      const result = await runOn(store, imports, act, by)
      if (result.ok && result.value.list === undefined)
        await store.adminLog.add(`command line (${by})`, act.act, result.value.rows[0] ?? {})
      return result
    },
  }
}
