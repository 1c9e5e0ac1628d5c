// Owns the words of what people recorded of a visit. Times are the reader's. Never judges what was done.
import type { RecordOf } from '../record/record.ts'
import type { TimelineEntry } from './timeline.ts'

export type VisitRecord = RecordOf<
  | 'plan'
  | 'checkIn'
  | 'dose'
  | 'drugAccount'
  | 'gate'
  | 'gateAsked'
  | 'sideEffect'
  | 'oxygen'
  | 'note'
  | 'amended'
  | 'moved'
  | 'monitorSwapped'
  | 'samePatient'
  | 'reassignment'
  | 'signOff'
  | 'handover'
  | 'evacuation'
>

/** What the act of a visit says in the timeline, by whom. */
export function visitEntry(record: VisitRecord): TimelineEntry {
  const atMs = 'atMs' in record && record.atMs !== undefined ? record.atMs : record.hubAtMs
  return { atMs, kind: 'care', text: `${record.kind} · ${record.by.name}` }
}
