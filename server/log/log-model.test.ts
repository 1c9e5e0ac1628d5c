// Owns comparing the log on disk with the log in memory over random histories: same answers, same lines, same chain.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DiskLog } from './disk-log.ts'
import { createInlineLog } from './inline-log.ts'
import { createMemoryLog, type MemoryLog } from './memory-log.ts'
import type { SessionLog } from './session-log.ts'

const NAMES = ['session:a', 'session:b', 'suite', 'hub'] as StreamId[]
const stream = fc.constantFrom(...NAMES)
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ is: fc.constant('own' as const), stream }) },
  {
    weight: 8,
    arbitrary: fc.record({
      is: fc.constant('append' as const),
      batches: fc.array(
        fc.record({
          stream,
          count: fc.nat({ max: 9 }),
          /** 0: right; otherwise wrong by so much. */
          offBy: fc.constantFrom(0, 0, 0, 0, 1, -1),
          epochOff: fc.constantFrom(0, 0, 0, -1),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('seal' as const), stream }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('checkpoint' as const), stream, ahead: fc.nat({ max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('pass' as const), ms: fc.nat({ max: 100_000 }) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('reopen' as const) }) },
)
const SETTINGS = { sealLines: 12, reserveBytes: 0, walPages: 4 }

const picture = async (log: SessionLog) => ({
  status: log.status,
  streams: (await log.streams())
    .map(({ stream: name, head, ownerEpoch }) => ({ name, head, ownerEpoch }))
    .sort((x, y) => (x.name < y.name ? -1 : 1)),
  lines: await Promise.all(NAMES.map((name) => log.read(name, 1, 10_000))),
  middle: await Promise.all(NAMES.map((name) => log.read(name, 5, 11))),
  verdicts: (await Promise.all(NAMES.map((name) => log.verify(name)))).map(({ ok }) => ok),
})

test('[LG11] over any history the log on disk and the log in memory give the same answers', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const dir = await mkdtemp(join(tmpdir(), 'chairside-model-'))
      const options = {
        dir,
        ...SETTINGS,
        onFatal: (error: Error) => {
          throw error
        },
      }
      let disk: DiskLog = await createInlineLog(options)
      let memory: MemoryLog = createMemoryLog({ incarnation: disk.status.incarnation, ...SETTINGS })
      let nowMs = 1_732_190_400_000
      try {
        for (const one of steps) {
          const both = <T>(run: (log: SessionLog) => Promise<T>) => Promise.all([run(memory), run(disk)])
          switch (one.is) {
            case 'own': {
              const [wanted, given] = await both((log) => log.own(one.stream))
              expect({ ...given, sealedThrough: 0 }).toEqual({ ...wanted, sealedThrough: 0 })
              break
            }
            case 'append': {
              const heads = new Map((await memory.streams()).map((head) => [head.stream, head]))
              nowMs += 1000
              const batches = one.batches.map(({ stream: name, count, offBy, epochOff }) => {
                const afterSeq = (heads.get(name)?.head ?? 0) + offBy
                return {
                  stream: name,
                  ownerEpoch: Math.max(0, (heads.get(name)?.ownerEpoch ?? 0) + epochOff),
                  afterSeq,
                  lines: Array.from({ length: count }, (_, i) => `${name} ${afterSeq + i + 1} at ${nowMs}`),
                  atMs: epochMs(nowMs),
                }
              })
              const [wanted, given] = await both((log) => log.append(batches))
              expect(given).toEqual(wanted)
              break
            }
            case 'seal':
              await both((log) => log.seal(one.stream))
              break
            case 'checkpoint': {
              const head = (await memory.head(one.stream))?.head
              const atSeq = (head ?? 0) + one.ahead
              if (head !== undefined && atSeq > 0)
                for (const log of [memory, disk])
                  log.checkpoint({ stream: one.stream, atSeq, state: `state after ${atSeq}` })
              break
            }
            case 'pass':
              nowMs += one.ms
              for (const log of [memory, disk]) log.alive(epochMs(nowMs))
              break
            case 'reopen':
              await disk.settled()
              await disk.close()
              disk = await createInlineLog(options)
              memory = memory.crash()
              break
          }
          await disk.settled()
        }
        expect(await picture(disk)).toEqual(await picture(memory))
        for (const name of NAMES) {
          await memory.seal(name)
          await disk.seal(name)
          const [wanted, given] = [await memory.lastCheckpoint(name), await disk.lastCheckpoint(name)]
          expect(given).toEqual(wanted)
          // Restart reads the newest checkpoint and what follows it: together they are the whole stream.
          const from = given?.atSeq ?? 0
          expect(from).toBeLessThanOrEqual((await disk.head(name))?.head ?? 0)
        }
        expect(await picture(disk)).toEqual(await picture(memory))
      } finally {
        await disk.close()
        await rm(dir, { recursive: true })
      }
    }),
    { numRuns: 25 },
  )
})
