// Owns what the tiles need to know of a session, at the head or at the cursor. Pure.
import { declaredEveryMs, type SessionState } from '@chairside/shared/fold/session-state.ts'
import type { Numbers } from '../../ui/number-view.ts'

export const numbersOf = (state: SessionState): Numbers => ({
  signals: state.signals,
  everyMs: (signal) => declaredEveryMs(state, signal),
  cuff: state.cuff,
  connected: Object.values(state.sources).some(({ connected }) => connected),
})
