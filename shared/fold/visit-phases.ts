// Owns when each phase was entered: what people and the hub set, HELP, and the pump log as it stands now. Never which phase
// the engine follows: that is what was recorded last (alarm-fold).
import type { Phase } from '../record/care-kinds.ts'
import { pumpOrder } from '../visit/pump-log.ts'
import type { PumpEvent } from './infusion-state.ts'
import type { PhaseAct, VisitState } from './visit-state.ts'

/** What an act at the pump makes of the phase; a rate change makes none. */
const PUMP_PHASE: Readonly<Partial<Record<PumpEvent['act'], Phase>>> = {
  start: 'infusing',
  pause: 'paused',
  resume: 'infusing',
  stop: 'recovery',
}
const BEFORE_START: ReadonlySet<Phase> = new Set<Phase>(['checkIn', 'baseline'])

type Entered = { readonly phase: Phase; readonly atMs: PhaseAct['atMs']; readonly by?: string }
type Candidate = Entered & { readonly seq: number; readonly sortMs: number; readonly isPump: boolean }

/** Oldest first; one after another are never the same. */
export function phasesOf(acts: readonly PhaseAct[], events: readonly PumpEvent[]): VisitState['phases'] {
  const pump = pumpOrder(events)
  const start = pump.find(({ act }) => act === 'start')
  const all: Candidate[] = [
    ...acts.map((act) => {
      // A start that was recorded late is after what came before it in the log, whatever time was said.
      const isBefore = start !== undefined && act.seq < start.seq && BEFORE_START.has(act.phase)
      return { ...act, sortMs: isBefore ? Math.min(act.atMs, start.atMs) : act.atMs, isPump: false }
    }),
    ...pump.flatMap(({ act, atMs, by, seq }) => {
      const phase = PUMP_PHASE[act]
      if (phase === undefined) return []
      return [{ phase, atMs, seq, sortMs: atMs, isPump: true, ...(by === undefined ? {} : { by }) }]
    }),
  ]
  all.sort((a, b) => a.sortMs - b.sortMs || a.seq - b.seq)
  const entered: Entered[] = []
  for (const { phase, atMs, by, isPump } of all) {
    const now = entered.at(-1)?.phase
    // In an emergency what is done at the pump is recorded and moves no phase.
    if (phase === now || (isPump && now === 'emergency')) continue
    entered.push({ phase, atMs, ...(by === undefined ? {} : { by }) })
  }
  return entered
}
