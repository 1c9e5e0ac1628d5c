// Proves the rules of SPEC UI about losing the hub, coming back, and a hub with a new log or build.
import type { Incarnation } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { HUB_AT_MS, helloAck, mark, scriptedTime, scriptedWire } from '../../testing/scripted-wire.ts'
import { createHubLink } from './hub-link.ts'

async function connected() {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
  wire.answer('screen:hello', () => helloAck())
  link.start()
  await wire.connect()
  return { wire, time, link, state: () => link.store.getState() }
}

describe('losing the hub', () => {
  test('[UI3] five seconds without a word from the hub are a lost hub, however connected the socket is', async () => {
    const { time, state } = await connected()
    await time.pass(4_750)
    expect(state().phase).toBe('live')
    await time.pass(250)
    expect(state()).toMatchObject({ phase: 'lost', numbersFromMs: HUB_AT_MS })
  })

  test('[UI3] marks keep it, and so do records', async () => {
    const { wire, time, state } = await connected()
    await time.pass(4_000)
    await wire.say('mark', mark({ hubAtMs: (HUB_AT_MS + 4_000) as typeof HUB_AT_MS }))
    await time.pass(4_000)
    await wire.say('tail:records', {
      stream: 'session:s1' as never,
      fromSeq: 1,
      lines: [],
      head: 0,
      hubAtMs: (HUB_AT_MS + 8_000) as typeof HUB_AT_MS,
    })
    await time.pass(4_000)
    expect(state().phase).toBe('live')
    await time.pass(1_250)
    expect(state()).toMatchObject({ phase: 'lost', numbersFromMs: HUB_AT_MS + 8_000 })
  })

  test('[UI3] a machine that slept has lost the hub at its first beat', async () => {
    const { time, state } = await connected()
    await time.pass(250, 60_000)
    expect(state().phase).toBe('lost')
  })

  test('[UI3] a page that never reached the hub says so after five seconds, with no time for its numbers', async () => {
    const wire = scriptedWire()
    const time = scriptedTime()
    const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
    link.start()
    await time.pass(5_000)
    expect(link.store.getState().phase).toBe('lost')
    expect(link.store.getState().numbersFromMs).toBeUndefined()
  })

  test('[UI4] on return it tells the hub how long it was lost, and whoever follows is asked to resume', async () => {
    const { wire, time, link, state } = await connected()
    const returns: number[] = []
    link.onReady(({ lostForMs }) => returns.push(lostForMs))
    await wire.disconnect()
    await time.pass(42_000)
    expect(state().phase).toBe('lost')
    await wire.connect()
    expect(state().phase).toBe('live')
    expect(state().numbersFromMs).toBeUndefined()
    expect(wire.asked.at(-1)).toMatchObject({ event: 'screen:hello', message: { lostHubForMs: 42_000 } })
    expect(returns).toEqual([0, 42_000])
  })

  test('[UI4] a page that slept and is connected again before its first beat has lost the hub all the same', async () => {
    const { wire, time, link } = await connected()
    const said: (string | number)[] = []
    link.onLost(() => said.push('lost'))
    link.onReady(({ lostForMs }) => said.push(lostForMs))
    await wire.disconnect()
    time.stall(300_000)
    await wire.connect()
    expect(said).toEqual([0, 'lost', 300_000])
  })

  test('[UI4] a gap too short to lose the hub resumes without a word', async () => {
    const { wire, time, link, state } = await connected()
    const returns: number[] = []
    link.onReady(({ lostForMs }) => returns.push(lostForMs))
    await wire.disconnect()
    await time.pass(2_000)
    await wire.connect()
    expect(state().phase).toBe('live')
    expect(returns).toEqual([0, 0])
  })
})

describe('a different hub', () => {
  test('[UI5] a new incarnation at the greeting drops everything before anyone resumes', async () => {
    const { wire, link, state } = await connected()
    const order: string[] = []
    link.onReset(() => order.push('reset'))
    link.onReady(() => order.push('ready'))
    order.length = 0
    await wire.disconnect()
    wire.answer('screen:hello', () => helloAck({ incarnation: 'log-2' as Incarnation }))
    await wire.connect()
    expect(order).toEqual(['reset', 'ready'])
    expect(state().resets).toBe(1)
    expect(state().hub?.incarnation).toBe('log-2')
  })

  test('[UI5] a new incarnation in a mark does too, and the screen greets again', async () => {
    const { wire, state } = await connected()
    wire.answer('screen:hello', () => helloAck({ incarnation: 'log-2' as Incarnation }))
    await wire.say('mark', mark({ incarnation: 'log-2' as Incarnation }))
    expect(state().resets).toBe(1)
    expect(wire.countOf('screen:hello')).toBe(2)
    expect(state().hub?.incarnation).toBe('log-2')
  })

  test('[UI6] another build is said, and stays said', async () => {
    const { wire, state } = await connected()
    expect(state().newBuild).toBe(false)
    await wire.say('mark', mark({ build: 'build-2' }))
    await wire.say('mark', mark({ build: 'build-1' }))
    expect(state().newBuild).toBe(true)
  })

  test('[UI7] a refused greeting keeps the hub’s own words', async () => {
    const { wire, state } = await connected()
    await wire.refuse({ code: 'not-signed-in', message: 'Sign in, or enrol this screen.' })
    expect(state()).toMatchObject({
      phase: 'refused',
      refusal: { code: 'not-signed-in', message: 'Sign in, or enrol this screen.' },
    })
  })

  test('[UI7] a hub that refused and then stopped answering is lost', async () => {
    const { wire, time, state } = await connected()
    await wire.refuse({ code: 'not-signed-in', message: 'Sign in, or enrol this screen.' })
    await time.pass(6_000)
    expect(state().phase).toBe('refused')
    await wire.disconnect()
    expect(state().phase).toBe('lost')
  })

  test('[UI7] after signing in it connects afresh, and says so if nobody greets it', async () => {
    const { wire, time, link, state } = await connected()
    await wire.refuse({ code: 'not-signed-in', message: 'Sign in, or enrol this screen.' })
    await time.pass(6_000)
    link.restart()
    expect(state()).toMatchObject({ phase: 'connecting' })
    expect(state().refusal).toBeUndefined()
    await time.pass(5_000)
    expect(state().phase).toBe('lost')
    await wire.connect()
    expect(state().phase).toBe('live')
  })

  test('[UI4] a hub that was silent on a connection that never broke is greeted again, and says what was missed', async () => {
    const { wire, time, link, state } = await connected()
    const returns: number[] = []
    link.onReady(({ lostForMs }) => returns.push(lostForMs))
    await time.pass(8_000)
    expect(state().phase).toBe('lost')
    await wire.say('mark', mark({ hubAtMs: (HUB_AT_MS + 8_000) as typeof HUB_AT_MS }))
    expect(wire.countOf('screen:hello')).toBe(2)
    expect(state().phase).toBe('live')
    expect(returns).toEqual([0, 8_000])
  })
})
