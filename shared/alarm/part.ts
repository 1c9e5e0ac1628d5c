// Owns what a part of the engine is: one kind of decision, with its own share of the state, its own deadlines.
// Never owns a decision itself. A part is pure: the same items in the same order give the same facts.
import type { EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmTransition, BodyOf } from '../record/record.ts'
import type { EngineState } from './engine-state.ts'
import type { Rules } from './rules.ts'

/** What the engine decides, in the order in which it is to be recorded. */
export type Fact =
  | AlarmTransition
  | BodyOf<'repeat'>
  | BodyOf<'silenceEnded'>
  | BodyOf<'escalation'>
  | (BodyOf<'cuff.ordered'> & { readonly dueAtMs: EpochMs })

/**
 * What a part is told of: a record of the log, or a fact that was decided a moment ago and has no number yet. A part may
 * read of a fact only what its body says, because that is all a hub that recovers from the log will find the same.
 */
export type Item = DecodedRecord | Fact

/** When it was so: a decided fact at its due time, however late it was written; everything else when the hub had it. */
export const atOf = (item: Item): EpochMs =>
  'dueAtMs' in item && item.dueAtMs !== undefined
    ? item.dueAtMs
    : (item as Extract<Item, { hubAtMs: EpochMs }>).hubAtMs

export type Part = {
  /** A vitals record teaches it nothing and brings nothing of it: then it is not asked. */
  readonly skipsVitals?: true
  /** Learns; decides nothing. Called for every item by every part, before any part decides on it. */
  readonly learn: (rules: Rules, state: EngineState, item: Item) => EngineState
  /** What the item itself brings. `before`: the state before any part had learned it. */
  readonly decide?: (rules: Rules, before: EngineState, state: EngineState, item: Item) => readonly Fact[]
  /**
   * The earliest time at which this part has something to decide, 0 for never. Must be quick: it is asked after every item.
   * May name a time that has passed.
   */
  readonly nextMs?: (rules: Rules, state: EngineState) => number
  /**
   * What falls due at exactly `atMs` (this part's `nextMs`), decided at that time. When it is learned, or by the state given
   * back, `nextMs` must have moved: a part that stands still is a broken invariant.
   */
  readonly due?: (
    rules: Rules,
    state: EngineState,
    atMs: EpochMs,
  ) => { readonly state?: EngineState; readonly facts: readonly Fact[] }
}
