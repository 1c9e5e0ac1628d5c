// Owns what the rows of a recording tell beside their values: how often they come, where the time has holes or steps back,
// which cuff values are only repeated. Never changes a row.
import type { RecordedNote } from './recorded-csv.ts'

/** A hole is longer than this many usual intervals: the same factor that makes a device "no live data" (§4). */
const HOLE_FACTOR = 2.5
/** Rows with the same three cuff values, each at most this long after the one before, are one measurement. */
const CUFF_REPEAT_MS = 180_000
/** More rows within those minutes no monitor writes; only the newest are compared. */
const CUFF_ROWS = 1_000
/** Notes kept of one kind: nobody reads more. */
const NOTES_OF_A_KIND = 1_000

/** The median of the steps forward between neighbouring times, milliseconds; undefined where there is none. */
export function medianStep(times: readonly number[]): number | undefined {
  const steps = new Float64Array(Math.max(0, times.length - 1))
  let count = 0
  for (let i = 1; i < times.length; i += 1) {
    const step = (times[i] as number) - (times[i - 1] as number)
    if (step > 0) {
      steps[count] = step
      count += 1
    }
  }
  if (count === 0) return undefined
  const sorted = steps.subarray(0, count).sort()
  const middle = count >> 1
  const upper = sorted[middle] as number
  return count % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

/** Gathers notes; of each kind the first thousand, then a count. */
export function createNotes() {
  const kept: RecordedNote[] = []
  const counts = new Map<RecordedNote['kind'], { count: number; line: number }>()
  return {
    add(note: RecordedNote): void {
      const count = (counts.get(note.kind)?.count ?? 0) + 1
      counts.set(note.kind, { count, line: note.line })
      if (count <= NOTES_OF_A_KIND) kept.push(note)
    },
    /** In order of their lines. */
    all(): readonly RecordedNote[] {
      for (const [kind, { count, line }] of counts)
        if (count > NOTES_OF_A_KIND)
          kept.push({ kind, line, text: `and ${count - NOTES_OF_A_KIND} more like this, the last one here` })
      return kept.sort((a, b) => a.line - b.line)
    },
  }
}

/**
 * Whether a row only repeats a measurement that an earlier row already gave: the same three values at most 3 min before, with
 * nothing else measured between the two times. Two different ones at one time are two, and stay two when both are repeated.
 */
export function createCuffRepeats(): (values: string, atMs: number) => boolean {
  let recent: { readonly values: string; readonly atMs: number }[] = []
  /** Where in `recent` the newest row with these values stands. */
  let newest = new Map<string, number>()
  const isRepeated = (index: number | undefined, atMs: number): boolean => {
    const fromMs = index === undefined ? undefined : recent[index]?.atMs
    if (index === undefined || fromMs === undefined) return false
    if (atMs < fromMs || atMs - fromMs > CUFF_REPEAT_MS) return false
    return !recent.slice(index + 1).some((other) => other.atMs > fromMs && other.atMs < atMs)
  }
  return (values, atMs) => {
    const result = isRepeated(newest.get(values), atMs)
    if (recent.length >= 2 * CUFF_ROWS) {
      recent = recent.slice(-CUFF_ROWS)
      newest = new Map(recent.map((row, index) => [row.values, index]))
    }
    newest.set(values, recent.push({ values, atMs }) - 1)
    return result
  }
}

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`

/**
 * Holes, steps backwards and equal times.
 * @param everyMs the usual interval
 * @param eachIsSent two rows of one time are worth a note
 */
export function timeNotes(
  { atMs, line }: { readonly atMs: readonly number[]; readonly line: readonly number[] },
  everyMs: number | undefined,
  eachIsSent: boolean,
  add: (note: RecordedNote) => void,
): void {
  let newestMs = atMs[0] as number
  for (let index = 1; index < atMs.length; index += 1) {
    const now = atMs[index] as number
    const at = line[index] as number
    const ahead = now - newestMs
    if (ahead < 0)
      add({
        kind: 'backward',
        line: at,
        forMs: -ahead,
        text: `the time steps back ${seconds(-ahead)}; sent as measured then, so the hub takes it as recovered`,
      })
    else if (ahead === 0 && eachIsSent)
      add({ kind: 'sameTime', line: at, text: 'same time as a row above it; both are sent' })
    else if (everyMs !== undefined && ahead > HOLE_FACTOR * everyMs)
      add({ kind: 'hole', line: at, forMs: ahead, text: `no rows for ${seconds(ahead)} before it` })
    newestMs = Math.max(newestMs, now)
  }
}
