// Proves that a live session reaches a screen whole: history, tail, holes, lag, return, another log.

import type { EpochMs, Incarnation } from '@chairside/shared/ids.ts'
import { ok, refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import { sessionLines } from '../../testing/records.ts'
import { scriptedHistory } from '../../testing/scripted-history.ts'
import {
  HUB_AT_MS,
  helloAck,
  mark,
  STREAM,
  scriptedTime,
  scriptedWire,
  settle,
} from '../../testing/scripted-wire.ts'
import { createHubLink } from '../hub/hub-link.ts'
import type { History } from './history.ts'
import { createLiveSource } from './live-source.ts'
import type { SourceEvent } from './source.ts'

type Setup = { lines: string[]; sealed?: readonly (readonly [number, number])[]; history?: Partial<History> }

async function following({ lines, sealed = [], history = {} }: Setup) {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
  const sealedThrough = sealed.at(-1)?.[1] ?? 0
  wire.answer('screen:hello', () => helloAck())
  wire.answer('tail:open', ({ afterSeq }) => ({
    ok: true,
    head: lines.length,
    sealedThrough,
    tailFrom: Math.max(afterSeq, sealedThrough) + 1,
  }))
  wire.answer('tail:close', () => ({ ok: true }))
  const fetched: number[] = []
  const source = createLiveSource(STREAM, {
    link,
    after: time.after,
    history: {
      ...scriptedHistory(lines),
      segments: async () => ok(sealed.map(([first, last]) => ({ first, last }))),
      lines: async (_stream, first) => {
        fetched.push(first)
        const last = sealed.find(([from]) => from === first)?.[1] ?? first
        return ok(lines.slice(first - 1, last))
      },
      ...history,
    },
  })
  const events: SourceEvent[] = []
  source.start((event) => events.push(event))
  link.start()
  await wire.connect()
  const send = (fromSeq: number, throughSeq: number) =>
    wire.say('tail:records', {
      stream: STREAM,
      fromSeq,
      lines: lines.slice(fromSeq - 1, throughSeq),
      head: throughSeq,
      hubAtMs: (HUB_AT_MS + throughSeq * 1_000) as EpochMs,
    })
  const seqs = () =>
    events.flatMap((event) => (event.kind === 'records' ? event.records.map(({ seq }) => seq as number) : []))
  const kinds = () => events.map(({ kind }) => kind)
  return { wire, time, link, source, events, send, seqs, kinds, fetched }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('a live session on a screen', () => {
  test('[UI8] sealed history first, then the tail, in order and without a hole', async () => {
    const { send, seqs, kinds, fetched } = await following({
      lines: sessionLines(10),
      sealed: [
        [1, 4],
        [5, 7],
      ],
    })
    await send(8, 10)
    expect(fetched).toEqual([1, 5])
    expect(seqs()).toEqual(upTo(10))
    expect(kinds().at(-1)).toBe('caughtUp')
  })

  test('[UI8] the tail that arrives while history is on its way waits for it', async () => {
    let release: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const lines = sessionLines(6)
    const { send, seqs } = await following({
      lines,
      sealed: [[1, 4]],
      history: {
        lines: async () => {
          await gate
          return ok(lines.slice(0, 4))
        },
      },
    })
    await send(5, 6)
    expect(seqs()).toEqual([])
    release()
    await settle()
    expect(seqs()).toEqual(upTo(6))
  })

  test('[UI8] history that does not come is asked for again, later and later', async () => {
    let tries = 0
    const lines = sessionLines(4)
    const { time, seqs } = await following({
      lines,
      sealed: [[1, 4]],
      history: {
        segments: async () => {
          tries += 1
          return tries < 3 ? refuse('timeout', 'The hub does not answer.') : ok([{ first: 1, last: 4 }])
        },
      },
    })
    await time.pass(2_000)
    expect(seqs()).toEqual(upTo(4))
    expect(tries).toBe(3)
  })

  test('[UI115] history that does not come is said in the hub’s words while it is asked for again', async () => {
    const { time, events } = await following({
      lines: sessionLines(4),
      sealed: [[1, 4]],
      history: { segments: async () => refuse('timeout', 'The hub does not answer.') },
    })
    await time.pass(2_000)
    expect(events.filter(({ kind }) => kind === 'problem').at(-1)).toEqual({
      kind: 'problem',
      problem: { code: 'timeout', message: 'The hub does not answer.' },
    })
    expect(events.some(({ kind }) => kind === 'caughtUp')).toBe(false)
  })

  test('[UI9] a hole in the tail is never skipped: the screen asks again from what it holds', async () => {
    const { wire, send, seqs } = await following({ lines: sessionLines(8) })
    await send(1, 3)
    await send(6, 8)
    expect(seqs()).toEqual(upTo(3))
    expect(wire.asked.at(-1)).toMatchObject({ event: 'tail:open', message: { afterSeq: 3 } })
    await send(4, 8)
    expect(seqs()).toEqual(upTo(8))
  })

  test('[UI9] what is already held is not applied twice', async () => {
    const { send, seqs } = await following({ lines: sessionLines(5) })
    await send(1, 4)
    await send(2, 5)
    await send(1, 5)
    expect(seqs()).toEqual(upTo(5))
  })

  test('[UI9] "lagged" makes it ask again from what it holds', async () => {
    const { wire, send, seqs } = await following({ lines: sessionLines(9) })
    await send(1, 5)
    await wire.say('tail:lagged', { stream: STREAM, head: 9 })
    expect(wire.asked.at(-1)).toMatchObject({ event: 'tail:open', message: { afterSeq: 5 } })
    await send(6, 9)
    expect(seqs()).toEqual(upTo(9))
  })

  test('[UI9] a head that marks name and nobody sends is asked for', async () => {
    const { wire, send } = await following({ lines: sessionLines(9) })
    await send(1, 5)
    await wire.say('mark', mark({ heads: { [STREAM]: 9 } }))
    expect(wire.countOf('tail:open')).toBe(1)
    await wire.say('mark', mark({ heads: { [STREAM]: 9 } }))
    expect(wire.countOf('tail:open')).toBe(2)
  })

  test('[UI4] after a lost link it resumes from the last record it applied', async () => {
    const { wire, time, send, seqs, kinds } = await following({ lines: sessionLines(12) })
    await send(1, 5)
    await wire.disconnect()
    await time.pass(10_000)
    await wire.connect()
    expect(wire.asked.findLast(({ event }) => event === 'tail:open')).toMatchObject({
      message: { afterSeq: 5 },
    })
    await send(6, 12)
    expect(seqs()).toEqual(upTo(12))
    expect(kinds()).not.toContain('reset')
  })

  test('[UI5] a new incarnation throws away what was applied and starts from nothing', async () => {
    const { wire, send, kinds } = await following({ lines: sessionLines(5) })
    await send(1, 5)
    await wire.disconnect()
    wire.answer('screen:hello', () => helloAck({ incarnation: 'log-2' as Incarnation }))
    await wire.connect()
    expect(kinds()).toContain('reset')
    expect(wire.asked.findLast(({ event }) => event === 'tail:open')).toMatchObject({
      message: { afterSeq: 0 },
    })
  })

  test('[UI5] a hub that does not have what this screen applied is another log too', async () => {
    const { wire, time, send, kinds } = await following({ lines: sessionLines(5) })
    await send(1, 5)
    await wire.disconnect()
    wire.answer('tail:open', ({ afterSeq }) =>
      afterSeq > 0
        ? refuse('sequence-unknown', 'There is no such record.')
        : { ok: true, head: 0, sealedThrough: 0, tailFrom: 1 },
    )
    await wire.connect()
    await time.pass(1_000)
    expect(kinds()).toContain('reset')
    expect(wire.asked.at(-1)).toMatchObject({ event: 'tail:open', message: { afterSeq: 0 } })
  })

  test('[UI10] a record of a newer version stops the session in words; nothing after it is applied', async () => {
    const lines = sessionLines(3)
    const { wire, events, seqs } = await following({ lines })
    const newer = JSON.stringify({ ...JSON.parse(lines[2]!), v: 99, seq: 3 })
    await wire.say('tail:records', {
      stream: STREAM,
      fromSeq: 1,
      lines: [lines[0]!, lines[1]!, newer],
      head: 3,
      hubAtMs: HUB_AT_MS,
    })
    expect(seqs()).toEqual([1, 2])
    expect(events.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'protocol-version' } })
  })

  test('[UI7] a session this screen may not see ends in the hub’s words, not in a retry', async () => {
    const { wire, time, link, kinds } = await following({ lines: [] })
    wire.answer('tail:open', () => refuse('not-allowed', 'This screen may not see that.'))
    await wire.disconnect()
    await wire.connect()
    const asked = wire.countOf('tail:open')
    await time.pass(20_000)
    expect(kinds().at(-1)).toBe('failed')
    expect(wire.countOf('tail:open')).toBe(asked)
    expect(link.isReady()).toBe(true)
  })

  test('[UI48] records are read a second time from the newest lines, and older ones as sealed segments', async () => {
    const lines = sessionLines(1_500)
    const sealed = Array.from({ length: 24 }, (_, index) => [index * 60 + 1, index * 60 + 60] as const)
    const { source, send, fetched } = await following({ lines, sealed })
    await send(1_441, 1_500)
    fetched.length = 0
    // The newest ten minutes are at hand.
    expect(source.read?.(1_000, 1_500)).toEqual(lines.slice(999))
    expect(fetched).toEqual([])
    expect(await source.read?.(100, 300)).toEqual(ok(lines.slice(99, 300)))
    expect(fetched).toEqual([61, 121, 181, 241])
    // Across the two.
    expect(await source.read?.(700, 1_400)).toEqual(ok(lines.slice(699, 1_400)))
  })

  test('[UI48] records that the hub does not give again are a refusal in words', async () => {
    const lines = sessionLines(1_500)
    const sealed = [[1, 1_440]] as const
    let fails = false
    const { source, send } = await following({
      lines,
      sealed,
      history: {
        lines: async (_stream, first) =>
          fails ? refuse('timeout', 'The hub does not answer.') : ok(lines.slice(first - 1, 1_440)),
      },
    })
    await send(1_441, 1_500)
    fails = true
    expect(await source.read?.(5, 50)).toMatchObject({ ok: false, error: { code: 'timeout' } })
  })
})
