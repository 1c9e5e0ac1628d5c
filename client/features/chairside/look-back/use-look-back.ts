// Owns how the chairside screen looks back and returns: keys, and the minute without input after which it follows again.
// The moment itself is the session's cursor; this never keeps a second one.
import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { IDLE_MS } from '../../../session/view/cursor.ts'
import type { SessionStore } from '../../../session/view/store.ts'
import { actOfKey, focusOf } from './look-back-keys.ts'

const INPUTS = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const

export type LookBack = {
  /** Another moment than now is looked at. */
  readonly looking: boolean
  /** Wall milliseconds until the screen follows again by itself, at this moment. */
  readonly followsInMs: () => number
}

export function useLookBack({ cursor }: SessionStore): LookBack {
  const looking = useStore(cursor.store, ({ playback }) => playback.is !== 'following')
  const touchedAtMs = useRef(0)
  const [began, setBegan] = useState(() => ({ looking, atMs: performance.now() }))
  if (began.looking !== looking) setBegan({ looking, atMs: performance.now() })

  useEffect(() => {
    if (!looking) return
    const touch = () => {
      touchedAtMs.current = performance.now()
      cursor.touched()
    }
    touch()
    for (const input of INPUTS) window.addEventListener(input, touch, { passive: true, capture: true })
    return () => {
      for (const input of INPUTS) window.removeEventListener(input, touch, { capture: true })
    }
  }, [cursor, looking])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, shiftKey, ctrlKey, altKey, metaKey, defaultPrevented, target } = event
      const act = actOfKey(
        {
          key,
          shiftKey,
          modified: ctrlKey || altKey || metaKey,
          taken: defaultPrevented,
          on: focusOf(target),
        },
        cursor.store.getState().playback.is !== 'following',
      )
      if (act === undefined) return
      event.preventDefault()
      if (act.is === 'step') cursor.step(act.byMs)
      else if (act.is === 'follow' || cursor.store.getState().playback.is !== 'following') cursor.follow()
      else cursor.pause()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [cursor])

  const followsInMs = useCallback(
    () => Math.max(0, IDLE_MS - (performance.now() - Math.max(began.atMs, touchedAtMs.current))),
    [began],
  )
  return { looking, followsInMs }
}
