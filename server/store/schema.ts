// Owns the tables of store.db as types. What makes them stands in migrations.ts; the two must agree.
// Never holds a name of a patient: a session has its patient code only. A label (initials, birth year) and an escort stand in rows
// of their own, so that they can be erased.
import type { DeviceId, EpochMs, PersonId, RoomId, ScreenId, SessionId } from '@chairside/shared/ids.ts'
import type { CourseScale } from '@chairside/shared/protocol/http-visits.ts'
import type { Provenance, Role } from '@chairside/shared/record/record.ts'
import type { Generated, Kysely } from 'kysely'
import type { Flag } from './columns.ts'

export type Tables = {
  meta: { key: string; value: string }
  person: {
    personId: PersonId
    name: string
    /** The name as it is compared: see `nameKey`. Unique. */
    nameKey: string
    role: Role
    /** PHC string: scheme, parameters, salt and hash. */
    passwordHash: string
    disabled: Flag
    createdAtMs: EpochMs
    passwordChangedAtMs: EpochMs
  }
  signIn: {
    /** SHA-256 of the cookie's secret, hex. */
    signInId: string
    personId: PersonId
    createdAtMs: EpochMs
    lastUsedAtMs: EpochMs
    /** Whatever use is made of it, it ends here. */
    expiresAtMs: EpochMs
  }
  room: { roomId: RoomId; name: string; nameKey: string; position: number; disabled: Flag }
  device: {
    deviceId: DeviceId
    name: string
    kind: Provenance
    roomId: RoomId
    disabled: Flag
    createdAtMs: EpochMs
    placedAtMs: EpochMs
  }
  deviceToken: {
    tokenId: string
    /** SHA-256 of the token, hex. */
    tokenHash: string
    label: string
    createdAtMs: EpochMs
    revokedAtMs: EpochMs | null
  }
  tokenDevice: { tokenId: string; deviceId: DeviceId }
  screen: {
    screenId: ScreenId
    name: string
    roomId: RoomId | null
    /** SHA-256 of the cookie's secret, hex. */
    secretHash: string
    enrolledBy: PersonId
    createdAtMs: EpochMs
    revokedAtMs: EpochMs | null
  }
  session: {
    sessionId: SessionId
    roomId: RoomId
    roomName: string
    patientCode: string
    provenance: Provenance
    openedAtMs: EpochMs
    closedAtMs: EpochMs | null
    /** The room's name as it is searched: see `nameKey`. */
    roomKey: string
    /** JSON; null: not worked out yet. */
    summary: string | null
    /** 3 a HIGH, 2 a MEDIUM, 1 a LOW, 0 none; null: not worked out yet. */
    worstAlarm: number | null
    /** SHA-256 of the file that the session came in as, hex. */
    importedSha: string | null
    importedName: string | null
    /** Of its plan; null: it has none. */
    courseId: string | null
    /** JSON; null: it has no visit. */
    visit: string | null
  }
  patient: {
    /** As it is shown: capitals, with its hyphens. */
    code: string
    /** As it is compared: see `codeKey`. Unique. */
    codeKey: string
    /** Erasable; null: none. */
    label: string | null
    /** As it is searched: see `nameKey`; null with the label. */
    labelKey: string | null
    labelErasedAtMs: EpochMs | null
    labelErasedBy: string | null
    createdAtMs: EpochMs
    personId: PersonId
    /** As it was then: a person's name and role. */
    who: string
  }
  course: {
    courseId: string
    patientCode: string
    indication: string
    planned: number
    maintenance: Flag
    createdAtMs: EpochMs
    personId: PersonId
    who: string
  }
  /** Append only. Of two of one scope the newer counts. */
  signedOrder: {
    entryId: Generated<number>
    orderId: string
    courseId: string
    /** Of one session; null: of the course. */
    appointmentId: string | null
    /** JSON: an `Order` of the record. */
    body: string
  }
  /** Append only. What is withdrawn brings no older one back. */
  orderWithdrawal: { orderId: string; atMs: EpochMs; personId: PersonId; who: string; reason: string }
  appointment: {
    appointmentId: string
    courseId: string
    roomId: RoomId
    atMs: EpochMs
    createdAtMs: EpochMs
    personId: PersonId
    who: string
    /** What was opened from it. */
    sessionId: SessionId | null
    takenAtMs: EpochMs | null
    cancelledAtMs: EpochMs | null
    cancelledBy: string | null
    cancelReason: string | null
  }
  /** Erased with the label. */
  escort: {
    sessionId: SessionId
    patientCode: string
    name: string
    phone: string
    atMs: EpochMs
    personId: PersonId
    who: string
  }
  courseScore: {
    scoreId: string
    courseId: string
    scale: CourseScale
    value: number
    atMs: EpochMs
    recordedAtMs: EpochMs
    personId: PersonId
    who: string
    note: string | null
    struckAtMs: EpochMs | null
    struckBy: string | null
    struckReason: string | null
  }
  /** Derived from the log, and made again from it. */
  sessionFigures: {
    sessionId: SessionId
    /** The last record that they were worked out from. */
    throughSeq: number
    version: number
    /** JSON; null: nothing was infused. */
    figures: string | null
  }
  profile: {
    name: string
    nameKey: string
    version: number
    /** SHA-256 of the rule set's canonical text, hex. */
    hash: string
    /** JSON. */
    ruleSet: string
    /** What it was made from. */
    parentName: string | null
    parentVersion: number | null
    /** null: it came with Chairside. */
    personId: PersonId | null
    /** As it was then: a person's name and role. */
    who: string
    reason: string
    atMs: EpochMs
    /** The hash under which it was shipped; null: a clinic's own. */
    shippedAs: string | null
  }
  /** Append only; the newest entry is what new sessions use. */
  profileInForce: {
    entryId: Generated<number>
    name: string
    version: number
    personId: PersonId | null
    who: string
    atMs: EpochMs
  }
  adminLog: {
    entryId: Generated<number>
    atMs: EpochMs
    who: string
    act: string
    /** JSON; ids and names, never a password or token. */
    detail: string
  }
}

export type Db = Kysely<Tables>

/** How names are compared: the same letters in any case are the same name. */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase()
