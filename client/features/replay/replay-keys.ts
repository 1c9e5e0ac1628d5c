// Owns which key does what in a replay. Never takes a key from somebody who types, or from what has the focus and uses it.
import { SPEEDS, type Speed } from '@chairside/shared/playback/playback.ts'

export type ReplayAct =
  | { readonly is: 'playOrPause' }
  | { readonly is: 'step'; readonly byMs: number }
  | { readonly is: 'jump'; readonly to: 'alarm' | 'event'; readonly forward: boolean }
  | { readonly is: 'end'; readonly which: 'first' | 'last' }
  | { readonly is: 'speed'; readonly faster: boolean }
  | { readonly is: 'copyLink' }
  | { readonly is: 'help' }

export type KeyPress = {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** What stands on the page of keys, in its order. */
export const KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Space', 'K'], does: 'Play or pause' },
  { keys: ['←', '→'], does: '1 s back, on' },
  { keys: ['Shift ←', 'Shift →'], does: '10 s back, on' },
  { keys: [',', '.'], does: 'Previous, next alarm' },
  { keys: ['Shift A', 'A'], does: 'Previous, next alarm' },
  { keys: ['Shift E', 'E'], does: 'Previous, next event' },
  { keys: ['Home', 'End'], does: 'Beginning, end' },
  { keys: ['−', '+'], does: 'Slower, faster' },
  { keys: ['C'], does: 'Copy a link to this moment' },
  { keys: ['?'], does: 'These keys' },
]

/** @returns what a key does here; undefined: nothing, it is somebody else's */
export function actOfKey({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyPress): ReplayAct | undefined {
  if (ctrlKey || altKey || metaKey) return undefined
  switch (key) {
    case ' ':
      return { is: 'playOrPause' }
    case 'ArrowLeft':
      return { is: 'step', byMs: shiftKey ? -10_000 : -1_000 }
    case 'ArrowRight':
      return { is: 'step', byMs: shiftKey ? 10_000 : 1_000 }
    case 'Home':
      return { is: 'end', which: 'first' }
    case 'End':
      return { is: 'end', which: 'last' }
    case ',':
      return { is: 'jump', to: 'alarm', forward: false }
    case '.':
      return { is: 'jump', to: 'alarm', forward: true }
    case '-':
    case '−':
      return { is: 'speed', faster: false }
    case '+':
    case '=':
      return { is: 'speed', faster: true }
    case '?':
      return { is: 'help' }
  }
  switch (key.toLowerCase()) {
    case 'k':
      return { is: 'playOrPause' }
    case 'a':
      return { is: 'jump', to: 'alarm', forward: !shiftKey }
    case 'e':
      return { is: 'jump', to: 'event', forward: !shiftKey }
    case 'c':
      return { is: 'copyLink' }
    default:
      return undefined
  }
}

/** Keys that are a single character: they can be switched off, for whoever speaks to the machine. */
export const isCharacterKey = ({ key }: Pick<KeyPress, 'key'>): boolean => key.length === 1 && key !== ' '

/** The next speed up or down; the same where there is none. */
export function nextSpeed(speed: Speed, faster: boolean): Speed {
  const at = SPEEDS.indexOf(speed)
  return SPEEDS[at + (faster ? 1 : -1)] ?? speed
}

/** Whoever has the focus and uses this key itself: a field, an open list, a button for the space bar. */
export function ownsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null) return true
  if (target instanceof HTMLInputElement) return target.type !== 'range'
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  if (target instanceof HTMLElement && target.isContentEditable) return true
  // What is chosen already has no use for it: after a speed was chosen the space bar plays.
  return key === ' ' && target.closest('button:not([aria-pressed="true"]), a, summary') !== null
}
