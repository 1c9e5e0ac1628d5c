// Owns how a patient code is written: in figures of one width, and beside one it could be taken for with what differs marked.
import styles from './patient-code.module.css'

/** @param unlike the code it could be taken for: what differs from it stands out, by weight and a line, not by colour alone */
export function PatientCode({
  code,
  unlike,
}: {
  readonly code: string
  readonly unlike?: string | undefined
}) {
  if (unlike === undefined) return <span className={styles['code']}>{code}</span>
  return (
    <span className={styles['code']}>
      <span className="visually-hidden">{code}</span>
      <span aria-hidden="true">
        {[...code].map((character, at) =>
          character === unlike[at] ? (
            character
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the code is what it is
            <mark key={at} className={styles['differs']}>
              {character}
            </mark>
          ),
        )}
      </span>
    </span>
  )
}
