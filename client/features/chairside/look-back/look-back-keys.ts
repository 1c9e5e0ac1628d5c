// Owns which key does what to the moment looked at. Keys that belong to what is focused (a field, a question, a button, a
// part that reads them itself) are left to it.

/** Milliseconds of hub time. */
export const STEP_MS = 10_000
export const LONG_STEP_MS = 60_000

export type LookBackAct =
  /** Stand still, or follow again. */
  { readonly is: 'toggle' } | { readonly is: 'follow' } | { readonly is: 'step'; readonly byMs: number }

export type Pressed = {
  readonly key: string
  readonly shiftKey: boolean
  /** Any of ctrl, alt, meta. */
  readonly modified: boolean
  /** Somebody has taken it already. */
  readonly taken: boolean
  /** What has the focus. */
  readonly on: 'page' | 'pressable' | 'field' | 'dialog'
}

/** @param looking whether another moment than now is looked at */
export function actOfKey(pressed: Pressed, looking: boolean): LookBackAct | undefined {
  const { key, shiftKey, modified, taken, on } = pressed
  if (modified || taken || on === 'field' || on === 'dialog') return undefined
  const stepMs = shiftKey ? LONG_STEP_MS : STEP_MS
  switch (key) {
    case ' ':
      return on === 'pressable' || shiftKey ? undefined : { is: 'toggle' }
    case 'ArrowLeft':
      return { is: 'step', byMs: -stepMs }
    case 'ArrowRight':
      return looking ? { is: 'step', byMs: stepMs } : undefined
    case 'Escape':
    case 'End':
      return looking ? { is: 'follow' } : undefined
    default:
      return undefined
  }
}

/** What a key event fell on. */
export function focusOf(target: EventTarget | null): Pressed['on'] {
  if (!(target instanceof Element)) return 'page'
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return 'dialog'
  if (target.closest('input, textarea, select, [contenteditable="true"]') !== null) return 'field'
  return target.closest('button, a[href], [role="button"], summary') === null ? 'page' : 'pressable'
}
