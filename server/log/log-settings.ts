// Owns what can be set about the log on disk, with the figures a clinic's hub uses. Everything here can be sent to a thread.

export type LogSettings = {
  /** Where log.db, lock.db and the reserve stand. Made when missing. */
  readonly dir: string
  /** A stream is sealed at this many lines, or when its oldest line is this old in hub time. */
  readonly sealLines: number
  readonly sealMs: number
  readonly segmentMaxLines: number
  /** Made at start and deleted when the disk is full, so that recording goes on while somebody makes room. 0: none. */
  readonly reserveBytes: number
  /** A log up to this size is checked whole when it is opened; of a larger one, everything but the sealed bodies. */
  readonly checkWholeBytes: number
  /** How long to wait for another hub that is just stopping. */
  readonly lockWaitMs: number
  /** Write-ahead log pages after which they are copied into log.db. */
  readonly walPages: number
  /** Benchmarks: each commit is held this long before its fsync, as a slow disk would. */
  readonly commitHoldMs: number
  /** Tests: while element 0 is 1, commits stop before they are durable. */
  readonly gate: Int32Array<SharedArrayBuffer> | undefined
  /** Tests: the disk is full at this many pages; the reserve counts as further pages. 0: no limit. */
  readonly maxPageCount: number
}

export const LOG_SETTINGS: Omit<LogSettings, 'dir'> = {
  sealLines: 60,
  sealMs: 120_000,
  segmentMaxLines: 240,
  reserveBytes: 256 * 1024 * 1024,
  checkWholeBytes: 256 * 1024 * 1024,
  lockWaitMs: 500,
  walPages: 2000,
  commitHoldMs: 0,
  gate: undefined,
  maxPageCount: 0,
}

export const LOG_FILE = 'log.db'
export const LOCK_FILE = 'lock.db'
export const RESERVE_FILE = 'reserve.bin'
