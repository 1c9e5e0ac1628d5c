// Owns how committed records leave the session layer: whoever follows a stream hears its new lines and its head.
// Never carries an uncommitted record, and never lets one listener keep a record from the others.
import type { EpochMs, StreamId } from '@chairside/shared/ids.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'

export type Published = {
  readonly stream: StreamId
  readonly fromSeq: number
  readonly lines: readonly string[]
  readonly records: readonly LogRecord[]
  readonly head: number
  readonly hubAtMs: EpochMs
}
export type HeadFeed = {
  publish(published: Published): void
  onPublished(listener: (published: Published) => void): () => void
}

/** @param onBroken takes what a listener threw */
export function createHeadFeed(onBroken: (error: unknown) => void): HeadFeed {
  const listeners = new Set<(published: Published) => void>()
  return {
    publish: (published) => {
      for (const listener of listeners)
        try {
          listener(published)
        } catch (error) {
          onBroken(error)
        }
    },
    onPublished: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
