// Owns the few things every screen bench needs: waiting, rounding, and saying what a task was made of.
import type { Task } from './trace.ts'

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again and again: the product's pages forbid what Playwright's own waiting for a function does. */
export async function until(is: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const giveUpMs = performance.now() + withinMs
  while (!(await is())) {
    if (performance.now() > giveUpMs) throw new Error(`The page did not get there within ${withinMs} ms.`)
    await wait(50)
  }
}

/** Three figures: more would be noise. */
export const round = (value: number): number => Number(value.toPrecision(3))

/** What a task was made of, for whoever wants it shorter. */
export const describeTask = ({ ms, cpuMs, of }: Task): string =>
  `${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} of CPU): ${of
    .slice(0, 8)
    .map(({ name, selfMs }) => `${name} ${selfMs.toFixed(1)}`)
    .join(' · ')}`
