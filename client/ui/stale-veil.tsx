// Owns the cover that goes over numbers that may not be believed. It always says why, and where to look instead.
import type { ReactNode } from 'react'
import styles from './stale-veil.module.css'

export function StaleVeil({
  title,
  words,
  detail,
  opaque = false,
  children,
}: {
  readonly title: string
  readonly words?: string | undefined
  readonly detail?: string | undefined
  /** Nothing underneath may be read at all. */
  readonly opaque?: boolean
  readonly children?: ReactNode
}) {
  return (
    <div className={`${styles['veil']} ${opaque ? styles['opaque'] : ''}`} data-veil="">
      <div className={styles['panel']} role="alert">
        <p className={styles['title']}>{title}</p>
        {words !== undefined && <p className={styles['words']}>{words}</p>}
        {detail !== undefined && <p className={styles['detail']}>{detail}</p>}
        {children}
      </div>
    </div>
  )
}
