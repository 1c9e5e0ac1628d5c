// Owns taking back a session that a Chairside exported: its lines verbatim, under its own name, if the whole of it holds.
// Never decides an alarm again: what was recorded is what the screens of then showed.
import { createHash } from 'node:crypto'
import { type EngineState, evolve, initialEngine } from '@chairside/shared/alarm/engine.ts'
import { type EpochMs, recordSeq } from '@chairside/shared/ids.ts'
import { type ReadExport, readExport } from '@chairside/shared/record/export-file.ts'
import { type DecodedRecord, encodeLine } from '@chairside/shared/record/line.ts'
import { stamp } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import { emptyActor, foldActor, RULES_WITHIN, rulesOf } from '../session/actor-state.ts'
import { rowOf } from '../session/session-row.ts'
import { createEngineCheck } from './engine-check.ts'
import { createHandingOn } from './handing-on.ts'
import { CHUNK_LINES, type FileFacts, type Imported, type ImportJob, type ImportSink } from './import-job.ts'
import { clockText } from './notes.ts'
import type { FileText } from './read-file.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const WHOLE = 'A recording is imported whole or not at all.'
/** Of a file that is only looked at a part may be shown; of one that comes in nothing is kept. */
const withoutShown = (message: string): string =>
  message.replace(/ (Shown are records|All of its records are shown)[\s\S]*$/, '')

/** Every moment that a record can speak of, beside when it was written. */
const MOMENTS = ['measuredAtMs', 'startedAtMs', 'atMs', 'dueAtMs', 'breachAtMs', 'fromMs', 'toMs'] as const
/** A device's clock may be ahead of the hub's by a second; nothing that a hub wrote is later than this, milliseconds. */
const AHEAD_MS = 60_000

/** A record that speaks of a time after the recording's end: no hub wrote that, and no chart can be drawn to it. */
function beyondTheEnd(records: readonly DecodedRecord[], endMs: number): Refusal | undefined {
  for (const record of records) {
    const field = MOMENTS.find(
      (name) =>
        (((record as { readonly [at: string]: unknown })[name] as number | undefined) ?? 0) >
        endMs + AHEAD_MS,
    )
    if (field !== undefined)
      return refuse(
        'recording-damaged',
        `Record ${record.seq} speaks of a time after the end of this recording (${field}). ${WHOLE}`,
        field,
      ).error
  }
  return undefined
}

/** Of a recording whose every line and hash holds. */
function mayComeIn({ records }: ReadExport, nowMs: EpochMs): Result<true> {
  if (!records.some(({ kind }) => kind === 'session.closed'))
    return refuse(
      'session-open',
      `The session in this recording was not closed when it was exported: export it again after it has been closed. ${WHOLE}`,
    )
  const last = records.at(-1) as DecodedRecord
  if (last.hubAtMs > nowMs)
    return refuse(
      'measured-in-future',
      `This recording ends ${clockText(last.hubAtMs - nowMs)} from now by this hub’s clock. Set the clock, or import it later.`,
      'hubAtMs',
    )
  const beyond = beyondTheEnd(records, last.hubAtMs)
  return beyond === undefined ? ok(true) : { ok: false, error: beyond }
}

export async function importExport(
  given: FileText,
  job: ImportJob,
  sink: ImportSink,
): Promise<Result<Imported>> {
  const { source, nowMs } = job
  const { map, startsAtMs, patientCode, roomName } = source.options
  const meant = { map, starts: startsAtMs, patient: patientCode, room: roomName }
  const [useless] = Object.entries(meant).find(([, value]) => value !== undefined) ?? []
  if (useless !== undefined)
    return refuse(
      'malformed',
      `"${useless}" is for CSV files; a Chairside recording keeps its own. Leave it out.`,
      useless,
    )
  const read = readExport(given.text, sha256)
  if (!read.ok) return read
  const { header, lines, records, problem } = read.value
  if (problem !== undefined) {
    const { code, message, field } = problem
    return refuse(code, `${withoutShown(message)} ${WHOLE}`, field)
  }
  const mayCome = mayComeIn(read.value, nowMs)
  if (!mayCome.ok) return mayCome

  let state = emptyActor()
  const own = records.slice(0, RULES_WITHIN).find((record) => record.kind === 'rules')
  const { rules, unusable } = rulesOf(own?.ruleSet, job.rules)
  let engine: EngineState | undefined = unusable === undefined ? initialEngine() : undefined
  const check = createEngineCheck(rules)
  for (const record of records) {
    state = foldActor(state, record)
    check.take(record)
    try {
      if (engine !== undefined) engine = evolve(rules, engine, record)
    } catch {
      engine = undefined
    }
  }
  const facts: FileFacts = {
    name: source.name,
    bytes: given.bytes,
    sha256: given.sha256,
    format: 'ndjson',
  }
  const unknown = records.filter(({ kind }) => kind === 'unknown').length
  const difference = check.note()
  const notes = [
    `a Chairside recording, ${header.records} records, exported by ${header.build || 'a Chairside'}; every hash holds`,
    ...(unknown === 0
      ? []
      : [`${unknown} records are of kinds that this Chairside does not know: they are kept, and not shown`]),
    ...(difference === undefined ? [] : [difference]),
  ]
  const first = records[0] as DecodedRecord
  const sessionId = state.session.opened?.sessionId
  if (sessionId === undefined)
    return refuse('recording-damaged', 'This recording does not begin with a session.')
  const lengthMs = (state.session.closed?.atMs ?? first.hubAtMs) - first.hubAtMs
  if (
    !(await sink.read({
      file: facts,
      sessionId,
      of: lines.length + 1,
      startMs: first.hubAtMs,
      lengthMs,
      notes,
    }))
  )
    return refuse('import-stopped', 'The import was stopped.')

  const out = createHandingOn(sink)
  for (const [at, line] of lines.entries()) {
    out.add(line, (records[at] as DecodedRecord).hubAtMs)
    if (at % CHUNK_LINES === CHUNK_LINES - 1) await out.flush()
  }
  const imported = stamp(
    {
      kind: 'session.imported',
      by: source.by,
      ...(source.screenId === undefined ? {} : { screenId: source.screenId }),
      file: facts,
      // A recording that came from a file without a date is not dated by having been exported.
      dated: (state.session.imported ?? []).every((one) => one.dated),
    },
    recordSeq(lines.length + 1),
    nowMs,
  )
  out.add(encodeLine(imported), nowMs)
  await out.flush(true)
  state = foldActor(state, imported)
  const row = rowOf(sessionId, state)
  if (row === undefined) return refuse('recording-damaged', 'This recording does not begin with a session.')
  return ok({
    row,
    checkpoint: engine === undefined ? undefined : JSON.stringify({ ...state, engine }),
    notes,
  })
}
