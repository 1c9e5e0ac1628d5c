// Owns proving that kill -9 in mid-stream loses nothing acknowledged, doubles nothing and leaves no lock.
// It does not prove fsync: the page cache outlives a process.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { StreamId } from '@chairside/shared/ids.ts'
import { expect, test } from 'vitest'
import { openWorkerLog } from './worker-log.ts'

/** Runs the appending process until it has said `count` acknowledgements, kills it, returns the last one a stream. */
async function appendAndKill(dir: string, count: number): Promise<Map<StreamId, number>> {
  const file = fileURLToPath(new URL('./kill.fixture.ts', import.meta.url))
  const child = spawn(process.execPath, [file, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const heads = new Map<StreamId, number>()
  let heard = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const [stream, head] = line.split(' ')
    heads.set(stream as StreamId, Number(head))
    heard += 1
    if (heard === count) child.kill('SIGKILL')
  }
  await ended
  expect(heard).toBeGreaterThanOrEqual(count)
  return heads
}

test('[LG16] kill -9 in mid-stream: every acknowledged line is there exactly once, without holes, and the chain holds', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'chairside-kill-'))
  let incarnation: string | undefined
  const before = new Map<StreamId, number>()
  for (const count of [40, 700, 1500]) {
    const acknowledged = await appendAndKill(dir, count)
    const log = await openWorkerLog({
      dir,
      reserveBytes: 0,
      onFatal: (error) => {
        throw error
      },
    })
    expect(log.status.setAside).toBeUndefined()
    incarnation ??= log.status.incarnation
    expect(log.status.incarnation).toBe(incarnation)
    // Files that were coming in: whole under their own names, or not there, or still half and to be thrown away.
    const half = (await log.streams()).filter(({ stream }) => stream.startsWith('import:'))
    expect(half.length).toBeLessThanOrEqual(1)
    for (const { stream } of half) await log.discard(stream)
    for (const { stream, head } of await log.streams())
      if (stream.startsWith('session:whole')) expect(head).toBe(500)
    for (const [stream, acked] of acknowledged) {
      const head = (await log.head(stream))!.head
      expect(head).toBeGreaterThanOrEqual(acked)
      expect(head).toBeGreaterThan(before.get(stream) ?? 0)
      before.set(stream, head)
      expect(await log.read(stream, 1, head + 10)).toEqual(
        Array.from({ length: head }, (_, i) => `${stream} line ${i + 1}`),
      )
      expect(await log.verify(stream)).toMatchObject({ ok: true })
    }
    await log.close()
  }
  await rm(dir, { recursive: true })
}, 180_000)
