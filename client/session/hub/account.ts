// Owns the port to what goes over HTTP: who is signed in, and which place this screen has.
// Never holds a password longer than the one call.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { HttpEnrolled, HttpMe, HttpRoom, HttpSignedIn } from '@chairside/shared/protocol/http.ts'
import type { Result } from '@chairside/shared/result.ts'

export type Account = {
  me(): Promise<Result<HttpMe>>
  signIn(name: string, password: string): Promise<Result<HttpSignedIn>>
  signOut(): Promise<Result<unknown>>
  rooms(): Promise<Result<readonly HttpRoom[]>>
  /** Gives this browser a place: a room, or (without one) the whole suite. */
  enrol(name: string, roomId: RoomId | undefined): Promise<Result<HttpEnrolled>>
  /** Takes this browser's place away. */
  leavePlace(): Promise<Result<unknown>>
}
