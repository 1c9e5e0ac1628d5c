// Proves that a stream can be followed from any point without a hole, and what is refused.
import { HUB_STREAM, sessionStream } from '@chairside/shared/ids.ts'
import type { Socket as ClientSocket } from 'socket.io-client'
import { describe, expect, test } from 'vitest'
import { OUTBOX_BYTES, type ScreenSocket, waitingBytes } from './fanout/screen-conn.ts'
import { createMemoryLog } from './log/memory-log.ts'
import { eventually, settle, vitalsReport } from './testing/hub-fixture.ts'
import { createManualWall } from './testing/manual-wall.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

const FOUR = { heartRate: 71, pulseRate: 71, spo2: 97, respirationRate: 14 }

/** Lets a monitor send `count` reports of a moment ago, in messages of up to 500: one commit each. */
async function backlog(it: Ward, count: number): Promise<void> {
  it.clock.move(60_000)
  const from = it.clock.nowMs() - 40_000
  for (let sent = 0; sent < count; ) {
    const size = Math.min(500, count - sent)
    const reports = Array.from({ length: size }, (_, at) => vitalsReport(FOUR, from + at))
    const ack = await it.monitor.send(...reports)
    if (!ack.ok) throw new Error(JSON.stringify(ack))
    sent += size
  }
}
const four = async (it: Ward): Promise<void> => {
  await it.monitor.hello({
    devices: [{ deviceId: it.monitor.deviceId, epoch: 'e1', signals: Object.keys(FOUR) }],
  })
}

describe('following a stream', () => {
  test('[TP14] from any point: sealed history up to where the tail starts, then the tail, is exactly the log', async () => {
    await using it = await ward({ log: createMemoryLog({ sealLines: 60 }) })
    await four(it)
    for (let at = 0; at < 9; at += 1) await backlog(it, 37)
    const log = await it.lines(it.stream)
    const { sealedThrough = 0 } = (await it.log.head(it.stream)) ?? {}
    expect(sealedThrough).toBeGreaterThan(100)
    expect(sealedThrough).toBeLessThan(log.length)
    for (const held of [0, 1, 59, 60, 61, sealedThrough - 1, sealedThrough, sealedThrough + 1, log.length]) {
      const screen = await it.screen('Nils Nurse')
      const opened = await screen.follow(it.stream, held)
      if (!opened.ok) throw new Error(JSON.stringify(opened))
      expect(opened).toMatchObject({ head: log.length, sealedThrough })
      expect(opened.tailFrom).toBe(held === 0 ? sealedThrough + 1 : held + 1)
      const sealed = await it.log.read(it.stream, held + 1, opened.tailFrom - 1 - held)
      if (opened.tailFrom <= log.length) await screen.until(it.stream, log.length)
      const tail = (screen.lines.get(it.stream) ?? []).slice(opened.tailFrom - 1)
      expect([...log.slice(0, held), ...sealed, ...tail]).toEqual(log)
      screen.socket.disconnect()
    }
  })

  test('[TP14] who was away for long is sent to sealed history instead of a thousand records', async () => {
    await using it = await ward({ log: createMemoryLog({ sealLines: 60 }) })
    await four(it)
    for (let at = 0; at < 3; at += 1) await backlog(it, 500)
    const { head = 0, sealedThrough = 0 } = (await it.log.head(it.stream)) ?? {}
    expect(await it.nora.follow(it.stream, 5)).toMatchObject({ ok: true, tailFrom: sealedThrough + 1 })
    expect(await it.nils.follow(it.stream, head - 1_000)).toMatchObject({ ok: true, tailFrom: head - 999 })
  })

  test('[TP14] a number or a stream that does not exist is refused in words', async () => {
    await using it = await ward()
    const stream = it.stream
    expect(await it.nora.follow(stream, it.head() + 1)).toMatchObject(refused('sequence-unknown', 'afterSeq'))
    expect(await it.nora.follow(sessionStream('nowhere' as never))).toMatchObject(
      refused('stream-unknown', 'stream'),
    )
    expect(await it.nora.emit('tail:open', { stream, afterSeq: 1.5 })).toMatchObject(
      refused('malformed', 'afterSeq'),
    )
  })

  test('[TP15] closed, a stream sends nothing more and is in no mark; open again, it goes on whole', async () => {
    const wall = createManualWall()
    await using it = await ward({ wall })
    await it.nora.follow(it.stream)
    await it.nora.until(it.stream, it.head())
    const held = it.head()
    await it.nora.emit('tail:close', { stream: it.stream })
    await it.monitor.vitals({ spo2: 97 })
    wall.pass(2_000)
    await settle(50)
    expect(it.nora.lines.get(it.stream)).toHaveLength(held)
    expect(it.nora.marks.at(-1)?.heads).toEqual({})
    await it.nora.follow(it.stream, held)
    await it.nora.until(it.stream, it.head())
    expect(it.nora.lines.get(it.stream)).toEqual(await it.lines(it.stream))
  })

  test('[TP12] a session that opens with hours of held numbers goes out in messages of at most 200', async () => {
    await using it = await ward()
    await four(it)
    await it.nora.follow(it.stream)
    await backlog(it, 500)
    await it.nora.until(it.stream, it.head())
    expect(Math.max(...it.nora.messages.map(({ lines }) => lines.length))).toBe(200)
    expect(it.nora.lines.get(it.stream)).toEqual(await it.lines(it.stream))
  })
})

