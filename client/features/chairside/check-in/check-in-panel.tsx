// Owns the check-in list at the chair: what blocks the start, what warns, each by whom and when, in the order of the list; which
// form is open. Never decides what is complete: that is shared/visit's. Source: clinical facts §6 "Check-in".
import type { CheckInItem } from '@chairside/shared/record/visit-kinds.ts'
import { type CheckInLine, checkInView, doseNow } from '@chairside/shared/visit/check-in.ts'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { counted } from '../../../ui/format.ts'
import { openSessionId } from '../alarm-acts.tsx'
import type { BoardPart } from '../board-parts.ts'
import styles from './check-in.module.css'
import { DoseRow } from './dose-form.tsx'
import { ItemRow } from './item-row.tsx'
import { LastTimeCard } from './last-time-card.tsx'
import { quickAnswers } from './quick-answers.ts'
import { TroubleLine } from './trouble-line.tsx'
import { useAnswering } from './use-answer.ts'

type Place = CheckInItem | 'dose'
const waits = ({ state }: CheckInLine): boolean => state === 'open' || state === 'blocked'

export function CheckInPanel({ state, atMs }: BoardPart) {
  const lines = checkInView(state)
  const blocking = lines.filter(({ blocks }) => blocks)
  const warning = lines.filter(({ blocks }) => !blocks)
  const dose = doseNow(state)
  const { busy, trouble, send } = useAnswering(state.head)
  const sessionId = openSessionId(state)
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
  const left = blocking.filter(waits).length + (dose.state === 'open' ? 1 : 0)
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
      onRecorded={() => setOpen((before) => (before === line.item ? next(line.item) : before))}
    />
  )
  return (
    <section className={styles['panel']} aria-label="Check-in">
      <header className={styles['head']}>
        <h2 className={styles['title']}>Check-in</h2>
        <p className={styles['count']} role="status">
          {left === 0
            ? 'Everything the start waits for is there'
            : `${counted(left, 'item')} to go before the start`}
          {unasked > 0 && ` · ${unasked} more to ask`}
          {warns > 0 && ` · ${warns === 1 ? '1 warns' : `${warns} warn`}`}
        </p>
        {sessionId !== undefined && state.phase === 'checkIn' && (
          <Button
            kind={left === 0 ? 'primary' : 'plain'}
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
        <h3 className={styles['group']}>The start waits for these</h3>
        <ul className={styles['list']}>
          {blocking.map(row)}
          <DoseRow
            state={state}
            open={open === 'dose'}
            onOpen={(is) => setOpen(is ? 'dose' : undefined)}
            onRecorded={() => setOpen(next('dose'))}
          />
        </ul>
        <h3 className={styles['group']}>To be asked; a warning holds nothing</h3>
        <ul className={styles['list']}>{warning.map(row)}</ul>
      </div>
    </section>
  )
}
