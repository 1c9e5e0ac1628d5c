// Owns the top line at the chair: which room, whose session, where in the infusion, what the numbers are, what time it
// is at the hub, whether this screen can sound; pausing the audio, a symptom, HELP.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import type { Provenance } from '@chairside/shared/record/record.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useClock, useLink, useScreen, useZone } from '../../session/use-screen.ts'
import { infusionProgress } from '../../session/view/infusion-progress.ts'
import { SoundStatus } from '../../sound/use-sound.tsx'
import { Badge, type BadgeKind, DemoTimeBadge, OriginBadge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { clock, span, tPlus } from '../../ui/format.ts'
import { PauseAudio } from './alarms/alarm-acts.tsx'
import { HelpButton } from './alarms/help-button.tsx'
import { SymptomButton } from './alarms/symptom-button.tsx'
import { isVisit } from './board-parts.ts'
import styles from './chairside-header.module.css'
import { PhaseStrip } from './check-in/phase-strip.tsx'
import { SessionIdentity } from './check-in/session-identity.tsx'
import { infusionLine, infusionWords } from './pump/infusion-words.ts'

function InfusionTime({
  state,
  atMs,
  looking,
  strip,
}: {
  readonly state: SessionState
  readonly atMs: number
  readonly looking: boolean
  /** The phases of a visit stand over the progress: beside it the line has no room for both. */
  readonly strip: ReactNode
}) {
  const { infusion } = state
  const progress = infusionProgress(infusion, atMs)
  if (progress === undefined) return strip
  const { fraction, elapsedMs } = progress
  const said = infusionWords(infusion, progress, atMs, state.opened?.zone)
  return (
    <>
      <span className={styles['time']} title="Time since the infusion was recorded as started">
        {tPlus(elapsedMs)}
        {looking && <small className={styles['now']}> now</small>}
      </span>
      <span className={styles['progress']}>
        {strip}
        {fraction !== undefined && (
          <span
            className={styles['track']}
            role="progressbar"
            aria-label="Infusion, as recorded"
            aria-valuenow={Math.round(fraction * 100)}
          >
            <span className={styles['fill']} style={{ display: 'block', width: `${fraction * 100}%` }} />
          </span>
        )}
        <span className={styles['progressWords']} title={infusionLine(said)}>
          {strip === undefined && <span>{said.beside}</span>}
          <span>{strip === undefined ? said.words : infusionLine(said)}</span>
        </span>
      </span>
    </>
  )
}

const PUMP = {
  none: 'Not infusing',
  infusing: 'Infusing',
  paused: 'Paused',
  stopped: 'Infusion ended',
} as const
const PHASE: Readonly<Partial<Record<NonNullable<SessionState['phase']>, string>>> = {
  checkIn: 'Check-in',
  baseline: 'Baseline',
  ready: 'Ready to leave',
  emergency: 'EMERGENCY',
}
/** A phase that a person set says more than what the pump log says. */
const phaseWords = (state: SessionState): string => {
  const { phase, infusion } = state
  return phase === 'recovery' &&
    (isVisit(state) || (infusion.phase !== 'stopped' && infusion.phase !== 'none'))
    ? 'Recovery'
    : ((phase === undefined ? undefined : PHASE[phase]) ?? PUMP[infusion.phase])
}

const kindOf = ({ phase, infusion }: SessionState): BadgeKind =>
  phase === 'emergency' ? 'loud' : infusion.phase === 'infusing' ? 'infusion' : 'plain'

export function ChairsideHeader({
  roomName,
  nurse,
  state,
  provenance,
  looking = false,
  helpSessionId,
}: {
  readonly roomName: string
  /** Who has the room, in words; undefined: not known yet. */
  readonly nurse?: string | undefined
  /** Undefined: no session is open here. */
  readonly state?: SessionState | undefined
  readonly provenance?: Provenance | undefined
  /** Other parts of the screen show another moment: the time here is still of now, and says so. */
  readonly looking?: boolean
  /** The session that the hub says is open here: HELP works before its records are read. */
  readonly helpSessionId?: SessionId | undefined
}) {
  const { nowMs, rate } = useClock()
  const zone = useZone()
  const { Menu } = useScreen()
  const single = useLink((link) => link.self?.actor === undefined && link.self?.roomId !== undefined)
  const opened = state?.opened
  const closed = state?.closed !== undefined
  const visit = state !== undefined && isVisit(state)
  const lostFromMs = useLink((link) => (link.phase === 'lost' ? (link.numbersFromMs ?? 0) : undefined))
  const hubWords =
    nowMs === undefined
      ? 'Hub ––'
      : lostFromMs === undefined
        ? `Hub ${clock(nowMs, opened?.zone ?? zone)}`
        : `Hub lost ${span(nowMs - lostFromMs)}`
  return (
    <header className={styles['header']}>
      {!single && (
        <Link to="/" className={buttonClass('quiet')} aria-label="All rooms" title="All rooms">
          <span aria-hidden="true" className={styles['back']}>
            ‹
          </span>
        </Link>
      )}
      <div className={styles['where']}>
        <h1 className={styles['room']} title={roomName}>
          {roomName}
          {nurse !== undefined && <span className={styles['nurse']}>{nurse}</span>}
        </h1>
        {state !== undefined && opened !== undefined && (
          <span className={styles['code']}>
            <SessionIdentity state={state} />
            {!closed && !visit && <Badge kind={kindOf(state)}>{phaseWords(state)}</Badge>}
          </span>
        )}
      </div>
      {closed && <Badge>Session closed</Badge>}
      {state !== undefined && !closed && (nowMs !== undefined || visit) && (
        <InfusionTime
          state={state}
          atMs={nowMs ?? state.headAtMs}
          looking={looking}
          strip={
            visit ? <PhaseStrip state={state} words={phaseWords(state)} kind={kindOf(state)} /> : undefined
          }
        />
      )}
      <span className={styles['spring']} />
      <span className={styles['hub']}>
        <strong>{hubWords}</strong>
        <OriginBadge provenance={state?.provenance ?? provenance} />
        <DemoTimeBadge rate={rate} />
      </span>
      <span className={styles['second']}>
        <SoundStatus />
        <Menu />
        {state !== undefined && nowMs !== undefined && <PauseAudio state={state} atMs={nowMs} always />}
      </span>
      <div className={styles['acts']}>
        {state !== undefined && <SymptomButton state={state} />}
        <HelpButton state={state} atMs={nowMs} openId={helpSessionId} />
      </div>
    </header>
  )
}
