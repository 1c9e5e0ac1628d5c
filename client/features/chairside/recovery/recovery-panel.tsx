// Owns recovery and discharge at the chair: how long since the end, when the earliest way out is, what is waited for; the list with
// its sign-offs by name; ready, and the end with its outcome. Never decides who may leave: that is shared/visit's, and the hub's.
import { SIGN_OFF_ITEMS, type SignOffItem } from '@chairside/shared/record/visit-kinds.ts'
import { cuffPlan } from '@chairside/shared/visit/cuff-view.ts'
import {
  type DischargeItem,
  type DischargeLine,
  dischargeNow,
  leavesForReady,
} from '@chairside/shared/visit/discharge.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useSignedIn } from '../../../session/use-screen.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { clock, clockMinutes } from '../../../ui/format.ts'
import { ScrollCue } from '../../../ui/scroll-cue.tsx'
import { HeldUp, useStillList } from '../../../ui/still-list.ts'
import { openSessionId, useIsWaiting } from '../alarms/alarm-acts.tsx'
import type { BoardPart } from '../board-parts.ts'
import { ScaleDialog } from '../observe/scale-dialog.tsx'
import { AccountDialog } from './account-dialog.tsx'
import { EndDialog } from './end-dialog.tsx'
import styles from './recovery.module.css'

const LABELS: Readonly<Record<DischargeItem, string>> = {
  time: 'Time since the end',
  pressure: 'Blood pressure',
  heartRate: 'Heart rate',
  spo2: 'SpO₂ on air',
  moaas: 'MOAA/S 5',
  dissociation: 'Dissociation at baseline',
  aldrete: 'Modified Aldrete ≥ 9',
  nausea: 'Nausea controlled',
  walks: 'Walks',
  escortHere: 'Escort is here',
  advice: 'Advice given',
  alarms: 'No HIGH or MEDIUM',
}
const isSignOff = (item: DischargeItem): item is SignOffItem =>
  (SIGN_OFF_ITEMS as readonly string[]).includes(item)

