// Proves what of a person's typing and acts outlives a reload: a draft until it is recorded, an act until it is known.
import type { CommandId, EpochMs, RecordSeq, SessionId } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/commands.ts'
import { refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import { HUB_AT_MS, helloAck, STREAM, scriptedTime, scriptedWire, settle } from '../testing/scripted-wire.ts'
import { createDrafts, formOf } from './drafts.ts'
import { type Keeper, memoryKeeper } from './kept.ts'
import { createScreen } from './screen.ts'

const sessionId = 's1' as SessionId
const GIVE: CommandBody = { type: 'medication.give', sessionId, drug: 'ondansetron', dose: '4 mg IV' }
const DRAFT = {
  sessionId,
  form: formOf(GIVE),
  title: 'Drug',
  fields: { drug: 'ondansetron', dose: '4 mg IV' },
  typedAtMs: HUB_AT_MS as number,
}
const recorded = { ok: true, stream: STREAM, seq: 41 as RecordSeq } as const
const ID = '09'.repeat(16) as CommandId

/** A page as it is loaded; what is in `keeper` was left by the one before. */
async function page(keeper: Keeper) {
  const wire = scriptedWire()
  const time = scriptedTime()
  let drawn = 0
  wire.answer('screen:hello', () => helloAck())
  const screen = createScreen({
    wire,
    keeper,
    history: {} as never,
    account: {} as never,
    metronome: time.metronome,
    monoNow: time.monoNow,
    randomBytes: () => new Uint8Array(16).fill(++drawn + 7),
    after: time.after,
    frames: { request: () => 0, cancel: () => undefined, isHidden: () => false },
  })
  const connect = async () => {
    screen.start()
    await wire.connect()
    await settle()
  }
  const sent = () => screen.commands.store.getState().sent
  const drafts = () => screen.drafts.store.getState().drafts
  return { wire, time, screen, connect, sent, drafts }
}

describe('what was typed', () => {
  test('[UI240] outlives a reload, and is offered as it was', async () => {
    const keeper = memoryKeeper()
    createDrafts(keeper).put(DRAFT)
    const { drafts, screen } = await page(keeper)
    expect(drafts()).toEqual([DRAFT])
    expect(screen.drafts.find(sessionId, 'medication.give')).toEqual(DRAFT)
    expect(screen.drafts.find('s2', 'medication.give')).toBeUndefined()
  })

  test('[UI240] is gone when the hub has recorded it, not before', async () => {
    const keeper = memoryKeeper()
    const { wire, screen, connect, drafts } = await page(keeper)
    await connect()
    screen.drafts.put(DRAFT)
    wire.answer('command', () => refuse('same-again', 'Second dose, or the same one?'))
    await screen.commands.send(GIVE, 40)
    expect(drafts()).toHaveLength(1)
    wire.answer('command', () => recorded)
    await screen.commands.send(GIVE, 40)
    expect(drafts()).toEqual([])
    expect(createDrafts(keeper).store.getState().drafts).toEqual([])
  })

  test('[UI240] what is typed next into the same form is not taken for what was recorded', async () => {
    const { wire, screen, connect, drafts } = await page(memoryKeeper())
    await connect()
    wire.answer('command', () => recorded)
    await screen.commands.send(GIVE, 40)
    screen.drafts.put(DRAFT)
    await screen.commands.send({ type: 'note.add', sessionId, text: 'calm' }, 41)
    expect(drafts()).toEqual([DRAFT])
  })

  test('[UI240] of a day ago, of a closed session and beyond forty nothing is kept', async () => {
    const keeper = memoryKeeper()
    const drafts = createDrafts(keeper)
    drafts.put(DRAFT)
    drafts.put({ ...DRAFT, form: 'note.add', typedAtMs: HUB_AT_MS + 25 * 60 * 60_000 })
    expect(drafts.store.getState().drafts.map(({ form }) => form)).toEqual(['note.add'])
    for (let at = 0; at < 60; at += 1) drafts.put({ ...DRAFT, form: `f${at}` })
    expect(drafts.store.getState().drafts.length).toBeLessThanOrEqual(40)
    drafts.forget(sessionId)
    expect(createDrafts(keeper).store.getState().drafts).toEqual([])
  })

  test('[UI240] damaged or foreign pieces are left alone', () => {
    const keeper = memoryKeeper()
    keeper.keep('chairside.draft.s1.note.add', { sessionId: 's1' })
    keeper.keep('chairside.draft.s2.note.add', 'x')
    expect(createDrafts(keeper).store.getState().drafts).toEqual([])
  })
})

describe('an act that was not sent', () => {
  test('[UI241] stays in sight after a reload as not sent, and is never sent by itself', async () => {
    const keeper = memoryKeeper()
    const before = await page(keeper)
    await before.connect()
    await before.wire.disconnect()
    expect((await before.screen.commands.send(GIVE, 40)).state.is).toBe('notSent')
    const { wire, connect, sent } = await page(keeper)
    wire.answer('command', () => recorded)
    await connect()
    expect(sent()).toMatchObject([{ body: GIVE, state: { is: 'notSent' } }])
    expect(wire.countOf('command')).toBe(0)
  })

  test('[UI241] sent again it is a new act on the state as it is now, of the time when the finger came down', async () => {
    const keeper = memoryKeeper()
    const { wire, time, screen, connect, sent } = await page(keeper)
    await connect()
    await wire.disconnect()
    const unsent = await screen.commands.send(GIVE, 40)
    wire.answer('command', () => recorded)
    await wire.connect()
    await time.pass(4_000)
    await screen.commands.sendAgain(unsent.commandId, 55)
    const [asked] = wire.asked.filter(({ event }) => event === 'command')
    expect(asked?.message).toMatchObject({
      basedOnSeq: 55,
      body: { ...GIVE, atMs: unsent.pressedAtHubMs },
    })
    expect((asked?.message as { commandId?: string } | undefined)?.commandId).not.toBe(unsent.commandId)
    expect(sent()).toMatchObject([{ state: { is: 'recorded' } }])
    expect(keeper.all('chairside.act.')).toEqual([])
  })

  test('[UI241] put away, it is forgotten', async () => {
    const keeper = memoryKeeper()
    const { wire, screen, connect } = await page(keeper)
    await connect()
    await wire.disconnect()
    const unsent = await screen.commands.send(GIVE, 40)
    screen.commands.dismiss(unsent.commandId)
    expect(keeper.all('chairside.act.')).toEqual([])
    expect(screen.commands.sendAgain(unsent.commandId, 41)).toBeUndefined()
  })

  test('[UI241] an acknowledgement, and what needs a password, is not remembered and not offered again', async () => {
    const keeper = memoryKeeper()
    const { screen, connect, wire } = await page(keeper)
    await connect()
    await wire.disconnect()
    const witness = { name: 'A', password: 'secret' }
    for (const body of [
      { type: 'alarm.acknowledge', sessionId, alarmId: 'hrHigh@1' },
      { type: 'help', sessionId },
      { type: 'drugAccount.set', sessionId, lot: '1', drawnMg: 50, givenMg: 35, wastedMg: 15, witness },
    ] as CommandBody[]) {
      const { commandId } = await screen.commands.send(body, 40)
      expect(screen.commands.sendAgain(commandId, 41)).toBeUndefined()
    }
    expect(keeper.all('chairside.act.')).toEqual([])
  })
})

describe('an act whose answer did not come before the page was loaded again', () => {
  const left = (keeper: Keeper) =>
    keeper.keep(`chairside.act.${ID}`, { sent: true, pressedAtHubMs: HUB_AT_MS as EpochMs, body: GIVE })

  test('[UI242] is asked about; recorded, it is done with, and so is what was typed for it', async () => {
    const keeper = memoryKeeper()
    left(keeper)
    createDrafts(keeper).put(DRAFT)
    const { wire, connect, sent, drafts } = await page(keeper)
    expect(sent()).toMatchObject([{ commandId: ID, state: { is: 'asking' } }])
    wire.answer('command:status', () => recorded)
    await connect()
    expect(sent()).toMatchObject([{ state: { is: 'recorded' } }])
    expect(drafts()).toEqual([])
    expect(keeper.all('chairside.act.')).toEqual([])
    expect(wire.countOf('command')).toBe(0)
  })

  test('[UI242] the hub never had it: not sent, in sight', async () => {
    const keeper = memoryKeeper()
    left(keeper)
    const { wire, connect, sent } = await page(keeper)
    wire.answer('command:status', () => refuse('command-unknown', 'Not known.'))
    await connect()
    expect(sent()).toMatchObject([{ state: { is: 'notSent' } }])
  })
})
