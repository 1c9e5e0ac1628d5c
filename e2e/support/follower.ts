// Owns a following screen without a browser: the tail protocol with sealed history, folds, and the 5-second rule, as
// docs/PROTOCOL.md tells a stranger to write one. Shares the product's folds, none of its client.
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { emptyTrends, pushTrend, type Trends } from '@chairside/shared/fold/trends.ts'
import type { RoomId, StreamId } from '@chairside/shared/ids.ts'
import {
  type CommandAnswer,
  type CommandBody,
  LOST_HUB_AFTER_MS,
  type Mark,
  type RoomSummary,
  type ScreenHelloAck,
  type TailOpenAck,
  type TailRecords,
} from '@chairside/shared/protocol/screens.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import { io, type Socket } from 'socket.io-client'
import { now, until } from './wait.ts'

const ASK_MS = 5_000
const RETRY_MS = 100
const WATCH_MS = 50

export type Followed = {
  readonly lines: string[]
  readonly records: DecodedRecord[]
  /** What the screen knew after each of them, as they came. */
  readonly states: SessionState[]
  state: SessionState
  readonly trends: Trends
}
export type Silence = {
  /** Wall: when the hub was last heard, when this screen said it was lost, when it was whole again. */
  readonly heardAtMs: number
  readonly lostAtMs: number
  backAtMs?: number
  /** Records of each stream it was given on its return. */
  missed?: number
}
export type Follower = {
  readonly marks: Mark[]
  /** Every time this screen has lost the hub. */
  readonly lost: Silence[]
  /** A message that skipped or a stream that had to be asked for again, outside a reconnection. */
  readonly resumes: string[]
  follow(stream: StreamId): Promise<Followed>
  /** What the hub says of a room now. */
  room(roomId: RoomId): Promise<RoomSummary>
  command(body: CommandBody, basedOnSeq?: number): Promise<CommandAnswer>
  /** How often it was greeted. */
  greetings(): number
  /** Greeted, and every stream followed up to the head it was told of. */
  isWhole(): boolean
  close(): void
}

/** Signs in over HTTP. @returns the Cookie header */
export async function signInOverHttp(url: string, name: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  })
  if (!response.ok) throw new Error(`${name} cannot sign in: ${await response.text()}`)
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

type Tail = Followed & { kept: TailRecords[] | undefined; head: number; countedFrom: number }

const commandId = (): string => crypto.randomUUID().replaceAll('-', '')

