// Owns the frame of the dialogs that stand over live numbers: there at once, opened at as little cost to the page as can be. What is
// in it scrolls, and says so; that nobody is watching, and that an act has no answer, never scrolls away.
import { Modal, type ModalProps } from '@mantine/core'
import { useEffect } from 'react'
import { isSettled } from '../session/hub/commands.ts'
import { useLink, useSent } from '../session/use-screen.ts'
import { unansweredWords } from './act-words.ts'
import { NotWatching } from './not-watching.tsx'
import styles from './question.module.css'
import { ScrollCue } from './scroll-cue.tsx'

const NO_FADING = { duration: 0 } as const
/** Its head is not the page's: there is one banner on a page. */
const NO_BANNER = { header: { role: 'presentation' } } as const
const FRAME = {
  content: styles['content'] ?? '',
  header: styles['header'] ?? '',
  body: styles['body'] ?? '',
}

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

/** The acts of this screen that the hub has not answered: under the button that sent them, where the notices are hidden. */
function Unanswered() {
  const sent = useSent()
  const isLost = useLink(({ phase }) => phase === 'lost')
  const waiting = sent.filter(({ state }) => state.is === 'asking' || (isLost && !isSettled(state)))
  return (
    <div className={styles['foot']} role="status">
      {waiting.map(({ commandId, body }) => (
        <p key={commandId}>{unansweredWords(body)}</p>
      ))}
    </div>
  )
}

/**
 * Open while it is there. Focus stays inside; Escape, the cross and a tap beside it leave. Nothing fades in: that would draw
 * the page anew for each of its frames. The page's scrolling stays locked, though it costs a restyling: the chairside
 * screen's live bar knows by that lock that a question stands, and comes above it (look-back.module.css).
 */
export function Question({
  children,
  ...props
}: Omit<ModalProps, 'opened' | 'transitionProps' | 'returnFocus' | 'centered' | 'classNames'>) {
  useFocusBack()
  return (
    <Modal
      opened
      centered
      transitionProps={NO_FADING}
      returnFocus={false}
      attributes={NO_BANNER}
      classNames={FRAME}
      {...props}
    >
      <NotWatching />
      <div className={styles['scroll']}>
        {children}
        <ScrollCue />
      </div>
      <Unanswered />
    </Modal>
  )
}
