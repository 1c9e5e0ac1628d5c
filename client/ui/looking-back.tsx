// Owns the mark that stands on everything shown of another moment than now: a shape, the words, the moment, how long ago.
import { span } from './format.ts'
import styles from './looking-back.module.css'

/** A moment looked back at, in words: "T+10:00", and how long ago it is. */
export type PastMoment = { readonly moment: string; readonly agoMs: number }

export function LookingBack({ past }: { readonly past: PastMoment }) {
  return (
    <p className={styles['mark']}>
      <svg className={styles['shape']} viewBox="0 0 18 12" aria-hidden="true">
        <path d="M9 0v12L0 6zM18 0v12L9 6z" fill="currentColor" />
      </svg>
      <span>
        LOOKING BACK{' '}
        <span className={styles['moment']}>
          · {past.moment} · {span(past.agoMs)} ago
        </span>
      </span>
    </p>
  )
}