export async function createFollower(url: string, cookie: string): Promise<Follower> {
  const tails = new Map<StreamId, Tail>()
  const marks: Mark[] = []
  const lost: Silence[] = []
  const resumes: string[] = []
  let heardAtMs = now()
  let greetings = 0
  let greeted = false
  let said = { hubAtMs: 0, rate: 1, atMs: now() }
  const sample = (hubAtMs: number, rate = said.rate): void => {
    said = { hubAtMs, rate, atMs: now() }
  }

  const socket: Socket = io(`${url}/screens`, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: RETRY_MS,
    reconnectionDelayMax: RETRY_MS,
    timeout: 1_000,
    auth: { protocol: 1 },
    extraHeaders: { cookie, origin: url },
  })
  const ask = <Answer>(event: string, what: unknown): Promise<Answer> =>
    socket.timeout(ASK_MS).emitWithAck(event, what) as Promise<Answer>
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(`${url}${path}`, { headers: { cookie } })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }

  const silent = (): Silence | undefined => {
    const last = lost.at(-1)
    return last?.backAtMs === undefined ? last : undefined
  }
  const isWhole = (): boolean =>
    greeted && [...tails.values()].every((tail) => tail.kept === undefined && tail.lines.length >= tail.head)
  const heard = (): void => {
    heardAtMs = now()
    const open = silent()
    if (open === undefined || !isWhole()) return
    open.backAtMs = heardAtMs
    open.missed = [...tails.values()].reduce((sum, tail) => sum + tail.lines.length - tail.countedFrom, 0)
  }
  const watch = setInterval(() => {
    if (silent() !== undefined || now() - heardAtMs < LOST_HUB_AFTER_MS) return
    for (const tail of tails.values()) tail.countedFrom = tail.lines.length
    lost.push({ heardAtMs, lostAtMs: now() })
  }, WATCH_MS)

  const apply = (tail: Tail, lines: readonly string[], fromSeq: number): void => {
    const next = tail.lines.length + 1
    if (fromSeq > next) throw new Error(`a hole: record ${fromSeq} after ${tail.lines.length}`)
    for (const line of lines.slice(next - fromSeq)) {
      const decoded = decodeLine(line)
      if (!decoded.ok) throw new Error(decoded.error.message)
      tail.lines.push(line)
      tail.records.push(decoded.value)
      tail.state = foldSession(tail.state, decoded.value)
      tail.states.push(tail.state)
      pushTrend(tail.trends, decoded.value)
    }
  }
  const open = async (stream: StreamId): Promise<void> => {
    const tail = tails.get(stream) as Tail
    if (tail.kept !== undefined) return
    const mine: TailRecords[] = []
    tail.kept = mine
    const opened = await ask<TailOpenAck>('tail:open', { stream, afterSeq: tail.lines.length })
    if (!opened.ok) throw new Error(`${stream}: ${opened.error.message}`)
    tail.head = opened.head
    if (opened.tailFrom > tail.lines.length + 1) {
      const at = `/api/streams/${stream}/segments`
      const { segments } = (await (await get(at)).json()) as { segments: { first: number; last: number }[] }
      for (const { first, last } of segments) {
        if (last <= tail.lines.length || first >= opened.tailFrom) continue
        const text = await (await get(`${at}/${first}`)).text()
        apply(tail, text.split('\n').slice(0, -1), first)
      }
    }
    // The connection may have gone while history was on its way: then the next greeting has opened it anew.
    if (tail.kept !== mine) return
    tail.kept = undefined
    for (const message of mine) take(message)
    heard()
  }
  const take = (message: TailRecords): void => {
    const tail = tails.get(message.stream)
    if (tail === undefined) return
    tail.head = Math.max(tail.head, message.head)
    if (tail.kept !== undefined) tail.kept.push(message)
    else if (message.fromSeq > tail.lines.length + 1) again(message.stream, 'a message skipped records')
    else apply(tail, message.lines, message.fromSeq)
  }
  const again = (stream: StreamId, why: string): void => {
    resumes.push(`${stream}: ${why}`)
    void open(stream)
  }

  socket.on('tail:records', (message: TailRecords) => {
    sample(message.hubAtMs)
    take(message)
    heard()
  })
  socket.on('tail:lagged', ({ stream }: { stream: StreamId }) => {
    const tail = tails.get(stream)
    if (tail !== undefined) tail.kept = undefined
    again(stream, 'lagged')
  })
  socket.on('mark', (mark: Mark) => {
    sample(mark.hubAtMs, mark.rate)
    marks.push(mark)
    heard()
  })
  socket.on('connect', () => {
    void ask<ScreenHelloAck>('screen:hello', { view: 'test', sound: 'none' })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(answer.error.message)
        sample(answer.hub.hubAtMs, answer.hub.rate)
        for (const tail of tails.values()) tail.kept = undefined
        await Promise.all([...tails.keys()].map(open))
        greeted = true
        greetings += 1
        heard()
      })
      // The hub died in the middle of it: the next connection starts over.
      .catch(() => undefined)
  })
  socket.on('disconnect', (why) => {
    greeted = false
    if (why === 'io server disconnect') setTimeout(() => socket.connect(), RETRY_MS)
  })

  await until('the follower is greeted', () => greeted, 10_000)
  return {
    marks,
    lost,
    resumes,
    async follow(stream) {
      const tail: Tail = {
        lines: [],
        records: [],
        states: [],
        state: emptySession,
        trends: emptyTrends(),
        kept: undefined,
        head: 0,
        countedFrom: 0,
      }
      tails.set(stream, tail)
      await open(stream)
      return tail
    },
    async room(roomId) {
      const answer = await ask<{ ok: boolean; rooms: RoomSummary[] }>('rooms:open', {})
      const found = answer.ok ? answer.rooms.find((room) => room.roomId === roomId) : undefined
      if (found === undefined) throw new Error(`no room ${roomId}`)
      return found
    },
    command(body, basedOnSeq = 0) {
      const pressedAtHubMs = Math.floor(said.hubAtMs + said.rate * (now() - said.atMs))
      return ask('command', { commandId: commandId(), basedOnSeq, pressedAtHubMs, body })
    },
    greetings: () => greetings,
    isWhole,
    close() {
      clearInterval(watch)
      socket.disconnect()
    },
  }
}
