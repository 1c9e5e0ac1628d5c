// Owns a signed-in person at a command line: sign-in over HTTP, commands over the screen door, each with its own id.
// Never keeps or prints the password, never repeats a command that may have happened without asking what became of it.
import { randomBytes } from 'node:crypto'
import type { HubClock } from '@chairside/shared/clock.ts'
import { type CommandId, epochMs, type RoomId, type SessionId } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import {
  COMMAND_TIMEOUT_MS,
  type Command,
  type CommandAnswer,
  type CommandBody,
  type HubToScreen,
  type RoomSummary,
  SCREEN_PROTOCOL,
  type ScreenToHub,
} from '@chairside/shared/protocol/screens.ts'
import type { InfusionPlan } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import { io, type Socket } from 'socket.io-client'
import { clockOfHub, type DeviceClock } from '../clock/device-clock.ts'
import { createMarkClock } from '../clock/mark-clock.ts'
import { createSessionView, type SessionView, type Tail } from './session-view.ts'
import { tailOf } from './tail-of.ts'

const CONNECT_MS = 5_000
/** How long a person at a command line waits for a hub that went away in the middle of something. */
const PATIENCE_MS = 30_000
const AGAIN_MS = 500

export type SignedIn = { readonly url: string; readonly cookie: string; readonly name: string }

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Signs in. @returns the cookie to connect with, or the hub's refusal in its own words */
export async function signIn(url: string, name: string, password: string): Promise<Result<SignedIn>> {
  const untilMs = performance.now() + PATIENCE_MS
  for (;;) {
    const tried = await signInOnce(url, name, password)
    if (tried.signedIn.ok || errorClass(tried.signedIn.error.code) !== 'transient') return tried.signedIn
    if (performance.now() + tried.retryAfterMs > untilMs) return tried.signedIn
    await wait(tried.retryAfterMs)
  }
}

/** One try; after a transient refusal it may be tried again as late as the hub says. */
async function signInOnce(
  url: string,
  name: string,
  password: string,
): Promise<{ signedIn: Result<SignedIn>; retryAfterMs: number }> {
  let response: Response
  try {
    response = await fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(url).origin },
      body: JSON.stringify({ name, password }),
    })
  } catch {
    const away = `There is no hub at ${url}. Is it running, and is this its address?`
    return { signedIn: refuse('timeout', away), retryAfterMs: 0 }
  }
  if (!response.ok) {
    const retryAfterMs = Math.max(1, Number(response.headers.get('retry-after') ?? 1) || 1) * 1_000
    const said = (await response.json().catch(() => undefined)) as { error?: Refusal } | undefined
    const error = said?.error ?? {
      code: 'internal',
      message: `${url} answered ${response.status} to a sign-in: is this a Chairside hub?`,
    }
    return { signedIn: { ok: false, error }, retryAfterMs }
  }
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return { signedIn: ok({ url, cookie, name }), retryAfterMs: 0 }
}

type ScreenSocket = Socket<HubToScreen, ScreenToHub>

export type Person = {
  readonly name: string
  rooms(): Promise<Result<readonly RoomSummary[]>>
  room(roomId: RoomId): Promise<Result<RoomSummary>>
  /** Does one thing. After a lost answer it asks what became of it before it says anything. */
  command(body: CommandBody, basedOnSeq: number): Promise<CommandAnswer>
  /** Opens a session in a room that has none. @returns its id and newest record */
  openSession(
    roomId: RoomId,
    patientCode: string,
    appointmentId?: string,
  ): Promise<Result<{ sessionId: SessionId; seq: number }>>
  startInfusion(sessionId: SessionId, basedOnSeq: number, plan: InfusionPlan): Promise<CommandAnswer>
  /** Asks the hub over HTTP, with this person's sign-in. @returns the answer's JSON, or the hub's refusal */
  ask<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Result<Answer>>
  view(sessionId: SessionId): SessionView
  /** Hub time as this connection knows it, and a call when it has come. */
  readonly clock: () => DeviceClock | undefined
  close(): void
}

/** The rate that gives the plan's volume in its minutes, mL/h. */
export const planRate = (plan: InfusionPlan): number => (plan.volumeMl / plan.minutes) * 60

/**
 * @param clock the hub's own clock where both live in one process; absent: taken from the hub's marks
 */
