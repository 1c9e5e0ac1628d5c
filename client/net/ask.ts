// Owns one HTTP question to the hub and its answer. Every failure is a refusal with a sentence; a network that is
// down is one. What happens next (asked again by itself, a button) is said by whoever asks.
import type { HttpError } from '@chairside/shared/protocol/http.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'

const TIMEOUT_MS = 15_000

export const unreachable = () => refuse('timeout', 'The hub does not answer. Check the network.')

/** What an answer that is not 2xx says, or that it says nothing. */
export function refusalOf(status: number, body: unknown): Extract<Result<never>, { ok: false }> {
  const error = (body as Partial<HttpError> | undefined)?.error
  if (error?.code !== undefined) return { ok: false, error }
  return refuse('internal', `The hub answered ${status} without saying why.`)
}

export async function ask(path: string, init: RequestInit = {}): Promise<Result<Response>> {
  let response: Response
  try {
    response = await fetch(path, {
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...init,
    })
  } catch {
    return unreachable()
  }
  if (response.ok) return ok(response)
  return refusalOf(response.status, await response.json().catch(() => undefined))
}

export async function json<T>(path: string, method = 'GET', body?: unknown): Promise<Result<T>> {
  const answer = await ask(path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!answer.ok) return answer
  try {
    return ok((await answer.value.json()) as T)
  } catch {
    return unreachable()
  }
}

/** The body as text. */
export async function text(path: string): Promise<Result<string>> {
  const answer = await ask(path)
  if (!answer.ok) return answer
  try {
    return ok(await answer.value.text())
  } catch {
    return unreachable()
  }
}
