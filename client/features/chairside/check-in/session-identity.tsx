// Owns whose session it is, in the header: code, label where there is one, which session of how many. The label comes over HTTP
// and is in no record. Never cut short: codes that begin alike are two patients.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import { useSessionPatient } from './of-patient.ts'

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
  return (
    <span
      title={former === undefined ? `Patient code ${code}` : `Patient code ${code}; was opened as ${former}`}
    >
      {[code, patient?.label, number].filter((each) => each !== undefined && each !== '').join(' · ')}
    </span>
  )
}
