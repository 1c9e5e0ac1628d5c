// Proves that recordings open: a closed session over HTTP, a file with no hub at all, and what is said where a part is wrong.
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import type { SessionId, StreamId } from '@chairside/shared/ids.ts'
import { readExport } from '@chairside/shared/record/export-file.ts'
import { encodeHeader } from '@chairside/shared/record/export-header.ts'
import { refuse } from '@chairside/shared/result.ts'
import { RUNS } from '@chairside/shared/testing/runs.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closedBody, linesOf, sessionLines } from '../../testing/records.ts'
import { scriptedFrames } from '../../testing/scripted-frames.ts'
import { closedSession, scriptedHistory } from '../../testing/scripted-history.ts'
import { decoded } from '../../testing/scripted-session.ts'
import { HUB_AT_MS } from '../../testing/scripted-wire.ts'
import { createFileSource, sha256Hex } from '../records/file-source.ts'
import type { SourceEvent } from '../records/source.ts'
import { openRecording, type RecordingOf } from './recording.ts'

const at = (second: number) => HUB_AT_MS + second * 1_000
const HUB: RecordingOf = { sessionId: 's1' as SessionId }

/** A closed session of `count` records, a second apart. */
const recorded = (count: number) => [...sessionLines(count - 1), ...linesOf([closedBody], count)]
const prefix = (lines: readonly string[], atMs: number) =>
  lines
    .map(decoded)
    .filter(({ hubAtMs }) => hubAtMs <= atMs)
    .reduce(foldSession, emptySession)

/** Lets everything that was answered be taken. */
const taken = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

