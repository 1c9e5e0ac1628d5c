// Owns what the writer remembers of a stream: where it stands and its unsealed lines. Only committed facts are here.
// Never touches the disk.
import type { StreamId } from '@chairside/shared/ids.ts'
import { CHAIN_START } from './segments.ts'
import type { Checkpoint, StreamHead } from './session-log.ts'

export type LiveStream = {
  readonly id: number
  name: StreamId
  ownerEpoch: number
  sealedThrough: number
  /** Hash of the last sealed segment. */
  sha: string
  /** Lines after sealedThrough, and when each was written. */
  tail: string[]
  atMs: number[]
  /** Checkpoints not yet taken by a seal. */
  kept: Checkpoint[]
  checkpointSeq: number
  /** Waits to be sealed because of its count. */
  due: boolean
  /** Discarded: whoever still holds it passes over it. */
  gone: boolean
}

export type StreamRow = { id: number; name: StreamId; ownerEpoch: number }
export const newStream = (row: StreamRow): LiveStream => ({
  ...row,
  sealedThrough: 0,
  sha: CHAIN_START,
  tail: [],
  atMs: [],
  kept: [],
  checkpointSeq: 0,
  due: false,
  gone: false,
})

export const headSeq = (stream: LiveStream): number => stream.sealedThrough + stream.tail.length

export const streamHead = (stream: LiveStream): StreamHead => ({
  stream: stream.name,
  head: headSeq(stream),
  sealedThrough: stream.sealedThrough,
  ownerEpoch: stream.ownerEpoch,
})

/** First in, first out, without moving the rest at each step. */
export type Queue<T> = {
  push(item: T): void
  peek(): T | undefined
  shift(): T | undefined
  unshift(again: readonly T[]): void
  size(): number
}

export function createQueue<T>(): Queue<T> {
  let items: T[] = []
  let at = 0
  return {
    push: (item) => void items.push(item),
    peek: () => items[at],
    shift() {
      const item = items[at]
      if (item === undefined) return undefined
      at += 1
      if (at > 1024 && at * 2 > items.length) {
        items = items.slice(at)
        at = 0
      }
      return item
    },
    size: () => items.length - at,
    unshift(again) {
      items = [...again, ...items.slice(at)]
      at = 0
    },
  }
}
