// Owns hub time as told by marks: between two marks it runs on the monotonic clock at the rate the hub named.
// Never goes back. While a scaled hub is away it stands still, as that hub's time does; a real hub's goes on.
import type { Timer } from '@chairside/shared/clock.ts'
import type { DeviceClock } from './device-clock.ts'

const LONGEST_TIMER_MS = 3_600_000
/** A mark can only be late, never early: after this many that all say "you are ahead", it is not the network. */
const LATE_MARKS = 5

export type MarkClockSettings = {
  readonly wallMs?: () => number
  readonly monotonicMs?: () => number
}

export function createMarkClock(settings: MarkClockSettings = {}): DeviceClock {
  const monotonic = settings.monotonicMs ?? (() => performance.now())
  let base = (settings.wallMs ?? Date.now)()
  let baseMono = monotonic()
  let speed = 1
  let standing = false
  let synced = false
  /** This clock less hub time: only a hub that began anew behind the old one makes it other than 0. */
  let ahead = 0
  let last = base
  let late: number[] = []
  let handle: NodeJS.Timeout | undefined
  const pending: { readonly atMs: number; readonly run: () => void }[] = []

  const nowMs = (): number => {
    const value = standing ? base : base + (monotonic() - baseMono) * speed
    last = Math.max(last, value)
    return Math.floor(last)
  }
  const rebase = (toMs: number): void => {
    base = toMs
    baseMono = monotonic()
  }

  const arm = (): void => {
    clearTimeout(handle)
    const first = pending[0]
    if (first === undefined || standing) return
    const waitMs = (first.atMs - nowMs()) / speed
    handle = setTimeout(fire, Math.max(0, Math.min(LONGEST_TIMER_MS, Math.ceil(waitMs))))
  }
  const fire = (): void => {
    const now = nowMs()
    while (pending[0] !== undefined && pending[0].atMs <= now) pending.shift()?.run()
    arm()
  }
  const at = (atMs: number, run: () => void): Timer => {
    const entry = { atMs, run }
    const after = pending.findIndex((other) => other.atMs > atMs)
    pending.splice(after < 0 ? pending.length : after, 0, entry)
    arm()
    return {
      cancel() {
        const index = pending.indexOf(entry)
        if (index >= 0) pending.splice(index, 1)
        arm()
      },
    }
  }

  const heard: DeviceClock['heard'] = ({ hubAtMs, rate, newIncarnation = false }) => {
    const now = nowMs()
    const first = !synced
    const differs = hubAtMs + ahead - now
    const wasStanding = standing
    standing = false
    synced = true
    if (first) {
      // Nothing has been measured by this clock yet: it may be set freely.
      last = hubAtMs
      rebase(hubAtMs)
    } else if (newIncarnation && differs < 0) {
      ahead = now - hubAtMs
      rebase(now)
    } else if (differs >= 0) {
      late = []
      rebase(hubAtMs + ahead)
    } else if (wasStanding || rate !== speed) rebase(hubAtMs + ahead)
    else {
      late.push(differs)
      if (late.length >= LATE_MARKS) {
        rebase(now + Math.max(...late))
        late = []
      }
    }
    speed = rate
    arm()
  }

  return {
    nowMs,
    rate: () => speed,
    at,
    fromHubMs: (hubAtMs) => hubAtMs + ahead,
    heard,
    lost() {
      if (speed === 1) return
      rebase(nowMs())
      standing = true
      arm()
    },
    synced: () => synced && !standing,
  }
}
