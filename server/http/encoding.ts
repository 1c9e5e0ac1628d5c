// Owns how sealed bodies leave the hub: as they lie on the disk where zstd is understood, else unpacked on zlib's own threads.
// Never packs or unpacks on the main thread, where alarms are judged.
import { promisify } from 'node:util'
import { gzip, zstdDecompress } from 'node:zlib'
import type { Request } from 'express'

const unzstd = promisify(zstdDecompress)
const gzipped = promisify(gzip)

export type Encoded = { readonly encoding: 'zstd' | 'gzip' | 'identity'; readonly bytes: Uint8Array }

/** @param zstd one or more zstd frames, one after the other: that is one zstd stream (RFC 8878 §3) */
export async function encodeFor(request: Request, zstd: Uint8Array): Promise<Encoded> {
  // Asked one by one: our order counts, not that of the client's list.
  if (request.acceptsEncodings('zstd') !== false) return { encoding: 'zstd', bytes: zstd }
  const lines = await unzstd(zstd)
  return request.acceptsEncodings('gzip') === false
    ? { encoding: 'identity', bytes: lines }
    : { encoding: 'gzip', bytes: await gzipped(lines) }
}

/**
 * Headers of a body that never changes.
 * @param tag hex; names the lines, whatever they are packed in
 */
export const sealedHeaders = (encoding: Encoded['encoding'], tag: string): Record<string, string> => ({
  'content-type': 'application/x-ndjson; charset=utf-8',
  ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  // One body, three encodings: each is its own bytes, so each has its own tag.
  etag: `"${tag}${encoding === 'identity' ? '' : `-${encoding}`}"`,
  'cache-control': 'private, max-age=31536000, immutable',
  // Kept for the one who was allowed to see it: another sign-in at this browser asks anew.
  vary: 'Accept-Encoding, Cookie',
})