describe('marks', () => {
  test('[SC40] come when nothing else of a stream went out for a second, and not oftener', async () => {
    const wall = createManualWall()
    await using it = await ward({ wall })
    await it.nora.follow(it.stream)
    await it.nora.until(it.stream, it.head())
    const count = async (seconds: number, each: () => Promise<unknown>): Promise<number> => {
      const before = it.nora.marks.length
      for (let half = 0; half < 2 * seconds; half += 1) {
        await each()
        wall.pass(500)
      }
      await settle(50)
      return it.nora.marks.length - before
    }
    expect(await count(10, async () => undefined)).toBe(10)
    expect(await count(10, () => it.monitor.vitals({ spo2: 97 }))).toBe(0)
    expect(await count(3, async () => undefined)).toBe(3)
  })

  test('[SC40] carry hub time, its rate, the incarnation, the disk and the committed head of what is followed', async () => {
    const wall = createManualWall()
    await using it = await ward({ wall })
    await it.nora.follow(it.stream)
    await it.nora.follow(HUB_STREAM)
    await it.nora.until(it.stream, it.head())
    const head = it.head()
    it.memory.hold()
    const held = it.monitor.vitals({ spo2: 97 })
    await settle(50)
    it.clock.move(1_234)
    wall.pass(1_500)
    await eventually('a mark', () => it.nora.marks.length > 0)
    expect(it.nora.marks.at(-1)).toEqual({
      hubAtMs: it.clock.nowMs(),
      rate: 1,
      incarnation: it.log.status.incarnation,
      build: 'test',
      recording: true,
      disk: 'ok',
      heads: { [it.stream]: head, [HUB_STREAM]: 1 },
    })
    it.memory.release()
    await held
    wall.pass(1_500)
    await settle(50)
    expect(it.nora.marks.at(-1)?.heads[it.stream]).toBe(head + 1)
  })

  test('[SC40] say the rate of a scaled clock, and go on while hub time stands still', async () => {
    const wall = createManualWall()
    await using it = await ward({ wall, rate: { kind: 'scaled', rate: 20 } })
    wall.pass(2_000)
    await settle(50)
    expect(it.nora.marks.map(({ rate }) => rate)).toEqual([20, 20])
    expect(it.monitor.heard.marks).toMatchObject([{ rate: 20 }, { rate: 20 }])
  })
})

/** The raw websocket of a client, to stop it from reading as a frozen tablet would. */
const websocketOf = (socket: ClientSocket): { pause(): void; resume(): void } =>
  (socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws

describe('a frozen reader', () => {
  test('[TP11] bounded memory while it is frozen, told when it reads again, resumes whole, and is noted', async () => {
    const wall = createManualWall()
    await using it = await ward({ wall })
    await four(it)
    const { cookie } = await it.enrol(it.roomId)
    const frozen = await it.screen({ cookie })
    await frozen.hello()
    await frozen.follow(it.stream)
    await frozen.until(it.stream, it.head())
    const serverSide = [...it.hub.io.of('/screens').sockets.values()].find(
      ({ data }) => data.conn.screenId !== undefined,
    ) as unknown as ScreenSocket
    websocketOf(frozen.socket).pause()
    let most = 0
    for (let message = 0; message < 200 && !serverSide.data.conn.lagging.has(it.stream); message += 1) {
      await backlog(it, 500)
      wall.pass(500)
      most = Math.max(most, waitingBytes(serverSide))
    }
    expect([...serverSide.data.conn.lagging]).toEqual([it.stream])
    // One commit of 500 records is about 200 kB; the bound is looked at before each of its messages.
    expect(most).toBeLessThan(OUTBOX_BYTES + 500_000)
    const after = waitingBytes(serverSide)
    for (let message = 0; message < 3; message += 1) {
      await backlog(it, 500)
      wall.pass(3_000)
    }
    expect(waitingBytes(serverSide)).toBeLessThanOrEqual(after)
    expect(frozen.lagged).toEqual([])

    websocketOf(frozen.socket).resume()
    await eventually('it is told', () => {
      wall.pass(500)
      return frozen.lagged.length > 0
    })
    const held = frozen.lines.get(it.stream)?.length ?? 0
    expect(held).toBeLessThan(it.head())
    const opened = await frozen.follow(it.stream, held)
    if (!opened.ok) throw new Error(JSON.stringify(opened))
    await it.monitor.vitals({ spo2: 97 })
    await frozen.until(it.stream, it.head())
    const log = await it.lines(it.stream)
    const tail = frozen.lines.get(it.stream)?.slice(opened.tailFrom - 1)
    expect(frozen.lines.get(it.stream)?.slice(0, held)).toEqual(log.slice(0, held))
    expect(tail).toEqual(log.slice(opened.tailFrom - 1))
    await settle(50)
    expect((await it.records('suite' as never, 'screen')).map(({ event }) => event)).toEqual([
      'joined',
      'lagging',
      'caughtUp',
    ])
    expect(it.nora.socket.connected).toBe(true)
  })
})
