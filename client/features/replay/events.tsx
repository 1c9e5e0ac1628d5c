// Owns the list of what happened in a recording: each line as it stood at the moment shown, what was put right or taken back marked
// on the line that it is about. Never applies a correction before the moment at which it was made.
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { SessionStore, SessionView } from '../../session/view/store.ts'
import { EventList } from '../../ui/event-list.tsx'
import { asItStands } from '../../ui/event-list-mends.ts'
import { counted, type TimeScale } from '../../ui/format.ts'
import styles from './replay-board.module.css'

/** What the whole recording leaves out or has of another age, in words. */
function wholeNotes({ state, omitted }: SessionView): readonly string[] {
  const { recoveredCount, unknownCount, refusedCount } = state
  const left = omitted.timeline + omitted.alarmSpans
  return [
    recoveredCount > 0
      ? `${counted(recoveredCount, 'late value')}: no alarms from ${recoveredCount === 1 ? 'it' : 'them'}`
      : '',
    refusedCount > 0 ? `${counted(refusedCount, 'report')} refused` : '',
    unknownCount > 0 ? `${counted(unknownCount, 'entry', 'entries')} by a newer version` : '',
    left > 0 ? `${counted(left, 'line')} more than this page can list` : '',
  ].filter(Boolean)
}

export function Events({
  session,
  scale,
  onPick,
}: {
  readonly session: SessionStore
  readonly scale: TimeScale
  readonly onPick: (atMs: number) => void
}) {
  const lines = useStore(session.view, (view) => view.timeline)
  // Only lines can be dimmed: the list is told of the newest that is not, not of every record.
  const headSeq = useStore(session.view, (view) => {
    const { head } = view.shown
    return view.timeline.findLast(({ seq }) => seq <= head)?.seq ?? 0
  })
  const infusion = useStore(session.view, (view) => view.shown.infusion)
  const visit = useStore(session.view, (view) => view.shown.visit)
  const notes = useStore(session.view, (view) => wholeNotes(view).join(' · '))
  const standing = useMemo(
    () => asItStands(lines, { infusion, visit }, headSeq),
    [lines, infusion, visit, headSeq],
  )
  return (
    <section className={styles['events']} aria-label="What happened">
      <h2 className={styles['eventsTitle']}>What happened</h2>
      <EventList
        label="What happened"
        lines={standing}
        scale={scale}
        order="oldestFirst"
        headSeq={headSeq}
        onPick={onPick}
      />
      {notes !== '' && <p className={styles['counts']}>{notes}</p>}
    </section>
  )
}
