// Owns taking a file's bytes: that it is one, that it is not too large, that it is text, and what its hash is.
// Never looks at what the text means, except which of the two forms it has.
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { fileFormatOf } from '@chairside/shared/record/export-header.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { type ImportJob, MAX_ROWS } from './import-job.ts'

export type FileText = {
  readonly text: string
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
  readonly format: 'csv' | 'ndjson'
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the hub may not read it',
  EPERM: 'the hub may not read it',
  EISDIR: 'it is a folder',
}

function bytesOf(path: string, name: string, maxBytes: number): Result<Buffer> {
  const handle = openSync(path, 'r')
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) return refuse('not-a-recording', `"${name}" is not a file.`, 'name')
    if (stat.size > maxBytes)
      return refuse(
        'too-large',
        `"${name}" has ${Math.ceil(stat.size / 1_048_576)} MB; at most ${Math.floor(maxBytes / 1_048_576)} MB can be imported. A CSV can be cut into several recordings.`,
        'name',
      )
    const bytes = Buffer.allocUnsafe(stat.size)
    let at = 0
    while (at < bytes.length) {
      const read = readSync(handle, bytes, at, bytes.length - at, null)
      if (read === 0) break
      at += read
    }
    return ok(bytes.subarray(0, at))
  } finally {
    closeSync(handle)
  }
}

const LF = 10
const CR = 13
/**
 * Counted before anything is done with the text: taking millions of lines or cells apart can need one array so large that it
 * ends the whole process, and what is said then is not what is wrong with the file.
 */
function hasMoreLines(bytes: Buffer, most: number): boolean {
  // The header, or its line of an export, is none.
  let left = most + 1
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    left -= 1
    if (left < 0) return true
  }
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 1] === LF) continue
    left -= 1
    if (left < 0) return true
  }
  return false
}

/** @returns the text, or in words why there is none */
export function readFileText({
  source: { path, name },
  maxBytes,
}: Pick<ImportJob, 'source' | 'maxBytes'>): Result<FileText> {
  let bytes: Result<Buffer>
  try {
    bytes = bytesOf(path, name, maxBytes)
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    return refuse(
      code === 'ENOENT' ? 'not-found' : 'not-a-recording',
      `"${name}" cannot be read: ${WHY[code] ?? (error instanceof Error ? error.message : String(error))}.`,
      'name',
    )
  }
  if (!bytes.ok) return bytes
  if (bytes.value.length === 0)
    return refuse('not-a-recording', 'The file is empty: there is no recording in it.')
  if (hasMoreLines(bytes.value, MAX_ROWS))
    return refuse(
      'too-large',
      `"${name}" has more than ${MAX_ROWS.toLocaleString('en')} rows: that is more than one recording. Cut it into several.`,
      'name',
    )
  const sha256 = createHash('sha256').update(bytes.value).digest('hex')
  let text: string
  try {
    // Takes a byte order mark away, and nothing else.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)
  } catch {
    return refuse(
      'not-a-recording',
      `"${name}" is not a recording: it is not text in UTF-8. Bring a CSV file or a Chairside export (NDJSON).`,
    )
  }
  if (text.includes('\0'))
    return refuse(
      'not-a-recording',
      `"${name}" is not a recording: it holds bytes that no text has. Bring a CSV file or a Chairside export (NDJSON).`,
    )
  if (text.trim() === '') return refuse('not-a-recording', 'The file is empty: there is no recording in it.')
  const format = fileFormatOf(text)
  return ok({ text, bytes: bytes.value.length, sha256, format })
}
