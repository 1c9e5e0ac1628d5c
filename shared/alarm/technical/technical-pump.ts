// Owns "planned end reached": the pump log says that the planned volume is in, and nobody has recorded a stop.
// Never completes an infusion: a person at the pump does (clinical facts §6 "Completion is never automatic").
import { foldInfusion } from '../../fold/infusion-state.ts'
import type { RecordOf } from '../../record/record.ts'
import { expectedEndMs } from '../../visit/pump-log.ts'
import type { EngineState } from '../engine-state.ts'
import type { Item } from '../part.ts'
import type { Kind } from './technical-kind.ts'
import type { TechnicalState } from './technical-state.ts'

type OfPump = RecordOf<'infusion'> | RecordOf<'undone'> | RecordOf<'amended'>

/** What is done at the pump, put right there or taken back; also an `undone` of something else. */
export const isOfPump = (item: Item): item is OfPump =>
  item.kind === 'infusion' || item.kind === 'undone' || item.kind === 'amended'

/** The pump log after it, and when it says that the planned volume is in; the same object where it says nothing of the pump. */
export function pumpAfter(technical: TechnicalState, item: OfPump): TechnicalState {
  const infusion = foldInfusion(technical.infusion, item)
  if (infusion === technical.infusion) return technical
  // It runs on where no stop is recorded, so that this time does not depend on now. To the millisecond, as every due time.
  const plannedEndMs = Math.round(expectedEndMs(infusion, item.hubAtMs) ?? 0)
  return { ...technical, infusion, plannedEndMs }
}

/** Whether the pump log no longer says that the volume is in: stopped, paused, taken back, or in only later. */
export const isEndTakenAway = ({ technical: { plannedEndMs } }: EngineState, atMs: number): boolean =>
  plannedEndMs === 0 || plannedEndMs > atMs

export const PLANNED_END: Kind = {
  at: (_rules, { technical: { plannedEndMs, floorMs } }, _rule, level) =>
    plannedEndMs === 0 ? 0 : Math.max(plannedEndMs + level.afterMs, floorMs),
  since: (_rules, { technical }) => technical.plannedEndMs,
  about(_rules, { technical: { infusion } }) {
    const volumeMl = infusion.plan?.volumeMl
    return volumeMl === undefined ? undefined : { volumeMl }
  },
}
