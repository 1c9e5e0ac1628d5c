// A reader applies exactly the stream's prefix, whatever the line does to the messages.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { behind, emptyTail, receive, type TailCursor } from './tail.ts'

const STREAM = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`)
type Chunk = { readonly fromSeq: number; readonly lines: readonly string[]; readonly head: number }
const chunkOf = (fromSeq: number, count: number, head = STREAM.length): Chunk => ({
  fromSeq,
  lines: STREAM.slice(fromSeq - 1, fromSeq - 1 + count),
  head,
})
const chunk = fc
  .record({ fromSeq: fc.integer({ min: 1, max: 60 }), count: fc.integer({ min: 0, max: 20 }) })
  .map(({ fromSeq, count }) => chunkOf(fromSeq, count))

function take(applied: string[], cursor: TailCursor, message: Chunk): TailCursor {
  const step = receive(cursor, message)
  if (step.kind === 'apply') applied.push(...step.lines)
  return step.cursor
}

describe('receive', () => {
  test('[TP1] the next chunk is applied whole', () => {
    const step = receive(emptyTail, chunkOf(1, 3))
    expect(step).toEqual({
      kind: 'apply',
      lines: ['line 1', 'line 2', 'line 3'],
      cursor: { appliedThrough: 3, knownHead: 60 },
    })
  })
  test('[TP2] of a chunk that overlaps only what is new is applied', () => {
    const step = receive({ appliedThrough: 2, knownHead: 2 }, chunkOf(1, 4))
    expect(step).toMatchObject({
      kind: 'apply',
      lines: ['line 3', 'line 4'],
      cursor: { appliedThrough: 4 },
    })
  })
  test('[TP2] what is already held is ignored', () => {
    const cursor = { appliedThrough: 9, knownHead: 60 }
    expect(receive(cursor, chunkOf(4, 6))).toEqual({ kind: 'ignore', cursor })
    expect(receive(cursor, chunkOf(10, 0))).toEqual({ kind: 'ignore', cursor })
  })
  test('[TP3] after a loss nothing is applied; the reader asks again from what it holds', () => {
    const cursor = { appliedThrough: 3, knownHead: 3 }
    expect(receive(cursor, chunkOf(5, 2))).toEqual({
      kind: 'resume',
      afterSeq: 3,
      cursor: { appliedThrough: 3, knownHead: 60 },
    })
  })
  test('[TP4] a mark with a newer head means that something is missing', () => {
    expect(behind({ appliedThrough: 3, knownHead: 3 }, 4)).toBe(true)
    expect(behind({ appliedThrough: 3, knownHead: 3 }, 3)).toBe(false)
    expect(behind({ appliedThrough: 3, knownHead: 3 }, 2)).toBe(false)
  })
})

describe('any order, duplication and loss', { timeout }, () => {
  test('[TP5] what has been applied is always exactly the prefix', () => {
    holds(
      fc.property(fc.array(chunk, { maxLength: 60 }), (messages) => {
        const applied: string[] = []
        let cursor = emptyTail
        for (const message of messages) {
          cursor = take(applied, cursor, message)
          expect(applied).toEqual(STREAM.slice(0, cursor.appliedThrough))
          expect(cursor.knownHead).toBeGreaterThanOrEqual(cursor.appliedThrough)
        }
      }),
    )
  })
  test('[TP5] a reader that asks again when it is told to ends with the whole stream', () => {
    holds(
      fc.property(
        fc.array(fc.record({ lose: fc.boolean(), twice: fc.boolean(), swap: fc.boolean() }), {
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 9 }),
        (weather, size) => {
          const applied: string[] = []
          let cursor = emptyTail
          let queue: Chunk[] = []
          let asked = 0
          const send = (afterSeq: number): void => {
            queue = []
            for (let from = afterSeq + 1; from <= STREAM.length; from += size) queue.push(chunkOf(from, size))
          }
          send(0)
          const handle = (message: Chunk): void => {
            const step = receive(cursor, message)
            if (step.kind === 'apply') applied.push(...step.lines)
            cursor = step.cursor
            if (step.kind === 'resume') send(step.afterSeq)
          }
          for (const { lose, twice, swap } of weather) {
            if (swap && queue.length > 1) queue.splice(0, 2, queue[1] as Chunk, queue[0] as Chunk)
            const message = queue.shift()
            if (message === undefined) break
            if (lose) continue
            handle(message)
            if (twice) handle(message)
          }
          // The line is good again: what is left arrives, and a mark shows what was lost at the end.
          while (behind(cursor, STREAM.length) && asked < 5) {
            for (let message = queue.shift(); message !== undefined; message = queue.shift()) handle(message)
            if (behind(cursor, STREAM.length)) {
              asked += 1
              send(cursor.appliedThrough)
            }
          }
          expect(applied).toEqual(STREAM)
        },
      ),
    )
  })
})
