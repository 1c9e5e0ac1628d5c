// Owns what is known of the disk: room left, whether the last write was taken, and the reserve that is given up when full.
// Never decides what the hub does about it; it says the state, once for each change.

import { randomFillSync } from 'node:crypto'
import { open, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { RESERVE_FILE } from './log-settings.ts'
import type { DiskState } from './session-log.ts'

export type DiskSettings = {
  /** Under this much room every screen warns; default 2 GB. */
  readonly warnBytes: number
  /** Under this much room no new session may be opened; default 512 MB. */
  readonly noNewSessionsBytes: number
  /** How often the room is looked at, in real milliseconds; default 5 s. */
  readonly diskPollMs: number
  /** After a failed write, how often a small one is tried; default 3 s. */
  readonly probeMs: number
  /** Room left on the disk; default: asks the file system. */
  readonly freeBytes: (() => number | Promise<number>) | undefined
}
export const DISK_SETTINGS: DiskSettings = {
  warnBytes: 2 * 1024 ** 3,
  noNewSessionsBytes: 512 * 1024 ** 2,
  diskPollMs: 5000,
  probeMs: 3000,
  freeBytes: undefined,
}

export type DiskGuard = {
  state(): DiskState
  onChange(listener: (state: DiskState) => void): () => void
  /** Looks at the room now, and makes the reserve again when there is plenty. */
  look(): Promise<void>
  wrote(): void
  failed(): void
  reserveUsed(): void
  close(): Promise<void>
}

const CHUNK = 1024 * 1024

/** Writes the reserve so that its blocks are really allocated: bytes a file system cannot compress or share, then fsync. */
async function makeReserve(dir: string, bytes: number): Promise<void> {
  const path = join(dir, RESERVE_FILE)
  const draft = `${path}.new`
  const chunk = randomFillSync(new Uint8Array(Math.min(CHUNK, bytes)))
  const file = await open(draft, 'w')
  try {
    for (let at = 0; at < bytes; at += chunk.length) {
      chunk.set([at & 255, (at >> 8) & 255, (at >> 16) & 255, (at >> 24) & 255])
      await file.write(chunk, 0, Math.min(chunk.length, bytes - at))
    }
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(draft, { force: true })
    throw error
  }
  await file.close()
  await rename(draft, path)
}

/**
 * Watches the disk that holds `dir`. The reserve is made before this resolves when there is room for it.
 * @param probe tries a small write; called only while the last write was refused
 */
export async function createDiskGuard(
  dir: string,
  reserveBytes: number,
  settings: DiskSettings,
  probe: () => Promise<void>,
): Promise<DiskGuard> {
  const listeners = new Set<(state: DiskState) => void>()
  let free = Number.POSITIVE_INFINITY
  let failing = false
  let hasReserve = reserveBytes === 0
  let current: DiskState = { state: 'ok', freeBytes: 0, reserve: hasReserve ? 'present' : 'used' }
  let closed = false
  let probing: NodeJS.Timeout | undefined

  const measure = async (): Promise<number> => {
    if (settings.freeBytes) return settings.freeBytes()
    const { bavail, bsize } = await statfs(dir)
    return bavail * bsize
  }
  const judge = (): DiskState['state'] =>
    failing
      ? 'failed'
      : free < settings.noNewSessionsBytes
        ? 'noNewSessions'
        : free < settings.warnBytes
          ? 'warn'
          : 'ok'
  const tell = () => {
    const before = current
    current = { state: judge(), freeBytes: free, reserve: hasReserve ? 'present' : 'used' }
    if (before.state === current.state && before.reserve === current.reserve) return
    for (const listener of listeners) listener(current)
  }

  async function reserveOnDisk(): Promise<boolean> {
    try {
      const found = await stat(join(dir, RESERVE_FILE))
      return found.size === reserveBytes && found.blocks * 512 >= reserveBytes
    } catch {
      return false
    }
  }
  /** Only with room to spare: making the reserve must not itself bring the disk under a limit. */
  async function restoreReserve(leaveBytes: number): Promise<void> {
    if (hasReserve || failing || closed || free - reserveBytes < leaveBytes) return
    try {
      await makeReserve(dir, reserveBytes)
      hasReserve = true
    } catch {
      // No reserve for now: the state says so, and the next look tries again.
      hasReserve = false
    }
  }
  let looking: Promise<void> | undefined
  const look = (leaveBytes: number): Promise<void> => {
    looking ??= (async () => {
      try {
        free = await measure()
      } catch {
        // A disk that cannot even say how much room it has is treated as one without room.
        free = 0
      }
      await restoreReserve(leaveBytes)
      tell()
    })().finally(() => {
      looking = undefined
    })
    return looking
  }

  if (!hasReserve) hasReserve = await reserveOnDisk()
  await look(settings.noNewSessionsBytes)
  const timer = setInterval(() => void look(settings.warnBytes), settings.diskPollMs)
  timer.unref()

  const stopProbing = () => {
    clearInterval(probing)
    probing = undefined
  }
  return {
    state: () => current,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    look: () => look(settings.warnBytes),
    wrote() {
      if (!failing) return
      failing = false
      stopProbing()
      tell()
    },
    failed() {
      if (closed) return
      failing = true
      tell()
      void look(settings.warnBytes)
      probing ??= setInterval(() => void probe(), settings.probeMs).unref()
    },
    reserveUsed() {
      hasReserve = false
      tell()
    },
    async close() {
      closed = true
      clearInterval(timer)
      stopProbing()
      listeners.clear()
      await looking
    },
  }
}
