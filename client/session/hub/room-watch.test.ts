// Proves what a chairside screen knows of its room: unrecorded numbers, a session that opens and closes, a return.

import type { EpochMs, Incarnation, RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import { alarmBody, closedBody, linesOf, sessionLines, vitalsBody } from '../../testing/records.ts'
import { scriptedFrames } from '../../testing/scripted-frames.ts'
import { scriptedHistory } from '../../testing/scripted-history.ts'
import { HUB_AT_MS, helloAck, STREAM, scriptedTime, scriptedWire } from '../../testing/scripted-wire.ts'
import { createLiveSource } from '../records/live-source.ts'
import { createHubLink } from './hub-link.ts'
import { watchRoom } from './room-watch.ts'

const ROOM = 'room-1' as RoomId

const summary = (session?: 'open'): RoomSummary => ({
  roomId: ROOM,
  roomName: 'Room 1',
  deviceNames: ['Bed 1 monitor'],
  deviceConnected: true,
  everyMs: {},
  latest: { readings: {} },
  ...(session === undefined
    ? {}
    : {
        session: {
          sessionId: 's1' as SessionId,
          patientCode: 'K-0417',
          openedAtMs: HUB_AT_MS,
          provenance: 'simulated',
          head: 1,
          infusion: 'none',
          quarantined: false,
          alarms: [],
        },
      }),
})
const live = (heldMs: number): RoomLive => ({
  roomId: ROOM,
  hubAtMs: HUB_AT_MS,
  latest: { readings: {} },
  heldMs,
})

async function watching(room: RoomSummary, more: { live?: RoomLive } = {}) {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
  let head = 0
  wire.answer('screen:hello', () => helloAck())
  wire.answer('room:watch', () => ({ ok: true, room, ...more }))
  wire.answer('tail:open', ({ afterSeq }) => ({ ok: true, head, sealedThrough: 0, tailFrom: afterSeq + 1 }))
  wire.answer('tail:close', () => ({ ok: true }))
  const frames = scriptedFrames()
  const watch = watchRoom(ROOM, {
    link,
    after: time.after,
    frames,
    monoNow: time.monoNow,
    openSource: (stream) =>
      createLiveSource(stream, {
        link,
        after: time.after,
        history: scriptedHistory([]),
      }),
  })
  link.start()
  await wire.connect()
  const send = async (lines: readonly string[], fromSeq: number) => {
    head = fromSeq + lines.length - 1
    await wire.say('tail:records', {
      stream: STREAM,
      fromSeq,
      lines,
      head,
      hubAtMs: (HUB_AT_MS + head * 1_000) as EpochMs,
    })
  }
  return {
    wire,
    time,
    link,
    watch,
    send,
    draw: () => frames.draw(),
    room: () => watch.store.getState(),
    view: () => watch.store.getState().session?.view.getState(),
    setHead: (to: number) => {
      head = to
    },
  }
}

describe('a room on its screen', () => {
  test('[UI15] without a session it has the unrecorded numbers and how much is held', async () => {
    const { wire, room } = await watching(summary(), { live: live(720_000) })
    expect(room().session).toBeUndefined()
    expect(room().live?.heldMs).toBe(720_000)
    await wire.say('room:live', live(721_000))
    expect(room().live?.heldMs).toBe(721_000)
  })

  test('[UI15] when a session opens its records take over and the unrecorded numbers are gone', async () => {
    const { wire, room, send, draw, view } = await watching(summary(), { live: live(1) })
    await wire.say('room:changed', summary('open'))
    expect(room().live).toBeUndefined()
    await send(sessionLines(4), 1)
    draw()
    expect(view()?.state.opened?.patientCode).toBe('K-0417')
    expect(view()?.state.signals.heartRate?.reading).toEqual({ status: 'measured', value: 71 })
    await wire.say('room:live', live(5))
    expect(room().live).toBeUndefined()
  })

  test('[UI15] when it closes the screen says who closed it and when', async () => {
    const { wire, room, send, draw } = await watching(summary('open'))
    await send([...sessionLines(4), ...linesOf([closedBody], 5)], 1)
    draw()
    await wire.say('room:changed', summary())
    expect(room().session).toBeUndefined()
    expect(room().closed).toEqual({ patientCode: 'K-0417', by: 'R. Osei', atMs: HUB_AT_MS + 5_000 })
  })

  test('[UI4] back from a lost hub it says how long, how many records and how many alarms it missed', async () => {
    const { wire, time, link, send, setHead } = await watching(summary('open'))
    await send(sessionLines(10), 1)
    await wire.disconnect()
    await time.pass(42_000)
    setHead(14)
    await wire.connect()
    // Not "0 records": it has not been given them yet.
    expect(link.store.getState().back).toEqual({ afterMs: 42_000 })
    await send(
      linesOf(
        [
          vitalsBody(9, 112, HUB_AT_MS + 11_000),
          vitalsBody(10, 118, HUB_AT_MS + 12_000),
          alarmBody(HUB_AT_MS + 13_000),
          vitalsBody(11, 119, HUB_AT_MS + 14_000),
        ],
        11,
      ),
      11,
    )
    expect(link.store.getState().back).toEqual({
      afterMs: 42_000,
      missed: { records: 4, alarms: 1, acts: [] },
    })
    link.dismissBack()
    expect(link.store.getState().back).toBeUndefined()
  })

  test('[UI244] back from a lost hub it says what people did meanwhile, by name', async () => {
    const { wire, time, link, send, setHead } = await watching(summary('open'))
    await send(sessionLines(10), 1)
    await wire.disconnect()
    await time.pass(42_000)
    setHead(12)
    await wire.connect()
    const stopped = {
      kind: 'infusion',
      act: 'stop',
      atMs: HUB_AT_MS + 11_000,
      rateMlPerHr: 0,
      commandId: '2'.repeat(32),
      by: { personId: 'p2', name: 'M. Berg', role: 'nurse' },
    } as unknown as RecordBody
    await send(linesOf([vitalsBody(9, 112, HUB_AT_MS + 11_000), stopped], 11), 11)
    expect(link.store.getState().back?.missed?.acts).toEqual([
      { atMs: HUB_AT_MS + 11_000, text: expect.stringMatching(/Pump stopped.*M\. Berg/) },
    ])
  })

  test('[UI8] a session that is not whole yet is loading, however many records it has', async () => {
    const { wire, send, draw, view, setHead } = await watching(summary())
    setHead(6)
    await wire.say('room:changed', summary('open'))
    await send(sessionLines(3), 1)
    draw()
    expect(view()).toMatchObject({ phase: 'loading', state: { head: 3 } })
    await send(sessionLines(6).slice(3), 4)
    draw()
    expect(view()).toMatchObject({ phase: 'following', state: { head: 6 } })
  })

  test('[UI5] a new incarnation forgets the session before it asks again', async () => {
    const { wire, room, send, draw, view } = await watching(summary('open'))
    await send(sessionLines(5), 1)
    draw()
    expect(view()?.state.head).toBe(5)
    await wire.disconnect()
    wire.answer('screen:hello', () => helloAck({ incarnation: 'log-2' as Incarnation }))
    await wire.connect()
    expect(room().session).toBeDefined()
    expect(view()?.state.head).toBe(0)
    expect(view()?.phase).not.toBe('failed')
  })

  test('[UI7] a room this screen may not see is refused in words', async () => {
    const { wire, room } = await watching(summary())
    await wire.disconnect()
    wire.answer('room:watch', () => refuse('not-allowed', 'This screen or sign-in may not see that room.'))
    await wire.connect()
    expect(room().failure?.message).toBe('This screen or sign-in may not see that room.')
  })

  test('[UI57] a session that closes under somebody who looks back stays until they are back', async () => {
    const { wire, room, send, draw, view } = await watching(summary('open'))
    await send([...sessionLines(30), ...linesOf([closedBody], 31)], 1)
    draw()
    const session = room().session
    session?.cursor.seek(HUB_AT_MS + 10_000)
    await wire.say('room:changed', summary())
    draw()
    expect(room().session).toBe(session)
    expect(view()?.shown.head).toBe(10)
    expect(view()?.state.closed).toBeDefined()
    session?.cursor.follow()
    expect(room().session).toBeUndefined()
    expect(room().closed).toEqual({ patientCode: 'K-0417', by: 'R. Osei', atMs: HUB_AT_MS + 31_000 })
  })

  test('[UI57] another session in the room is shown at once, whatever was looked at', async () => {
    const { wire, room, send, draw } = await watching(summary('open'))
    await send(sessionLines(30), 1)
    draw()
    const before = room().session
    before?.cursor.seek(HUB_AT_MS + 10_000)
    const other = summary('open')
    await wire.say('room:changed', {
      ...other,
      session: { ...(other.session as NonNullable<RoomSummary['session']>), sessionId: 's2' as SessionId },
    })
    expect(room().session).toBeDefined()
    expect(room().session).not.toBe(before)
    expect(room().session?.cursor.store.getState().playback.is).toBe('following')
  })

  test('[UI49] a lost hub leaves the moment looked at where it is, and so does its return', async () => {
    const { wire, time, room, send, draw, view, setHead } = await watching(summary('open'))
    await send(sessionLines(30), 1)
    draw()
    room().session?.cursor.seek(HUB_AT_MS + 10_000)
    draw()
    await wire.disconnect()
    await time.pass(20_000)
    expect(view()?.shown.head).toBe(10)
    setHead(33)
    await wire.connect()
    await send(sessionLines(33).slice(30), 31)
    draw()
    expect(view()).toMatchObject({ shown: { head: 10 }, state: { head: 33 } })
    expect(room().session?.cursor.store.getState()).toMatchObject({
      atMs: HUB_AT_MS + 10_000,
      loading: false,
    })
  })

  test('[UI49] a new log: whoever looked back in the old one is at the head of the new', async () => {
    const { wire, room, send, draw } = await watching(summary('open'))
    await send(sessionLines(30), 1)
    draw()
    room().session?.cursor.seek(HUB_AT_MS + 10_000)
    await wire.disconnect()
    wire.answer('screen:hello', () => helloAck({ incarnation: 'log-2' as Incarnation }))
    await wire.connect()
    draw()
    expect(room().session?.cursor.store.getState().playback.is).toBe('following')
  })
})
