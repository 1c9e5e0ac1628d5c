// Owns a process that only appends and says what was acknowledged, for a test that kills it. Arguments: DATA_DIR.
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import { openWorkerLog } from './worker-log.ts'

const dir = process.argv[2]!
const log = await openWorkerLog({
  dir,
  reserveBytes: 0,
  sealLines: 20,
  walPages: 20,
  onFatal: (error) => {
    throw error
  },
})
const names = Array.from({ length: 12 }, (_, i) => `session:k${i}` as StreamId)
/** Streams that are renamed when they are whole, and others that are given up half-way. */
async function comeIn(): Promise<never> {
  for (let turn = process.pid * 1_000_000; ; turn++) {
    const stream = `import:${turn}` as StreamId
    const { ownerEpoch } = await log.own(stream)
    for (let head = 0; head < (turn % 2 === 0 ? 500 : 250); head += 50) {
      const lines = Array.from({ length: 50 }, (_, i) => `${stream} line ${head + i + 1}`)
      const [result] = await log.append([{ stream, ownerEpoch, afterSeq: head, lines, atMs: epochMs(1) }])
      if (!result!.ok) throw new Error(result!.message)
    }
    if (turn % 2 === 0) await log.rename(stream, `session:whole-${turn}` as StreamId)
    else await log.discard(stream)
  }
}
await Promise.all([
  comeIn(),
  ...names.map(async (stream) => {
    let { head, ownerEpoch } = await log.own(stream)
    for (;;) {
      const lines = Array.from({ length: 1 + (head % 3) }, (_, i) => `${stream} line ${head + i + 1}`)
      const [result] = await log.append([
        { stream, ownerEpoch, afterSeq: head, lines, atMs: epochMs(1_732_190_400_000 + head * 1000) },
      ])
      if (!result!.ok) throw new Error(result!.message)
      head = result!.head
      process.stdout.write(`${stream} ${head}\n`)
    }
  }),
])
