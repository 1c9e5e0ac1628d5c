// Owns the log at the chair: what is seen of the patient and given, each in a tap or two; what is due; what goes on. What it shows
// as recorded the hub has recorded. Source: clinical facts §6.

import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import type { SideEffectNow } from '@chairside/shared/fold/visit-state.ts'
import { SIDE_EFFECTS, type SideEffectName } from '@chairside/shared/record/visit-kinds.ts'
import { SIDE_EFFECT_NAMES } from '@chairside/shared/visit/names.ts'
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import { useAct, useScreen, useSent, useSignedIn } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { countdown } from '../../../ui/format.ts'
import { ScrollCue } from '../../../ui/scroll-cue.tsx'
import { openSessionId, useIsWaiting } from '../alarms/alarm-acts.tsx'
import { LimitsDialog } from '../alarms/limits-dialog.tsx'
import type { BoardPart } from '../board-parts.ts'
import { MoveDialog } from '../care/move-dialog.tsx'
import { ReassignDialog } from '../care/reassign-dialog.tsx'
import { AccountDialog } from '../recovery/account-dialog.tsx'
import { EndDialog } from '../recovery/end-dialog.tsx'
import { AmendDialog } from './amend-dialog.tsx'
import { ByHandDialog, NoteDialog } from './by-hand-dialog.tsx'
import { CallHelp, HELP_AT_MOST, useCallHelp } from './call-help.tsx'
import { DueDialog } from './due-dialog.tsx'
import type { ObserveForm } from './forms.ts'
import { DrugDialog, OxygenDialog } from './given-dialogs.tsx'
import { justRecorded } from './just-recorded.ts'
import { MoreDialog } from './more-dialog.tsx'
import styles from './observe-panel.module.css'
import { PaperDialog } from './paper-dialog.tsx'
import { ScaleDialog } from './scale-dialog.tsx'
import { SideEffectDialog } from './side-effect-dialog.tsx'
import { opensOf, waitingOf, waitingWords } from './waiting.ts'

const MIN = 60_000
/** "4 min", "under a minute": whole minutes, so that it does not tick. */
const age = (ms: number): string => (ms < MIN ? '< 1 min' : `${Math.floor(ms / MIN)} min`)

/** What goes on now, the newest of each name. */
export const goingOn = (all: readonly SideEffectNow[], effect: SideEffectName): readonly SideEffectNow[] =>
  all.filter((one) => one.effect === effect && one.void !== true && one.endedAtMs === undefined)

function EffectButton({
  part,
  effect,
  going,
  onAsk,
}: {
  readonly part: BoardPart
  readonly effect: SideEffectName
  readonly going: SideEffectNow | undefined
  readonly onAsk: (going: SideEffectNow | undefined) => void
}) {
  const { state, atMs } = part
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const sessionId = openSessionId(state)
  const name = SIDE_EFFECT_NAMES[effect]
  if (going === undefined || sessionId === undefined)
    return (
      <span className={styles['effect']}>
        <Button
          onClick={() => onAsk(undefined)}
          disabled={isWaiting((body) => body.type === 'sideEffect.begin' && body.effect === effect)}
        >
          {name}
        </Button>
      </span>
    )
  const waiting = isWaiting(
    (body) => 'ofSeq' in body && body.ofSeq === going.seq && body.type.startsWith('sideEffect.'),
  )
  return (
    <span className={styles['effect']} data-active="">
      <Button disabled={waiting} onClick={() => onAsk(going)}>
        <span className={styles['effectWords']}>
          {going.note ?? name}{' '}
          <small>
            {going.severity}, {age(atMs - going.onsetAtMs)}
          </small>
        </span>
      </Button>
      <Button
        disabled={waiting}
        aria-label={`${going.note ?? name} ended`}
        onClick={() => void act({ type: 'sideEffect.end', sessionId, ofSeq: going.seq })}
      >
        End
      </Button>
    </span>
  )
}

