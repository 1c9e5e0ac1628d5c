// Owns what every log must do, as a suite: give it a way to open one and it proves the port.
// Never knows which log it runs on; what only one of them can do is tested beside that one.
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CHAIN_ORIGIN, type ChainPoint, unpackLines, verifyBody } from './segments.ts'
import type { AppendBatch, AppendResult, SessionLog } from './session-log.ts'

export type LogHarness = {
  /** Opens the log, or opens it again after it was closed. Seals at 60 lines or 120 s. */
  open(): Promise<SessionLog>
  /** Commits stop before they are durable, until release(). */
  hold(): void
  release(): void
  /** How many commits of batches were made since open(). */
  commits(): Promise<number>
  /** Resolves when everything that is due is sealed. */
  settled(): Promise<void>
  /** Changes a stored line behind the back of the closed log. */
  tamper(stream: StreamId, seq: number, line: string): Promise<void>
  dispose(): Promise<void>
}

const T0 = 1_732_190_400_000
const at = (ms: number) => epochMs(T0 + ms)
const S = (name: string) => `session:${name}` as StreamId
const A = S('a')
const B = S('b')
const line = (seq: number, text = '') => `{"seq":${seq},"text":"${text}"}`
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => line(from + i))

const batch = (
  stream: StreamId,
  ownerEpoch: number,
  afterSeq: number,
  count: number,
  ms = afterSeq * 1000,
): AppendBatch => ({
  stream,
  ownerEpoch,
  afterSeq,
  lines: lines(afterSeq + 1, afterSeq + count),
  atMs: at(ms),
})

