// Owns saying by name that an emergency is over, apart from HELP's own end: where the visit goes on, and what the pump log says of
// that. Never says what the pump does: only what was recorded of it. Source: clinical facts §4 "Phases", decision 0016.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { afterEmergency, phaseName } from '@chairside/shared/visit/phase-table.ts'
import { useSending } from '../../../session/sending.ts'
import { useSignedIn } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { Trouble } from '../said-dialog.tsx'
import { openSessionId } from './alarm-acts.tsx'

/** What stands recorded of the pump, where it is not over: an emergency may have ended what nobody has recorded. */
export function pumpAsRecorded({ infusion }: Pick<SessionState, 'infusion'>): string | undefined {
  if (infusion.phase === 'infusing')
    return `The pump runs at ${decimal(infusion.rateMlPerHr, 1)} mL/h, as recorded. If it was stopped, record that first.`
  if (infusion.phase === 'paused')
    return 'The pump is paused, as recorded. If it was stopped, record that first.'
  return undefined
}

/** HELP is resolved, or was never anybody's, and the phase is still emergency. */
export const isLeftOver = ({ phase, help, closed }: SessionState): boolean =>
  phase === 'emergency' && help === undefined && closed === undefined

/** One tap by name. */
export function EmergencyOver({ state }: { readonly state: SessionState }) {
  const { busy, trouble, send } = useSending(state.head)
  const signedIn = useSignedIn()
  const sessionId = openSessionId(state)
  if (sessionId === undefined || state.phase !== 'emergency') return undefined
  const phase = afterEmergency(state)
  const end = (): void =>
    signedIn('The emergency is over', () => void send({ type: 'phase.set', sessionId, phase }))
  return (
    <>
      <Button disabled={busy} onClick={end}>
        The emergency is over: back to {phaseName(phase)}
      </Button>
      <Trouble trouble={trouble} />
    </>
  )
}
