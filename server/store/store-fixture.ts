// Owns the store that tests use: the real one, in memory, on a time the test moves.
// Never used by the hub.
import { type EpochMs, epochMs, type RoomId } from '@chairside/shared/ids.ts'
import type { Role } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'
import type { Revoked } from './directory.ts'
import type { SignInTimes } from './sign-ins.ts'
import { openStore, type Store, type StoreDeps } from './store.ts'

export const FIXTURE_START_MS = epochMs(1_764_000_000_000)
export const FIXTURE_PASSWORD = 'correct horse battery'

export type StoreFixture = {
  readonly store: Store
  readonly revoked: Revoked[]
  readonly errors: unknown[]
  nowMs(): EpochMs
  pass(ms: number): void
}

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

export async function storeFixture(
  over: { file?: string; kind?: StoreDeps['kind']; signInTimes?: SignInTimes } = {},
): Promise<StoreFixture> {
  let now: number = FIXTURE_START_MS
  const errors: unknown[] = []
  const nowMs = () => epochMs(now)
  const opened = await openStore({
    file: ':memory:',
    kind: 'clinic',
    nowMs,
    report: (error) => errors.push(error),
    ...over,
  })
  const store = must(opened)
  const revoked: Revoked[] = []
  store.directory.onRevoked((what) => revoked.push(what))
  return {
    store,
    revoked,
    errors,
    nowMs,
    pass(ms) {
      now += ms
    },
  }
}

/** A person with the fixture's password. */
export const addPerson = async (store: Store, name: string, role: Role) =>
  must(await store.people.add({ name, role, password: FIXTURE_PASSWORD }))

/** Signs a person in and gives the Cookie header. */
export async function signInCookie(store: Store, name: string): Promise<string> {
  const actor = await store.people.authenticate(name, FIXTURE_PASSWORD)
  if (actor === undefined) throw new Error(`${name} cannot sign in`)
  const { secret } = await store.signIns.begin(actor)
  return `chairside_signin=${secret}`
}

export const addRoom = async (store: Store, name: string): Promise<RoomId> =>
  must(await store.rooms.add({ name })).roomId
