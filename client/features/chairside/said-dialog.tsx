// Owns the words at the foot of a dialog at the chair whose act was not recorded. Never hides them by itself.
import type { Trouble as Found } from '../../session/sending.ts'
import styles from './alarms/alarm-acts.module.css'

export function Trouble({ trouble }: { readonly trouble: Found | undefined }) {
  if (trouble === undefined) return undefined
  return (
    <p className={styles['trouble']} role="alert">
      {trouble.words}
    </p>
  )
}
