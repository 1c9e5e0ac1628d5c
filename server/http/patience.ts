// Owns noticing that a reader takes nothing of what it asked for.
// Never counts the time that the source itself needs: a hub that works out a long file is not a reader who has gone.

/** @param onStalled the reader has taken nothing for `stalledMs`, real time, since it was given a piece */
export async function* patiently<T>(
  source: AsyncIterable<T>,
  stalledMs: number,
  onStalled: () => void,
): AsyncGenerator<T> {
  for await (const piece of source) {
    const timer = setTimeout(onStalled, stalledMs)
    try {
      yield piece
    } finally {
      clearTimeout(timer)
    }
  }
}
