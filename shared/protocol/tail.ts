// Owns how a reader keeps a stream whole: apply only head + 1, otherwise ask again. Never skips, never applies twice.
import type { TailRecords } from './screens.ts'

export type TailCursor = { readonly appliedThrough: number; readonly knownHead: number }

export const emptyTail: TailCursor = { appliedThrough: 0, knownHead: 0 }

export type TailStep =
  /** Apply these lines, in order; nothing is missing. */
  | { readonly kind: 'apply'; readonly lines: readonly string[]; readonly cursor: TailCursor }
  /** Already held: nothing to do. */
  | { readonly kind: 'ignore'; readonly cursor: TailCursor }
  /** Something between was lost: ask `tail:open` with `afterSeq`. */
  | { readonly kind: 'resume'; readonly afterSeq: number; readonly cursor: TailCursor }

/** What to do with records that arrived, given what is already applied. */
export function receive(
  cursor: TailCursor,
  message: Pick<TailRecords, 'fromSeq' | 'lines' | 'head'>,
): TailStep {
  const knownHead = Math.max(cursor.knownHead, message.head)
  const next = cursor.appliedThrough + 1
  const through = message.fromSeq + message.lines.length - 1
  if (message.fromSeq > next)
    return { kind: 'resume', afterSeq: cursor.appliedThrough, cursor: { ...cursor, knownHead } }
  if (through < next) return { kind: 'ignore', cursor: { ...cursor, knownHead } }
  return {
    kind: 'apply',
    lines: message.lines.slice(next - message.fromSeq),
    cursor: { appliedThrough: through, knownHead: Math.max(knownHead, through) },
  }
}

/** A mark named this head: if it is ahead of what is applied and nothing more comes, the reader asks again. */
export const behind = (cursor: TailCursor, markedHead: number): boolean => markedHead > cursor.appliedThrough
