// Owns what the hub says of its sessions over HTTP: one, the list, and files that are brought in. Never a session's records.
import type { SessionId } from '@chairside/shared/ids.ts'
import type {
  HttpImport,
  HttpOneSession,
  HttpSession,
  HttpSessions,
  ImportProgress,
} from '@chairside/shared/protocol/http.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { json, refusalOf, unreachable } from './ask.ts'

/** How the list is narrowed; what is absent narrows nothing. */
export type SessionsQuery = {
  readonly open?: boolean
  /** The room's name or id. */
  readonly room?: string
  readonly patient?: string
  /** Opened from … to before …, epoch milliseconds. */
  readonly from?: number
  readonly to?: number
  /** Had an alarm of at least this priority. */
  readonly alarms?: Priority
  readonly before?: number
  readonly limit?: number
}

const queryOf = (values: object): string => {
  const said = Object.entries(values).filter(([, value]) => value !== undefined)
  return said.length === 0
    ? ''
    : `?${new URLSearchParams(said.map(([key, value]) => [key, String(value)])).toString()}`
}

const pathOf = (sessionId: string): string => `/api/sessions/${encodeURIComponent(sessionId)}`

/** @returns the hub's line on one session, or `not-found` / `not-allowed` / `not-signed-in` in words */
export async function sessionOf(sessionId: SessionId): Promise<Result<HttpSession>> {
  const answer = await json<HttpOneSession>(pathOf(sessionId))
  return answer.ok ? ok(answer.value.session) : answer
}

/** Newest first. */
export const sessionsOf = (query: SessionsQuery = {}): Promise<Result<HttpSessions>> =>
  json<HttpSessions>(`/api/sessions${queryOf(query)}`)

/** Where a browser fetches a closed session as a file. */
export type ExportForm = 'ndjson' | 'csv' | 'alarms.ndjson' | 'alarms.csv'
export const exportPath = (sessionId: SessionId, form: ExportForm): string =>
  `${pathOf(sessionId)}/${form.startsWith('alarms') ? form : `export.${form}`}`

export type ImportOptions = {
  /** Which column is which, as the import's help says; absent: it is found out. */
  readonly map?: string
  /** Epoch milliseconds of the first row of a file that names no date. */
  readonly starts?: number
  readonly patient?: string
  /** The room it is filed under. */
  readonly room?: string
}
export type Upload = {
  /** What the hub has begun to do with it, or why not. */
  readonly done: Promise<Result<ImportProgress>>
  /** Calls the upload off; nothing of it remains. */
  stop(): void
}

const stoppedUpload = () => refuse('import-stopped', 'You stopped the upload; nothing of the file was kept.')

/** @param sent bytes that have left of bytes that are to leave */
export function uploadImport(
  file: File,
  options: ImportOptions,
  sent: (bytes: number, of: number) => void,
): Upload {
  // fetch cannot say how far an upload is.
  const request = new XMLHttpRequest()
  const done = new Promise<Result<ImportProgress>>((resolve) => {
    request.upload.onprogress = (event) => sent(event.loaded, file.size)
    request.onerror = () => resolve(unreachable())
    request.onabort = () => resolve(stoppedUpload())
    request.onload = () => {
      try {
        const answer = JSON.parse(request.responseText) as HttpImport
        if (request.status < 300) resolve(ok(answer.import))
        else resolve(refusalOf(request.status, answer))
      } catch {
        resolve(refusalOf(request.status, undefined))
      }
    }
  })
  request.open('POST', `/api/imports${queryOf({ name: file.name, ...options })}`)
  request.withCredentials = true
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.send(file)
  return { done, stop: () => request.abort() }
}

const importPath = (importId: string): string => `/api/imports/${encodeURIComponent(importId)}`

export async function importProgress(importId: string): Promise<Result<ImportProgress>> {
  const answer = await json<HttpImport>(importPath(importId))
  return answer.ok ? ok(answer.value.import) : answer
}
/** Nothing of it remains. */
export async function stopImport(importId: string): Promise<Result<ImportProgress>> {
  const answer = await json<HttpImport>(importPath(importId), 'DELETE')
  return answer.ok ? ok(answer.value.import) : answer
}
