// Proves the roll-call with the hub away: kept, shown as unsent, sent once with its own time, by the person who said it.
import { type RecordSeq, type RoomId, SUITE_STREAM } from '@chairside/shared/ids.ts'
import type { Command, Evacuation } from '@chairside/shared/protocol/screens.ts'
import { zRoomId } from '@chairside/shared/record/record.ts'
import { refuse } from '@chairside/shared/result.ts'
import { expect, test } from 'vitest'
import { HUB_AT_MS, helloAck, scriptedTime, scriptedWire, settle } from '../testing/scripted-wire.ts'
import { createCommands } from './hub/commands.ts'
import { createHubLink } from './hub/hub-link.ts'
import { memoryKeeper } from './kept.ts'
import { calledNow, createRollCall, standing } from './roll-call.ts'

const ROOM = 'room-1' as RoomId
const NORA = { personId: 'p1', name: 'Nora Nurse', role: 'nurse' } as never
const ACCOUNT = { type: 'evacuation.account', roomId: zRoomId.parse(ROOM), accounted: true } as const
const CALLED: Evacuation = { calledAtMs: HUB_AT_MS, by: 'Nils Nurse', rooms: {} }
const recorded = { ok: true, stream: SUITE_STREAM, seq: 7 as RecordSeq } as const

/** @param laterMs by how much it is later at the hub */
async function page(keeper = memoryKeeper(), actor: unknown = NORA, answers = false, laterMs = 0) {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
  let drawn = 0
  const randomBytes = () => new Uint8Array(16).fill(++drawn)
  const commands = createCommands({ link, after: time.after, randomBytes, keeper })
  const rollCall = createRollCall({ link, commands, keeper, after: time.after, newId: () => `w${++drawn}` })
  wire.answer('screen:hello', () =>
    helloAck({ hubAtMs: (HUB_AT_MS + laterMs) as never }, { actor: actor as never }),
  )
  if (answers) wire.answer('command', () => recorded)
  link.start()
  await wire.connect()
  await wire.say('suite:state', { evacuation: CALLED } as never)
  const sent = () =>
    wire.asked.filter(({ event }) => event === 'command').map(({ message }) => (message as Command).body)
  const state = () => rollCall.store.getState()
  return { wire, time, rollCall, sent, state, keeper }
}
const at = (s: number) => (HUB_AT_MS + s * 1_000) as never

test('[MV43] what is said while the hub is away is unsent, survives a reload, and is sent with its own time', async () => {
  const first = await page()
  await first.wire.disconnect()
  first.rollCall.say(ACCOUNT, NORA, (HUB_AT_MS + 60_000.7) as never)
  await settle()
  expect(standing(first.state(), ROOM)).toMatchObject({ accounted: true, by: 'Nora Nurse', sent: false })
  first.rollCall.stop()
  const second = await page(first.keeper, NORA, true, 120_000)
  await settle(60)
  expect(second.sent()).toContainEqual({ ...ACCOUNT, atMs: HUB_AT_MS + 60_000 })
  expect(second.state().words).toEqual([])
  // Not before the hub says so is it shown as told.
  expect(standing(second.state(), ROOM)).toBeUndefined()
  await second.wire.say('suite:state', {
    evacuation: { ...CALLED, rooms: { [ROOM]: { accounted: true, by: 'Nora Nurse', atMs: at(60) } } },
  } as never)
  expect(standing(second.state(), ROOM)).toMatchObject({ accounted: true, sent: true })
})

test('[MV43] a word that this machine’s clock put in the hub’s future is said now: it is not refused for that', async () => {
  const first = await page()
  await first.wire.disconnect()
  first.rollCall.say(ACCOUNT, NORA, at(60))
  const second = await page(first.keeper, NORA, true, 45_000)
  await settle(60)
  expect(second.sent()).toContainEqual({ ...ACCOUNT, atMs: HUB_AT_MS + 45_000 })
})

test('[MV43] nobody’s word is sent in another’s name', async () => {
  const first = await page()
  await first.wire.disconnect()
  first.rollCall.say(ACCOUNT, NORA, at(60))
  const second = await page(first.keeper, { personId: 'p2', name: 'Nils Nurse', role: 'nurse' })
  second.wire.answer('command', () => recorded)
  await settle(60)
  expect(second.sent()).toEqual([])
  expect(second.state().words).toHaveLength(1)
})

test('[MV43] a refusal stands until a person puts it away; a call that somebody else made already is what was wanted', async () => {
  const it = await page()
  it.wire.answer('command', () => refuse('not-found', 'There is no such room.'))
  it.rollCall.say(ACCOUNT, NORA, at(1))
  await settle(60)
  expect(it.state().words).toMatchObject([{ refused: 'There is no such room.' }])
  expect(standing(it.state(), ROOM)).toBeUndefined()
  it.rollCall.putAway(it.state().words[0]?.id ?? '')
  it.wire.answer('command', () => refuse('state-moved', 'Nils Nurse has called it already.'))
  it.rollCall.say({ type: 'evacuation.call' }, NORA, at(2))
  await settle(60)
  expect(it.state().words).toEqual([])
  expect(calledNow(it.state())).toMatchObject({ by: 'Nils Nurse', sent: true })
})

test('[MV43] what stands in the browser and is no roll-call is put away; the page opens', async () => {
  const keeper = memoryKeeper()
  keeper.keep('chairside.rollcall.word.a', null)
  keeper.keep('chairside.rollcall.word.b', { id: 'b', by: NORA, atMs: 'noon', body: ACCOUNT })
  keeper.keep('chairside.rollcall.word.c', { id: 'c', by: NORA, atMs: 5, body: { type: 'evacuation.dance' } })
  keeper.keep('chairside.rollcall.rooms', { rooms: 3 })
  keeper.keep('chairside.rollcall.evacuation', 'yes')
  const it = await page(keeper)
  expect(it.state().words).toEqual([])
  expect(it.state().rooms).toEqual([])
  expect(it.state().evacuation).toEqual(CALLED)
  expect(keeper.all('chairside.rollcall.word.')).toEqual([])
})

test('[MV43] called again with the hub away, no room is accounted for by what was said before', () => {
  const said = (id: string, s: number, body: object) => ({ id, atMs: at(s), by: NORA, body }) as never
  const before: Evacuation = {
    ...CALLED,
    rooms: { [ROOM]: { accounted: true, by: 'Nils Nurse', atMs: at(10) } },
    overAtMs: at(60),
  }
  const call = said('w2', 300, { type: 'evacuation.call' })
  expect(standing({ evacuation: before, words: [] }, ROOM)).toMatchObject({ accounted: true })
  expect(standing({ evacuation: before, words: [call] }, ROOM)).toBeUndefined()
  // The one before was called and ended here, and neither is sent yet.
  const { overAtMs: _, ...open } = before
  const over = said('w1', 120, { type: 'evacuation.over' })
  const earlier = said('w0', 60, ACCOUNT)
  expect(standing({ evacuation: open, words: [earlier, over] }, ROOM)).toMatchObject({ accounted: true })
  expect(standing({ evacuation: open, words: [earlier, over, call] }, ROOM)).toBeUndefined()
  const now = said('w3', 310, { ...ACCOUNT, accounted: false })
  expect(standing({ evacuation: open, words: [earlier, over, call, now] }, ROOM)).toMatchObject({
    accounted: false,
    sent: false,
  })
})
