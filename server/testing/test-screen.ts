// Owns the screen that tests look through: it keeps the lines it is sent and nothing else. Never used by the product.
import { randomBytes } from 'node:crypto'
import type { HubClock } from '@chairside/shared/clock.ts'
import type { StreamId } from '@chairside/shared/ids.ts'
import type {
  CommandAnswer,
  CommandBody,
  HubToScreen,
  Mark,
  MyRooms,
  RoomLive,
  RoomSummary,
  ScreenHelloAck,
  ScreenState,
  SoundGrant,
  SuiteSummary,
  TailOpenAck,
  TailRecords,
} from '@chairside/shared/protocol/screens.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { Socket } from 'socket.io-client'
import type { AnyAck } from './test-device.ts'
import { eventually } from './wait.ts'

export type TestScreen = {
  readonly socket: Socket
  /** Lines by stream, each at its number less one. */
  readonly lines: Map<string, string[]>
  /** Every message of records, as it came. */
  readonly messages: TailRecords[]
  readonly marks: Mark[]
  readonly lagged: { stream: string; head: number }[]
  readonly closing: Refusal[]
  readonly rooms: (readonly RoomSummary[])[]
  readonly room: RoomSummary[]
  readonly live: RoomLive[]
  /** What it was told of its own sound, of the suite, of its nurse's rooms; the newest last. */
  readonly grants: SoundGrant[]
  readonly suite: SuiteSummary[]
  readonly mine: MyRooms[]
  hello(more?: object): Promise<ScreenHelloAck>
  follow(stream: StreamId, afterSeq?: number): Promise<TailOpenAck>
  records(stream: StreamId): DecodedRecord[]
  command(body: CommandBody, more?: object): Promise<CommandAnswer>
  /** Says that it paints, is in sight, and that its audio runs. */
  paints(more?: Partial<ScreenState>): Promise<AnyAck>
  /** Somebody heard the tone at this page. */
  heard(pageId: string, heard?: boolean): Promise<CommandAnswer>
  emit(event: string, payload: unknown): Promise<AnyAck>
  /** Resolves once this screen holds record `seq` of the stream. */
  until(stream: StreamId, seq: number): Promise<void>
}

export const commandId = (): string => randomBytes(16).toString('hex')

export function createTestScreen(socket: Socket, clock: HubClock): TestScreen {
  const lines = new Map<string, string[]>()
  const it: TestScreen = {
    socket,
    lines,
    messages: [],
    marks: [],
    lagged: [],
    closing: [],
    rooms: [],
    room: [],
    live: [],
    grants: [],
    suite: [],
    mine: [],
    hello: (more = {}) => socket.emitWithAck('screen:hello', { view: 'test', sound: 'none', ...more }),
    follow: (stream, afterSeq = 0) => socket.emitWithAck('tail:open', { stream, afterSeq }),
    records: (stream) =>
      (lines.get(stream) ?? []).flatMap((line) => {
        const decoded = decodeLine(line)
        return decoded.ok ? [decoded.value] : []
      }),
    command: (body, more = {}) =>
      socket.emitWithAck('command', {
        commandId: commandId(),
        basedOnSeq: 0,
        pressedAtHubMs: clock.nowMs(),
        body,
        ...more,
      }),
    paints: (more = {}) =>
      socket.emitWithAck('screen:state', {
        painting: true,
        hidden: false,
        audio: 'running',
        wakeLock: true,
        sound: 'confirmed',
        ...more,
      }),
    heard: (pageId, heard = true) => it.command({ type: 'sound.heard', pageId, heard }),
    emit: (event, payload) => socket.emitWithAck(event, payload),
    until: (stream, seq) =>
      eventually(`record ${seq} of ${stream}`, () => lines.get(stream)?.[seq - 1] !== undefined),
  }
  const hear = <E extends keyof HubToScreen>(event: E, take: (said: Parameters<HubToScreen[E]>[0]) => void) =>
    socket.on(event as string, take as never)
  hear('tail:records', (message) => {
    it.messages.push(message)
    const held = lines.get(message.stream) ?? []
    lines.set(message.stream, held)
    for (const [at, line] of message.lines.entries()) held[message.fromSeq - 1 + at] = line
  })
  hear('mark', (mark) => it.marks.push(mark))
  hear('tail:lagged', (what) => it.lagged.push(what))
  hear('closing', (why) => it.closing.push(why))
  hear('rooms:changed', (rooms) => it.rooms.push(rooms))
  hear('room:changed', (room) => it.room.push(room))
  hear('room:live', (live) => it.live.push(live))
  hear('sound:state', (grant) => it.grants.push(grant))
  hear('suite:state', (suite) => it.suite.push(suite))
  hear('mine:changed', (mine) => it.mine.push(mine))
  return it
}
