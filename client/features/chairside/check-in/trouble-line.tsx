// Owns the words under a form whose act was not recorded, or whose figure is asked about. Never hides them by itself.

import type { Trouble } from '../../../session/sending.ts'
import styles from './check-in.module.css'

export function TroubleLine({ trouble }: { readonly trouble: Trouble | undefined }) {
  if (trouble === undefined) return undefined
  return (
    <p className={styles['trouble']} role="alert">
      {trouble.words}
    </p>
  )
}
