// Proves that a screen holds a prefix of the log, whatever breaks, and in the end the log; and that nobody slow costs memory.
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import { SUITE_STREAM } from '@chairside/shared/ids.ts'
import { createRandom } from '@chairside/shared/random.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { LONG, RUNS } from '@chairside/shared/testing/runs.ts'
import { expect, test } from 'vitest'
import { createMemoryLog } from '../log/memory-log.ts'
import type { SessionLog } from '../log/session-log.ts'
import { createHeadFeed } from '../session/head-feed.ts'
import { openPlainStream } from '../session/plain-stream.ts'
import { type TailScreen, tailPair } from '../testing/tail-pair.ts'

const turn = async (count = 1): Promise<void> => {
  for (let at = 0; at < count; at += 1) await new Promise((resolve) => setImmediate(resolve))
}
/** Each is a whole afternoon of a screen, so there are fewer of them than of small properties. */
const HISTORIES = LONG ? Math.min(RUNS, 150) : 60
const fact: RecordBody = {
  kind: 'session.listed',
  sessionId: 's' as SessionId,
  roomId: 'room-1' as RoomId,
  event: 'opened',
}
const facts = (count: number): RecordBody[] => Array.from({ length: count }, () => fact)

async function hubWithTail(sealLines = 20) {
  const log = createMemoryLog({ sealLines })
  const thrown: unknown[] = []
  const feed = createHeadFeed((error) => thrown.push(error))
  const clock = createSteppedClock(1_764_000_000_000)
  const writer = await openPlainStream(SUITE_STREAM, {
    log,
    clock,
    feed,
    onFailed: () => undefined,
    onBroken: (error) => thrown.push(error),
  })
  // Another thread reads for the hub: every answer takes a moment, in which things happen.
  const slow: SessionLog = {
    ...log,
    head: (stream) => turn().then(() => log.head(stream)),
    read: (...asked) => turn(2).then(() => log.read(...asked)),
  }
  const pair = tailPair(slow, feed, SUITE_STREAM)
  const whole = async () => log.read(SUITE_STREAM, 1, (await log.head(SUITE_STREAM))?.head ?? 0)
  return { log, writer, whole, thrown, ...pair }
}

/** One history of commits that are held, fail or go through, and of lines that break, stall and come back. */
async function history(seed: string, steps: number): Promise<void> {
  const random = createRandom(seed)
  const { log, writer, screen, tails, whole, thrown, problems, bound } = await hubWithTail(
    7 + Math.floor(random.next() * 30),
  )
  const screens: TailScreen[] = [screen(), screen(), screen()]
  for (const one of screens) one.connect()
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T
  const some = (most: number) => 1 + Math.floor(random.next() * most)
  const acts: readonly [number, () => unknown][] = [
    [30, () => void writer.record(...facts(some(random.chance(0.05) ? 700 : 4)))],
    [30, () => pick(screens).deliver(some(5))],
    [6, () => pick(screens).drop()],
    [12, () => pick(screens).connect()],
    [4, () => log.hold()],
    [6, () => log.releaseOne()],
    [5, () => log.release()],
    [3, () => log.failNext(random.chance(0.5) ? 'io' : 'full')],
    [6, () => tails.retryLagging()],
    [6, () => pick(screens).mark()],
    [6, () => pick(screens).askAgain()],
    // A reader that freezes while the hub goes on.
    [
      1,
      async () => {
        for (let at = 0; at < 300; at += 1) {
          void writer.record(fact)
          await turn()
        }
      },
    ],
  ]
  const total = acts.reduce((sum, [weight]) => sum + weight, 0)
  for (let step = 0; step < steps; step += 1) {
    let at = random.next() * total
    for (const [weight, act] of acts) {
      at -= weight
      if (at >= 0) continue
      await act()
      break
    }
    if (random.chance(0.7)) await turn(some(3))
    const now = await whole()
    for (const one of screens) {
      if (one.lines.length > now.length || one.lines.at(-1) !== now[one.lines.length - 1])
        expect(one.lines, `seed ${seed}, step ${step}`).toEqual(now.slice(0, one.lines.length))
      // The bound, and the few packets that may be written between two looks at it.
      expect(one.waiting(), `seed ${seed}, step ${step}`).toBeLessThanOrEqual(bound + 8)
    }
  }
  // Whatever has happened: when the line holds, each screen ends with the whole log.
  log.release()
  for (const one of screens) one.connect()
  for (let round = 0; round < 40; round += 1) {
    await turn(8)
    tails.retryLagging()
    for (const one of screens) {
      one.deliver(1_000)
      one.mark()
    }
  }
  const end = await whole()
  for (const one of screens) expect(one.lines, `seed ${seed}`).toEqual(end)
  expect([...thrown, ...problems], `seed ${seed}`).toEqual([])
}

test(`[TP10] whatever breaks, a screen holds a prefix of the log, and in the end the log (${HISTORIES} histories)`, async () => {
  for (let seed = 0; seed < HISTORIES; seed += 1) await history(`tail-${seed}`, LONG ? 200 : 80)
}, 1_800_000)

test('[TP11] a reader that takes nothing has a bounded outbox, is told once it reads again, and resumes whole', async () => {
  const { writer, screen, tails, whole, bound } = await hubWithTail()
  const frozen = screen()
  const quick = screen()
  for (const one of [frozen, quick]) one.connect()
  await turn(12)
  for (let at = 0; at < 2_000; at += 1) {
    void writer.record(fact)
    await turn()
    quick.deliver(10)
    expect(frozen.waiting()).toBeLessThanOrEqual(bound)
    tails.retryLagging()
  }
  await turn(12)
  quick.deliver(100)
  expect(quick.lines).toEqual(await whole())
  expect(frozen.lagged()).toBe(0)
  frozen.deliver(1_000)
  const held = frozen.lines.length
  expect(held).toBeLessThan(300)
  tails.retryLagging()
  frozen.deliver(1)
  expect(frozen.lagged()).toBe(1)
  for (let round = 0; round < 20; round += 1) {
    await turn(8)
    frozen.deliver(1_000)
  }
  expect(frozen.lines).toEqual(await whole())
})

test('[TP12] a commit of many records goes out in messages of at most 200, in order', async () => {
  const { writer, screen, whole } = await hubWithTail()
  const one = screen()
  one.connect()
  await turn(12)
  one.deliver(10)
  void writer.record(...facts(950))
  await turn(12)
  expect(one.waiting()).toBe(5)
  one.deliver(5)
  expect(one.lines).toEqual(await whole())
})

test('[TP13] nothing is sent before the answer says where the tail starts', async () => {
  const { writer, screen, whole } = await hubWithTail()
  void writer.record(...facts(30))
  await turn(3)
  const one = screen()
  one.connect()
  void writer.record(...facts(3))
  await turn(12)
  one.deliver(1)
  await turn(2)
  expect(one.lines.length).toBe(30)
  one.deliver(10)
  expect(one.lines).toEqual(await whole())
})
