// Owns what stands over the board until somebody has answered: same patient? another patient is connected, whose session is it, and
// what holds now (off on purpose, adjusting). Not alarms: never red, yellow or cyan, and never in their way.
import { isOffOnPurpose } from '@chairside/shared/visit/holding.ts'
import { askedSamePatient } from '@chairside/shared/visit/same-patient.ts'
import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useActor } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { countdown, momentWords, span } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import type { BoardPart } from '../board-parts.ts'
import { EndDialog } from '../recovery/end-dialog.tsx'
import { Trouble } from '../said-dialog.tsx'
import styles from './care.module.css'

function Banner({
  children,
  buttons,
  asks = false,
}: {
  readonly children: ReactNode
  readonly buttons?: ReactNode
  readonly asks?: boolean
}) {
  return (
    <div className={styles['banner']} data-asks={asks || undefined} role={asks ? 'alert' : 'status'}>
      <p>{children}</p>
      {buttons !== undefined && <div>{buttons}</div>}
    </div>
  )
}

/** Both sensors were off and are back. Asked until it is answered. */
function SamePatient({ state, scale }: BoardPart) {
  const { busy, trouble, send } = useSending(state.head)
  const asked = askedSamePatient(state)
  const sessionId = openSessionId(state)
  if (asked === undefined || sessionId === undefined) return undefined
  const { offSinceMs, backAtMs } = asked
  const answer = (said: 'same' | 'different') => () =>
    void send({ type: 'samePatient.answer', sessionId, answer: said })
  return (
    <>
      <Banner
        asks
        buttons={
          <>
            <Button large disabled={busy} onClick={answer('same')}>
              Same patient
            </Button>
            <Button large disabled={busy} onClick={answer('different')}>
              Another patient
            </Button>
          </>
        }
      >
        <strong>Is this still {state.visit.patientCode ?? 'the same patient'}?</strong> The sensors were off
        for {span(backAtMs - offSinceMs)} and are back since {momentWords(backAtMs, scale)}.
      </Banner>
      <Trouble trouble={trouble} />
    </>
  )
}

/** "Different" was answered: what to do stands here until the session is ended. */
function OtherPatient(part: BoardPart) {
  const { state, atMs, scale } = part
  const [ending, setEnding] = useState(false)
  const { otherPatient, patientCode } = state.visit
  if (otherPatient === undefined || state.closed !== undefined) return undefined
  return (
    <>
      <Banner
        asks
        buttons={
          <Button large kind="primary" onClick={() => setEnding(true)}>
            End this session …
          </Button>
        }
      >
        <strong>Another patient is connected</strong>, as {otherPatient.by} said{' '}
        {momentWords(otherPatient.recordedAtMs, scale)}. The numbers since then are not{' '}
        {patientCode ?? 'this patient'}
        ’s: end this session with its outcome, then open the other patient’s own.
      </Banner>
      {ending && <EndDialog state={state} atMs={atMs} onClose={() => setEnding(false)} />}
    </>
  )
}

function RefuseDialog({
  part,
  ofSeq,
  onClose,
}: {
  readonly part: BoardPart
  readonly ofSeq: Parameters<typeof reassignAnswer>[1]
  readonly onClose: () => void
}) {
  const { state } = part
  const { busy, trouble, send } = useSending(state.head)
  const [reason, setReason] = useState('')
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  return (
    <Question onClose={onClose} title="It stays as it is">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason.trim() === '') return
          void send(reassignAnswer(sessionId, ofSeq, false, reason.trim())).then((ok) => ok && onClose())
        }}
      >
        <TextInput
          label="Why"
          data-autofocus
          value={reason}
          maxLength={300}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Trouble trouble={trouble} />
        <div className={styles['buttons']} data-foot="">
          <Button large onClick={onClose}>
            Not now
          </Button>
          <Button large kind="primary" submit disabled={busy || reason.trim() === ''}>
            Refuse
          </Button>
        </div>
      </form>
    </Question>
  )
}