export function sessionLogContract(name: string, makeHarness: () => Promise<LogHarness>): void {
  describe(`session log contract: ${name}`, () => {
    let harness: LogHarness
    let log: SessionLog

    beforeEach(async () => {
      harness = await makeHarness()
      log = await harness.open()
    })
    afterEach(async () => {
      harness.release()
      await log.close()
      await harness.dispose()
    })

    const reopen = async () => {
      await log.close()
      log = await harness.open()
    }
    const one = async (given: AppendBatch): Promise<AppendResult> => (await log.append([given]))[0]!
    /** Appends `count` lines one a second, as a bedside does, each its own append. */
    const drip = async (stream: StreamId, ownerEpoch: number, from: number, to: number) => {
      for (let seq = from; seq <= to; seq++) await one(batch(stream, ownerEpoch, seq - 1, 1))
    }

    test('[LG1] lines come back verbatim, in order, numbered from 1 without holes', async () => {
      const { ownerEpoch, head } = await log.own(A)
      expect(head).toBe(0)
      expect(await one(batch(A, ownerEpoch, 0, 3))).toEqual({ stream: A, ok: true, head: 3 })
      expect(await one(batch(A, ownerEpoch, 3, 2))).toEqual({ stream: A, ok: true, head: 5 })
      expect(await log.read(A, 1, 100)).toEqual(lines(1, 5))
      expect(await log.head(A)).toEqual({ stream: A, head: 5, sealedThrough: 0, ownerEpoch })
    })

    test('[LG1] unicode, quotes, tabs, empty and very long lines are kept to the byte', async () => {
      const { ownerEpoch } = await log.own(A)
      const odd = [
        '{"note":"Übelkeit, müde – 眠い 🩺"}',
        '',
        '\ufeffwith a byte order mark',
        'tab\tquote"backslash\\u0000 nul \u0000 end\r',
        `{"long":"${'x'.repeat(300_000)}"}`,
        `{"wide":"${'眠'.repeat(70_000)}"}`,
      ]
      expect((await one({ stream: A, ownerEpoch, afterSeq: 0, lines: odd, atMs: at(0) })).ok).toBe(true)
      expect(await log.read(A, 1, 10)).toEqual(odd)
      await log.seal(A)
      expect(await log.read(A, 1, 10)).toEqual(odd)
      await reopen()
      expect(await log.read(A, 1, 10)).toEqual(odd)
      expect((await log.verify(A)).ok).toBe(true)
    })

    test('[LG2] a line that could not be kept verbatim is refused and nothing of its batch is kept', async () => {
      const { ownerEpoch } = await log.own(A)
      for (const bad of ['two\nlines', 'half a character \ud800'])
        expect(
          await one({ stream: A, ownerEpoch, afterSeq: 0, lines: [line(1), bad], atMs: at(0) }),
        ).toMatchObject({ ok: false, why: 'sequence', head: 0 })
      expect((await log.head(A))?.head).toBe(0)
    })

    test('[LG3] a new owner fences the old one', async () => {
      const first = await log.own(A)
      await one(batch(A, first.ownerEpoch, 0, 2))
      const second = await log.own(A)
      expect(second.ownerEpoch).toBeGreaterThan(first.ownerEpoch)
      expect(second.head).toBe(2)
      expect(await one(batch(A, first.ownerEpoch, 2, 1))).toMatchObject({ ok: false, why: 'fenced', head: 2 })
      expect(await one(batch(A, second.ownerEpoch, 2, 1))).toMatchObject({ ok: true, head: 3 })
      expect(await log.read(A, 1, 10)).toEqual(lines(1, 3))
    })

    test('[LG3] the fence outlives a restart', async () => {
      const first = await log.own(A)
      await reopen()
      const second = await log.own(A)
      expect(second.ownerEpoch).toBeGreaterThan(first.ownerEpoch)
      expect(await one(batch(A, first.ownerEpoch, 0, 1))).toMatchObject({ ok: false, why: 'fenced' })
    })

    test('[LG4] a writer that is wrong about the head is refused, and a committed batch is never written twice', async () => {
      const { ownerEpoch } = await log.own(A)
      const given = batch(A, ownerEpoch, 0, 2)
      expect((await one(given)).ok).toBe(true)
      expect(await one(given)).toMatchObject({ ok: false, why: 'sequence', head: 2 })
      expect(await one(batch(A, ownerEpoch, 5, 1))).toMatchObject({ ok: false, why: 'sequence', head: 2 })
      expect(await log.read(A, 1, 10)).toEqual(lines(1, 2))
      const twice = await log.append([batch(A, ownerEpoch, 2, 1), batch(A, ownerEpoch, 2, 1)])
      expect(twice.map((result) => result.ok)).toEqual([true, false])
      expect((await log.head(A))?.head).toBe(3)
    })

    test('[LG5] one bad stream never fails its neighbours, and its own batch leaves nothing', async () => {
      const a = await log.own(A)
      const b = await log.own(B)
      const results = await log.append([
        batch(A, a.ownerEpoch, 7, 4),
        batch(B, b.ownerEpoch, 0, 2),
        batch(S('c'), 0, 0, 1),
      ])
      expect(results.map((result) => [result.stream, result.ok, result.head])).toEqual([
        [A, false, 0],
        [B, true, 2],
        [S('c'), true, 1],
      ])
      expect(await log.read(A, 1, 10)).toEqual([])
      expect(await log.read(B, 1, 10)).toEqual(lines(1, 2))
    })

    test('[LG5] batches of one stream in one append follow one another', async () => {
      const { ownerEpoch } = await log.own(A)
      const results = await log.append([batch(A, ownerEpoch, 0, 2), batch(A, ownerEpoch, 2, 3)])
      expect(results.map((result) => [result.ok, result.head])).toEqual([
        [true, 2],
        [true, 5],
      ])
      expect(await log.read(A, 1, 10)).toEqual(lines(1, 5))
    })

    test('[LG6] an append resolves only when it is durable', async () => {
      const { ownerEpoch } = await log.own(A)
      harness.hold()
      let answered = false
      const appended = one(batch(A, ownerEpoch, 0, 1)).then((result) => {
        answered = true
        return result
      })
      for (let turn = 0; turn < 5; turn++) {
        expect(await log.segments(A)).toEqual([])
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(answered).toBe(false)
      harness.release()
      expect(await appended).toMatchObject({ ok: true, head: 1 })
      expect(await log.read(A, 1, 10)).toEqual(lines(1, 1))
    })

    test('[LG7] what is given while a commit is in flight goes into the next one, all of it', async () => {
      const owners = await Promise.all(Array.from({ length: 20 }, (_, i) => log.own(S(`s${i}`))))
      const before = await harness.commits()
      harness.hold()
      const first = one(batch(owners[0]!.stream, owners[0]!.ownerEpoch, 0, 1))
      await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setImmediate(resolve))
      const rest = owners.slice(1).map((owner) => one(batch(owner.stream, owner.ownerEpoch, 0, 1)))
      harness.release()
      const results = await Promise.all([first, ...rest])
      expect(results.every((result) => result.ok)).toBe(true)
      expect((await harness.commits()) - before).toBe(2)
    })

    test('[LG8] a read goes across sealed and unsealed lines, page by page, and ends where the lines end', async () => {
      const { ownerEpoch } = await log.own(A)
      await drip(A, ownerEpoch, 1, 61)
      await harness.settled()
      await drip(A, ownerEpoch, 62, 122)
      await harness.settled()
      await drip(A, ownerEpoch, 123, 150)
      expect((await log.head(A))!.sealedThrough).toBeGreaterThanOrEqual(120)
      expect((await log.head(A))!.sealedThrough).toBeLessThan(150)
      expect(await log.read(A, 1, 1000)).toEqual(lines(1, 150))
      const paged: string[] = []
      for (let from = 1; ; ) {
        const page = await log.read(A, from, 7)
        if (page.length === 0) break
        paged.push(...page)
        from += page.length
      }
      expect(paged).toEqual(lines(1, 150))
      expect(await log.read(A, 118, 5)).toEqual(lines(118, 122))
      expect(await log.read(A, 60, 1)).toEqual(lines(60, 60))
      expect(await log.read(A, 151, 10)).toEqual([])
      expect(await log.read(A, 10, 0)).toEqual([])
      expect(await log.read(A, 149, 10)).toEqual(lines(149, 150))
    })

    test('[LG8] a stream nobody wrote to has no head, no lines, no segments, and says so to verify', async () => {
      expect(await log.head(S('nobody'))).toBeUndefined()
      expect(await log.read(S('nobody'), 1, 10)).toEqual([])
      expect(await log.segments(S('nobody'))).toEqual([])
      expect(await log.segmentBody(S('nobody'), 1)).toBeUndefined()
      expect(await log.lastCheckpoint(S('nobody'))).toBeUndefined()
      expect(await log.verify(S('nobody'))).toMatchObject({ ok: false, segments: 0 })
      await log.seal(S('nobody'))
      expect(await log.streams()).toEqual([])
    })

    test('[LG9] sixty lines are sealed, with the times of the first and the last', async () => {
      const { ownerEpoch } = await log.own(A)
      await drip(A, ownerEpoch, 1, 59)
      await harness.settled()
      expect(await log.segments(A)).toEqual([])
      await drip(A, ownerEpoch, 60, 60)
      await harness.settled()
      const [segment, ...more] = await log.segments(A)
      expect(more).toEqual([])
      expect(segment).toMatchObject({ stream: A, first: 1, last: 60, firstAtMs: at(0), lastAtMs: at(59_000) })
      const body = await log.segmentBody(A, 1)
      expect(body?.segment).toEqual(segment)
      expect(unpackLines(body!.zstd)).toEqual(lines(1, 60))
      expect(verifyBody(CHAIN_ORIGIN, segment!, body!.zstd).ok).toBe(true)
    })

    test('[LG9] a line older than two minutes of hub time is sealed, whoever moved the time on', async () => {
      const a = await log.own(A)
      const b = await log.own(B)
      await one(batch(A, a.ownerEpoch, 0, 3, 0))
      await one(batch(B, b.ownerEpoch, 0, 1, 119_000))
      await harness.settled()
      expect(await log.segments(A)).toEqual([])
      log.alive(at(120_000))
      await one(batch(B, b.ownerEpoch, 1, 1, 120_000))
      await harness.settled()
      expect((await log.segments(A)).map((segment) => [segment.first, segment.last])).toEqual([[1, 3]])
      expect(await log.segments(B)).toEqual([])
    })

    test('[LG9] a large append is cut into segments that can each be read by itself, and chained', async () => {
      const { ownerEpoch } = await log.own(A)
      for (let from = 0; from < 1000; from += 500) await one(batch(A, ownerEpoch, from, 500))
      await harness.settled()
      const segments = await log.segments(A)
      expect(segments.length).toBeGreaterThanOrEqual(5)
      let point: ChainPoint = CHAIN_ORIGIN
      for (const segment of segments) {
        const check = verifyBody(point, segment, (await log.segmentBody(A, segment.first))!.zstd)
        expect(check).toMatchObject({ ok: true })
        if (check.ok) point = check.at
      }
      expect(await log.read(A, 1, 2000)).toEqual(lines(1, 1000))
      expect(await log.verify(A)).toMatchObject({ ok: true, segments: segments.length })
    })

    test('[LG10] sealing keeps the newest checkpoint at or before its last line, and never one beyond it', async () => {
      const { ownerEpoch } = await log.own(A)
      await one(batch(A, ownerEpoch, 0, 5))
      log.checkpoint({ stream: A, atSeq: 3, state: 'after 3' })
      log.checkpoint({ stream: A, atSeq: 4, state: 'after 4 – 眠い' })
      log.checkpoint({ stream: A, atSeq: 9, state: 'after 9' })
      expect(await log.lastCheckpoint(A)).toBeUndefined()
      await log.seal(A)
      expect(await log.lastCheckpoint(A)).toEqual({ stream: A, atSeq: 4, state: 'after 4 – 眠い' })
      await one(batch(A, ownerEpoch, 5, 5))
      await log.seal(A)
      expect(await log.lastCheckpoint(A)).toEqual({ stream: A, atSeq: 9, state: 'after 9' })
      await reopen()
      expect(await log.lastCheckpoint(A)).toEqual({ stream: A, atSeq: 9, state: 'after 9' })
      expect(await log.read(A, 10, 10)).toEqual(lines(10, 10))
    })

    test('[LG10] sealing without a newer checkpoint keeps the one there is', async () => {
      const { ownerEpoch } = await log.own(A)
      await one(batch(A, ownerEpoch, 0, 2))
      log.checkpoint({ stream: A, atSeq: 2, state: 'after 2' })
      await log.seal(A)
      await one(batch(A, ownerEpoch, 2, 2))
      await log.seal(A)
      expect(await log.lastCheckpoint(A)).toEqual({ stream: A, atSeq: 2, state: 'after 2' })
    })

    test('[LG10] a seal asked for takes a newer checkpoint even when every line is sealed already', async () => {
      const { ownerEpoch } = await log.own(A)
      await one(batch(A, ownerEpoch, 0, 2))
      await log.seal(A)
      log.checkpoint({ stream: A, atSeq: 2, state: 'stopped after 2' })
      await log.seal(A)
      expect(await log.lastCheckpoint(A)).toEqual({ stream: A, atSeq: 2, state: 'stopped after 2' })
      expect((await log.segments(A)).length).toBe(1)
      expect(await log.verify(A)).toMatchObject({ ok: true, segments: 1 })
    })

    test('[LG11] a log that is opened again is the same log', async () => {
      const a = await log.own(A)
      const b = await log.own(B)
      await drip(A, a.ownerEpoch, 1, 70)
      await one(batch(B, b.ownerEpoch, 0, 3, 69_000))
      log.alive(at(75_000))
      await harness.settled()
      await one(batch(B, b.ownerEpoch, 3, 1, 70_000))
      const before = {
        incarnation: log.status.incarnation,
        streams: [...(await log.streams())].sort((x, y) => (x.stream < y.stream ? -1 : 1)),
        segments: await log.segments(A),
        a: await log.read(A, 1, 1000),
        b: await log.read(B, 1, 1000),
      }
      await reopen()
      expect({
        incarnation: log.status.incarnation,
        streams: [...(await log.streams())].sort((x, y) => (x.stream < y.stream ? -1 : 1)),
        segments: await log.segments(A),
        a: await log.read(A, 1, 1000),
        b: await log.read(B, 1, 1000),
      }).toEqual(before)
      expect(log.status).toMatchObject({ aliveAtMs: at(75_000), lastAtMs: at(70_000), setAside: undefined })
      const again = await log.own(A)
      expect(await one(batch(A, again.ownerEpoch, 70, 1))).toMatchObject({ ok: true, head: 71 })
      expect((await log.verify(A)).ok).toBe(true)
    })

    test('[LG11] a new log says that nobody was ever alive on it', () => {
      expect(log.status).toMatchObject({ aliveAtMs: undefined, lastAtMs: undefined, setAside: undefined })
      expect(log.status.incarnation).toMatch(/\S/)
    })

    test('[LG12] a line edited on disk is found, and the segment named', async () => {
      const { ownerEpoch } = await log.own(A)
      await drip(A, ownerEpoch, 1, 60)
      await harness.settled()
      await drip(A, ownerEpoch, 61, 130)
      await harness.settled()
      expect(await log.verify(A)).toMatchObject({ ok: true, segments: 2 })
      await log.close()
      await harness.tamper(A, 30, line(30, 'edited'))
      log = await harness.open()
      const verdict = await log.verify(A)
      expect(verdict).toMatchObject({ ok: false, segments: 0 })
      expect(verdict.message).toContain('1–60')
    })

    test('[LG13] many streams at once each keep their own order', async () => {
      const names = Array.from({ length: 40 }, (_, i) => S(`many-${i}`))
      await Promise.all(
        names.map(async (stream) => {
          const { ownerEpoch } = await log.own(stream)
          for (let seq = 0; seq < 90; seq += 3)
            expect((await one(batch(stream, ownerEpoch, seq, 3))).ok).toBe(true)
        }),
      )
      await harness.settled()
      for (const stream of names) {
        expect(await log.read(stream, 1, 1000)).toEqual(lines(1, 90))
        expect(await log.verify(stream)).toMatchObject({ ok: true })
      }
      expect((await log.streams()).length).toBe(40)
    })

    const IMPORT = 'import:i' as StreamId
    /** Everything that can be asked of a stream. */
    const all = async (stream: StreamId) => ({
      head: await log.head(stream),
      lines: await log.read(stream, 1, 1000),
      segments: await log.segments(stream),
      body: await log.segmentBody(stream, 1),
      checkpoint: await log.lastCheckpoint(stream),
      listed: (await log.streams()).some((one) => one.stream === stream),
    })
    const NOTHING = {
      head: undefined,
      lines: [],
      segments: [],
      body: undefined,
      checkpoint: undefined,
      listed: false,
    }

    test('[LG26] a renamed stream is whole under its new name and nothing under the old, also after a restart', async () => {
      const { ownerEpoch } = await log.own(IMPORT)
      await one(batch(IMPORT, ownerEpoch, 0, 300))
      await one(batch(IMPORT, ownerEpoch, 300, 5))
      log.checkpoint({ stream: IMPORT, atSeq: 305, state: 'the whole of it' })
      await log.rename(IMPORT, A)
      const check = async () => {
        expect(await all(IMPORT)).toEqual(NOTHING)
        const now = await all(A)
        expect(now.head).toMatchObject({ stream: A, head: 305, sealedThrough: 305 })
        expect(now.lines).toEqual(lines(1, 305))
        expect(now.segments.every((segment) => segment.stream === A)).toBe(true)
        expect(now.checkpoint).toEqual({ stream: A, atSeq: 305, state: 'the whole of it' })
        expect(now.listed).toBe(true)
        expect(await log.verify(A)).toMatchObject({ ok: true, segments: now.segments.length })
      }
      await check()
      await reopen()
      await check()
      const again = await log.own(A)
      expect(await one(batch(A, again.ownerEpoch, 305, 1))).toMatchObject({ ok: true, head: 306 })
      expect(await one(batch(IMPORT, ownerEpoch, 305, 1))).toMatchObject({ ok: false, why: 'sequence' })
    })

    test('[LG26] no stream, and a name that is taken: refused in words, and nothing has changed', async () => {
      const { ownerEpoch } = await log.own(A)
      await one(batch(A, ownerEpoch, 0, 3))
      await one(batch(B, 0, 0, 2))
      await expect(log.rename(S('nobody'), IMPORT)).rejects.toThrow(/no stream session:nobody/)
      await expect(log.rename(A, B)).rejects.toThrow(/there is a stream of that name/)
      await expect(log.rename(A, A)).rejects.toThrow(/there is a stream of that name/)
      expect((await log.head(IMPORT))?.head).toBeUndefined()
      expect(await log.read(A, 1, 10)).toEqual(lines(1, 3))
      expect(await log.read(B, 1, 10)).toEqual(lines(1, 2))
      expect(await one(batch(A, ownerEpoch, 3, 1))).toMatchObject({ ok: true, head: 4 })
    })

    test('[LG27] of a discarded stream nothing remains: sealed, unsealed and checkpoint, also after a restart', async () => {
      const { ownerEpoch } = await log.own(IMPORT)
      const a = await log.own(A)
      await one(batch(A, a.ownerEpoch, 0, 2))
      await drip(IMPORT, ownerEpoch, 1, 70)
      log.checkpoint({ stream: IMPORT, atSeq: 70, state: 'half' })
      await log.seal(IMPORT)
      // Unsealed lines of both, in rows of the journal that they share.
      await log.append([batch(IMPORT, ownerEpoch, 70, 7, 69_000), batch(A, a.ownerEpoch, 2, 3, 69_000)])
      await log.discard(IMPORT)
      expect(await all(IMPORT)).toEqual(NOTHING)
      await reopen()
      expect(await all(IMPORT)).toEqual(NOTHING)
      expect(await log.read(A, 1, 10)).toEqual(lines(1, 5))
      await reopen()
      // The same name and a new stream begin from nothing, and take no number that the journal still names.
      const c = await log.own(S('c'))
      const again = await log.own(IMPORT)
      expect([c.head, again.head]).toEqual([0, 0])
      await log.append([batch(S('c'), c.ownerEpoch, 0, 2), batch(IMPORT, again.ownerEpoch, 0, 1)])
      await reopen()
      expect(await log.read(S('c'), 1, 10)).toEqual(lines(1, 2))
      expect(await log.read(IMPORT, 1, 10)).toEqual(lines(1, 1))
      expect(log.status.setAside).toBeUndefined()
      for (const stream of [A, S('c'), IMPORT]) expect(await log.verify(stream)).toMatchObject({ ok: true })
    })

    test('[LG27] discarding what does not exist changes nothing; what is discarded holds up no sealing', async () => {
      await log.discard(S('nobody'))
      expect(await log.streams()).toEqual([])
      const { ownerEpoch } = await log.own(IMPORT)
      await one(batch(IMPORT, ownerEpoch, 0, 10, 0))
      await log.discard(IMPORT)
      const a = await log.own(A)
      await drip(A, a.ownerEpoch, 1, 130)
      await harness.settled()
      expect((await log.head(A))!.sealedThrough).toBeGreaterThanOrEqual(60)
      await reopen()
      expect(await log.read(A, 1, 200)).toEqual(lines(1, 130))
      expect(await all(IMPORT)).toEqual(NOTHING)
    })

    test('[LG28] lines of the past move neither the newest time of the log nor when a hub was alive', async () => {
      const a = await log.own(A)
      await one(batch(A, a.ownerEpoch, 0, 1, 500_000))
      const { ownerEpoch } = await log.own(IMPORT)
      await one(batch(IMPORT, ownerEpoch, 0, 3, -86_400_000))
      await log.rename(IMPORT, B)
      await reopen()
      expect(log.status).toMatchObject({ aliveAtMs: at(500_000), lastAtMs: at(500_000) })
      expect((await log.segments(B))[0]).toMatchObject({
        firstAtMs: at(-86_400_000),
        lastAtMs: at(-86_400_000),
      })
    })

    test('[LG14] after close nothing is written and nobody is told that it was', async () => {
      const { ownerEpoch } = await log.own(A)
      await log.close()
      expect(await one(batch(A, ownerEpoch, 0, 1))).toMatchObject({ ok: false, why: 'io' })
      await expect(log.own(A)).rejects.toThrow()
      log = await harness.open()
      expect((await log.head(A))?.head).toBe(0)
    })
  })
}
