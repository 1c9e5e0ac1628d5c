// Proves what becomes of an act: sent once, asked about, never repeated, never kept for later.
import type { CommandId, Incarnation, RecordSeq, SessionId } from '@chairside/shared/ids.ts'
import { COMMAND_TIMEOUT_MS, type CommandBody } from '@chairside/shared/protocol/screens.ts'
import { refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import {
  HUB_AT_MS,
  helloAck,
  STREAM,
  scriptedTime,
  scriptedWire,
  settle,
} from '../../testing/scripted-wire.ts'
import { createCommands } from './commands.ts'
import { createHubLink } from './hub-link.ts'

const STOP: CommandBody = { type: 'infusion.stop', sessionId: 's1' as SessionId }

async function screen() {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
  let drawn = 0
  const commands = createCommands({
    link,
    after: time.after,
    randomBytes: () => new Uint8Array(16).fill(++drawn),
  })
  wire.answer('screen:hello', () => helloAck())
  link.start()
  await wire.connect()
  const state = () => commands.store.getState().sent[0]?.state
  return { wire, time, link, commands, state }
}
const recorded = { ok: true, stream: STREAM, seq: 41 as RecordSeq } as const
const sentCommand = (wire: ReturnType<typeof scriptedWire>) =>
  wire.asked.find(({ event }) => event === 'command')

describe('an act', () => {
  test('[UI11] carries 16 random bytes, the newest record seen and hub time when it was pressed', async () => {
    const { wire, time, commands } = await screen()
    wire.answer('command', () => recorded)
    await time.pass(2_000)
    const sent = await commands.send(STOP, 40)
    expect(sent.state).toEqual({ is: 'recorded', seq: 41 })
    expect(sentCommand(wire)).toEqual({
      event: 'command',
      timeoutMs: COMMAND_TIMEOUT_MS,
      message: {
        commandId: '01'.repeat(16),
        basedOnSeq: 40,
        pressedAtHubMs: HUB_AT_MS + 2_000,
        body: STOP,
      },
    })
  })

  test('[UI11] a refusal is kept in the hub’s words', async () => {
    const { wire, commands } = await screen()
    wire.answer('command', () => refuse('state-moved', 'Someone recorded something else a moment ago.'))
    const sent = await commands.send(STOP, 40)
    expect(sent.state).toMatchObject({
      is: 'refused',
      error: { code: 'state-moved', message: 'Someone recorded something else a moment ago.' },
    })
  })

  test('[UI410] a refused acceptance of a room leaves the glass once that room is accepted; any other refusal stays', async () => {
    const { wire, commands } = await screen()
    const accept = (roomId: string, seenSeq: number, retake?: string[]): CommandBody =>
      ({ type: 'handover.answer', roomId, answer: 'accept', seenSeq, ...(retake && { retake }) }) as never
    const undo = (ofSeq: number): CommandBody => ({ type: 'undo', sessionId: 's1', ofSeq }) as never
    wire.answer('command', () => refuse('state-moved', 'Someone recorded something else a moment ago.'))
    for (const body of [accept('room-1', 8), accept('room-2', 8), undo(5), STOP])
      await commands.send(body, 40)
    wire.answer('command', () => recorded)
    for (const body of [accept('room-1', 9, ['a']), undo(9), STOP]) await commands.send(body, 40)
    const refused = commands.store.getState().sent.filter(({ state }) => state.is === 'refused')
    expect(refused.map(({ body }) => body)).toEqual([STOP, undo(5), accept('room-2', 8)])
  })

  test('[UI12] without a connection it is "not sent" at once and never sent later', async () => {
    const { wire, commands } = await screen()
    await wire.disconnect()
    const sent = await commands.send(STOP, 40)
    expect(sent.state.is).toBe('notSent')
    wire.answer('command', () => recorded)
    await wire.connect()
    await settle()
    expect(wire.countOf('command')).toBe(0)
    expect(wire.countOf('command:status')).toBe(0)
  })

  test('[UI12] while the hub is lost it is "not sent", even on a socket that calls itself connected', async () => {
    const { wire, time, commands } = await screen()
    await time.pass(6_000)
    const sent = await commands.send(STOP, 40)
    expect(sent.state.is).toBe('notSent')
    expect(wire.countOf('command')).toBe(0)
  })

  test('[UI13] without an answer in time it is asked about, not repeated', async () => {
    const { wire, commands, state } = await screen()
    wire.failNext('command', 'timeout')
    wire.answer('command:status', () => recorded)
    const sent = await commands.send(STOP, 40)
    expect(sent.state).toEqual({ is: 'recorded', seq: 41 })
    expect(state()?.is).toBe('recorded')
    expect(wire.countOf('command')).toBe(1)
    expect(wire.asked.at(-1)).toMatchObject({ message: { commandId: '01'.repeat(16) } })
  })

  test('[UI13] when the link goes before the answer, the next connection is asked what became of it', async () => {
    const { wire, time, commands, state } = await screen()
    const done = commands.send(STOP, 40)
    await wire.disconnect()
    expect(state()?.is).toBe('asking')
    await time.pass(30_000)
    wire.answer('command:status', () => recorded)
    await wire.connect()
    expect((await done).state).toEqual({ is: 'recorded', seq: 41 })
    expect(wire.countOf('command')).toBe(1)
  })

  test('[UI13] "never heard of it" is said as not sent', async () => {
    const { wire, commands } = await screen()
    wire.failNext('command', 'timeout')
    wire.answer('command:status', () => refuse('command-unknown', 'The hub has no such command.'))
    const sent = await commands.send(STOP, 40)
    expect(sent.state).toMatchObject({ is: 'notSent', why: expect.stringContaining('never received') })
  })

  test('[UI13] a status that is not answered is asked again while connected', async () => {
    const { wire, time, commands, state } = await screen()
    wire.failNext('command', 'timeout')
    wire.failNext('command:status', 'timeout')
    const done = commands.send(STOP, 40)
    await settle()
    expect(state()?.is).toBe('asking')
    wire.answer('command:status', () => recorded)
    await time.pass(1_250)
    expect((await done).state.is).toBe('recorded')
  })

  test('[UI14] a hub with a new log cannot say: the screen says that it is not known', async () => {
    const { wire, commands, state } = await screen()
    const done = commands.send(STOP, 40)
    await wire.disconnect()
    wire.answer('screen:hello', () => helloAck({ incarnation: 'log-2' as Incarnation }))
    await wire.connect()
    expect((await done).state.is).toBe('unknown')
    expect(state()?.is).toBe('unknown')
  })

  test('[UI11] an unsettled act cannot be put away', async () => {
    const { commands, state } = await screen()
    void commands.send(STOP, 40)
    await settle()
    commands.dismiss('01'.repeat(16) as CommandId)
    expect(state()?.is).toBe('sending')
  })
})
