// Owns making a session of a recorded CSV: each measurement goes through the same door, the same session and the same
// engine as a live one, on a clock that is moved to the file's own times. Never invents, sorts or changes a measurement.
import { tPlus } from '@chairside/shared/alarm/words/t-plus.ts'
import { type EpochMs, epochMs, recordSeq, sessionStream } from '@chairside/shared/ids.ts'
import type { Command } from '@chairside/shared/protocol/screens.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import { type RecordBody, stamp } from '@chairside/shared/record/record.ts'
import {
  parseRecordedCsv,
  type RecordedEvent,
  type RecordedFile,
} from '@chairside/shared/record/recorded-csv.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { NO_VISIT_SITE } from '@chairside/shared/visit/site.ts'
import { observe } from '../ingest/clock-offset.ts'
import { prepare } from '../ingest/prepare.ts'
import { emptyActor, foldActor } from '../session/actor-state.ts'
import type { Attached } from '../session/prepared.ts'
import { createSessionActor, type SessionActor } from '../session/session-actor.ts'
import { rowOf } from '../session/session-row.ts'
import { createCountingLog, createHandingOn } from './handing-on.ts'
import {
  FILE_DEVICE,
  type FileFacts,
  IMPORTED_ROOM,
  type Imported,
  type ImportJob,
  type ImportSink,
} from './import-job.ts'
import { atMost, clockText } from './notes.ts'
import type { FileText } from './read-file.ts'

/** What a hello may declare (docs/PROTOCOL.md), milliseconds. */
const EVERY_MS = { from: 100, to: 3_600_000 } as const
/** Measurements between two looks at whether there is room for more. */
const AT_ONCE = 120
/** Opening, rules, device, closing, import. */
const RECORDS_AROUND = 5

/** A patient code from a file's name. */
export const codeOf = (name: string): string =>
  `REC-${name
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')}`
    .slice(0, 24)
    .replace(/-$/, '')

function startOf(file: RecordedFile, { source, nowMs }: ImportJob): Result<number> {
  const { startsAtMs } = source.options
  if (startsAtMs === undefined) {
    const startMs = nowMs - file.lengthMs
    if (startMs >= 0) return ok(startMs)
    return refuse('malformed', `The file is ${clockText(file.lengthMs)} long: its times cannot be seconds.`)
  }
  if (startsAtMs + file.lengthMs <= nowMs) return ok(startsAtMs)
  return refuse(
    'measured-in-future',
    `With this start the recording would end ${clockText(startsAtMs + file.lengthMs - nowMs)} from now; it is ${clockText(file.lengthMs)} long. Give an earlier start.`,
    'starts',
  )
}

const attachedOf = (file: RecordedFile, name: string): Attached => ({
  kind: 'device.attached',
  deviceId: FILE_DEVICE,
  deviceName: name.slice(0, 80),
  deviceKind: 'recorded',
  signals: [...file.signals],
  everyMs: Object.fromEntries(
    Object.entries(file.everyMs).map(([signal, ms]) => [
      signal,
      Math.min(EVERY_MS.to, Math.max(EVERY_MS.from, ms)),
    ]),
  ),
  takesCuffOrders: false,
  offsetMs: 0,
})

function openedOf(job: ImportJob, attached: Attached): RecordBody {
  const { source, made, zone, rules } = job
  return {
    kind: 'session.opened',
    by: source.by,
    ...(source.screenId === undefined ? {} : { screenId: source.screenId }),
    commandId: made.openId,
    sessionId: made.sessionId,
    roomId: IMPORTED_ROOM.roomId,
    roomName: source.options.roomName ?? IMPORTED_ROOM.name,
    patientCode: (source.options.patientCode ?? codeOf(source.name)) as never,
    provenance: attached.deviceKind,
    zone,
    profile: rules.profile,
    clockRate: 1,
    // A row of numbers says nothing of a check-in.
    site: NO_VISIT_SITE,
  }
}

const reportOf = (event: RecordedEvent, measuredAtMs: EpochMs): object =>
  event.kind === 'vitals'
    ? { kind: 'vitals', measuredAtMs, readings: event.readings }
    : { kind: 'bloodPressure', measuredAtMs, result: event.result }

const notesOf = (file: RecordedFile): string[] => {
  const rows = `${file.layout} layout, ${file.rows} rows, ${clockText(file.lengthMs)} long`
  const phases = file.phases.map(({ atMs, name }) => `${name} ${tPlus(Math.max(0, atMs))}`)
  return atMost([
    rows,
    ...file.notes.map(({ line, text }) => `line ${line}: ${text}`),
    ...(phases.length === 0 ? [] : [`phases, which are not kept: ${phases.join(', ')}`.slice(0, 300)]),
  ])
}

