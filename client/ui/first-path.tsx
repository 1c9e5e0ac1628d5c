// Owns the words for an empty clinic: in which order a session comes about, with the button of its first step. Never a step itself.
import type { ReactNode } from 'react'
import styles from './first-path.module.css'

/** @param first the button that begins it */
export function FirstPath({ words, first }: { readonly words: string; readonly first: ReactNode }) {
  return (
    <div className={styles['path']}>
      <p>{words}</p>
      <ol className={styles['steps']} aria-label="How a session comes about">
        <li>{first}</li>
        <li>Course</li>
        <li>A physician signs the order</li>
        <li>Schedule: it stands on today’s list</li>
      </ol>
    </div>
  )
}
