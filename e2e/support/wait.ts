// Owns waiting for other processes' I/O, in real time. Fails loudly, with what it waited for; never waits for time to pass.

/** Wall milliseconds. */
export const now = (): number => performance.now()

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

/**
 * Resolves when `check` holds; rejects after `withinMs` of wall time.
 * @param found says what was there instead
 */
export async function until(
  what: string,
  check: () => boolean | Promise<boolean>,
  withinMs: number,
  found: () => unknown = () => undefined,
): Promise<void> {
  const endMs = now() + withinMs
  while (!(await check())) {
    if (now() > endMs) {
      const instead = found()
      throw new Error(
        `Waited ${withinMs} ms for: ${what}.${instead === undefined ? '' : ` Found: ${JSON.stringify(instead)}`}`,
      )
    }
    await turn()
  }
}