export function createPerson(signedIn: SignedIn, clock?: HubClock): Person {
  const { url, cookie, name } = signedIn
  let socket: ScreenSocket | undefined
  let hubClock: DeviceClock | undefined

  const connectOnce = async (): Promise<Result<ScreenSocket>> => {
    if (socket?.connected) return ok(socket)
    socket?.disconnect()
    const fresh: ScreenSocket = io(`${url}/screens`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: CONNECT_MS,
      auth: { protocol: SCREEN_PROTOCOL },
      extraHeaders: { cookie, origin: new URL(url).origin },
    })
    const refusal = await new Promise<Refusal | undefined>((resolve) => {
      fresh.once('connect', () => resolve(undefined))
      fresh.once('connect_error', (error) =>
        resolve(
          (error as Error & { data?: Refusal }).data ?? { code: 'timeout', message: `No hub at ${url}.` },
        ),
      )
    })
    if (refusal !== undefined) {
      fresh.disconnect()
      return { ok: false, error: refusal }
    }
    const heard = clock === undefined ? createMarkClock() : clockOfHub(clock)
    fresh.on('mark', (mark) => heard.heard(mark))
    const hello = await fresh
      .timeout(COMMAND_TIMEOUT_MS)
      .emitWithAck('screen:hello', { view: 'cli', sound: 'none' })
      .catch(() => undefined)
    if (hello === undefined) return refuse('timeout', 'The hub did not answer hello.')
    if (!hello.ok) return hello
    heard.heard(hello.hub)
    hubClock = heard
    socket = fresh
    return ok(fresh)
  }

  /** Connects, and while the hub is away goes on trying for as long as a person waits. */
  const connected = async (): Promise<Result<ScreenSocket>> => {
    const untilMs = performance.now() + PATIENCE_MS
    for (;;) {
      const tried = await connectOnce()
      if (tried.ok || tried.error.code !== 'timeout' || performance.now() > untilMs) return tried
      await wait(AGAIN_MS)
    }
  }

  const http = async (method: 'GET' | 'POST', path: string, body?: object): Promise<Result<string>> => {
    let response: Response
    try {
      response = await fetch(`${url}${path}`, {
        method,
        headers: { cookie, origin: new URL(url).origin, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch {
      return refuse('timeout', `There is no hub at ${url}.`)
    }
    const text = await response.text()
    if (response.ok) return ok(text)
    let said: { error?: Refusal } = {}
    try {
      said = JSON.parse(text) as { error?: Refusal }
    } catch {
      // Whatever answered is no hub: its words say nothing.
    }
    return said.error === undefined
      ? refuse('internal', `${url} answered ${response.status} to ${method} ${path}.`)
      : { ok: false, error: said.error }
  }

  const tail = async (): Promise<Result<Tail>> => {
    const link = await connected()
    return link.ok ? ok(tailOf(link.value)) : link
  }

  const becameOf = async (commandId: CommandId): Promise<CommandAnswer> => {
    const untilMs = performance.now() + PATIENCE_MS
    while (performance.now() < untilMs) {
      const link = await connected()
      if (!link.ok) return link
      const answer = await link.value
        .timeout(COMMAND_TIMEOUT_MS)
        .emitWithAck('command:status', { commandId })
        .catch(() => undefined)
      if (answer !== undefined) return answer
      link.value.disconnect()
    }
    return refuse('timeout', 'The hub does not say whether this was done. Look at the screen.')
  }

  const command = async (body: CommandBody, basedOnSeq: number): Promise<CommandAnswer> => {
    const link = await connected()
    if (!link.ok) return link
    const said: Command = {
      commandId: randomBytes(16).toString('hex') as CommandId,
      basedOnSeq,
      pressedAtHubMs: epochMs(hubClock?.nowMs() ?? 0),
      body,
    }
    const answer = await link.value
      .timeout(COMMAND_TIMEOUT_MS)
      .emitWithAck('command', said)
      .catch(() => undefined)
    return answer ?? becameOf(said.commandId)
  }

  return {
    name,
    async rooms() {
      const link = await connected()
      if (!link.ok) return link
      const answer = await link.value
        .timeout(COMMAND_TIMEOUT_MS)
        .emitWithAck('rooms:open', {})
        .catch(() => undefined)
      if (answer === undefined) return refuse('timeout', 'The hub did not answer with its rooms.')
      return answer.ok ? ok(answer.rooms) : answer
    },
    async room(roomId) {
      const all = await this.rooms()
      if (!all.ok) return all
      const found = all.value.find((room) => room.roomId === roomId)
      if (found !== undefined) return ok(found)
      const names = all.value.map((room) => room.roomId).join(', ')
      return refuse('not-found', `There is no room "${roomId}". Rooms here: ${names || 'none'}.`)
    },
    command,
    async openSession(roomId, patientCode, appointmentId) {
      const from = appointmentId === undefined ? {} : { appointmentId }
      const body = { type: 'session.open', roomId, patientCode, includeHeld: false, ...from } as const
      const opened = await command(body, 0)
      if (!opened.ok) return opened
      if (opened.sessionId === undefined) return refuse('internal', 'The hub did not name the new session.')
      return ok({ sessionId: opened.sessionId, seq: opened.seq })
    },
    startInfusion: (sessionId, basedOnSeq, plan) =>
      command({ type: 'infusion.start', sessionId, rateMlPerHr: planRate(plan), plan }, basedOnSeq),
    async ask<Answer>(method: 'GET' | 'POST', path: string, body?: object) {
      const text = await http(method, path, body)
      return text.ok ? ok((text.value === '' ? {} : JSON.parse(text.value)) as Answer) : text
    },
    view: (sessionId) => createSessionView(sessionId, { link: tail, get: (path) => http('GET', path) }),
    clock: () => hubClock,
    close() {
      socket?.disconnect()
      socket = undefined
    },
  }
}
