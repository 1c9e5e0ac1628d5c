// Owns the folder the log lives in: is it a disk that can hold one, is it ours alone, and moving a damaged file aside.
// Never opens log.db or lock.db except through SQLite: closing another descriptor on them would drop their locks.
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statfsSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { LOCK_FILE, LOG_FILE } from './log-settings.ts'

/** The log cannot be opened here, and the message says what to do. */
export class LogRefused extends Error {
  override readonly name = 'LogRefused'
}

/** Linux statfs magic numbers of file systems whose locks and fsync cannot be trusted. */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x7461636f, 'OCFS2'],
])
const FUSE_TYPE = 0x65735546
const NETWORK_FUSE = /sshfs|s3|rclone|gluster|gcsfuse|davfs|smb|nfs|ceph|gdrive|onedrive/i

/**
 * @param type f_type of statfs
 * @param mountType the file system's name in /proc/self/mountinfo, which alone tells a network FUSE from a local one
 * @returns the name of a network file system, or undefined for a disk that can hold a log
 */
export function networkFileSystem(type: number, mountType = ''): string | undefined {
  const unsigned = type >>> 0
  if (unsigned === FUSE_TYPE) return NETWORK_FUSE.test(mountType) ? mountType : undefined
  return NETWORK_TYPES.get(unsigned)
}

/** The type of the mount that holds `dir`, as Linux names it; '' elsewhere. */
function mountTypeOf(dir: string): string {
  let table: string
  try {
    table = readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return ''
  }
  let best = { point: '', type: '' }
  for (const row of table.split('\n')) {
    const [left, right] = row.split(' - ')
    const point = left?.split(' ')[4]?.replaceAll('\\040', ' ')
    const type = right?.split(' ')[0]
    if (point === undefined || type === undefined) continue
    const holds = dir === point || dir.startsWith(point.endsWith('/') ? point : `${point}/`)
    if (holds && point.length >= best.point.length) best = { point, type }
  }
  return best.type
}

/**
 * The log holds patient codes: only its owner may read it. Call before SQLite opens the file (its side files get the same
 * rights); a new one is made here, so that it never has wider rights for a moment.
 */
export function keepPrivate(path: string): void {
  if (process.platform === 'win32') return
  if (existsSync(path)) chmodSync(path, 0o600)
  else closeSync(openSync(path, 'a', 0o600))
}

/** Makes the folder when it is missing; throws LogRefused for a network file system. */
export function preparePlace(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  if (process.platform !== 'linux') return
  const real = realpathSync(dir)
  const name = networkFileSystem(statfsSync(real).type, mountTypeOf(real))
  if (name !== undefined)
    throw new LogRefused(
      `DATA_DIR ${dir} is on a network file system (${name}). A record there can be lost or written by two hubs at once: ` +
        "set DATA_DIR to a folder on this machine's own disk.",
    )
}

/**
 * Takes the folder for this process; the operating system gives it back when the process dies, however it dies.
 * @returns a function that gives it back; throws LogRefused when another hub has it
 */
export function takeLock(dir: string, waitMs: number): () => void {
  const path = join(dir, LOCK_FILE)
  keepPrivate(path)
  const lock = new Database(path, { timeout: waitMs })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new LogRefused(
        `Another Chairside hub is running on DATA_DIR ${dir}. Stop it first, or give this one a DATA_DIR of its own.`,
      )
    throw error
  }
  return () => lock.close()
}

const stamp = (atMs: number): string => new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '')

/**
 * Moves a damaged log and what belongs to it out of the way, all under one new name, so that it can still be opened.
 * @param atMs wall time, for the name
 * @returns the new name of log.db
 */
export function setAside(dir: string, atMs: number): string {
  let name = `${LOG_FILE}.corrupt-${stamp(atMs)}`
  for (let n = 2; existsSync(join(dir, name)); n++) name = `${LOG_FILE}.corrupt-${stamp(atMs)}-${n}`
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(join(dir, LOG_FILE + suffix)))
      renameSync(join(dir, LOG_FILE + suffix), join(dir, name + suffix))
  return name
}
