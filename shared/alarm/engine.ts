// Owns the alarm engine's shape. Pure: its answer depends on records and times, not on how often it is asked.
import type { EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmTransition } from '../record/record.ts'

export type EngineStep<State> = { readonly state: State; readonly transitions: readonly AlarmTransition[] }
export type { AlarmTransition, DecodedRecord, EpochMs }
