// Owns the words of `npm run import`: what may be said, and how arguments become options.
// Never guesses a time zone: a start without one could be another hour's.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type EpochMs, epochMs } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { checkOptions } from '../import/create-desk.ts'
import type { ImportOptions } from '../import/import-desk.ts'

export const IMPORT_USAGE = `npm run import -- FILE… [--map "t_s=time,hr=heartRate,…"] [--starts 2026-03-01T09:00:00+01:00]
                         [--patient CODE] [--room NAME]

Brings recordings in, one after another: CSV files in their own time, judged as they would have been live, and
Chairside exports (NDJSON) as they were recorded. Each says for ever that it was imported, and from which file.

--map      says which column of a CSV is which, where its header is not known
--starts   when the first row of a CSV was; without it the file is undated, and clock times of it mean nothing
--patient  the patient's code; without it REC- and the file's name
--room     what stands where a room's name does; without it Imported

DATA_DIR (./data) says whose; with a hub running on that folder the hub does it. A demo's folder is ./data/demo.
Exit code: 0 all are in, 1 one is not, 2 not understood, 130 stopped with Ctrl-C.`

export type ImportAsked = { readonly paths: readonly string[]; readonly options: ImportOptions }

const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

function startOf(text: string | undefined): Result<EpochMs | undefined> {
  if (text === undefined) return ok(undefined)
  const atMs = WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN
  if (atMs >= 0) return ok(epochMs(atMs))
  return refuse(
    'malformed',
    `--starts is "${text}"; write date, time and zone, such as 2026-03-01T09:00:00+01:00 or 2026-03-01T08:00:00Z.`,
    'starts',
  )
}

/** @returns what was asked for, `help`, or `malformed` with a sentence */
export function readImportArguments(argv: readonly string[]): Result<ImportAsked | 'help'> {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(argv)
  } catch (error) {
    return refuse('malformed', `${error instanceof Error ? error.message : String(error)}\n\n${IMPORT_USAGE}`)
  }
  const { values, positionals } = parsed
  if (values.help) return ok('help')
  if (positionals.length === 0) return refuse('malformed', `Which file?\n\n${IMPORT_USAGE}`)
  const starts = startOf(values.starts)
  if (!starts.ok) return starts
  if (starts.value !== undefined && positionals.length > 1)
    return refuse(
      'malformed',
      '--starts says when one file began: bring one file at a time with it.',
      'starts',
    )
  const options = checkOptions({
    map: values.map,
    startsAtMs: starts.value,
    patientCode: values.patient,
    roomName: values.room,
  })
  if (!options.ok) return options
  return ok({ paths: positionals.map((path) => resolve(path)), options: options.value })
}

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      map: { type: 'string' },
      starts: { type: 'string' },
      patient: { type: 'string' },
      room: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