const reassignAnswer = (
  sessionId: NonNullable<ReturnType<typeof openSessionId>>,
  ofSeq: NonNullable<BoardPart['state']['visit']['reassignment']>['seq'],
  confirm: boolean,
  reason: string,
) => ({ type: 'reassign.answer' as const, sessionId, ofSeq, confirm, reason })

/** A nurse says that it is another patient's session; a physician answers, here or at their own screen. */
function Reassignment(part: BoardPart) {
  const { state, scale } = part
  const actor = useActor()
  const { busy, trouble, send } = useSending(state.head)
  const [refusing, setRefusing] = useState(false)
  const { reassignment, patientCode } = state.visit
  const sessionId = openSessionId(state)
  if (reassignment === undefined || sessionId === undefined) return undefined
  const { by, personId, toCode, reason, recordedAtMs, seq } = reassignment
  const may = actor?.role === 'physician' && actor.personId !== personId
  return (
    <>
      <Banner
        asks
        buttons={
          may ? (
            <>
              <Button large disabled={busy} onClick={() => setRefusing(true)}>
                Refuse …
              </Button>
              <Button
                large
                kind="primary"
                disabled={busy}
                onClick={() => void send(reassignAnswer(sessionId, seq, true, ''))}
              >
                Confirm: it is {toCode}
              </Button>
            </>
          ) : undefined
        }
      >
        <strong>
          Not {patientCode}, but {toCode}?
        </strong>{' '}
        {by}, {momentWords(recordedAtMs, scale)}: {reason}. {may ? '' : 'A physician confirms.'}
      </Banner>
      <Trouble trouble={trouble} />
      {refusing && <RefuseDialog part={part} ofSeq={seq} onClose={() => setRefusing(false)} />}
    </>
  )
}

/** What holds now; and sensors that are off longer than was said, until a person says that they are on again. */
function standsNow({ holding, alarms }: BoardPart['state'], atMs: number) {
  const leftMs = (holding?.untilMs ?? 0) - atMs
  if (holding !== undefined && leftMs > 0) return { what: holding.what, with: holding.with, leftMs }
  if (!isOffOnPurpose({ holding, alarms })) return undefined
  return { what: 'offOnPurpose' as const, with: holding?.with, leftMs: 0 }
}

function Holding({ state, atMs }: BoardPart) {
  const { busy, trouble, send } = useSending(state.head)
  const holds = standsNow(state, atMs)
  const sessionId = openSessionId(state)
  if (holds === undefined || sessionId === undefined) return undefined
  const { what, with: who, leftMs } = holds
  const isOver = leftMs === 0
  return (
    <>
      <Banner
        buttons={
          <Button
            large
            disabled={busy}
            onClick={() => void send({ type: 'holding.set', sessionId, what, on: false })}
          >
            {what === 'adjusting' ? 'Adjusting is over' : 'Sensors are back on'}
          </Button>
        }
      >
        <strong>
          {what === 'adjusting' ? 'Adjusting sensors' : 'Sensors off on purpose'}
          {isOver ? ': its time is over' : ` ${countdown(leftMs)}`}
        </strong>
        {who === undefined ? '' : ` · ${who} is with the patient`} ·{' '}
        {isOver
          ? 'it alarms until somebody says that they are on again'
          : 'missing sensors are held, numbers beyond their limits are not'}
      </Banner>
      <Trouble trouble={trouble} />
    </>
  )
}

/** Whether anything stands there now. @param atMs hub time */
export const isCareAsked = (state: BoardPart['state'], atMs: number): boolean =>
  state.closed === undefined &&
  (askedSamePatient(state) !== undefined ||
    state.visit.otherPatient !== undefined ||
    state.visit.reassignment !== undefined ||
    standsNow(state, atMs) !== undefined)

/**
 * Above the middle column, so that the numbers and the pump log keep their place and their size whatever is asked; on an upright
 * tablet under the numbers, in sight.
 */
export function CareBanner(part: BoardPart) {
  return (
    <section className={styles['banners']} aria-label="To be answered">
      <OtherPatient {...part} />
      <SamePatient {...part} />
      <Reassignment {...part} />
      <Holding {...part} />
    </section>
  )
}
