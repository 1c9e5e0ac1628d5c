// Owns what is of now at the chair, on every screen and at every cursor: the active alarms with their buttons and, while
// somebody looks back, the live numbers above them and the way back.
import { maySeeSession } from '@chairside/shared/access.ts'
import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useActor } from '../../../session/use-screen.ts'
import type { Cursor } from '../../../session/view/cursor.ts'
import { byUrgency } from '../../../ui/alarm-order.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { ErrorTile } from '../../../ui/error-tile.tsx'
import { momentWords } from '../../../ui/format.ts'
import { LiveBar } from '../../../ui/live-bar.tsx'
import { numbersOf } from '../../../ui/number-view.ts'
import { AlarmBar } from '../alarms/alarm-bar.tsx'
import type { BannerOptions } from '../alarms/banner-lines.tsx'
import { StandingMarks } from '../standing-marks.tsx'
import styles from './look-back.module.css'
import type { LookBack } from './use-look-back.ts'

/** To the recording of a session that is closed, for whoever may read it. */
function ReplayLink({ opened }: { readonly opened: SessionState['opened'] | undefined }) {
  const role = useActor()?.role
  if (opened === undefined || !maySeeSession({ role }, { roomId: opened.roomId, open: false }))
    return undefined
  return (
    <Link
      to="/replay/$sessionId"
      params={{ sessionId: opened.sessionId }}
      className={buttonClass('plain', { large: true })}
    >
      <span aria-hidden="true">⟲</span> Replay {opened.patientCode}
    </Link>
  )
}

/** Says where what is of now ends, for questions that stand below it. */
function keepBottom(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined
  const { style } = document.documentElement
  const watch = new ResizeObserver(() =>
    style.setProperty('--now-bottom', `${Math.round(element.getBoundingClientRect().bottom)}px`),
  )
  watch.observe(element)
  return () => {
    watch.disconnect()
    style.removeProperty('--now-bottom')
  }
}

export function LiveNow({
  cursor,
  lookBack,
  moreOpen,
  onMore,
  ...options
}: BannerOptions & {
  readonly cursor: Cursor
  readonly lookBack: LookBack
  readonly moreOpen: boolean
  readonly onMore: () => void
}) {
  const { state, atMs, scale } = options
  const { looking } = lookBack
  const numbers = useMemo(() => numbersOf(state), [state])
  const alarms = useMemo(() => Object.values(state.alarms).sort(byUrgency), [state.alarms])
  const { closed, opened } = state
  return (
    <div className={styles['now']} data-looking={looking || undefined} ref={keepBottom}>
      {looking && (
        <ErrorTile name="Live numbers">
          <LiveBar
            numbers={numbers}
            alarms={alarms}
            rules={rulesOfSession(state)}
            atMs={atMs}
            followsInMs={lookBack.followsInMs()}
            onFollow={cursor.follow}
            overLink={<ReplayLink opened={opened} />}
            over={
              closed &&
              `Session closed ${momentWords(closed.atMs, scale)} by ${closed.by}: nothing is recorded, nothing alarms here.`
            }
          />
        </ErrorTile>
      )}
      <StandingMarks state={state} atMs={atMs} scale={scale} />
      {/* The same element before, during and after: an alarm is announced when it comes, not when somebody looks back. */}
      <div className={styles['alarms']}>
        <ErrorTile name="Alarms">
          <AlarmBar {...options} all={looking} moreOpen={moreOpen} onMore={onMore} />
        </ErrorTile>
      </div>
    </div>
  )
}