/** Plays the file into the session, as fast as its lines are taken. @returns how many measurements were refused */
async function play(
  file: RecordedFile,
  actor: SessionActor,
  at: { startMs: number; clock: ReturnType<typeof createSteppedClock> },
  job: ImportJob,
  room: () => Promise<void>,
): Promise<Result<number>> {
  const { startMs, clock } = at
  const { epoch } = job.made
  const from = { signals: file.signals, placedAtMs: epochMs(0) }
  // Its clock is the hub's: nothing is under way for any time.
  const { clock: offset } = observe(undefined, startMs, startMs)
  let reachedMs = 0
  let refused = 0
  let taking: ReturnType<SessionActor['take']>[] = []
  const settle = async (): Promise<Result<true>> => {
    const all = await Promise.all(taking)
    taking = []
    for (const taken of all) {
      if (!taken.ok) return taken
      if (taken.value === 'closed')
        return refuse('internal', 'The session of this file ended before the file did.')
      refused += taken.value.refused.length
    }
    await room()
    return ok(true)
  }
  for (const [index, event] of file.events.entries()) {
    reachedMs = Math.max(reachedMs, event.atMs)
    clock.moveTo(startMs + reachedMs)
    const nowMs = clock.nowMs()
    const origin = { deviceId: FILE_DEVICE, epoch, seq: index + 1 }
    const raw = { ...origin, ...reportOf(event, epochMs(Math.round(startMs + event.atMs))) }
    const prepared = prepare(raw, origin, nowMs, offset, nowMs, from)
    if (!prepared.taken.ok) refused += 1
    taking.push(actor.take([prepared]))
    if (taking.length < AT_ONCE) continue
    const settled = await settle()
    if (!settled.ok) return settled
  }
  clock.moveTo(startMs + file.lengthMs)
  const settled = await settle()
  return settled.ok ? ok(refused) : settled
}

export async function importCsv(
  given: FileText,
  job: ImportJob,
  sink: ImportSink,
): Promise<Result<Imported>> {
  const { source, made, rules, nowMs } = job
  const parsed = parseRecordedCsv(given.text, source.options.map)
  if (!parsed.ok) return parsed
  const file = parsed.value
  const started = startOf(file, job)
  if (!started.ok) return started
  const startMs = started.value
  const dated = source.options.startsAtMs !== undefined
  const facts: FileFacts = {
    name: source.name,
    bytes: given.bytes,
    sha256: given.sha256,
    format: 'csv',
    layout: file.layout.slice(0, 40),
  }
  const notes = notesOf(file)
  const { sessionId } = made
  const of = file.events.length + RECORDS_AROUND
  if (!(await sink.read({ file: facts, sessionId, of, startMs, lengthMs: file.lengthMs, notes })))
    return refuse('import-stopped', 'The import was stopped.')

  const out = createHandingOn(sink)
  const clock = createSteppedClock(startMs)
  let broken: unknown
  let quarantined = false
  const actor = await createSessionActor(sessionId, sessionStream(sessionId), {
    log: createCountingLog(),
    clock,
    rules,
    read: { state: emptyActor(), rules },
    onCommitted: ({ lines, records }) => {
      for (const [at, line] of lines.entries()) out.add(line, (records[at] as { hubAtMs: EpochMs }).hubAtMs)
    },
    onFailed: (_session, message) => {
      broken ??= new Error(message)
    },
    onQuarantine: () => {
      quarantined = true
    },
    onBroken: (error) => {
      broken ??= error
    },
  })
  const attached = attachedOf(file, source.name)
  const ruled: RecordBody = { kind: 'rules', profile: rules.profile, ruleSet: rules }
  const opened = await actor.open([openedOf(job, attached), ruled, attached], [])
  if (!opened.ok) return opened
  const played = await play(file, actor, { startMs, clock }, job, () => out.flush())
  if (!played.ok) return played
  const close: Command = {
    commandId: made.closeId,
    basedOnSeq: actor.head(),
    pressedAtHubMs: clock.nowMs(),
    body: { type: 'session.close', sessionId },
  }
  const doer = { by: source.by, screenId: source.screenId }
  const closed = await actor.command(close, doer, made.closeId)
  actor.stop()
  if (!closed.ok) return closed
  if (broken !== undefined) throw broken

  const imported = stamp(
    {
      kind: 'session.imported',
      by: source.by,
      ...(source.screenId === undefined ? {} : { screenId: source.screenId }),
      file: facts,
      dated,
    },
    recordSeq(actor.head() + 1),
    nowMs,
  )
  out.add(encodeLine(imported), nowMs)
  await out.flush(true)
  const state = foldActor(actor.committed(), imported)
  const row = rowOf(sessionId, state)
  if (row === undefined) return refuse('internal', 'The session of this file has no beginning.')
  const more = [
    ...(played.value === 0
      ? []
      : [
          `${played.value} measurements were refused, as the hub would refuse them from a device; each is in the record`,
        ]),
    ...(quarantined
      ? ['alarms could not be judged through the whole file: the engine is in quarantine in this session']
      : []),
  ]
  return ok({ row, checkpoint: JSON.stringify(state), notes: [...more, ...notes] })
}
