// Owns store.db: opens it, brings its tables up to date, and hands out its parts. Its own file, its own handle:
// a transaction here can never take a record of the log back with it.
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { type AdminLog, createAdminLog } from './admin-log.ts'
import { createChanges } from './changes.ts'
import { createDevices, type Devices } from './devices.ts'
import type { Directory, Room, SessionIndex } from './directory.ts'
import { migrate, SCHEMA_VERSION, schemaVersion } from './migrations.ts'
import { createPeople, type People } from './people.ts'
import { createProfiles, type Profiles, shipProfile } from './profiles.ts'
import { createRooms, type Rooms } from './rooms.ts'
import { hashed } from './rule-set-hash.ts'
import type { Db, Tables } from './schema.ts'
import { createScreens, type Screens } from './screens.ts'
import { createSessionFigures, type SessionFigures } from './session-figures.ts'
import { createSessionIndex } from './session-index.ts'
import { createSignIns, type SignIns, type SignInTimes } from './sign-ins.ts'
import { createVisits, type Visits } from './visits.ts'

/** A demo's people have passwords everybody knows; a clinic's store must never hold them. */
export type StoreKind = 'clinic' | 'demo'

export type Store = {
  readonly kind: StoreKind
  readonly people: People
  readonly signIns: SignIns
  readonly rooms: Rooms
  readonly devices: Devices
  readonly screens: Screens
  readonly sessions: SessionIndex
  readonly figures: SessionFigures
  readonly profiles: Profiles
  /** People and plans. */
  readonly visits: Visits
  readonly adminLog: AdminLog
  /** What the doors ask. */
  readonly directory: Directory
  close(): Promise<void>
}

export type StoreDeps = {
  /** Path of store.db, or ':memory:'. */
  readonly file: string
  /** What the caller is: a store of the other kind is refused. `any`: whatever is there; a new one is a clinic's. */
  readonly kind: StoreKind | 'any'
  readonly nowMs: () => EpochMs
  readonly signInTimes?: SignInTimes
  /** Takes what a listener of onRevoked or onChanged threw. */
  readonly report: (error: unknown) => void
}

/** The command line may hold the file for a moment; longer than this something is wrong, and it is said. */
const BUSY_MS = 1_000

function openFile(file: string): Database.Database {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // Made before SQLite does, so that its side files get the same narrow rights.
    closeSync(openSync(file, 'a', 0o600))
    if (process.platform !== 'win32') chmodSync(file, 0o600)
  }
  const database = new Database(file, { timeout: BUSY_MS })
  try {
    database.pragma('journal_mode = WAL')
    // A revocation that a power cut takes back would let a stolen token in again.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    // What is erased (a label, an escort) is overwritten, not only forgotten.
    database.pragma('secure_delete = ON')
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

async function settleKind(db: Db, wanted: StoreDeps['kind'], file: string): Promise<Result<StoreKind>> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'demo').executeTakeFirst()
  const is: StoreKind =
    row === undefined ? (wanted === 'demo' ? 'demo' : 'clinic') : row.value === '1' ? 'demo' : 'clinic'
  if (row === undefined)
    await db
      .insertInto('meta')
      .values({ key: 'demo', value: is === 'demo' ? '1' : '0' })
      .execute()
  if (wanted === 'any' || wanted === is) return ok(is)
  return is === 'demo'
    ? refuse(
        'not-allowed',
        `${file} belongs to a demo, whose passwords everybody knows. Set DATA_DIR to another folder for "npm run hub", or run "npm start" for the demo.`,
        'DATA_DIR',
      )
    : refuse(
        'not-allowed',
        `${file} belongs to a clinic; the demo does not write into it. Set DATA_DIR to another folder for "npm start", or run "npm run hub".`,
        'DATA_DIR',
      )
}

