// Owns proving that a write the disk refused leaves nothing behind, even when the file got it all the same.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { networkFileSystem } from './log-place.ts'
import { type Handle, openHandle } from './log-schema.ts'
import { LOG_SETTINGS } from './log-settings.ts'
import { createLogWriter, type LogWriter } from './log-writer.ts'

let dir: string
let writer: LogWriter
let other: Handle
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'chairside-writer-'))
  writer = createLogWriter({ dir, ...LOG_SETTINGS }, openHandle(join(dir, 'log.db')))
  other = new Database(join(dir, 'log.db'))
})
afterEach(() => {
  other.close()
  writer.close()
  rmSync(dir, { recursive: true })
})
const rows = () => other.prepare('SELECT id, body FROM journal ORDER BY id').all()
const refuse = (code: string): never => {
  throw new Database.SqliteError('disk I/O error', code)
}

test('[LG15] a refused write is rolled back whole', () => {
  const failure = writer.attempt((sql) => {
    sql.addCommit.run(1, 'refused')
    refuse('SQLITE_IOERR_WRITE')
  })
  expect(failure).toMatchObject({ why: 'io', message: expect.stringContaining('SQLITE_IOERR_WRITE') })
  expect(rows()).toEqual([])
})

test('[LG15] lines that reached the file although their fsync failed are removed before the next write', () => {
  expect(writer.attempt((sql) => sql.addCommit.run(1, 'kept'))).toBeUndefined()
  writer.committed.journalId = 1
  expect(writer.attempt(() => refuse('SQLITE_IOERR_FSYNC'))).toMatchObject({ why: 'io' })
  other.exec("INSERT INTO journal VALUES (2, 'refused but there')")
  other.exec("INSERT INTO segment VALUES (1, 1, 1, 2, 0, 0, x'00', x'00')")
  expect(writer.attempt((sql) => sql.addCommit.run(2, 'said again'))).toBeUndefined()
  expect(rows()).toEqual([
    { id: 1, body: 'kept' },
    { id: 2, body: 'said again' },
  ])
  expect(other.prepare('SELECT count(*) FROM segment').pluck().get()).toBe(0)
})

test('[LG15] what is not the disk’s fault is thrown, not answered', () => {
  expect(() =>
    writer.attempt(() => {
      throw new TypeError('a mistake of ours')
    }),
  ).toThrow('a mistake of ours')
  expect(() =>
    writer.attempt((sql) => {
      sql.addCommit.run(1, 'once')
      sql.addCommit.run(1, 'the same number again')
    }),
  ).toThrow('UNIQUE')
  expect(rows()).toEqual([])
  expect(writer.attempt((sql) => sql.addCommit.run(1, 'goes on'))).toBeUndefined()
})

test('[LG22] every commit is fsynced: the handle is WAL and FULL', () => {
  expect(writer.db().pragma('synchronous', { simple: true })).toBe(2)
  expect(writer.db().pragma('journal_mode', { simple: true })).toBe('wal')
})

test.each([
  [0xef53, '', undefined],
  [0x9123683e | 0, '', undefined],
  [0x6969, 'nfs4', 'NFS'],
  [0xff534d42 | 0, 'cifs', 'CIFS'],
  [0xfe534d42, 'smb3', 'SMB2'],
  [0x01021997, '9p', '9P'],
  [0x65735546, 'fuse.sshfs', 'fuse.sshfs'],
  [0x65735546, 'fuseblk', undefined],
])('[LG21] file system %i %s is network: %s', (type, mount, name) => {
  expect(networkFileSystem(type, mount)).toBe(name)
})
