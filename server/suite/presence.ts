// Owns whether whoever has a room is signed in anywhere: a room stays its nurse's when the sign-in runs out, and says so.
// Never takes a room away from anybody.
import type { HubClock, Timer } from '@chairside/shared/clock.ts'
import type { EpochMs, PersonId, RoomId } from '@chairside/shared/ids.ts'
import type { Directory } from '../store/directory.ts'
import type { SuiteState } from './suite-state.ts'

export type Presence = {
  isSignedIn(personId: string): boolean
  /** Somebody signed in or out, or has a room from now on. */
  look(): void
  stop(): void
}

export function createPresence(deps: {
  readonly directory: Pick<Directory, 'signedIn'>
  readonly state: () => SuiteState
  readonly clock: HubClock
  /** Of these rooms it is not as it was. */
  readonly onChanged: (rooms: readonly RoomId[]) => void
  readonly onBroken: (error: unknown) => void
}): Presence {
  const { directory, state, clock } = deps
  let untilMs: ReadonlyMap<PersonId, EpochMs> | undefined
  let timer: Timer | undefined
  let stopped = false
  let looking = false
  let again = false

  const isSignedIn = (personId: string): boolean => untilMs?.has(personId as PersonId) ?? true

  const find = async (): Promise<void> => {
    const now = await directory.signedIn()
    const { rooms } = state()
    const changed = Object.entries(rooms).flatMap(([roomId, { personId }]) =>
      isSignedIn(personId) === now.has(personId as PersonId) ? [] : [roomId as RoomId],
    )
    untilMs = now
    timer?.cancel()
    const ends = Object.values(rooms).flatMap(({ personId }) => now.get(personId as PersonId) ?? [])
    timer = stopped || ends.length === 0 ? undefined : clock.at((Math.min(...ends) + 1) as EpochMs, look)
    if (changed.length > 0) deps.onChanged(changed)
  }
  /** One after the other: what is found over while it is looked for is looked at once more. */
  const look = (): void => {
    if (stopped) return
    if (looking) {
      again = true
      return
    }
    looking = true
    find()
      .catch(deps.onBroken)
      .finally(() => {
        looking = false
        if (!again) return
        again = false
        look()
      })
  }

  return {
    isSignedIn,
    look,
    stop() {
      stopped = true
      timer?.cancel()
    },
  }
}
