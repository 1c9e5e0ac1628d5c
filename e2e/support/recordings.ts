// Owns where the real recordings are, and saying plainly that they are not here. They are never part of the repository.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRecordedCsv, type RecordedFile } from '@chairside/shared/record/recorded-csv.ts'
import { ROOT } from './client-build.ts'

const FOLDER = join(ROOT, '..', 'shared', 'data', 'recordings')

export const MIMIC2 = 'mimic2/s25047-2704-05-04-10-44n.csv'
export const SUBJECT_2 = 'noneeg_1hz/subject_2.csv'

export const haveRecordings = existsSync(join(FOLDER, MIMIC2)) && existsSync(join(FOLDER, SUBJECT_2))
if (!haveRecordings)
  console.log('The real recordings (../shared/data/recordings) are not here: what needs them is skipped.')

export function fileOf(text: string): RecordedFile {
  const parsed = parseRecordedCsv(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
export const recording = (name: string): RecordedFile => fileOf(readFileSync(join(FOLDER, name), 'utf8'))

/** Every recording that is here, by its name in the folder. */
export const allRecordings = (): string[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.csv'))
        .map((name) => name.replaceAll('\\', '/'))
        .sort()
    : []
