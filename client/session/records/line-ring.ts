// Owns the newest minutes of a live session as lines: what the hub may not have sealed yet, and what is looked back at most.
// Bounded by time and by number; what is older is read again from the hub's history.

/** Hub milliseconds. The hub seals within two minutes; looking back ten is what people do. */
const KEPT_MS = 600_000
/** A storm of records must not fill the screen's memory. */
const MOST_LINES = 6_000
/** So many too many before the oldest are let go: not at every record. */
const SLACK = 120

export type LineRing = {
  add(seq: number, hubAtMs: number, line: string): void
  /** The first record held; larger than any number asked for where none is. */
  firstSeq(): number
  /** @param first, last held here */
  lines(first: number, last: number): readonly string[]
  clear(): void
}

export function createLineRing(): LineRing {
  let first = Number.POSITIVE_INFINITY
  let lines: string[] = []
  let times: number[] = []
  return {
    add(seq, hubAtMs, line) {
      if (seq !== first + lines.length) {
        first = seq
        lines = []
        times = []
      }
      lines.push(line)
      times.push(hubAtMs)
      const old = (times[SLACK] ?? Number.POSITIVE_INFINITY) < hubAtMs - KEPT_MS
      if (!old && lines.length <= MOST_LINES + SLACK) return
      lines = lines.slice(SLACK)
      times = times.slice(SLACK)
      first += SLACK
    },
    firstSeq: () => first,
    lines: (from, to) => lines.slice(from - first, to - first + 1),
    clear() {
      first = Number.POSITIVE_INFINITY
      lines = []
      times = []
    },
  }
}