export function ObservePanel({
  headEnd,
  ...part
}: BoardPart & {
  /** Stands at the end of the head line: the way to what happened. */
  readonly headEnd: ReactNode
}) {
  const { state, atMs, scale } = part
  const { screen } = useScreen()
  const signedIn = useSignedIn()
  const sent = useSent()
  const drafts = useStore(screen.drafts.store, (store) => store.drafts)
  const isWaiting = useIsWaiting()
  const callHelp = useCallHelp(state)
  const act = useAct(state.head)
  const [open, setOpen] = useState<ObserveForm | 'more' | 'due' | undefined>()
  const [going, setGoing] = useState<SideEffectNow | undefined>()
  const sessionId = openSessionId(state)
  const waiting = waitingOf(state, drafts, atMs)
  const words = waitingWords(waiting, atMs)
  const done = justRecorded(sent, state, atMs, rulesOfSession(state)?.silence.undoMs)
  const close = () => setOpen(undefined)
  const ask = (form: ObserveForm | 'more' | 'due') => () => signedIn('What happened', () => setOpen(form))
  const askEffect = (effect: SideEffectName) => (one: SideEffectNow | undefined) => {
    setGoing(one)
    ask({ is: 'effect', effect })()
  }
  const others = goingOn(state.visit.sideEffects, 'other')
  const form = { state, atMs, onClose: close }
  const moaasDue = waiting.due.find((one) => one.scale === 'moaas' && one.due)
  const undoing = isWaiting((body) => body.type === 'undo' && body.ofSeq === done?.seq)
  return (
    <section className={styles['panel']} aria-label="Observe">
      <header className={styles['head']}>
        {done !== undefined && sessionId !== undefined ? (
          <p className={styles['said']} role="status">
            <span>Recorded: {done.words}</span>
            <Button
              kind="outlined"
              disabled={undoing}
              onClick={() => void act({ type: 'undo', sessionId, ofSeq: done.seq })}
            >
              {undoing ? 'Sending' : `Undo ${countdown(done.leftMs).replace('0:0', '').replace('0:', '')}`}
            </Button>
          </p>
        ) : words === undefined ? (
          <h2 className={styles['title']}>Log</h2>
        ) : (
          <Button
            className={styles['slot'] ?? ''}
            data-overdue={
              waiting.due.some(({ overdue }) => overdue) || waiting.drafts.length > 0 ? '' : undefined
            }
            onClick={ask(opensOf(waiting))}
          >
            <span>{words}</span>
          </Button>
        )}
        {done === undefined && headEnd}
      </header>
      <div className={styles['body']}>
        {/* Of "other" there may be several: each by its own name, above the nine, which keep their places. */}
        {others.length > 0 && (
          <div className={styles['effects']}>
            {others.map((one) => (
              <EffectButton key={one.seq} part={part} effect="other" going={one} onAsk={askEffect('other')} />
            ))}
          </div>
        )}
        <div className={styles['effects']}>
          {SIDE_EFFECTS.filter((effect) => effect !== 'other').map((effect) => (
            <EffectButton
              key={effect}
              part={part}
              effect={effect}
              going={goingOn(state.visit.sideEffects, effect).at(-1)}
              onAsk={askEffect(effect)}
            />
          ))}
          <ScrollCue />
        </div>
        <div className={styles['kinds']}>
          <Button
            aria-label="Other side effect"
            onClick={() => askEffect('other')(undefined)}
            disabled={isWaiting((body) => body.type === 'sideEffect.begin' && body.effect === 'other')}
          >
            Other
          </Button>
          <Button onClick={ask({ is: 'drug' })}>Drug</Button>
          <Button onClick={ask({ is: 'oxygen' })} aria-label="Oxygen">
            O₂
          </Button>
          <Button
            kind={moaasDue === undefined ? 'plain' : 'outlined'}
            onClick={ask({ is: 'scale', scale: 'moaas' })}
          >
            MOAA/S
          </Button>
          <Button onClick={ask({ is: 'note' })}>Note</Button>
          <Button onClick={ask('more')}>More</Button>
        </div>
      </div>
      <CallHelp state={state} atMs={atMs} />
      {open === 'more' && <MoreDialog onOpen={setOpen} onClose={close} />}
      {open === 'due' && (
        <DueDialog
          waiting={waiting}
          atMs={atMs}
          zone={scale.zone}
          onOpen={(next) => {
            setGoing(undefined)
            setOpen(next)
          }}
          onDiscard={(name) => sessionId !== undefined && screen.drafts.drop(sessionId, name)}
          onClose={close}
        />
      )}
      {typeof open === 'object' && open.is === 'effect' && (
        <SideEffectDialog {...form} effect={open.effect} going={going} />
      )}
      {typeof open === 'object' && open.is === 'drug' && <DrugDialog {...form} scale={scale} />}
      {typeof open === 'object' && open.is === 'oxygen' && <OxygenDialog {...form} scale={scale} />}
      {typeof open === 'object' && open.is === 'note' && <NoteDialog {...form} />}
      {typeof open === 'object' && open.is === 'byHand' && <ByHandDialog {...form} />}
      {typeof open === 'object' && open.is === 'scale' && (
        <ScaleDialog
          key={open.scale}
          {...form}
          scale={open.scale}
          onRecorded={(of, value) => {
            if (of === 'moaas' && value !== undefined && value <= HELP_AT_MOST) callHelp(value)
          }}
        />
      )}
      {typeof open === 'object' && open.is === 'amend' && (
        <AmendDialog {...form} scale={scale} ofSeq={open.ofSeq} />
      )}
      {typeof open === 'object' && open.is === 'paper' && <PaperDialog {...form} />}
      {typeof open === 'object' && open.is === 'end' && <EndDialog {...form} />}
      {typeof open === 'object' && open.is === 'account' && <AccountDialog {...form} />}
      {typeof open === 'object' && open.is === 'limits' && <LimitsDialog {...form} scale={scale} />}
      {typeof open === 'object' && open.is === 'move' && <MoveDialog {...form} room={part.room} />}
      {typeof open === 'object' && open.is === 'reassign' && <ReassignDialog {...form} />}
    </section>
  )
}
