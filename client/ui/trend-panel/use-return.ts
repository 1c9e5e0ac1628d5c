// Owns that a live trend which shows an older stretch comes back to now when nobody touches it for a minute.
import { useCallback, useEffect, useRef } from 'react'
import { IDLE_MS } from '../../session/view/cursor.ts'
import type { Frames } from './use-trend.ts'

/** The clock ticks once a wall second. */
const TICKS = IDLE_MS / 1_000

/** @returns what to call at every touch */
export function useReturn(frames: Frames, away: boolean, back: () => void): () => void {
  const ticks = useRef(0)
  const latest = useRef(back)
  useEffect(() => {
    latest.current = back
  })
  useEffect(() => {
    if (!away) return
    ticks.current = 0
    return frames.clock.subscribe(() => {
      ticks.current += 1
      if (ticks.current >= TICKS) latest.current()
    })
  }, [frames, away])
  return useCallback(() => {
    ticks.current = 0
  }, [])
}
