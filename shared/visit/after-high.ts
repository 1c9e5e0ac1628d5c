// Owns what was judged of a patient before the last HIGH: it says nothing of them after it. Source: docs/decisions/0015. Never asks
// it of what does not change with the patient: who takes them home, that advice was given.
import { alarmName } from '../alarm/words/text.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { SignOffItem } from '../record/visit-kinds.ts'

/** The HIGH that came after something was judged. */
export type BeforeHigh = { readonly name: string; readonly atMs: number }

/** Judged of the patient as they are. */
const OF_THE_PATIENT: ReadonlySet<SignOffItem> = new Set<SignOffItem>(['dissociation', 'nausea', 'walks'])
export const isOfThePatient = (item: SignOffItem): boolean => OF_THE_PATIENT.has(item)

/**
 * @param judgedAtMs when it was seen or signed, hub time
 * @returns undefined: no HIGH came after it
 */
export const beforeHigh = (
  { lastHigh }: Pick<SessionState, 'lastHigh'>,
  judgedAtMs: number,
): BeforeHigh | undefined =>
  lastHigh !== undefined && judgedAtMs < lastHigh.atMs
    ? { name: alarmName(lastHigh.alarm), atMs: lastHigh.atMs }
    : undefined

/** What is not met for that alone. */
export const askedAgain = (high: BeforeHigh, waiting: string) => ({
  met: false,
  text: `before the HIGH "${high.name}"`,
  waiting: `${waiting} again`,
  beforeHigh: high,
})
