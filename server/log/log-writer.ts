// Owns the one writing handle on log.db and what happens when the disk refuses: the reserve, one retry, reopening.
// Never reports as written what is not, nor keeps what it reported as refused.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { failureOf, type Handle, openHandle } from './log-schema.ts'
import { LOG_FILE, type LogSettings, RESERVE_FILE } from './log-settings.ts'

const prepare = (db: Handle) => ({
  begin: db.prepare('BEGIN IMMEDIATE'),
  commit: db.prepare('COMMIT'),
  setMeta: db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)'),
  addStream: db.prepare('INSERT INTO stream (id, name, owner_epoch) VALUES (?, ?, ?)'),
  setOwner: db.prepare('UPDATE stream SET owner_epoch = ? WHERE id = ?'),
  streamByName: db.prepare('SELECT id, name, owner_epoch AS ownerEpoch FROM stream WHERE name = ?'),
  streamById: db.prepare('SELECT id, name, owner_epoch AS ownerEpoch FROM stream WHERE id = ?'),
  lastSegment: db.prepare(
    'SELECT last, lower(hex(sha)) AS sha FROM segment WHERE stream = ? ORDER BY first DESC LIMIT 1',
  ),
  renameStream: db.prepare('UPDATE stream SET name = ? WHERE id = ?'),
  dropSegments: db.prepare('DELETE FROM segment WHERE stream = ?'),
  dropCheckpoint: db.prepare('DELETE FROM checkpoint WHERE stream = ?'),
  dropStream: db.prepare('DELETE FROM stream WHERE id = ?'),
  dropMeta: db.prepare('DELETE FROM meta WHERE key = ?'),
  checkpointSeq: db.prepare('SELECT at_seq FROM checkpoint WHERE stream = ?').pluck(),
  addCommit: db.prepare('INSERT INTO journal (id, body) VALUES (?, ?)'),
  trim: db.prepare('DELETE FROM journal WHERE id < ?'),
  addSegment: db.prepare(
    'INSERT INTO segment (id, stream, first, last, first_at_ms, last_at_ms, sha, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ),
  setCheckpoint: db.prepare('INSERT OR REPLACE INTO checkpoint (stream, at_seq, state) VALUES (?, ?, ?)'),
  addProbe: db.prepare('INSERT OR REPLACE INTO probe (id, body) VALUES (1, zeroblob(?))'),
  dropProbe: db.prepare('DELETE FROM probe'),
})
export type Statements = ReturnType<typeof prepare>

export type WriteFailure = { readonly why: 'full' | 'io'; readonly message: string }

/** Highest committed ids; whatever stands above them in the file was refused. */
export type Committed = { journalId: number; streamId: number; segmentId: number }

export type LogWriter = {
  readonly committed: Committed
  db(): Handle
  sql(): Statements
  /**
   * Runs `write` in one durable transaction. When the disk is full, the reserve is given up and it runs once more, so
   * `write` must change nothing but the database.
   * @returns undefined when committed; throws what is not the disk's fault
   */
  attempt(
    write: (sql: Statements) => void,
    options?: { readonly useReserve: boolean },
  ): WriteFailure | undefined
  /** After a write that the disk reported as failed: makes the file what was answered, before the next write. */
  settleLater(write: (sql: Statements) => void): void
  /** Was the reserve given up since the last call? */
  takeReserveUsed(): boolean
  setMaxPageCount(pages: number): void
  /** Copies the write-ahead log into log.db when it has grown, or all of it. */
  checkpoint(all: boolean): void
  close(): void
}

/** Stands in for a slow disk, or for one that a test holds. */
function holdCommit({ commitHoldMs, gate }: LogSettings): void {
  if (gate !== undefined) while (Atomics.load(gate, 0) === 1) Atomics.wait(gate, 0, 1, 1000)
  if (commitHoldMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, commitHoldMs)
}

export function createLogWriter(settings: LogSettings, opened: Handle): LogWriter {
  const reservePath = join(settings.dir, RESERVE_FILE)
  const committed: Committed = { journalId: 0, streamId: 0, segmentId: 0 }
  let db = opened
  let sql = prepare(db)
  let broken = false
  let unsettled: ((sql: Statements) => void)[] = []
  let reserveUsed = false
  let maxPageCount = settings.maxPageCount

  const limitPages = () => {
    if (maxPageCount > 0) db.pragma(`max_page_count = ${maxPageCount}`)
  }
  limitPages()

  /** After an I/O error the file may hold what was refused: a fresh handle, and everything above the counters goes. */
  function reopen(): void {
    const fresh = openHandle(join(settings.dir, LOG_FILE))
    db.close()
    db = fresh
    sql = prepare(db)
    limitPages()
    db.transaction(() => {
      db.prepare('DELETE FROM journal WHERE id > ?').run(committed.journalId)
      db.prepare('DELETE FROM segment WHERE id > ?').run(committed.segmentId)
      db.prepare('DELETE FROM stream WHERE id > ?').run(committed.streamId)
      for (const write of unsettled) write(sql)
    })()
    unsettled = []
    broken = false
  }

  function dropReserve(): boolean {
    if (!existsSync(reservePath)) return false
    rmSync(reservePath)
    reserveUsed = true
    if (maxPageCount > 0) {
      const pageSize = db.pragma('page_size', { simple: true }) as number
      maxPageCount += Math.floor(settings.reserveBytes / pageSize)
      limitPages()
    }
    return true
  }

  function once(write: (sql: Statements) => void): WriteFailure | undefined {
    try {
      if (broken) reopen()
      sql.begin.run()
      write(sql)
      holdCommit(settings)
      sql.commit.run()
      return undefined
    } catch (error) {
      const failure = failureOf(error)
      try {
        if (db.inTransaction) db.exec('ROLLBACK')
      } catch {
        broken = true
      }
      if (failure === undefined) throw error
      if (failure.why === 'io') broken = true
      return failure
    }
  }

  function copyWal(mode: 'PASSIVE' | 'TRUNCATE'): void {
    try {
      db.pragma(`wal_checkpoint(${mode})`)
    } catch (error) {
      // What was committed is safe in the write-ahead log; only room is missing. The next append will say so.
      const failure = failureOf(error)
      if (failure === undefined) throw error
      if (failure.why === 'full') dropReserve()
    }
  }

  return {
    committed,
    db: () => db,
    sql: () => sql,
    attempt(write, { useReserve } = { useReserve: true }) {
      const failure = once(write)
      if (failure?.why !== 'full' || !useReserve || !dropReserve()) return failure
      return once(write)
    },
    settleLater: (write) => void unsettled.push(write),
    takeReserveUsed() {
      const used = reserveUsed
      reserveUsed = false
      return used
    },
    setMaxPageCount(pages) {
      maxPageCount = pages
      limitPages()
    },
    checkpoint(all) {
      if (broken) return
      if (all) {
        copyWal('TRUNCATE')
        return
      }
      const [state] = db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
      if (state !== undefined && state.log - state.checkpointed >= settings.walPages) copyWal('PASSIVE')
    },
    close: () => db.close(),
  }
}
