// Owns the one look at this machine's wall clock: did it jump ahead of the monotonic clock, as after a suspend?
// Never gives a time to anybody: hub time alone is shown and counted.

/** A smaller jump is a clock being set right; a larger one is time this machine did not live through. */
const SLEPT_FROM_MS = 2_000

export type SleepClock = {
  /** Milliseconds slept since the last call, 0 when none. */
  sleptMs(): number
}

export function createSleepClock(): SleepClock {
  let wallMs = Date.now()
  let monoMs = performance.now()
  return {
    sleptMs() {
      const wall = Date.now()
      const mono = performance.now()
      const jumped = wall - wallMs - (mono - monoMs)
      wallMs = wall
      monoMs = mono
      return jumped >= SLEPT_FROM_MS ? jumped : 0
    },
  }
}
