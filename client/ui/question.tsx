// Owns the dialogs that stand over live numbers: there at once, and opened at as little cost to the page as can be.
import { Modal, type ModalProps } from '@mantine/core'
import { useEffect } from 'react'

const NO_FADING = { duration: 0 } as const
/** Its head is not the page's: there is one banner on a page. */
const NO_BANNER = { header: { role: 'presentation' } } as const

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
 * Open while it is there. Focus stays inside; Escape, the cross and a tap beside it leave. Nothing fades in: that would draw
 * the page anew for each of its frames. The page's scrolling stays locked, though it costs a restyling: the chairside
 * screen's live bar knows by that lock that a question stands, and comes above it (look-back.module.css).
 */
export function Question(props: Omit<ModalProps, 'opened' | 'transitionProps' | 'returnFocus' | 'centered'>) {
  useFocusBack()
  return (
    <Modal
      opened
      centered
      transitionProps={NO_FADING}
      returnFocus={false}
      attributes={NO_BANNER}
      {...props}
    />
  )
}
