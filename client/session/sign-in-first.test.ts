// Proves that an act which asked for a sign-in is done after it, once, with the time at which it was pressed; or said not to be sent.
import type { EpochMs, RecordSeq, ScreenId, SessionId } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import { NURSE } from '../testing/rooms.ts'
import { HUB_AT_MS, helloAck, STREAM, scriptedTime, scriptedWire, settle } from '../testing/scripted-wire.ts'
import { createCommands, type SentCommand } from './hub/commands.ts'
import { createHubLink } from './hub/hub-link.ts'
import { type AskedFor, GIVEN_UP, once, sendSigned, whenGreeted } from './sign-in-first.ts'

const COMING = { type: 'alarm.coming', sessionId: 's1', alarmId: 'bpHigh@1' } as unknown as CommandBody
const HELP = { type: 'help', sessionId: 's1' as SessionId } as unknown as CommandBody
const WALL = { screenId: 'wall' as ScreenId, screenName: 'Wall' }

async function wall() {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
  let drawn = 0
  const commands = createCommands({
    link,
    after: time.after,
    randomBytes: () => new Uint8Array(16).fill(++drawn),
  })
  wire.answer('screen:hello', () => helloAck({}, WALL))
  wire.answer('command', () => ({ ok: true, stream: STREAM, seq: 41 as RecordSeq }))
  link.start()
  await wire.connect()
  const asked: AskedFor[] = []
  const press = (body: CommandBody): Promise<SentCommand> =>
    sendSigned(
      { link, commands },
      (one) => void asked.push(once(one as AskedFor)),
      body,
      40,
      'Room 2, SBP 182',
    )
  const sent = () => wire.asked.filter(({ event }) => event === 'command').map(({ message }) => message)
  /** As the dialog does it: the person is known to the hub, and the screen greets it anew. */
  const signIn = async () => {
    wire.answer('screen:hello', () =>
      helloAck({ hubAtMs: (HUB_AT_MS + 2_000) as EpochMs }, { ...WALL, actor: NURSE }),
    )
    link.restart()
    const [one] = asked
    if (one !== undefined) whenGreeted(link, one.go)
    await settle()
    expect(sent()).toEqual([])
    await wire.disconnect()
    await wire.connect()
    await settle()
  }
  return { wire, time, link, commands, asked, press, sent, signIn }
}

describe('an act where nobody is signed in', () => {
  test('[UI332] asks who it is, for which act and room, and is sent after the sign-in, once, as it was pressed', async () => {
    const { time, asked, press, sent, signIn } = await wall()
    const done = press(COMING)
    expect(asked.map(({ what }) => what)).toEqual([{ body: COMING, about: 'Room 2, SBP 182' }])
    await time.pass(3_000)
    await signIn()
    expect((await done).state).toEqual({ is: 'recorded', seq: 41 })
    expect(sent()).toMatchObject([
      { body: COMING, basedOnSeq: 40, pressedAtHubMs: HUB_AT_MS, signedInAtHubMs: HUB_AT_MS + 2_000 },
    ])
    asked[0]?.go()
    asked[0]?.giveUp()
    await settle()
    expect(sent()).toHaveLength(1)
  })

  test('[UI332] whether it still holds is the hub’s to say: its words stand', async () => {
    const { wire, commands, press, signIn } = await wall()
    wire.answer('command', () => refuse('alarm-ended', 'This alarm is over.'))
    const done = press(COMING)
    await signIn()
    expect((await done).state).toMatchObject({ is: 'refused', error: { message: 'This alarm is over.' } })
    expect(commands.store.getState().sent).toHaveLength(1)
  })

  test('[UI332] given up it is said not to be sent, and is not sent by a later sign-in', async () => {
    const { commands, asked, press, sent, signIn } = await wall()
    const done = press(COMING)
    asked[0]?.giveUp()
    expect((await done).state).toEqual({ is: 'notSent', why: GIVEN_UP })
    expect(commands.store.getState().sent).toMatchObject([{ body: COMING, pressedAtHubMs: HUB_AT_MS }])
    await signIn()
    expect(sent()).toEqual([])
  })

  test('[UI332] what needs no name is sent at once', async () => {
    const { asked, press, sent } = await wall()
    expect((await press(HELP)).state).toMatchObject({ is: 'recorded' })
    expect(asked).toEqual([])
    expect(sent()).toHaveLength(1)
  })
})
