// Owns proving how appends gather: nobody waits while the log is calm, commits are spaced under load, none is answered early.
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGather, SPACING } from './log-gather.ts'
import type { Group, GroupAnswer } from './log-group.ts'

const A = 'session:a' as StreamId
const OK: GroupAnswer = { failures: [], owned: [], reserveUsed: false, disk: 'written' }
const batch = (afterSeq: number) => ({
  stream: A,
  ownerEpoch: 1,
  afterSeq,
  lines: ['x'],
  atMs: epochMs(1_732_190_400_000),
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function harness() {
  const commits: { group: Group; atMs: number; done: () => void }[] = []
  const fatal: Error[] = []
  const gather = createGather(
    (group) =>
      new Promise((resolve) => {
        commits.push({ group, atMs: performance.now(), done: () => resolve(OK) })
      }),
    () => undefined,
    (error) => fatal.push(error),
  )
  return { gather, commits, fatal }
}

test('[LG7] while the log is calm an append goes at once, and what comes meanwhile goes together in the next', async () => {
  const { gather, commits } = harness()
  await vi.advanceTimersByTimeAsync(1000)
  void gather.append([batch(0)])
  await vi.advanceTimersByTimeAsync(0)
  expect(commits.map(({ group }) => group.lines.length)).toEqual([1])
  for (let seq = 1; seq <= 5; seq++) void gather.append([batch(seq)])
  await vi.advanceTimersByTimeAsync(50)
  expect(commits.length).toBe(1)
  commits[0]!.done()
  await vi.advanceTimersByTimeAsync(1)
  expect(commits.map(({ group }) => group.lines.length)).toEqual([1, 5])
})

test('[LG24] under load commits are spaced, never by more than the setting', async () => {
  const { gather, commits } = harness()
  let seq = 0
  for (let ms = 0; ms < 3000; ms++) {
    for (let i = 0; i < 5; i++) void gather.append([batch(seq++)])
    await vi.advanceTimersByTimeAsync(1)
    for (const { done } of commits.slice(-1)) done()
  }
  const late = commits.filter(({ atMs }) => atMs > 2000)
  const gaps = late.slice(1).map(({ atMs }, i) => atMs - late[i]!.atMs)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(SPACING.mostMs + 2)
  expect(late.length).toBeLessThan(80)
  expect(late.length).toBeGreaterThan(40)
})

test('[LG23] a commit that throws is fatal: everything waiting is answered io', async () => {
  const fatal: Error[] = []
  const gather = createGather(
    () => Promise.reject(new Error('a mistake in the writer')),
    () => undefined,
    (error) => fatal.push(error),
  )
  const appended = gather.append([batch(7)])
  const owned = gather.own(A)
  const refusal = expect(owned).rejects.toThrow('a mistake in the writer')
  await vi.advanceTimersByTimeAsync(1)
  expect(await appended).toEqual([
    { stream: A, ok: false, why: 'io', head: 7, message: 'The log stopped: a mistake in the writer' },
  ])
  await refusal
  expect(fatal.map((error) => error.message)).toEqual(['a mistake in the writer'])
  expect(await gather.append([batch(7)])).toMatchObject([{ ok: false, why: 'io' }])
})
