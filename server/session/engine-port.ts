// Owns what a session asks of the engine that judges its alarms. There is one engine; a test may give one that breaks.
import { advanceTo, evolve, nextDeadlineMs, step } from '@chairside/shared/alarm/engine.ts'

export type Engine = {
  readonly evolve: typeof evolve
  readonly step: typeof step
  readonly advanceTo: typeof advanceTo
  readonly nextDeadlineMs: typeof nextDeadlineMs
}
export const ENGINE: Engine = { evolve, step, advanceTo, nextDeadlineMs }
