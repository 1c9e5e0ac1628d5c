// Owns how long work is cut so that no task holds up the page: a slice, then everybody else's turn, then the next.

/** Wall milliseconds of work between two turns of the others: on a tablet four times as slow, still under 50. */
const SLICE_MS = 10

export type SliceDeps = {
  /** Monotonic milliseconds. */
  readonly monoNow: () => number
  /** Runs `run` after wall milliseconds; returns how to call it off. */
  readonly after: (ms: number, run: () => void) => () => void
}

/** A browser that has it gives the turn back sooner than a timer, which it holds to 4 ms. */
type Yielding = { readonly scheduler?: { readonly yield?: () => Promise<void> } }

/** @returns called between two small pieces of work: a promise to wait for where it is the others' turn */
export function slicer({ monoNow, after }: SliceDeps): () => Promise<void> | undefined {
  let beganMs = monoNow()
  return () => {
    if (monoNow() - beganMs < SLICE_MS) return undefined
    const { scheduler } = globalThis as Yielding
    const turn = scheduler?.yield?.() ?? new Promise<void>((resolve) => void after(0, resolve))
    return turn.then(() => {
      beganMs = monoNow()
    })
  }
}
