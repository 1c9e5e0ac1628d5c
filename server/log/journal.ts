// Owns how one commit stands in the journal: one row of plain text, whatever number of streams it carried.
// Never interprets a line.
/**
 * Each entry is a header line `<stream number> <number of its first line> <how many> <hubAtMs>`, then its lines verbatim,
 * each ended by '\n'. A commit of many lines goes to overflow pages, which SQLite frees without writing them again; rows of
 * one line each, deleted after their seal, cost as much disk traffic once more as writing them did (measured: 1.3 MB for
 * each 4,000 lines).
 */
export type JournalEntry = {
  readonly stream: number
  readonly first: number
  readonly atMs: number
  readonly lines: readonly string[]
}

export function packCommit(entries: readonly JournalEntry[]): string {
  const parts: string[] = []
  for (const { stream, first, atMs, lines } of entries) {
    parts.push(`${stream} ${first} ${lines.length} ${atMs}`)
    for (const line of lines) parts.push(line)
  }
  parts.push('')
  return parts.join('\n')
}

/** Reads a row back. Throws when it is not what packCommit wrote. */
export function unpackCommit(body: string): JournalEntry[] {
  const parts = body.split('\n')
  if (parts.pop() !== '') throw new Error('the last line of the commit is cut')
  const entries: JournalEntry[] = []
  for (let at = 0; at < parts.length; ) {
    const [stream, first, count, atMs, ...more] = parts[at]!.split(' ').map(Number)
    if (
      !Number.isSafeInteger(stream) ||
      !Number.isSafeInteger(first) ||
      !count ||
      atMs === undefined ||
      more.length > 0
    )
      throw new Error(`“${parts[at]!.slice(0, 40)}” is not the head of an entry`)
    const lines = parts.slice(at + 1, at + 1 + count)
    if (lines.length !== count) throw new Error(`an entry of ${count} lines has only ${lines.length}`)
    entries.push({ stream: stream!, first: first!, atMs, lines })
    at += 1 + count
  }
  return entries
}
