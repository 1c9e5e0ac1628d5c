// Owns the "last time" card: what the hub tells of this patient's newest session with an infusion. Never works anything out. That it cannot be
// read is said: no card would read as no session before.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { LastTime } from '@chairside/shared/visit/last-time.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import { lastTimeOf } from '../../../net/report-api.ts'
import { useZone } from '../../../session/use-screen.ts'
import { day } from '../../../ui/format.ts'
import styles from './check-in.module.css'
import { lastTimeLines } from './last-time-words.ts'
import { useAsking } from './of-patient.ts'

export function LastTimeCard({ state }: { readonly state: SessionState }) {
  const zone = useZone()
  const code = patientCodeNow(state)
  const { value: last, trouble } = useAsking(code, () => lastTimeOf(code ?? ''))
  if (last === undefined) return trouble === undefined ? undefined : <LastTimeUnknown why={trouble} />
  return <LastTimeWords last={last} zone={state.opened?.zone ?? zone} />
}

export function LastTimeWords({
  last,
  zone,
}: {
  readonly last: LastTime
  readonly zone: string | undefined
}) {
  const number = last.number === undefined ? '' : `, session ${last.number}`
  return (
    <section className={styles['last']} aria-label="Last time">
      <h3>
        Last time: {day(last.openedAtMs, zone)}
        {number}
      </h3>
      <ul>
        {lastTimeLines(last).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

/** @param why in the hub's words */
export function LastTimeUnknown({ why }: { readonly why: string }) {
  return (
    <section className={styles['last']} aria-label="Last time">
      <h3>Last time: not known</h3>
      <p role="status">{why} It is asked again.</p>
    </section>
  )
}
