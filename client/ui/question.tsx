// Owns the dialogs that stand over live numbers: there at once, and opened at as little cost to the page as can be.
import { Modal, type ModalProps } from '@mantine/core'
import { useEffect } from 'react'

const NO_FADING = { duration: 0 } as const

/** What had the focus gets it back, where nothing else has taken it. Mantine gives it back only from a dialog that stays. */
function useFocusBack(): void {
  useEffect(() => {
    const from = document.activeElement
    return () => {
      if (from instanceof HTMLElement && document.activeElement === document.body)
        from.focus({ preventScroll: true })
    }
  }, [])
}

/**
 * Open while it is there. Focus stays inside; Escape, the cross and a tap beside it leave.
 * Locking the page's scrolling would restyle the whole page, live numbers and all, and fading in would draw it anew for
 * each of its frames: both before the first thing is seen.
 */
export function Question(
  props: Omit<ModalProps, 'opened' | 'lockScroll' | 'transitionProps' | 'returnFocus' | 'centered'>,
) {
  useFocusBack()
  return (
    <Modal opened centered lockScroll={false} transitionProps={NO_FADING} returnFocus={false} {...props} />
  )
}