/** "18 min since end · earliest out 11:58 · waiting for: second reading, walk" */
export function recoveryWords(
  { sinceEndMs, earliestOutMs, waitingFor }: ReturnType<typeof dischargeNow>,
  zone: string | undefined,
): string {
  return [
    sinceEndMs === undefined
      ? 'the infusion is not over'
      : `${Math.floor(sinceEndMs / 60_000)} min since end`,
    earliestOutMs === undefined ? '' : `earliest out ${clockMinutes(earliestOutMs, zone)}`,
    waitingFor.length === 0 ? 'all done' : `waiting for: ${waitingFor.join(', ')}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

/**
 * "second from 03:21:40, next cuff 03:26": two readings of one grid may be some seconds too near to one another.
 * @param cuffMs when the grid's next reading is due, hub time
 */
export function secondWords(
  fromMs: number,
  cuffMs: number | undefined,
  atMs: number,
  zone: string | undefined,
): string {
  if (atMs >= fromMs) return 'one more counts now: measure'
  const from = `second from ${clock(fromMs, zone)}`
  return cuffMs !== undefined && cuffMs >= fromMs
    ? `${from}, next cuff ${clockMinutes(cuffMs, zone)}`
    : `${from}: measure then`
}

/** "5, before the HIGH at 11:42 (BP very high): assess again" */
export function againWords(
  { text, judged }: Pick<DischargeLine, 'text' | 'judged'>,
  { name, atMs }: NonNullable<DischargeLine['beforeHigh']>,
  zone: string | undefined,
): string {
  const at = `the HIGH at ${clockMinutes(atMs, zone)} (${name})`
  return `${text.replace(`the HIGH "${name}"`, at)}: ${judged ? 'sign off' : 'assess'} again`
}

function Item({
  part,
  line,
  onScale,
}: {
  readonly part: BoardPart
  readonly line: DischargeLine
  readonly onScale: (scale: 'moaas' | 'aldrete') => void
}) {
  const { state, atMs, scale } = part
  const { item, met, by, secondFromMs, beforeHigh } = line
  const text =
    secondFromMs !== undefined
      ? `${line.text}; ${secondWords(secondFromMs, cuffPlan(state, atMs).nextDueMs, atMs, scale.zone)}`
      : beforeHigh !== undefined
        ? againWords(line, beforeHigh, scale.zone)
        : line.text
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const sessionId = openSessionId(state)
  const waiting = isWaiting((body) => body.type === 'signOff.set' && body.item === item)
  const signed = isSignOff(item) ? state.visit.signOffs[item] : undefined
  const sign = (isMet: boolean) => () => {
    if (sessionId !== undefined && isSignOff(item))
      void act({ type: 'signOff.set', sessionId, item, met: isMet })
  }
  const name = LABELS[item]
  return (
    <li className={styles['item']} data-met={met || undefined}>
      <span className={styles['mark']} aria-hidden="true">
        {met ? '✓' : '○'}
      </span>
      <span className={styles['words']}>
        <strong>{name}</strong>
        <span className="visually-hidden">{met ? ': met' : ': open'}</span>
        <small>{by === undefined ? text : `${text} · ${by}`}</small>
      </span>
      {isSignOff(item) &&
        (signed?.met === true && met ? (
          <Button kind="quiet" disabled={waiting} aria-label={`${name}: not any more`} onClick={sign(false)}>
            Take back
          </Button>
        ) : (
          <Button disabled={waiting} aria-label={`${name}: sign off`} onClick={sign(true)}>
            {waiting ? 'Sending' : 'Sign off'}
          </Button>
        ))}
      {(item === 'moaas' || item === 'aldrete') && !met && (
        <Button aria-label={`${name}: assess`} onClick={() => onScale(item)}>
          Assess
        </Button>
      )}
    </li>
  )
}

export function RecoveryPanel(part: BoardPart) {
  const { state, atMs, scale } = part
  const signedIn = useSignedIn()
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const [open, setOpen] = useState<'end' | 'account' | 'moaas' | 'aldrete' | undefined>()
  const now = dischargeNow(state, atMs)
  const leaves = leavesForReady(state, atMs)
  const sessionId = openSessionId(state)
  const isReady = state.phase === 'ready'
  // Where a line was signed off stands the button that takes it back. What is measured has none, and may come and go every second.
  const buttons = now.items.filter(({ item }) => isSignOff(item) || item === 'moaas' || item === 'aldrete')
  const still = useStillList([buttons.map(({ met }) => met).join(), open])
  const ask = (which: typeof open) => () => signedIn('Recovery', () => setOpen(which))
  const close = () => setOpen(undefined)
  const form = { state, atMs, onClose: close }
  const setting = isWaiting(({ type }) => type === 'phase.set')
  return (
    <section className={styles['panel']} aria-label="Recovery">
      <p className={styles['head']} role="status" aria-live="off">
        {recoveryWords(now, scale.zone)}
      </p>
      <HeldUp value={still.isHeldUp}>
        <ul className={styles['items']} aria-label="Before this patient leaves" {...still.presses}>
          {now.items.map((line) => (
            <Item key={line.item} part={part} line={line} onScale={(which) => ask(which)()} />
          ))}
          <ScrollCue of="li" />
        </ul>
      </HeldUp>
      <div className={styles['foot']}>
        {sessionId !== undefined && (
          <Button
            large
            kind={now.met && !isReady ? 'primary' : 'plain'}
            disabled={setting || (!isReady && leaves.length > 0)}
            title={leaves.length > 0 ? `Waiting for: ${leaves.join(', ')}` : undefined}
            onClick={() => void act({ type: 'phase.set', sessionId, phase: isReady ? 'recovery' : 'ready' })}
          >
            {isReady ? 'Back to recovery' : 'Ready to leave'}
          </Button>
        )}
        <Button large onClick={ask('account')}>
          <span className={styles['two']}>
            Waste and drug account
            <small>
              {state.visit.drugAccount === undefined
                ? 'not recorded'
                : `witness ${state.visit.drugAccount.witness}`}
            </small>
          </span>
        </Button>
        {sessionId !== undefined && (
          <Link
            to={'/sessions/$sessionId/summary' as never}
            params={{ sessionId } as never}
            className={buttonClass('plain', { large: true })}
          >
            Summary, print
          </Link>
        )}
        <Button large kind={now.met && isReady ? 'primary' : 'outlined'} onClick={ask('end')}>
          End session …
        </Button>
      </div>
      {open === 'end' && <EndDialog {...form} />}
      {open === 'account' && <AccountDialog {...form} />}
      {(open === 'moaas' || open === 'aldrete') && <ScaleDialog {...form} scale={open} />}
    </section>
  )
}
