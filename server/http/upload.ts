// Owns taking a file in over HTTP: streamed to a place of its own under DATA_DIR, whole or not at all.
// Never holds the file in memory, never keeps a part of one, never uses the name it was given for its own.
import { randomUUID } from 'node:crypto'
import { createWriteStream, rmSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'

export type Uploads = {
  /**
   * @param noRoom why no more of it may be written just now, if so; asked again for each piece
   * @returns the file's path, for whoever removes it; `too-large`, `import-stopped`, `disk-low` or `storage-failed`, and no
   * file
   */
  take(
    request: IncomingMessage,
    maxBytes: number,
    noRoom?: () => Refusal | undefined,
  ): Promise<Result<string>>
  remove(path: string): Promise<void>
}

class TooLarge extends Error {}
class NoRoom extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** What the hub's own disk said, and not the connection: its errors name the call that failed. */
function diskRefused(error: unknown): Result<never> | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (!['open', 'write', 'close', 'mkdir', 'fsync'].includes(syscall ?? '')) return undefined
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return refuse('disk-low', 'The hub’s disk is full: the file could not be kept, and nothing of it was.')
  return refuse('storage-failed', `The file could not be kept on the hub’s disk: ${code ?? 'unknown error'}.`)
}

/** What a hub that died left behind is thrown away: nobody will ever ask for it. */
export function createUploads(dataDir: string): Uploads {
  const dir = join(dataDir, 'imports')
  rmSync(dir, { recursive: true, force: true })

  const tooLarge = (maxBytes: number) =>
    refuse('too-large', `The file is larger than ${Math.floor(maxBytes / 1_048_576)} MB.`)

  return {
    async take(request, maxBytes, noRoom = () => undefined) {
      if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge(maxBytes)
      const path = join(dir, randomUUID())
      try {
        await mkdir(dir, { recursive: true, mode: 0o700 })
        let bytes = 0
        await pipeline(
          request,
          async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              bytes += chunk.byteLength
              if (bytes > maxBytes) throw new TooLarge()
              const refusal = noRoom()
              if (refusal !== undefined) throw new NoRoom(refusal)
              yield chunk
            }
          },
          createWriteStream(path, { flags: 'wx', mode: 0o600 }),
        )
        return ok(path)
      } catch (error) {
        await rm(path, { force: true })
        if (error instanceof TooLarge) return tooLarge(maxBytes)
        if (error instanceof NoRoom) return { ok: false, error: error.refusal }
        const disk = diskRefused(error)
        if (disk !== undefined) return disk
        if (!request.complete)
          return refuse('import-stopped', 'The file did not arrive whole; nothing of it was kept.')
        const why = error instanceof Error ? error.message : String(error)
        return refuse('storage-failed', `The file could not be kept on the hub's disk: ${why}`)
      }
    },
    remove: (path) => rm(path, { force: true }),
  }
}
