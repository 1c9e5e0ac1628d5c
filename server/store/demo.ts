// Owns what a demo starts with: four rooms, three people whose passwords everybody may know, four devices, a list for today.
// Never touches a clinic's store.
import type { DeviceId, RoomId } from '@chairside/shared/ids.ts'
import type { Provenance, Role } from '@chairside/shared/record/record.ts'
import { invariant, type Result } from '@chairside/shared/result.ts'
import type { DemoDay } from './demo-visits.ts'
import { seedVisits } from './demo-visits.ts'
import type { Store } from './store.ts'

export type DemoSignIn = { readonly name: string; readonly password: string; readonly role: Role }
export type DemoToken = { readonly deviceId: DeviceId; readonly token: string; readonly roomId: RoomId }
export type Demo = { readonly signIns: readonly DemoSignIn[]; readonly deviceTokens: readonly DemoToken[] }

const DEMO_PASSWORD = 'quiet-chair-demo'
const TOKEN_LABEL = 'demo'

const PEOPLE: readonly { readonly name: string; readonly role: Role }[] = [
  { name: 'R. Osei', role: 'nurse' },
  { name: 'Dr Lindqvist', role: 'physician' },
  { name: 'J. Brandt', role: 'qa' },
]
const ROOMS = [1, 2, 3, 4].map((number) => ({ roomId: `room-${number}`, name: `Room ${number}` }))
const DEVICES: readonly {
  readonly deviceId: string
  readonly name: string
  readonly kind: Provenance
  readonly roomId: string
}[] = [
  { deviceId: 'sim-1', name: 'Simulated monitor 1', kind: 'simulated', roomId: 'room-1' },
  { deviceId: 'sim-2', name: 'Simulated monitor 2', kind: 'simulated', roomId: 'room-2' },
  { deviceId: 'sim-3', name: 'Simulated monitor 3', kind: 'simulated', roomId: 'room-3' },
  { deviceId: 'player-4', name: 'Recording player', kind: 'recorded', roomId: 'room-4' },
]

function sure<T>(result: Result<T>): T {
  invariant(result.ok, result.ok ? '' : `demo: ${result.error.message}`)
  return result.value
}

async function seedPeople({ people }: Store): Promise<void> {
  for (const { name, role } of PEOPLE) {
    const known = await people.find(name)
    if (!known.ok) {
      sure(await people.add({ name, role, password: DEMO_PASSWORD }))
      continue
    }
    // Somebody tried the command line out: the page must not offer a sign-in that fails.
    const { personId } = known.value
    if (known.value.disabled) sure(await people.setDisabled(personId, false))
    if (known.value.role !== role) sure(await people.setRole(personId, role))
    const signedIn = await people.authenticate(name, DEMO_PASSWORD)
    if (signedIn === undefined) sure(await people.setPassword(personId, DEMO_PASSWORD))
  }
}

/**
 * Puts the demo's people, rooms and devices in place; what is there already stays. Device tokens are new each time, and
 * those of the start before are revoked.
 * @param day absent: nobody is on a list
 * @returns what the page offers and what the simulator and the player send with
 */
export async function seedDemo(store: Store, day?: DemoDay): Promise<Demo> {
  invariant(store.kind === 'demo', 'only a demo store is seeded with known passwords')
  await seedPeople(store)
  for (const { roomId, name } of ROOMS) {
    const known = await store.rooms.find(roomId)
    if (!known.ok) sure(await store.rooms.add({ name, roomId }))
    else if (known.value.disabled) sure(await store.rooms.setDisabled(known.value.roomId, false))
  }
  for (const old of await store.devices.tokens())
    if (old.label === TOKEN_LABEL && old.revokedAtMs === undefined)
      sure(await store.devices.revokeToken(old.tokenId))
  const deviceTokens: DemoToken[] = []
  for (const device of DEVICES) {
    const known = await store.devices.find(device.deviceId)
    const { deviceId, roomId, disabled } = known.ok
      ? known.value
      : sure(await store.devices.add({ ...device, roomId: device.roomId as RoomId }))
    if (disabled) sure(await store.devices.setDisabled(deviceId, false))
    const { token } = sure(await store.devices.issueToken([deviceId], TOKEN_LABEL))
    deviceTokens.push({ deviceId, token, roomId })
  }
  if (day !== undefined) await seedVisits(store, day)
  return { signIns: PEOPLE.map(({ name, role }) => ({ name, role, password: DEMO_PASSWORD })), deviceTokens }
}
