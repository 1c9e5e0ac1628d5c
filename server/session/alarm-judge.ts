// Owns the engine at a session's edge: what falls due is decided before each record, and an invariant that breaks in there
// switches off the judging, never the recording. Writes nothing itself: it emits into a draft.
import type { EngineState } from '@chairside/shared/alarm/engine.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
import type { ActorState } from './actor-state.ts'
import type { Engine } from './engine-port.ts'
import type { Draft } from './stream-writer.ts'

export type AlarmJudge = {
  /** Decides everything that falls due up to `toMs`. */
  advance(draft: Draft<ActorState>, toMs: EpochMs): void
  /** Deadlines before the record, the record, and what the record itself decides. */
  judge(draft: Draft<ActorState>, body: RecordBody): LogRecord
  /** Switches the judging off, in the records. */
  quarantine(draft: Draft<ActorState>, error: unknown): void
}

export const reasonOf = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).slice(0, 500)

export function createAlarmJudge(
  { advanceTo, step }: Engine,
  rules: RuleSet,
  onQuarantine: (error: unknown) => void,
): AlarmJudge {
  const quarantine = (draft: Draft<ActorState>, error: unknown): void => {
    onQuarantine(error)
    draft.emit({ kind: 'quarantine', on: true, reason: reasonOf(error) })
  }
  const take = (
    draft: Draft<ActorState>,
    decided: { readonly state: EngineState; readonly transitions: readonly RecordBody[] },
  ): void => {
    draft.state = { ...draft.state, engine: decided.state }
    for (const transition of decided.transitions) draft.emit(transition)
  }
  const isOff = ({ session }: ActorState): boolean => session.quarantined || session.closed !== undefined

  const advance = (draft: Draft<ActorState>, toMs: EpochMs): void => {
    if (isOff(draft.state)) return
    try {
      take(draft, advanceTo(rules, draft.state.engine, toMs))
    } catch (error) {
      quarantine(draft, error)
    }
  }

  return {
    advance,
    quarantine,
    judge(draft, body) {
      advance(draft, body.kind === 'hub.gap' ? body.fromMs : draft.nowMs)
      const record = draft.emit(body)
      if (draft.state.session.quarantined) return record
      try {
        take(draft, step(rules, draft.state.engine, record))
      } catch (error) {
        quarantine(draft, error)
      }
      return record
    },
  }
}
