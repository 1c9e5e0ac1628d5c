// Owns what the hub's HTTP routes answer, as types for those who ask. Never holds a rule.
import type { RuleSet } from '../alarm/rules.ts'
import type { ToldSummary } from '../fold/session-summary.ts'
import type { DeviceId, EpochMs, RoomId, ScreenId, SessionId, StreamId } from '../ids.ts'
import type { Actor, Provenance, Role } from '../record/record.ts'
import type { Refusal } from '../result.ts'
import type { Site } from '../visit/site.ts'

/** Every answer that is not 2xx. */
export type HttpError = { readonly error: Refusal }

/** GET /api/me: who and where this browser is. */
export type HttpMe = {
  /** Absent: nobody is signed in here. */
  readonly actor?: Actor
  readonly signInExpiresAtMs?: EpochMs
  /** Absent: this browser has not been given a place. A screen without a room belongs to the suite. */
  readonly screen?: { readonly screenId: ScreenId; readonly name: string; readonly roomId?: RoomId }
  readonly zone: string
  /** What new sessions carry of this site; absent: a hub that knows no visits. */
  readonly site?: Site
  /** What is sent is encrypted, or never leaves this machine. */
  readonly secure: boolean
  /** Present in a demo only. */
  readonly demo?: { readonly signIns: readonly HttpDemoSignIn[] }
  readonly clockRate: number
  readonly hubAtMs: EpochMs
  readonly build: string
  /** Absent: this viewer may not see the rooms. */
  readonly rooms?: readonly HttpRoom[]
}
export type HttpDemoSignIn = { readonly name: string; readonly password: string; readonly role: Role }
export type HttpRoom = { readonly roomId: RoomId; readonly name: string; readonly position: number }

/** POST /api/sign-in {name, password} */
export type HttpSignedIn = { readonly actor: Actor; readonly expiresAtMs: EpochMs }
/** POST /api/screen/enrol {name, roomId?} */
export type HttpEnrolled = { readonly screen: NonNullable<HttpMe['screen']> }
/** GET /api/rooms */
export type HttpRooms = { readonly rooms: readonly HttpRoom[] }

/** GET /api/sessions?open=true|false&before=EPOCH_MS&limit=N, newest first. */
export type HttpSessions = {
  readonly sessions: readonly HttpSession[]
  /** Ask again with `before` set to this for the older ones; absent: there are none. */
  readonly olderBefore?: EpochMs
}
export type HttpSession = {
  readonly sessionId: SessionId
  readonly roomId: RoomId
  readonly roomName: string
  readonly patientCode: string
  /** Codes it stood under before it was re-assigned, oldest first; absent: none. It is listed under those too. */
  readonly formerCodes?: readonly string[]
  /** The same, each with who and when. */
  readonly formerly?: readonly HttpFormerly[]
  readonly provenance: Provenance
  readonly openedAtMs: EpochMs
  readonly closedAtMs?: EpochMs
  /** Absent: it has not been worked out yet (a session of an older version). */
  readonly summary?: ToldSummary
}
/** Under which code a session stood until a physician confirmed that it is another patient's. */
export type HttpFormerly = {
  /** The code that was wrong. */
  readonly patientCode: string
  /** The code that it was given to. */
  readonly toCode: string
  /** When it began to stand under the wrong code, and when that ended; absent: an older version did not keep it. */
  readonly fromMs: EpochMs
  readonly untilMs?: EpochMs
  readonly askedBy?: string
  readonly confirmedBy?: string
  /** As what it was planned then. */
  readonly courseId?: string
  readonly number?: number
  readonly of?: number
}
/** GET /api/sessions/:sessionId: one of them, or `not-found` / `not-allowed`. */
export type HttpOneSession = { readonly session: HttpSession }

/**
 * POST /api/imports?name=FILE[&map=…][&starts=EPOCH_MS][&patient=CODE][&room=NAME], the body being the file.
 * GET /api/imports/:importId: how far it is. DELETE /api/imports/:importId: stop it; nothing of it remains.
 */
export type HttpImport = { readonly import: ImportProgress }
export type ImportProgress = {
  readonly importId: string
  readonly name: string
  readonly state: 'waiting' | 'reading' | 'running' | 'done' | 'failed'
  /** Records written of records to come; 0 of 0 while the file is being read. */
  readonly records: number
  readonly of: number
  /** The file's own time reached, and its length, milliseconds. */
  readonly playedMs: number
  readonly lengthMs: number
  /** Of `done`: the session that it is now. Of `already-imported`: the session that it has been. */
  readonly sessionId?: SessionId
  /** What is odd about the file, for people; at most 20, then a count. */
  readonly notes: readonly string[]
  /** Of `failed`: why. Nothing of it remains. */
  readonly error?: Refusal
}

/**
 * GET /api/sessions/:sessionId/export.ndjson and …/export.csv: files, for a closed session. …/alarms.ndjson and …/alarms.csv:
 * its alarm log (docs/ALARMS.md).
 */

/** One version of a named rule set. Versions are never changed and never removed. */
export type HttpProfile = {
  readonly name: string
  readonly version: number
  /** SHA-256 of its canonical text, hex. */
  readonly hash: string
  readonly atMs: EpochMs
  /** Who made it: a name and a role, or Chairside. */
  readonly by: string
  readonly reason: string
  /** What it was made from. */
  readonly parent?: { readonly name: string; readonly version: number }
  /** No newer version of this name. */
  readonly newest: boolean
  /** It came with Chairside. */
  readonly shipped: boolean
  /** New sessions use it. */
  readonly inForce?: { readonly by: string; readonly sinceMs: EpochMs }
}
/** GET /api/profiles: by name, newest version first. */
export type HttpProfiles = { readonly profiles: readonly HttpProfile[] }
/** GET /api/profiles/:name/:version: the whole rule set. */
export type HttpProfileWhole = { readonly profile: HttpProfile; readonly ruleSet: RuleSet }
/**
 * POST /api/profiles: a new version. `name`: a profile of its own. Refused: `profile-older`, `profile-invalid`,
 * `profile-unchanged`, `profile-unknown`.
 */
export type HttpNewProfile = {
  readonly base: { readonly name: string; readonly version: number }
  readonly name?: string
  readonly ruleSet: RuleSet
  readonly reason: string
}
/** POST /api/profiles/default {name, version}: new sessions use it from now on. Both POSTs answer with the profile. */
export type HttpSavedProfile = { readonly profile: HttpProfile }

/** GET /api/streams/:stream/segments; each body is at …/segments/:first, lines each followed by a line feed. */
export type HttpSegments = { readonly stream: StreamId; readonly segments: readonly HttpSegment[] }
export type HttpSegment = {
  readonly first: number
  readonly last: number
  readonly firstAtMs: EpochMs
  readonly lastAtMs: EpochMs
  /** Hex SHA-256 of (previous segment's sha, line feed, then the lines each followed by a line feed). */
  readonly sha: string
}

/**
 * GET /api/streams/:stream/history/:first-:last: the lines of the segments from `first` to `last`, both named by the list above,
 * in one body; immutable. At most HISTORY_MAX_RECORDS of them.
 */
export const HISTORY_MAX_RECORDS = 6_000

/** Registered monitors, for whoever brings one to a chair. */
export type HttpMonitor = {
  readonly deviceId: DeviceId
  readonly name: string
  readonly kind: Provenance
  readonly roomId: RoomId
  readonly roomName: string
}
export type HttpMonitors = { readonly monitors: readonly HttpMonitor[] }
