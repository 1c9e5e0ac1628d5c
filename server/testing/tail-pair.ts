// Owns a screen and its hub's tail with two queues between them that the test flushes by hand: nothing arrives, and nothing
// is lost, but when it says so. The publisher, the stream's writer and the log are the real ones.
// Never used by the product.
import type { EpochMs, StreamId } from '@chairside/shared/ids.ts'
import type { TailLagged, TailOpenAck, TailRecords } from '@chairside/shared/protocol/screens.ts'
import { behind, emptyTail, receive, type TailCursor } from '@chairside/shared/protocol/tail.ts'
import { pino } from 'pino'
import { newConn, OUTBOX_PACKETS, type ScreenSocket } from '../fanout/screen-conn.ts'
import { createTailPublisher, type TailPublisher } from '../fanout/tail-publisher.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { HeadFeed } from '../session/head-feed.ts'

type Packet =
  | { readonly event: 'tail:records'; readonly data: TailRecords }
  | { readonly event: 'tail:lagged'; readonly data: TailLagged }
  | { readonly event: 'answer'; readonly data: TailOpenAck }

/** The hub's end of one connection, with everything that waits in it. */
type Connection = {
  readonly socket: ScreenSocket
  readonly outbox: Packet[]
  readonly rooms: Set<string>
  /** The record that must come next: after an answer, its `tailFrom`; then one after the other. */
  expected: number | undefined
}

export type TailScreen = {
  readonly lines: string[]
  /** The most packets that ever waited for it. */
  mostWaiting(): number
  lagged(): number
  /** Takes up to `count` packets off the queue, as they came. */
  deliver(count: number): void
  waiting(): number
  /** The line breaks: what was under way is gone. */
  drop(): void
  /** A new line; the screen asks to go on from what it holds. */
  connect(): void
  /** A mark arrives, if nothing waits: the screen asks again when it lacks something. */
  mark(): void
  /** It asks once more, whatever it holds and however often it has asked. */
  askAgain(): void
  connected(): boolean
}

export function tailPair(log: SessionLog, feed: HeadFeed, stream: StreamId) {
  const connections = new Set<Connection>()
  const door = {
    to: (room: string) => ({
      emit(event: 'tail:records', data: TailRecords) {
        for (const { rooms, outbox } of connections) if (rooms.has(room)) outbox.push({ event, data })
      },
    }),
  }
  const problems: string[] = []
  const logger = pino({ level: 'error' }, { write: (line: string) => void problems.push(line) })
  const tails: TailPublisher = createTailPublisher({
    door: door as never,
    log,
    feed,
    logger,
    nowMs: () => 0 as EpochMs,
    wallMs: () => 0,
    onLagging: ({ data }) => counts.set(data.conn, (counts.get(data.conn) ?? 0) + 1),
    onCaughtUp: () => undefined,
  })
  const counts = new Map<unknown, number>()

  const newConnection = (onClosed: () => void): Connection => {
    const outbox: Packet[] = []
    const rooms = new Set<string>()
    const socket = {
      connected: true,
      conn: { writeBuffer: outbox, transport: {} },
      data: { conn: newConn(undefined, undefined, undefined, 0) },
      join: (room: string) => void rooms.add(room),
      leave: (room: string) => void rooms.delete(room),
      emit: (event: Packet['event'], data: never) => void outbox.push({ event, data }),
      disconnect: onClosed,
    } as unknown as ScreenSocket
    const connection: Connection = { socket, outbox, rooms, expected: undefined }
    connections.add(connection)
    return connection
  }

  function screen(): TailScreen {
    const lines: string[] = []
    let cursor: TailCursor = emptyTail
    let connection: Connection | undefined
    let most = 0
    let lagged = 0
    let asking = false

    const close = (): void => {
      if (connection === undefined) return
      const closed = connection
      connection = undefined
      asking = false
      connections.delete(closed)
      ;(closed.socket as { connected: boolean }).connected = false
      tails.gone(closed.socket)
    }
    const ask = (again = false): void => {
      const mine = connection
      if (mine === undefined || (asking && !again)) return
      asking = true
      void tails.open(mine.socket, stream, cursor.appliedThrough).then((data) => {
        mine.outbox.push({ event: 'answer', data })
      })
    }
    const apply = (more: readonly string[]): void => {
      lines.push(...more)
    }
    /** What is sealed away comes by another road (HTTP in the product), which never fails here. */
    const fetchTo = async (through: number): Promise<void> => {
      if (through <= cursor.appliedThrough) return
      const from = cursor.appliedThrough + 1
      const more = await log.read(stream, from, through - cursor.appliedThrough)
      if (cursor.appliedThrough !== from - 1) return
      apply(more)
      cursor = { appliedThrough: from - 1 + more.length, knownHead: cursor.knownHead }
    }
    const inOrder = (from: Connection, packet: Packet): void => {
      if (packet.event === 'answer') from.expected = packet.data.ok ? packet.data.tailFrom : undefined
      else if (packet.event === 'tail:lagged') {
        if (from.expected === undefined) problems.push('told twice that it lags')
        from.expected = undefined
      } else if (packet.data.fromSeq !== from.expected)
        problems.push(`expected record ${from.expected}, the hub sent from ${packet.data.fromSeq}`)
      else from.expected += packet.data.lines.length
    }
    const take = (from: Connection, packet: Packet): void => {
      inOrder(from, packet)
      if (packet.event === 'answer') {
        asking = false
        if (packet.data.ok) void fetchTo(packet.data.tailFrom - 1)
        return
      }
      if (packet.event === 'tail:lagged') {
        lagged += 1
        ask()
        return
      }
      const step = receive(cursor, packet.data)
      cursor = step.cursor
      if (step.kind === 'apply') apply(step.lines)
      if (step.kind === 'resume') ask()
    }
    return {
      lines,
      lagged: () => lagged,
      mostWaiting: () => most,
      waiting: () => connection?.outbox.length ?? 0,
      connected: () => connection !== undefined,
      deliver(count) {
        const from = connection
        if (from === undefined) return
        most = Math.max(most, from.outbox.length)
        for (const packet of from.outbox.splice(0, count)) take(from, packet)
      },
      askAgain: () => ask(true),
      drop: close,
      connect() {
        if (connection !== undefined) return
        connection = newConnection(close)
        ask()
      },
      mark() {
        if (connection === undefined || connection.outbox.length > 0) return
        const head = connection.socket.data.conn.following.has(stream) ? tails.head(stream) : undefined
        if (head !== undefined && behind(cursor, head)) ask()
      },
    }
  }
  return { screen, tails, problems, bound: OUTBOX_PACKETS }
}
