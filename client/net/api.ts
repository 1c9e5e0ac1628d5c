// Owns HTTP to the hub: who is signed in, this screen's place, sealed history. Never the socket.
// Every failure is a refusal with a sentence; a network that is down is one too.
import type { HttpError, HttpRooms, HttpSegments } from '@chairside/shared/protocol/http.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Account } from '../session/account.ts'
import type { History } from '../session/history.ts'

const unreachable = () =>
  refuse(
    'timeout',
    'The hub does not answer. Check the network, then try again; numbers stand on the bedside monitor.',
  )

async function ask(path: string, init: RequestInit = {}): Promise<Result<Response>> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', signal: AbortSignal.timeout(15_000), ...init })
  } catch {
    return unreachable()
  }
  if (response.ok) return ok(response)
  try {
    const { error } = (await response.json()) as HttpError
    return { ok: false, error }
  } catch {
    return refuse('internal', `The hub answered ${response.status} without saying why. Try again.`)
  }
}

async function json<T>(path: string, method = 'GET', body?: unknown): Promise<Result<T>> {
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

export const account: Account = {
  me: () => json('/api/me'),
  signIn: (name, password) => json('/api/sign-in', 'POST', { name, password }),
  signOut: () => json('/api/sign-out', 'POST', {}),
  async rooms() {
    const answer = await json<HttpRooms>('/api/rooms')
    return answer.ok ? ok(answer.value.rooms) : answer
  },
  enrol: (name, roomId) =>
    json('/api/screen/enrol', 'POST', { name, ...(roomId === undefined ? {} : { roomId }) }),
  leavePlace: () => json('/api/screen', 'DELETE'),
}

const streamPath = (stream: string): string => `/api/streams/${encodeURIComponent(stream)}/segments`

export const history: History = {
  async segments(stream) {
    const answer = await json<HttpSegments>(streamPath(stream))
    return answer.ok ? ok(answer.value.segments) : answer
  },
  async lines(stream, first) {
    const answer = await ask(`${streamPath(stream)}/${first}`)
    if (!answer.ok) return answer
    try {
      const text = await answer.value.text()
      return ok(text.split('\n').filter((line) => line !== ''))
    } catch {
      return unreachable()
    }
  },
  async range(stream, first, last) {
    const answer = await ask(`/api/streams/${encodeURIComponent(stream)}/history/${first}-${last}`)
    if (!answer.ok) return answer
    try {
      return ok(await answer.value.text())
    } catch {
      return unreachable()
    }
  },
}
