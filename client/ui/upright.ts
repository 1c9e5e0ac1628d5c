// Owns whether this screen stands upright (a tablet held so): what stands side by side elsewhere stands one under the other.
import { useSyncExternalStore } from 'react'

/** The same width as in the style sheets. */
const UPRIGHT = '(width < 1000px)'
const hasMedia = (): boolean => typeof matchMedia === 'function'
const isUpright = (): boolean => hasMedia() && matchMedia(UPRIGHT).matches
function onChange(changed: () => void): () => void {
  if (!hasMedia()) return () => undefined
  const query = matchMedia(UPRIGHT)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
export const useIsUpright = (): boolean => useSyncExternalStore(onChange, isUpright, () => false)
