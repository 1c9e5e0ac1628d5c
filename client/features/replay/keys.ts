// Owns the keys of a replay on this page, and whether single letters count (kept in this browser).
import { useEffect } from 'react'
import { createStore } from 'zustand/vanilla'
import type { ReplayActs } from './acts.ts'
import { actOfKey, isCharacterKey, ownsKey } from './replay-keys.ts'

const KEPT = 'chairside.letterKeys'
const readLetters = (): boolean => {
  try {
    return localStorage.getItem(KEPT) !== 'off'
  } catch {
    return true
  }
}

/** Whether single letters and signs act here. Whoever speaks to the machine may switch them off. */
export const letterKeys = createStore<{ readonly on: boolean }>(() => ({ on: readLetters() }))

export function setLetterKeys(on: boolean): void {
  letterKeys.setState({ on })
  try {
    localStorage.setItem(KEPT, on ? 'on' : 'off')
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** Lets the keys of the page act on the recording, while nothing else has taken them. */
export function useKeys(acts: ReplayActs): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || ownsKey(event.target, event.key)) return
      if (isCharacterKey(event) && !letterKeys.getState().on) return
      const act = actOfKey(event)
      if (act === undefined) return
      // A held key steps on; it does not play and pause by turns.
      if (event.repeat && act.is !== 'step') return
      event.preventDefault()
      acts.run(act)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [acts])
}