function createDirectory(
  parts: Omit<Store, 'directory' | 'close'>,
  changes: ReturnType<typeof createChanges>,
): Directory {
  // Sockets ask for the rooms often and they change rarely.
  let rooms: Promise<readonly Room[]> | undefined
  const readRooms = async (): Promise<readonly Room[]> =>
    (await parts.rooms.list())
      .filter((room) => !room.disabled)
      .map(({ roomId, name, position }) => ({ roomId, name, position }))
  changes.onChanged(() => {
    rooms = undefined
  })
  return {
    deviceToken: (token) => parts.devices.ofToken(token),
    rooms() {
      if (rooms === undefined) {
        const reading = readRooms()
        rooms = reading
        reading.catch(() => {
          if (rooms === reading) rooms = undefined
        })
      }
      return rooms
    },
    signInOf: (cookieHeader, use) => parts.signIns.of(cookieHeader, use),
    screenOf: (cookieHeader) => parts.screens.of(cookieHeader),
    async person(personId) {
      const found = await parts.people.find(personId)
      if (!found.ok || found.value.personId !== personId) return undefined
      const { name, role, disabled } = found.value
      return { actor: { personId, name, role }, disabled }
    },
    async clinicians() {
      const all = await parts.people.list()
      return all.flatMap(({ personId, name, role, disabled }) =>
        (role === 'nurse' || role === 'physician') && !disabled ? [{ personId, name, role }] : [],
      )
    },
    signedIn: parts.signIns.now,
    async device(deviceId) {
      const found = (await parts.devices.list()).find((one) => one.deviceId === deviceId && !one.disabled)
      if (found === undefined) return undefined
      const { name, kind, roomId, placedAtMs } = found
      return { deviceId, name, kind, roomId, placedAtMs }
    },
    placeDevices: parts.devices.place,
    async physicians() {
      const all = await parts.people.list()
      return all.flatMap(({ personId, name, role, disabled }) =>
        role === 'physician' && !disabled ? [{ personId, name, role }] : [],
      )
    },
    async rulesFor(profile) {
      const found = profile === undefined ? await parts.profiles.inForce() : await parts.profiles.get(profile)
      if (found.ok) return ok({ ruleSet: found.value.ruleSet })
      if (profile !== undefined) return found
      // A patient without any limits would be more alone than one with those that ship: the glass names them.
      return ok({ ruleSet: hashed(ADULT_KETAMINE_INFUSION), fallback: found.error })
    },
    onRevoked: changes.onRevoked,
    onChanged: changes.onChanged,
  }
}

/**
 * Opens (or makes) the store.
 * @returns the store; `not-allowed` for a store of the other kind, `protocol-version` for one written by a newer
 * Chairside, `storage-failed` when the file cannot be opened or is not ours
 */
export async function openStore(deps: StoreDeps): Promise<Result<Store>> {
  const { file } = deps
  let opened: Database.Database
  try {
    opened = openFile(file)
  } catch (error) {
    return refuse('storage-failed', `${file} cannot be opened: ${String(error)}`, 'DATA_DIR')
  }
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: opened }) })
  try {
    const version = await schemaVersion(db)
    if (version > SCHEMA_VERSION) {
      await db.destroy()
      return refuse(
        'protocol-version',
        `${file} was written by a newer Chairside (store version ${version}; this one knows ${SCHEMA_VERSION}). Update, then start again.`,
        'DATA_DIR',
      )
    }
    await migrate(db, version)
    const kind = await settleKind(db, deps.kind, file)
    if (!kind.ok) {
      await db.destroy()
      return kind
    }
    await shipProfile(db, deps.nowMs)
    return ok(assemble(db, kind.value, deps))
  } catch (error) {
    await db.destroy()
    return refuse('storage-failed', `${file} cannot be used: ${String(error)}`, 'DATA_DIR')
  }
}

function assemble(db: Db, kind: StoreKind, deps: StoreDeps): Store {
  const { nowMs } = deps
  const changes = createChanges(deps.report)
  const parts = {
    kind,
    people: createPeople(db, changes, nowMs),
    signIns: createSignIns(db, changes, nowMs, deps.signInTimes),
    rooms: createRooms(db, changes),
    devices: createDevices(db, changes, nowMs),
    screens: createScreens(db, changes, nowMs),
    sessions: createSessionIndex(db),
    figures: createSessionFigures(db),
    profiles: createProfiles(db, nowMs),
    visits: createVisits(db, nowMs),
    adminLog: createAdminLog(db, nowMs),
  }
  return { ...parts, directory: createDirectory(parts, changes), close: () => db.destroy() }
}
