// Owns the port to people, rooms, devices and screens as the doors need it. Implemented over Kysely in this folder.
// Never holds a patient's data.
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { ToldSummary } from '@chairside/shared/fold/session-summary.ts'
import type { Formerly } from '@chairside/shared/fold/visit-state.ts'
import type { DeviceId, EpochMs, PersonId, RoomId, ScreenId, SessionId } from '@chairside/shared/ids.ts'
import type { Actor, Priority, Provenance } from '@chairside/shared/record/record.ts'
import type { Outcome } from '@chairside/shared/record/visit-kinds.ts'
import type { Refusal, Result } from '@chairside/shared/result.ts'

export type Room = { readonly roomId: RoomId; readonly name: string; readonly position: number }
export type RegisteredDevice = {
  readonly deviceId: DeviceId
  readonly name: string
  readonly kind: Provenance
  readonly roomId: RoomId
  /** When it was moved into this room; what it measured before belongs to another. 0: it was never moved. */
  readonly placedAtMs: EpochMs
}
export type SignIn = { readonly signInId: string; readonly actor: Actor; readonly expiresAtMs: EpochMs }
export type EnrolledScreen = {
  readonly screenId: ScreenId
  readonly name: string
  /** Absent: the suite (station, wall). */
  readonly roomId?: RoomId
}
export type Revoked =
  | { readonly kind: 'token'; readonly tokenId: string }
  | { readonly kind: 'device'; readonly deviceId: DeviceId }
  | { readonly kind: 'person'; readonly personId: PersonId }
  | { readonly kind: 'signIn'; readonly signInId: string; readonly personId: PersonId }
  /** It ran out by time or disuse: its person has left, and its screens keep their numbers and alarms. */
  | { readonly kind: 'signInRanOut'; readonly signInId: string; readonly personId: PersonId }
  | { readonly kind: 'screen'; readonly screenId: ScreenId }

/** A rule set whose `profile.hash` is the SHA-256 of its canonical text. */
export type HashedRuleSet = RuleSet & { readonly profile: { readonly hash: string } }

export type Directory = {
  /** The devices a token speaks for, or `token-unknown` / `token-revoked`. */
  deviceToken(
    token: string,
  ): Promise<Result<{ readonly tokenId: string; readonly devices: readonly RegisteredDevice[] }>>
  rooms(): Promise<readonly Room[]>
  /**
   * From the raw Cookie header; undefined when absent, expired, disabled or unknown.
   * @param use false when nobody did anything (a page polls, a socket reconnects): that keeps no sign-in alive
   */
  signInOf(cookieHeader: string | undefined, use?: boolean): Promise<SignIn | undefined>
  screenOf(cookieHeader: string | undefined): Promise<EnrolledScreen | undefined>
  /** Also of one who has been let go; undefined: there never was such a person. */
  person(personId: PersonId): Promise<{ readonly actor: Actor; readonly disabled: boolean } | undefined>
  /** Nurses and physicians who are here, by name: who could have a room. */
  clinicians(): Promise<readonly Actor[]>
  /** Who is signed in somewhere at this moment, and until when at the longest if nobody uses it. A sign-in that is found over ends. */
  signedIn(): Promise<ReadonlyMap<PersonId, EpochMs>>
  /** A monitor that is registered and not disabled. */
  device(deviceId: DeviceId): Promise<RegisteredDevice | undefined>
  /** All of them, or none; each connection is closed, and its device says hello again from its new room. */
  placeDevices(places: readonly { readonly deviceId: DeviceId; readonly roomId: RoomId }[]): Promise<void>
  /** Who could be put on duty, by name. */
  physicians(): Promise<readonly Actor[]>
  /**
   * What a new session is judged by, with its hash: the profile named, or the one in force for new sessions. Of that one a
   * version that cannot be read any more is said as `fallback`, and the profile that ships stands in.
   */
  rulesFor(profile?: {
    readonly name: string
    readonly version: number
  }): Promise<Result<{ readonly ruleSet: HashedRuleSet; readonly fallback?: Refusal }>>
  /** Called at once when something a socket stands on is withdrawn; the doors close those sockets. */
  onRevoked(listener: (revoked: Revoked) => void): () => void
  /** Rooms or devices were added, renamed, disabled. */
  onChanged(listener: () => void): () => void
}

/** One row per session, derived from the log and rebuildable from it. */
export type SessionRow = {
  readonly sessionId: SessionId
  readonly roomId: RoomId
  readonly roomName: string
  readonly patientCode: string
  readonly provenance: Provenance
  readonly openedAtMs: EpochMs
  readonly closedAtMs?: EpochMs
  /** Of a closed session; absent: not worked out yet. */
  readonly summary?: RowSummary
  /** It came in as this file; of a session imported more than once from exports of itself, the newest. */
  readonly imported?: ImportedFile
  /** Of a session that has a plan or a check-in. */
  readonly visit?: RowVisit
}
/** Which session of which course it is, and what the next one is told of it. From its log, as everything in the row. */
export type RowVisit = {
  readonly courseId?: string
  readonly number?: number
  readonly of?: number
  /** At the check-in. */
  readonly weightKg?: number
  readonly outcome?: Outcome
  /** Codes it stood under before a physician confirmed that it is another patient's, oldest first. */
  readonly formerCodes?: readonly string[]
  /** The same, each with who and when; absent in a row that an older version wrote. */
  readonly formerly?: readonly Formerly[]
}
/** What a list says of a session; nothing is open in a closed one. */
export type RowSummary = ToldSummary
export type ImportedFile = { readonly name: string; readonly sha256: string }
export type SessionIndex = {
  put(row: SessionRow): Promise<void>
  get(sessionId: SessionId): Promise<SessionRow | undefined>
  /** The session that came in as a file with these bytes. @param sha256 hex */
  importedAs(sha256: string): Promise<SessionRow | undefined>
  /** Closed sessions whose summary has not been worked out; newest first, at most `limit`. */
  withoutSummary(limit: number): Promise<readonly SessionRow[]>
  /**
   * Newest first. May return more than `limit`: sessions opened in the very millisecond of the last one come with it, so
   * that going on with `before` skips none.
   */
  list(filter: SessionFilter): Promise<readonly SessionRow[]>
}
export type SessionFilter = {
  readonly limit: number
  /** Opened before this: where the page before ended. */
  readonly before?: EpochMs | undefined
  readonly open?: boolean | undefined
  /** Part of the room's name, in any case. */
  readonly room?: string | undefined
  /** The patient code begins like this, in any case. */
  readonly patient?: string | undefined
  /** Opened at or after. */
  readonly fromMs?: EpochMs | undefined
  /** Opened before. */
  readonly toMs?: EpochMs | undefined
  /**
   * Had an alarm of at least this priority. A session whose alarms have not been counted yet is listed too: it must not look
   * as if it had none.
   */
  readonly alarms?: Priority | undefined
}
