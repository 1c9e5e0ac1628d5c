// Owns each line of what happened as it stands: what was put right says so beside its original and stands at its own time, what was
// taken back is struck. Never drops a line, and never applies a correction before the moment at which it was made. Pure.
import { lateWords, withoutLate } from '@chairside/shared/fold/late-words.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { type Mend, standsWords } from '@chairside/shared/fold/visit-act-words.ts'
import { recordSeq } from '@chairside/shared/ids.ts'
import { actOf } from '@chairside/shared/visit/amend.ts'
import type { EventLine } from './event-list.tsx'
import { clockWords, momentWords, type TimeScale } from './format.ts'

/** @param atMs when it was said, hub time */
export type Mark = Mend & { readonly atMs: number }

/** "corrected 10:52:04 by R. Osei, was 4 mg: misread". */
export function markWords({ is, by, was, wasAtMs, reason, atMs }: Mark, scale: TimeScale): string {
  const at = clockWords(atMs, scale) ?? momentWords(atMs, scale)
  const why = reason === undefined ? '' : `: ${reason}`
  if (is === 'undone') return `undone ${at} by ${by}`
  if (is === 'void') return `it did not happen, said ${at} by ${by}${why}`
  const before = [was, wasAtMs === undefined ? undefined : momentWords(wasAtMs, scale)]
    .filter((one) => one !== undefined)
    .join(', ')
  return `corrected ${at} by ${by}${before === '' ? '' : `, was ${before}`}${why}`
}

type Acts = Pick<SessionState, 'infusion' | 'visit'>

/** What was said of each act, by its number; of a side effect that did not happen also of its changes and its end. */
function marksOf(lines: readonly EventLine[], { visit }: Acts, headSeq: number | undefined) {
  const marks = new Map<number, Mark[]>()
  for (const { mends, atMs, seq } of lines) {
    if (mends === undefined || (headSeq !== undefined && seq > headSeq)) continue
    const mark = { ...mends, atMs }
    const effect =
      mends.is === 'corrected' ? undefined : visit.sideEffects.find((one) => one.seq === mends.ofSeq)
    const parts =
      effect === undefined ? [] : [...effect.course, ...(effect.ended === undefined ? [] : [effect.ended])]
    for (const of of new Set<number>([mends.ofSeq, ...parts.map((part) => part.seq)]))
      marks.set(of, [...(marks.get(of) ?? []), mark])
  }
  return marks
}

/** What stands instead of what the line says. */
function corrected(line: EventLine, acts: Acts, marks: readonly Mark[]): EventLine {
  const act = actOf(acts, recordSeq(line.seq))
  if (act === undefined) return { ...line, marks }
  const words = marks.some(({ was }) => was !== undefined) ? standsWords(acts, line.seq) : undefined
  const text = words === undefined ? withoutLate(line.text) : `${words} · ${act.by ?? 'unsigned'}`
  const fromPaper = / · from paper(,|$)/.test(line.text) ? true : undefined
  const late = lateWords({ hubAtMs: act.recordedAtMs, atMs: act.atMs, fromPaper })
  return { ...line, atMs: act.atMs, text: text + late, marks }
}

/**
 * @param lines in the order of the log
 * @param acts of the moment shown
 * @param headSeq the newest record at that moment; absent: nothing lies after it
 * @returns oldest first by when it happened
 */
export function asItStands(lines: readonly EventLine[], acts: Acts, headSeq?: number): readonly EventLine[] {
  const all = marksOf(lines, acts, headSeq)
  return lines
    .map((line) => {
      const marks = all.get(line.seq)
      if (marks === undefined) return line
      const isStruck = marks.some(({ is }) => is !== 'corrected')
      return isStruck ? { ...line, marks, struck: true as const } : corrected(line, acts, marks)
    })
    .toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)
}