/** Monotonic time that a look at it moves on, and timers run by hand. */
function opened(of: RecordingOf, history = scriptedHistory([]), stepMs = 0) {
  let mono = 0
  let timers: { ms: number; run: () => void }[] = []
  let turns = 0
  const frames = scriptedFrames()
  const store = openRecording(of, {
    frames,
    history,
    monoNow: () => (mono += stepMs),
    after(ms, run) {
      const timer = { ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
  })
  /** Runs what waits for `ms` at most until nothing does. */
  const run = async (ms = 0) => {
    await taken()
    for (;;) {
      const due = timers.filter((timer) => timer.ms <= ms)
      if (due.length === 0) break
      timers = timers.filter((timer) => timer.ms > ms)
      turns += due.length
      for (const timer of due) timer.run()
      await taken()
    }
    mono += 1_000
    frames.draw()
  }
  return {
    store,
    frames,
    run,
    pass(ms: number) {
      mono += ms
      frames.draw()
    },
    turns: () => turns,
    view: () => store.view.getState(),
    cursor: () => store.cursor.store.getState(),
  }
}

describe('a recording from the hub', () => {
  test('[UI52] it comes in a few large bodies, in order, two on their way at a time', async () => {
    const lines = recorded(7_000)
    const history = scriptedHistory(lines)
    history.hold()
    const { run, view, cursor } = opened(HUB, history)
    await run()
    history.release()
    await run()
    expect(history.asked).toEqual([
      'session',
      'segments',
      'range 1-3000',
      'range 3001-6000',
      'range 6001-7000',
    ])
    expect(view()).toMatchObject({
      phase: 'following',
      about: { records: 7_000, session: { roomName: 'Room 1' } },
    })
    expect(view().state).toEqual(prefix(lines, Number.POSITIVE_INFINITY))
    expect(cursor()).toMatchObject({ playback: { is: 'paused' }, range: { fromMs: at(1), toMs: at(7_000) } })
  })

  test('[UI52] no task is long: decoding gives way to the page again and again', async () => {
    const { run, view, turns } = opened(HUB, scriptedHistory(recorded(3_000)), 2)
    await run()
    expect(view().state.head).toBe(3_000)
    expect(turns()).toBeGreaterThan(5)
  })

  test('[UI46] at any moment it shows the fold of the records up to then', async () => {
    const lines = recorded(1_500)
    const { run, store, view, pass } = opened(HUB, scriptedHistory(lines))
    await run()
    for (const second of [1, 700, 240, 241, 1_499, 1_500, 3]) {
      store.cursor.seek(at(second))
      pass(100)
      expect(view().shown).toEqual(prefix(lines, at(second)))
    }
  })

  test('[UI53] a session that is still open is refused in words, and opens by itself once it is closed', async () => {
    const { closedAtMs: _closed, ...open } = closedSession()
    const { run, view } = opened(HUB, scriptedHistory(recorded(100), { session: open }))
    await run()
    expect(view()).toMatchObject({ phase: 'failed', failure: { code: 'session-open' } })
    expect(view().failure?.message).toContain('still open in Room 1')
    expect(view().about?.session?.roomId).toBe('room-1')
  })

  test('[UI53] what one may not see, or what is not there, is said in the hub’s words and not asked again', async () => {
    const history = scriptedHistory(recorded(100))
    history.fail({ code: 'not-allowed', message: 'You may not see this closed session.' })
    const { run, view } = opened(HUB, history)
    await run(60_000)
    expect(view()).toMatchObject({
      phase: 'failed',
      failure: { message: 'You may not see this closed session.' },
    })
    expect(history.asked).toEqual(['session'])
  })

  test('[UI53] a hub that does not answer is said, and asked again; what came before is not asked for twice', async () => {
    const history = scriptedHistory(recorded(4_000))
    const { run, view } = opened(HUB, history)
    history.fail(refuse('timeout', 'The hub does not answer.').error, 2, 'range 3001')
    await run()
    expect(view()).toMatchObject({ phase: 'failed', failure: { code: 'timeout' } })
    expect(view().state.head).toBe(3_000)
    await run(8_000)
    expect(view()).toMatchObject({ phase: 'following', state: { head: 4_000 } })
    expect(view().failure).toBeUndefined()
    expect(history.asked.filter((asked) => asked === 'range 1-3000').length).toBe(1)
  })

  test('[UI54] a line that cannot be read: what comes before it is shown, and it is said', async () => {
    const lines = recorded(4_000)
    lines[3_500] = '{"v":99,"seq":3501,"hubAtMs":1,"kind":"vitals"}'
    const { run, view } = opened(HUB, scriptedHistory(lines))
    await run()
    expect(view()).toMatchObject({ phase: 'following', state: { head: 3_500 } })
    expect(view().problem?.message).toContain('newer Chairside')
    expect(view().problem?.message).toContain('Shown are records 1 to 3500 of 4000')
  })

  test('[UI54] a session whose end is not stored yet is shown as far as it goes, and it is said', async () => {
    const { run, view } = opened(HUB, scriptedHistory(sessionLines(200)))
    await run()
    expect(view()).toMatchObject({ phase: 'following', problem: { code: 'session-open' } })
  })
})

const fileOf = (lines: readonly string[], size = 60): string => {
  const segments: { first: number; last: number; sha: string }[] = []
  let sha = ''
  for (let from = 0; from < lines.length; from += size) {
    const own = lines.slice(from, from + size)
    sha = sha256Hex(`${sha}\n${own.join('\n')}\n`)
    segments.push({ first: from + 1, last: from + own.length, sha })
  }
  const header = { build: 'b1', exportedAtMs: HUB_AT_MS, records: lines.length, segments }
  const first = encodeHeader({ ...header, stream: 'session:s1' as StreamId } as never, sha256Hex)
  return `${[first, ...lines].join('\n')}\n`
}
const open = (text: string, stepMs = 0) =>
  opened({ file: { name: 'K-0417.ndjson', text } }, scriptedHistory([]), stepMs)

describe('a recording from a file', () => {
  test('[UI55] it opens with no hub at all, and every moment of it is the fold up to then', async () => {
    const lines = recorded(1_000)
    const { run, store, view, pass } = open(fileOf(lines))
    await run()
    expect(view()).toMatchObject({
      phase: 'following',
      about: { records: 1_000, file: { name: 'K-0417.ndjson', verifiedThrough: 1_000 } },
    })
    expect(view().problem).toBeUndefined()
    expect(store.source.stream).toBe('session:s1')
    for (const second of [1, 999, 480, 481, 1_000]) {
      store.cursor.seek(at(second))
      pass(100)
      expect(view().shown).toEqual(prefix(lines, at(second)))
    }
  })

  test('[UI55] a large file is checked in slices, and shown while it is', async () => {
    const { frames, run, view, turns } = open(fileOf(recorded(2_000)), 3)
    await taken()
    frames.draw()
    expect(view().state.head).toBeLessThan(2_000)
    await run()
    expect(view().state.head).toBe(2_000)
    expect(turns()).toBeGreaterThan(5)
  })

  test.each([
    ['cut', (text: string) => text.slice(0, text.length - 30_000), 'the rest is missing'],
    [
      'edited',
      (text: string) => text.replace(/("seq":500,.*?"value":)7\d/, '$199'),
      'do not match their hash',
    ],
    ['with a line taken out', (text: string) => text.replace(/.*"seq":500,.*\n/, ''), 'is missing'],
  ])('[UI54] a file that was %s is shown up to there, and it is said', async (_what, harm, words) => {
    const lines = recorded(1_000)
    const { run, view, store, pass } = open(harm(fileOf(lines)))
    await run()
    const { head } = view().state
    expect(view().phase).toBe('following')
    expect(view().problem?.message).toContain(words)
    expect(view().problem?.message).toMatch(new RegExp(`Shown (are|is) records 1 to ${head}`))
    expect(head).toBeLessThan(1_000)
    expect(view().state).toEqual(lines.slice(0, head).map(decoded).reduce(foldSession, emptySession))
    store.cursor.seek(at(400))
    pass(100)
    expect(view().shown).toEqual(prefix(lines, at(400)))
  })

  test.each([
    ['empty', '', 'The file is empty'],
    ['foreign', 'time,hr\n1,70\n', 'not a Chairside recording'],
    ['only blank lines', '\n\n \n', 'The file is empty'],
    ['newer', '{"chairside":"session","v":9}\n', 'newer Chairside'],
    ['only a header', `${fileOf(recorded(10)).split('\n')[0]}\n`, 'none of its records'],
  ])('[UI54] a file that is %s is refused in words', async (_what, text, words) => {
    const { run, view } = open(text)
    await run()
    expect(view().phase).toBe('failed')
    expect(view().failure?.message).toContain(words)
  })

  test('[UI55] Windows line ends, a byte order mark, blank lines and a missing last line feed are no harm', async () => {
    const lines = recorded(130)
    const text = `\uFEFF${fileOf(lines).replaceAll('\n', '\r\n').replace('\r\n', '\r\n\r\n').trimEnd()}`
    const { run, view, store, pass } = open(text)
    await run()
    expect(view().problem).toBeUndefined()
    expect(view().state.head).toBe(130)
    store.cursor.seek(at(77))
    pass(100)
    expect(view().shown).toEqual(prefix(lines, at(77)))
  })

  test('[UI56] a file with more records than a page shows says so and shows the first', async () => {
    const events: SourceEvent[] = []
    const text = fileOf(recorded(1_000))
    const source = createFileSource(
      { name: 'a', text },
      { monoNow: () => 0, after: () => () => undefined },
      490,
    )
    source.start((event) => events.push(event))
    await taken()
    const given = events.flatMap((event) => (event.kind === 'records' ? event.records : []))
    expect(given.map(({ seq }) => seq as number)).toEqual(
      Array.from({ length: 490 }, (_, index) => index + 1),
    )
    expect(events.at(-2)).toMatchObject({ kind: 'problem', problem: { code: 'too-large' } })
    expect(events.at(-2)).toHaveProperty(
      'problem.message',
      expect.stringContaining('This file holds 1000 records; a page shows 490 at most.'),
    )
    expect(events.at(-1)).toEqual({ kind: 'caughtUp', head: 490 })
  })

  test('[UI54] whatever is done to a file, the page shows and says what the reader of files does', async () => {
    const whole = fileOf(recorded(150), 20)
    const harm = fc.oneof(
      fc.nat(whole.length).map((at) => whole.slice(0, at)),
      fc.nat(whole.length - 1).map((at) => `${whole.slice(0, at)}7${whole.slice(at + 1)}`),
      fc.nat(whole.length).map((at) => `${whole.slice(0, at)}\n${whole.slice(at)}`),
      fc.tuple(fc.nat(151), fc.nat(151)).map(([from, to]) => {
        const lines = whole.split('\n')
        return lines.toSpliced(from, 1, lines[to] as string).join('\n')
      }),
    )
    await fc.assert(
      fc.asyncProperty(harm, async (text) => {
        const { run, view } = open(text)
        await run()
        const read = readExport(text, sha256Hex)
        if (read.ok) {
          expect(view().state.head).toBe(read.value.records.length)
          expect(view().problem?.message).toBe(read.value.problem?.message)
          expect(view().about?.file?.verifiedThrough).toBe(read.value.verifiedThrough)
          expect(view().phase).toBe('following')
        } else expect(view()).toMatchObject({ phase: 'failed', failure: read.error, state: { head: 0 } })
      }),
      { numRuns: Math.min(RUNS, 100) },
    )
  }, 180_000)
})
