// Owns what the button "I started the pump" says while the hub would refuse the start. The rule itself is shared (startNow). Pure.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { Role } from '@chairside/shared/record/record.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { visitPhase } from '@chairside/shared/visit/phases.ts'
import { startNow } from '@chairside/shared/visit/start-stands.ts'

/** In as few words as a button has room for; the panels of the phase say it in full. */
export function waitsWords({ code, field }: Refusal, phase: ReturnType<typeof visitPhase>): string {
  if (field === 'samePatient') return 'same patient?'
  if (field === 'patient') return 'another patient'
  switch (code) {
    case 'check-in-incomplete':
      return field?.startsWith('checkIn') ? 'after check-in' : 'after the dose'
    case 'rate-mismatch':
      return 'after the dose'
    case 'gate-holds':
      return 'after the gate'
    case 'phase-not-allowed':
      return phase === 'checkIn' ? 'after baseline' : 'not in this phase'
    default:
      return 'not now'
  }
}

/**
 * @param role nobody's: who is not signed in is asked who they are first, so it is looked at as a nurse would
 * @returns undefined: it may be recorded
 */
export function startWaits(
  state: SessionState,
  atMs: number,
  role: Role | undefined,
): { readonly words: string; readonly why: string } | undefined {
  const may = startNow(state, atMs, role ?? 'nurse')
  return may.ok ? undefined : { words: waitsWords(may.error, visitPhase(state)), why: may.error.message }
}
