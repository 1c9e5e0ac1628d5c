// Owns how many of a costly thing run at once. Never lets a queue grow without end: beyond it the answer is no.

export type Gate = {
  /** Runs when it is its turn; undefined when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T | undefined>
  /** For what outlasts one function. @returns gives the place back; undefined when too many wait already */
  enter(): Promise<(() => void) | undefined>
}

export function createGate(atOnce: number, mostWaiting: number): Gate {
  let running = 0
  const waiting: (() => void)[] = []

  const enter: Gate['enter'] = async () => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) return undefined
      // Whoever ends hands its place over, so `running` does not change here.
      await new Promise<void>((turn) => waiting.push(turn))
    } else running++
    let left = false
    return () => {
      if (left) return
      left = true
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
  return {
    enter,
    async run(work) {
      const leave = await enter()
      if (leave === undefined) return undefined
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
