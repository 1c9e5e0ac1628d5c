// Owns whose session it is, in the header: code, label where there is one, which session of how many. The label comes over HTTP
// and is in no record. A code is never cut short: codes that begin alike are two patients; a long label is.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import { useSessionPatient } from './of-patient.ts'
import styles from './session-identity.module.css'

/** "3 of 6"; of maintenance "session 9"; undefined: no plan. */
export function numberWords({ plan }: Pick<SessionState['visit'], 'plan'>): string | undefined {
  if (plan === undefined) return undefined
  return plan.of === undefined ? `session ${plan.number}` : `${plan.number} of ${plan.of}`
}

export function SessionIdentity({ state }: { readonly state: SessionState }) {
  const code = patientCodeNow(state)
  const patient = useSessionPatient(state.opened?.sessionId, code)
  const number = numberWords(state.visit)
  const former = state.visit.formerCodes.at(-1)
  const more = [patient?.label, number].filter((each) => each !== undefined && each !== '').join(' · ')
  return (
    <span
      className={styles['identity']}
      title={`Patient code ${code}${former === undefined ? '' : `; was opened as ${former}`}${more === '' ? '' : ` · ${more}`}`}
    >
      <span>{code}</span>
      {patient?.label !== undefined && patient.label !== '' && (
        <span className={styles['label']}> · {patient.label}</span>
      )}
      {number !== undefined && <span> · {number}</span>}
    </span>
  )
}
