// Owns one import from the file to the last line, wherever it runs.
// Never writes: lines go to a sink, and whoever has that decides whether they stay.
import type { Result } from '@chairside/shared/result.ts'
import { importCsv } from './csv-session.ts'
import { importExport } from './export-session.ts'
import type { Imported, ImportRun } from './import-job.ts'
import { readFileText } from './read-file.ts'

export const runImport: ImportRun = async (job, sink): Promise<Result<Imported>> => {
  const text = readFileText(job)
  if (!text.ok) return text
  return text.value.format === 'csv' ? importCsv(text.value, job, sink) : importExport(text.value, job, sink)
}
