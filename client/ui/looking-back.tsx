// Owns the marks that stand on everything shown of another moment than now: a shape, the words, the moment, how long ago.
import { span } from './format.ts'
import styles from './looking-back.module.css'

/** A moment looked back at, in words: "T+10:00", and how long ago it is. */
export type PastMoment = { readonly moment: string; readonly agoMs: number }

const Shape = () => (
  <svg className={styles['shape']} viewBox="0 0 18 12" aria-hidden="true">
    <path d="M9 0v12L0 6zM18 0v12L9 6z" fill="currentColor" />
  </svg>
)

export function LookingBack({ past }: { readonly past: PastMoment }) {
  return (
    <p className={styles['mark']}>
      <Shape />
      <span>
        LOOKING BACK{' '}
        <span className={styles['moment']}>
          · {past.moment} · {span(past.agoMs)} ago
        </span>
      </span>
    </p>
  )
}

/** On what is live but does not reach up to now. @param stretch what it shows instead: "T+02:00 to T+07:00" */
export function NotNow({ stretch }: { readonly stretch: string }) {
  return (
    <span className={styles['inLine']} data-part="not-now">
      <Shape />
      <span>
        NOT NOW: <span className={styles['moment']}>{stretch}</span>
      </span>
    </span>
  )
}
