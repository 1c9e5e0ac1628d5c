// Owns the tables of log.db and what must be true of a handle on it before a line is entrusted to it.
// Never reads or writes a line.
import Database from 'better-sqlite3'
import { keepPrivate, LogRefused } from './log-place.ts'

export type Handle = InstanceType<typeof Database>

/** The file is not a log that can be relied on. It is set aside, never repaired. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged'
}

/** 'CHSL': says whose file this is. */
const APPLICATION_ID = 0x4348_534c
const SCHEMA_VERSION = 1

/**
 * journal: one row a commit (journal.ts), in arrival order, no other index; a row is dead once all its lines are sealed, and
 * dead rows are deleted from the low end. segment: found by (stream, first). checkpoint: one a stream, the newest that a
 * seal took.
 */
const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
  CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, owner_epoch INTEGER NOT NULL) STRICT;
  CREATE TABLE journal (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE segment (
    id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    first_at_ms INTEGER NOT NULL, last_at_ms INTEGER NOT NULL, sha BLOB NOT NULL, body BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX segment_of_stream ON segment (stream, first);
  CREATE TABLE checkpoint (stream INTEGER PRIMARY KEY, at_seq INTEGER NOT NULL, state BLOB NOT NULL) STRICT;
  CREATE TABLE probe (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
`

const mustBe = (db: Handle, pragma: string, wanted: string | number): void => {
  const found = db.pragma(pragma, { simple: true })
  if (found !== wanted)
    throw new LogRefused(
      `${db.name} could not be opened safely (${pragma} is ${String(found)}, not ${wanted}): ` +
        'move DATA_DIR to a local disk that supports SQLite.',
    )
}

/** Opens log.db for its one writer and makes the tables when it is new. Throws LogRefused, LogDamaged or SqliteError. */
export function openHandle(path: string): Handle {
  keepPrivate(path)
  const db = new Database(path, { timeout: 2000 })
  try {
    const owner = db.pragma('application_id', { simple: true })
    const isNew = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
    if (!isNew && owner !== APPLICATION_ID)
      throw new LogRefused(`${path} is an SQLite file of another program: move it out of DATA_DIR.`)
    const version = db.pragma('user_version', { simple: true }) as number
    if (version > SCHEMA_VERSION)
      throw new LogRefused(
        `${path} was written by a newer Chairside (log version ${version}, this one knows ${SCHEMA_VERSION}): update this hub.`,
      )
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('fullfsync = ON')
    db.pragma('wal_autocheckpoint = 0')
    db.pragma('journal_size_limit = 33554432')
    db.pragma('trusted_schema = OFF')
    mustBe(db, 'journal_mode', 'wal')
    mustBe(db, 'synchronous', 2)
    if (isNew)
      db.transaction(() => {
        db.exec(SCHEMA)
        db.pragma(`application_id = ${APPLICATION_ID}`)
        db.pragma(`user_version = ${SCHEMA_VERSION}`)
      })()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Throws LogDamaged when the file's structure is broken. Bodies have their own hashes; a large file is not read whole. */
export function checkStructure(db: Handle, whole: boolean): void {
  const scopes = whole
    ? ['quick_check']
    : ['meta', 'stream', 'journal', 'checkpoint'].map((t) => `quick_check('${t}')`)
  for (const scope of scopes) {
    const found = db.pragma(scope, { simple: true })
    if (found !== 'ok') throw new LogDamaged(`${db.name} is damaged: ${String(found)}`)
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export const isDamage = (error: unknown): boolean =>
  error instanceof LogDamaged || /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))

const DISK_CODE =
  /^SQLITE_(IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB|PROTOCOL|PERM|AUTH|NOMEM|NOLFS|TOOBIG)|^E[A-Z]+$/

/** How a failed write is answered; undefined for an error that is not the disk's but ours. */
export function failureOf(error: unknown): { why: 'full' | 'io'; message: string } | undefined {
  const code = codeOf(error)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT')
    return { why: 'full', message: 'The disk is full: nothing can be recorded until there is room again.' }
  if (!DISK_CODE.test(code)) return undefined
  return { why: 'io', message: `The disk refused a write (${code}: ${(error as Error).message}).` }
}
