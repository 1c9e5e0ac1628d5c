// Owns the "last time" card. Never works anything out: it says what the report of the patient's last session says.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'

export function LastTimeCard(_props: { readonly state: SessionState }) {
  return undefined
}
