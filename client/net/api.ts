// Owns HTTP to the hub: who is signed in, this screen's place, sealed history. Never the socket.
import type { HttpRooms, HttpSegments } from '@chairside/shared/protocol/http.ts'
import { ok } from '@chairside/shared/result.ts'
import type { Account } from '../session/hub/account.ts'
import type { History } from '../session/records/history.ts'
import { json, text } from './ask.ts'
import { sessionOf } from './sessions-api.ts'

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

const streamPath = (stream: string): string => `/api/streams/${encodeURIComponent(stream)}`

export const history: History = {
  session: sessionOf,
  async segments(stream) {
    const answer = await json<HttpSegments>(`${streamPath(stream)}/segments`)
    return answer.ok ? ok(answer.value.segments) : answer
  },
  async lines(stream, first) {
    const body = await text(`${streamPath(stream)}/segments/${first}`)
    return body.ok ? ok(body.value.split('\n').filter((line) => line !== '')) : body
  },
  range: (stream, first, last) => text(`${streamPath(stream)}/history/${first}-${last}`),
}
