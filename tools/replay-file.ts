// Owns reading the file of `npm run replay` and saying in words why it is not served. Never repairs one.
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { fileFormatOf, readExport } from '@chairside/shared/record/export-file.ts'

/** What a browser holds as one text without trouble; the page's own limit is the same. */
const MOST_BYTES = 300 * 1024 * 1024

export type ReplayFile = {
  readonly name: string
  readonly text: string
  /** What is wrong with a recording of which a part can be shown. */
  readonly problem?: string
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** @returns the file, or why it is not served, in words */
export function readReplayFile(path: string): ReplayFile | string {
  const name = basename(path)
  let text: string
  try {
    const found = statSync(path)
    if (!found.isFile()) return `${path} is not a file.`
    if (found.size > MOST_BYTES)
      return `${name} is too large for a page (${Math.ceil(found.size / 1_048_576)} MB). Bring it in with: npm run import -- ${path}`
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT'
      ? `There is no file ${path}.`
      : `${path} cannot be read (${code ?? String(error)}).`
  }
  if (text.trim() !== '' && fileFormatOf(text) === 'csv')
    return `${name} is not a Chairside recording. If it is a table of values, bring it in with: npm run import -- ${path}`
  const read = readExport(text, sha256)
  if (!read.ok) return `${name}: ${read.error.message}`
  const { problem } = read.value
  return { name, text, ...(problem === undefined ? {} : { problem: problem.message }) }
}
