// Owns the check-in list at the chair: what blocks the start, what warns, each by whom and when, in the order of the list; which
// form is open. Never decides what is complete: that is shared/visit's. Source: clinical facts §6 "Check-in".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { CheckInItem } from '@chairside/shared/record/visit-kinds.ts'
import { type CheckInLine, checkInOwes, checkInView, doseNow } from '@chairside/shared/visit/check-in.ts'
import { useEffect, useRef, useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { Button } from '../../../ui/button.tsx'
import { counted } from '../../../ui/format.ts'
import { ScrollCue } from '../../../ui/scroll-cue.tsx'
import { HeldUp, useStillList } from '../../../ui/still-list.ts'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import type { MiddlePart } from '../board-parts.ts'
import styles from './check-in.module.css'
import { DoseRow } from './dose-form.tsx'
import { ItemRow } from './item-row.tsx'
import { LastTimeCard } from './last-time-card.tsx'
import { quickAnswers } from './quick-answers.ts'
import { TroubleLine } from './trouble-line.tsx'

type Place = CheckInItem | 'dose'

/**
 * After an answer the next line that waits comes into sight, and has the focus where the answer's own button is gone: the list is
 * gone through by keyboard or finger without a search.
 * @param answers what is recorded now
 * @param onMoved the list was scrolled to it
 * @returns what to call when an answer of this place was recorded
 */
function useOnward(
  body: React.RefObject<HTMLElement | null>,
  answers: unknown,
  onMoved: () => void,
): (place: Place) => void {
  const answered = useRef<Place | undefined>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes on when what is recorded has changed
  useEffect(() => {
    const from = answered.current
    const list = body.current
    if (from === undefined || list === null) return
    const rows = [...list.querySelectorAll<HTMLElement>('[data-item]')]
    const at = rows.findIndex((row) => row.dataset['item'] === from)
    // Not yet drawn as recorded.
    if (rows[at]?.dataset['state'] === 'open') return
    answered.current = undefined
    const waits = (row: HTMLElement) => row.dataset['state'] === 'open'
    const next = rows.slice(at + 1).find(waits) ?? rows.find(waits)
    const { top } = list.getBoundingClientRect()
    next?.scrollIntoView({ block: 'nearest' })
    if (list.getBoundingClientRect().top !== top) onMoved()
    const { activeElement } = document
    if (activeElement === document.body || activeElement === null) {
      // In the order in which they are wanted, not in which they stand.
      for (const wanted of ['form input', 'form button', 'button:not([data-warns])', 'button']) {
        const found = next?.querySelector<HTMLElement>(wanted)
        if (found === null || found === undefined) continue
        found.focus({ preventScroll: true })
        break
      }
    }
  }, [answers])
  return (place) => {
    answered.current = place
  }
}
const waits = ({ state }: CheckInLine): boolean => state === 'open' || state === 'blocked'

/** How much the start waits for now; the rooms say the same number. */
const leftOf = (state: SessionState): number => checkInOwes(state).length

export function CheckInPanel({ state, atMs, tabs }: MiddlePart) {
  const { busy, trouble, send } = useSending(state.head)
  const sessionId = openSessionId(state)
  return (
    <section className={styles['panel']} aria-label="Check-in">
      <header className={styles['head']}>
        <h2 className="visually-hidden">Check-in</h2>
        {tabs}
        {sessionId !== undefined && state.phase === 'checkIn' && (
          <Button
            kind={leftOf(state) === 0 ? 'primary' : 'plain'}
            disabled={busy}
            onClick={() => void send({ type: 'phase.set', sessionId, phase: 'baseline' })}
          >
            To baseline ›
          </Button>
        )}
      </header>
      <TroubleLine trouble={trouble} />
      <div className={styles['body']}>
        <LastTimeCard state={state} />
        <CheckInList state={state} atMs={atMs} />
        <ScrollCue />
      </div>
    </section>
  )
}

/** The list itself, wherever it stands. */
export function CheckInList({ state, atMs }: Pick<MiddlePart, 'state' | 'atMs'>) {
  const lines = checkInView(state)
  const blocking = lines.filter(({ blocks }) => blocks)
  const warning = lines.filter(({ blocks }) => !blocks)
  const dose = doseNow(state)
  /** The first that no tap answers; what a tap answers has its buttons in its line. */
  const next = (after?: Place): Place | undefined => {
    const places: readonly Place[] = [
      ...blocking.filter(waits).map(({ item }) => item),
      ...(dose.state === 'open' ? (['dose'] as const) : []),
      ...warning.filter(waits).map(({ item }) => item),
    ]
    return places.find(
      (place) =>
        place !== after && (place === 'dose' || quickAnswers(state, place).length === 0) && place !== 'order',
    )
  }
  const [open, setOpen] = useState<Place | undefined>(next)
  const body = useRef<HTMLDivElement>(null)
  const { checkIn, dose: recorded, plan } = state.visit
  const still = useStillList([checkIn, recorded, plan, open])
  const onward = useOnward(body, state.head, still.moved)
  const left = leftOf(state)
  const unasked = warning.filter((line) => line.state === 'open').length
  const warns = lines.filter((line) => line.state === 'warns').length
  const row = (line: CheckInLine) => (
    <ItemRow
      key={line.item}
      state={state}
      line={line}
      atMs={atMs}
      open={open === line.item}
      onOpen={(is) => setOpen(is ? line.item : undefined)}
      onRecorded={() => {
        onward(line.item)
        setOpen((before) => (before === line.item ? next(line.item) : before))
      }}
    />
  )
  return (
    <HeldUp value={still.isHeldUp}>
      <div ref={body} {...still.presses}>
        <p className={styles['count']} role="status">
          {left === 0
            ? 'Everything the start waits for is there'
            : `${counted(left, 'item')} to go before the start`}
          {unasked > 0 && ` · ${unasked} more to ask`}
          {warns > 0 && ` · ${warns === 1 ? '1 warns' : `${warns} warn`}`}
        </p>
        <h3 className="visually-hidden">The start waits for these</h3>
        <ul className={styles['list']}>
          {blocking.map(row)}
          <DoseRow
            state={state}
            open={open === 'dose'}
            onOpen={(is) => setOpen(is ? 'dose' : undefined)}
            onRecorded={() => {
              onward('dose')
              setOpen(next('dose'))
            }}
          />
        </ul>
        <h3 className={styles['group']}>Asked too; a warning does not stop the start</h3>
        <ul className={styles['list']}>{warning.map(row)}</ul>
      </div>
    </HeldUp>
  )
}
