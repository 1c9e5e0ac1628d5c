// Owns whether this screen is the room's own: there one acknowledges; from anywhere else one is "Coming".
// Source: clinical facts §5 "Acknowledged". The hub refuses what does not fit; this only names the button.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { ScreenSelf, SoundGrant } from '@chairside/shared/protocol/screens.ts'
import { useLink, useSoundGrant } from '../../session/use-screen.ts'

/** An enrolled screen is where it is enrolled, whatever it shows; one that is not is at the chair that it shows. */
export function isOwnScreen(
  roomId: RoomId,
  self: Pick<ScreenSelf, 'screenId' | 'roomId'> | undefined,
  grant: Pick<SoundGrant, 'place'> | undefined,
): boolean {
  if (grant?.place !== undefined && !grant.place.startsWith('person:'))
    return grant.place === `chair:${roomId}`
  return self?.screenId === undefined || self.roomId === roomId
}

export function useIsOwnScreen(roomId: RoomId): boolean {
  const self = useLink((state) => state.self)
  return isOwnScreen(roomId, self, useSoundGrant())
}
