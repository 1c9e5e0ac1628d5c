// Owns the warning that two codes of a day look alike, with what differs marked and where each is. Never an alarm: no colour of one.
import type { HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import { clockMinutes } from '../../ui/format.ts'
import { PatientCode } from '../../ui/patient-code.tsx'
import styles from './today.module.css'

/** "Room 1, 10:00" */
function placeOf(today: HttpToday, code: string): string {
  for (const { roomName, appointments, open } of today.rooms) {
    if (open?.patientCode === code) return `${roomName}, now`
    const listed = appointments.find((one) => one.patientCode === code && one.state !== 'cancelled')
    if (listed !== undefined) return `${roomName}, ${clockMinutes(listed.atMs, today.zone)}`
  }
  return 'today'
}

export function LookAlikes({ today }: { readonly today: HttpToday }) {
  const { lookAlikes } = today
  if (lookAlikes.length === 0) return undefined
  return (
    <section className={styles['alike']} aria-label="Codes that look alike">
      <h2>
        <span aria-hidden="true">≈ </span>Codes that look alike
      </h2>
      <ul>
        {lookAlikes.map(([a, b]) => (
          <li key={`${a} ${b}`}>
            <strong>
              <PatientCode code={a} unlike={b} />
            </strong>{' '}
            ({placeOf(today, a)}) and{' '}
            <strong>
              <PatientCode code={b} unlike={a} />
            </strong>{' '}
            ({placeOf(today, b)}). Compare each with the patient’s card.
          </li>
        ))}
      </ul>
    </section>
  )
}
