// Owns the line that stands under every page: what this is not.
import type { ReactNode } from 'react'
import styles from './footer.module.css'

export function Footer({ children }: { readonly children?: ReactNode }) {
  return (
    <footer className={styles['footer']}>
      <span>
        Secondary display, not a medical device. The bedside monitor and the clinician in the room are
        primary.
      </span>
      {children !== undefined && <span>{children}</span>}
    </footer>
  )
}
