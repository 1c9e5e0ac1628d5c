// Owns the sign for what sounds and what a person has silenced. What is only ever seen has none. Never a colour of an alarm.
import styles from './sound-sign.module.css'

export type SoundSignKind = 'sounds' | 'silenced'

export function SoundSign({ is }: { readonly is: SoundSignKind }) {
  return (
    <svg className={styles['sign']} viewBox="0 0 20 18" role="img" aria-label={is}>
      <title>{is === 'sounds' ? 'Sounds' : 'Silenced for now'}</title>
      <path d="M1 6h4l5-4v14l-5-4H1z" fill="currentColor" />
      {is === 'sounds' ? (
        <path d="M13 5.5c1.6 1.8 1.6 5.2 0 7M15.8 3c3 3.3 3 8.7 0 12" className={styles['stroke']} />
      ) : (
        <path d="M13 6l6 6M19 6l-6 6" className={styles['stroke']} />
      )}
    </svg>
  )
}
