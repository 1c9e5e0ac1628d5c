// Owns bringing a recording in from the browser: the file, how far it is, and stopping it. An import is its person's.
// Never reads what is in the file (the desk does), never writes the file's name into the log of the hub: it may name a patient.
import { mayImport } from '@chairside/shared/access.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import type { HttpImport, ImportProgress } from '@chairside/shared/protocol/http.ts'
import { type Actor, zPatientCode } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import { IMPORT_MAX_BYTES, type ImportDesk } from '../../import/import-desk.ts'
import { diskRefusal } from '../../import/write-import.ts'
import type { SessionLog } from '../../log/session-log.ts'
import { createGate } from '../gate.ts'
import { type Ask, json, personOf, queryOf, type Route } from '../route.ts'
import { createUploads } from '../upload.ts'

export type ImportDeps = {
  readonly imports: ImportDesk
  readonly log: Pick<SessionLog, 'disk'>
  readonly logger: Logger
  /** Absolute; files on their way in lie in `imports` below it. */
  readonly dataDir: string
  /** Tests: a smaller limit. */
  readonly maxBytes?: number
}

const FILE_TYPES = ['text/csv', 'application/x-ndjson', 'application/octet-stream']
/** Files that arrive at the same moment. */
const AT_ONCE = 2
/** Imports whose person is remembered. */
const REMEMBERED = 500

/** A file's own name, without folders and without what no name has. */
const zFileName = z
  .string()
  .transform((name) => (name.split(/[/\\]/).at(-1) ?? '').replaceAll(/\p{Cc}/gu, '').trim())
  .refine((name) => name.length >= 1 && name.length <= 200, 'a file name has 1 to 200 characters')
const zQuery = z.strictObject({
  name: zFileName,
  map: z.string().min(1).max(2_000).optional(),
  starts: z
    .string()
    .regex(/^\d{1,15}$/, 'it is a moment in milliseconds since 1970')
    .transform((text) => epochMs(Number(text)))
    .optional(),
  patient: zPatientCode.optional(),
  room: z.string().min(1).max(80).optional(),
})

export function importRoutes(deps: ImportDeps): readonly Route[] {
  const { imports, log, logger, maxBytes = IMPORT_MAX_BYTES } = deps
  const uploads = createUploads(deps.dataDir)
  const gate = createGate(AT_ONCE, 0)
  const personOfImport = new Map<string, Actor['personId']>()

  function importer(ask: Ask): Result<Actor> {
    const person = personOf(ask)
    if (!person.ok || mayImport(person.value.role)) return person
    return refuse('not-allowed', 'Your role does not bring recordings in; physicians and QA staff do.')
  }

  /** The id of an import that this person started. */
  function ownImport(ask: Ask): Result<string> {
    const person = importer(ask)
    if (!person.ok) return person
    const importId = String(ask.request.params.importId)
    const owner = personOfImport.get(importId)
    if (owner === undefined) return gone(importId)
    if (owner !== person.value.personId)
      return refuse('not-allowed', 'This import was started by someone else.', 'importId')
    return ok(importId)
  }
  const gone = (importId: string) =>
    refuse('not-found', `There is no import "${importId.slice(0, 64)}" any more.`, 'importId')

  /** A file and its records take room twice. Whoever sees to the machine may still import at its console. */
  const littleRoom = (): Refusal | undefined =>
    log.disk().state === 'ok'
      ? undefined
      : refuse(
          'disk-low',
          'The hub has little room left on its disk, and keeps it for the sessions that are going on. Nothing was imported.',
        ).error

  const answer = (progress: ImportProgress, status = 200) => {
    const body: HttpImport = { import: progress }
    return json(body, { status })
  }

  const start: Route['handle'] = async (ask) => {
    const { request, caller } = ask
    const person = importer(ask)
    if (!person.ok) return person
    const query = queryOf(request, zQuery)
    if (!query.ok) return query
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
    if (!FILE_TYPES.includes(type))
      return refuse('malformed', `Send the file itself, with content-type ${FILE_TYPES.join(' or ')}.`)
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
      return refuse('malformed', 'Send the file as it is, not compressed.')
    const noRoom = (): Refusal | undefined => diskRefusal(log) ?? littleRoom()
    const low = noRoom()
    if (low !== undefined) return { ok: false, error: low }
    const taken = await gate.run(() => uploads.take(request, maxBytes, noRoom))
    if (taken === undefined)
      return refuse('busy', 'Other files are arriving at this moment. Try again in a few seconds.')
    if (!taken.ok) return taken
    const { name, map, starts, patient, room } = query.value
    const started = imports.start({
      name,
      path: taken.value,
      removeAfter: true,
      options: { map, startsAtMs: starts, patientCode: patient, roomName: room },
      by: person.value,
      screenId: caller.screen?.screenId,
    })
    if (!started.ok) {
      await uploads.remove(taken.value)
      return started
    }
    const { importId } = started.value
    personOfImport.set(importId, person.value.personId)
    const [oldest] = personOfImport.keys()
    if (personOfImport.size > REMEMBERED && oldest !== undefined) personOfImport.delete(oldest)
    logger.info({ importId, personId: person.value.personId }, 'a file came in')
    return answer(started.value, 202)
  }

  const look: Route['handle'] = async (ask) => {
    const importId = ownImport(ask)
    if (!importId.ok) return importId
    const progress = imports.status(importId.value)
    return progress === undefined ? gone(importId.value) : answer(progress)
  }

  const stop: Route['handle'] = async (ask) => {
    const importId = ownImport(ask)
    if (!importId.ok) return importId
    const progress = await imports.stop(importId.value)
    return progress === undefined ? gone(importId.value) : answer(progress)
  }

  return [
    { method: 'post', path: '/api/imports', countsAsUse: true, takesFile: true, handle: start },
    { method: 'get', path: '/api/imports/:importId', countsAsUse: false, handle: look },
    { method: 'delete', path: '/api/imports/:importId', countsAsUse: true, handle: stop },
  ]
}
