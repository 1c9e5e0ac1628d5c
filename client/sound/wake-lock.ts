// Owns keeping the screen awake: a screen that sleeps shows no alarm and may sound none. A page from an insecure address has
// no such lock; it says so, and the hub is told.

/** The browser's lock, as far as this needs it; undefined where there is none. */
export type WakeLockPort = {
  request(): Promise<{
    readonly released: boolean
    release(): Promise<void>
    onRelease(run: () => void): void
  }>
  isHidden(): boolean
  /** Runs when the page is shown again: the browser took the lock when it was hidden. */
  onShown(run: () => void): () => void
}
export type WakeLock = {
  /** There is such a thing here. */
  readonly isAvailable: boolean
  isHeld(): boolean
  /** Asks again where it was refused (a low battery) or taken; called now and then. */
  renew(): void
  onChange(listener: () => void): () => void
  stop(): void
}

export function createWakeLock(port: WakeLockPort | undefined): WakeLock {
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  let held: Awaited<ReturnType<WakeLockPort['request']>> | undefined
  let asking = false
  let over = false
  const isHeld = () => held !== undefined && !held.released

  async function take(): Promise<void> {
    if (port === undefined || over || asking || isHeld() || port.isHidden()) return
    asking = true
    try {
      const lock = await port.request()
      if (over) await lock.release()
      else {
        held = lock
        lock.onRelease(tell)
        tell()
      }
    } catch {
      // Refused while the battery is low, or hidden meanwhile: `isHeld` says so, and it is asked for again.
    } finally {
      asking = false
    }
  }
  const offShown = port?.onShown(() => void take())
  void take()
  return {
    isAvailable: port !== undefined,
    isHeld,
    renew: () => void take(),
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    stop() {
      over = true
      offShown?.()
      void held?.release()
    },
  }
}

export function browserWakeLock(): WakeLockPort | undefined {
  if (!('wakeLock' in navigator)) return undefined
  return {
    async request() {
      const lock = await navigator.wakeLock.request('screen')
      return {
        get released() {
          return lock.released
        },
        release: () => lock.release(),
        onRelease: (run) => lock.addEventListener('release', run),
      }
    },
    isHidden: () => document.hidden,
    onShown(run) {
      document.addEventListener('visibilitychange', run)
      return () => document.removeEventListener('visibilitychange', run)
    },
  }
}
