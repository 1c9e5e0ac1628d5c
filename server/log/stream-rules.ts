// Owns what every log demands of a batch before it writes anything: the fence, the sequence, lines that can be kept.
// Never writes: a refused batch leaves no trace.
import type { AppendBatch, AppendResult, Checkpoint } from './session-log.ts'

export type Refusal = { readonly why: 'fenced' | 'sequence'; readonly message: string }

/** @returns why this batch may not be appended to a stream that stands at `head`, or undefined */
export function refusalOf(
  batch: Pick<AppendBatch, 'stream' | 'ownerEpoch' | 'afterSeq' | 'lines'>,
  at: { readonly head: number; readonly ownerEpoch: number },
): Refusal | undefined {
  const { stream, ownerEpoch, afterSeq, lines } = batch
  if (ownerEpoch < at.ownerEpoch)
    return {
      why: 'fenced',
      message: `${stream} has another owner (epoch ${at.ownerEpoch}; this writer has ${ownerEpoch}): stop writing to it.`,
    }
  if (afterSeq !== at.head)
    return {
      why: 'sequence',
      message: `${stream} is at line ${at.head}, the writer believed ${afterSeq}: read it again before writing.`,
    }
  for (const [index, line] of lines.entries())
    if (line.includes('\n') || !line.isWellFormed())
      return {
        why: 'sequence',
        message: `Line ${afterSeq + index + 1} of ${stream} holds a line break or half a character and cannot be kept verbatim.`,
      }
  return undefined
}

/** @returns why a stream may not be given another name, or undefined */
export function refusalOfMove(
  from: string,
  to: string,
  isThere: boolean,
  isTaken: boolean,
): Refusal | undefined {
  if (!isThere) return { why: 'sequence', message: `There is no stream ${from} that could be called ${to}.` }
  if (isTaken)
    return {
      why: 'sequence',
      message: `${from} cannot be called ${to}: there is a stream of that name already.`,
    }
  return undefined
}

export const refused = (batch: AppendBatch, head: number, refusal: Refusal): AppendResult => ({
  stream: batch.stream,
  ok: false,
  head,
  ...refusal,
})

/** Adds a checkpoint to the few that are kept: the newest at or before the head, and any beyond it. */
export function keepCheckpoint(
  kept: readonly Checkpoint[],
  added: Checkpoint | undefined,
  head: number,
): Checkpoint[] {
  const all = added === undefined ? kept : [...kept.filter((one) => one.atSeq !== added.atSeq), added]
  const usable = newestAtOrBefore(all, head)
  return all.filter((one) => one === usable || one.atSeq > head)
}

export function newestAtOrBefore(kept: readonly Checkpoint[], seq: number): Checkpoint | undefined {
  let best: Checkpoint | undefined
  for (const one of kept) if (one.atSeq <= seq && (best === undefined || one.atSeq >= best.atSeq)) best = one
  return best
}
