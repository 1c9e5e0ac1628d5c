// Owns keeping the screen awake while it shows a room. An insecure page has no such lock; the notice says so.

/** @returns how to let the screen sleep again */
export function keepAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => undefined
  let held: WakeLockSentinel | undefined
  let over = false

  async function take(): Promise<void> {
    if (over || document.hidden || (held !== undefined && !held.released)) return
    try {
      held = await navigator.wakeLock.request('screen')
      if (over) await held.release()
    } catch (error) {
      // Refused while the battery is low or the page is hidden; the next time it is shown it is asked for again.
      console.info('The screen may sleep', error)
    }
  }
  const onShown = () => void take()
  document.addEventListener('visibilitychange', onShown)
  void take()
  return () => {
    over = true
    document.removeEventListener('visibilitychange', onShown)
    void held?.release()
  }
}
