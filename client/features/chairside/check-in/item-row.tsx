// Owns one line of the check-in: what is asked or was answered, by whom and when; one tap where one suffices, a form where not,
// and taking an answer back. Shows an answer only once the hub has recorded it.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { CheckInDetail } from '@chairside/shared/record/visit-kinds.ts'
import { CHECK_IN_ASKS, type CheckInLine } from '@chairside/shared/visit/check-in.ts'
import { CHECK_IN_NAMES } from '@chairside/shared/visit/names.ts'
import { useSending } from '../../../session/sending.ts'
import { useActor } from '../../../session/use-screen.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { clockMinutes } from '../../../ui/format.ts'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import styles from './check-in.module.css'
import { ItemForm } from './item-forms.tsx'
import { OrderDetails } from './order-details.tsx'
import { formWords, hasForm, isFormFirst, quickAnswers } from './quick-answers.ts'
import { TroubleLine } from './trouble-line.tsx'

/** Within it whoever gave an answer takes it back in one tap. Source: clinical facts §6 "Every act". */
const UNDO_MS = 10_000

const MARKS: Readonly<Record<CheckInLine['state'], string>> = {
  open: '○',
  done: '✓',
  warns: '△',
  blocked: '■',
}
const MARK_WORDS: Readonly<Record<CheckInLine['state'], string>> = {
  open: 'open',
  done: 'done',
  warns: 'warns',
  blocked: 'blocks the start',
}

export function StateMark({ state }: { readonly state: CheckInLine['state'] }) {
  return (
    <span className={styles['mark']} data-state={state}>
      <span aria-hidden="true">{MARKS[state]}</span>
      <span className="visually-hidden">{MARK_WORDS[state]}: </span>
    </span>
  )
}

export function ItemRow({
  state,
  line,
  atMs,
  open,
  onOpen,
  onRecorded,
}: {
  readonly state: SessionState
  readonly line: CheckInLine
  /** Hub time. */
  readonly atMs: number
  /** Its form stands under it. */
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
  readonly onRecorded: () => void
}) {
  const { item } = line
  const actor = useActor()
  const answering = useSending(state.head)
  const { busy, trouble, send } = answering
  const sessionId = openSessionId(state)
  const answer = state.visit.checkIn[item]
  const answered = answer !== undefined
  const quick =
    sessionId !== undefined && (!answered || open || line.state === 'open') ? quickAnswers(state, item) : []
  const form = hasForm(item)
  const mayUndo =
    answer !== undefined &&
    actor !== undefined &&
    answer.personId === actor.personId &&
    atMs - answer.recordedAtMs < UNDO_MS

  async function give(detail: CheckInDetail): Promise<boolean> {
    if (sessionId === undefined) return false
    const is = await send({ type: 'checkIn.answer', sessionId, item, detail })
    if (is) onRecorded()
    return is
  }
  async function takeBack(): Promise<void> {
    if (sessionId === undefined || answer === undefined) return
    const is = await send(
      mayUndo ? { type: 'undo', sessionId, ofSeq: answer.seq } : { type: 'checkIn.answer', sessionId, item },
    )
    if (is) onOpen(false)
  }
  // For 10 s there is one button beside an answer, to take it back; then one to change it.
  const undoes = mayUndo && !open
  const name = CHECK_IN_NAMES[item]
  const opens = sessionId !== undefined && (form || answered) && !undoes && (
    <Button
      kind={open || answered ? 'quiet' : 'plain'}
      aria-expanded={open}
      aria-label={
        open
          ? `Leave ${name}`
          : answered
            ? `Change ${name}`
            : quick.length > 0
              ? `${formWords(item)} More about ${name}`
              : `Answer ${name}`
      }
      onClick={() => onOpen(!open)}
    >
      {open ? '⌃' : answered ? 'Change' : formWords(item)}
    </Button>
  )
  const again = item === 'order' && sessionId !== undefined && (line.state === 'open' || open)
  return (
    <li className={styles['item']} data-state={line.state} data-item={item} data-open={open || undefined}>
      <div className={styles['line']}>
        <StateMark state={line.state} />
        <span className={styles['words']}>
          <span className={styles['text']}>{line.text}</span>
          {line.by !== undefined && line.atMs !== undefined && (
            <small className={styles['by']}>
              {line.by}, {clockMinutes(line.atMs, state.opened?.zone)}
            </small>
          )}
          {answered && line.state === 'open' && <small className={styles['by']}>to be answered anew</small>}
        </span>
        {line.state === 'warns' && <Badge kind="quiet">warns</Badge>}
        {line.state === 'blocked' && <Badge kind="loud">blocks the start</Badge>}
        <span className={styles['acts']}>
          {isFormFirst(item) && opens}
          {quick.map(({ label, detail, hint }) => (
            <Button
              key={label}
              disabled={busy}
              data-warns={hint === undefined ? undefined : ''}
              aria-label={`${label}${hint === undefined ? '' : `, ${hint}`} (${CHECK_IN_NAMES[item]})`}
              onClick={() => void give(detail)}
            >
              <span className={styles['tap']}>
                {label}
                {hint !== undefined && <small>{hint}</small>}
              </span>
            </Button>
          ))}
          {again && (
            <Button
              disabled={busy}
              onClick={() => sessionId !== undefined && void send({ type: 'plan.refresh', sessionId })}
            >
              Reload the order
            </Button>
          )}
          {undoes && (
            <Button kind="quiet" disabled={busy} onClick={() => void takeBack()} aria-label={`Undo ${name}`}>
              Undo
            </Button>
          )}
          {!isFormFirst(item) && opens}
        </span>
      </div>
      {item === 'order' && (open || line.state === 'open') && <OrderDetails state={state} />}
      {open && sessionId !== undefined && (
        <div className={styles['under']}>
          {answered && (
            <p className={styles['again']}>
              {CHECK_IN_ASKS[item]}.{' '}
              <Button kind="quiet" disabled={busy} onClick={() => void takeBack()}>
                Take the answer back
              </Button>
            </p>
          )}
          <ItemForm
            item={item}
            state={state}
            busy={busy}
            trouble={trouble}
            say={answering.say}
            onAnswer={give}
          />
        </div>
      )}
      <TroubleLine trouble={trouble} />
    </li>
  )
}
