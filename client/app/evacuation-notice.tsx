// Owns saying on every page that the house is being left, and the way to the roll-call. Not an alarm of a patient: never red,
// yellow or cyan.
import { Link, useLocation } from '@tanstack/react-router'
import { useStore } from 'zustand'
import { calledNow, standing } from '../session/roll-call.ts'
import { useClock, useScreen, useZone } from '../session/use-screen.ts'
import { buttonClass } from '../ui/button.tsx'
import { clock, span } from '../ui/format.ts'
import styles from './app.module.css'

export function EvacuationNotice() {
  const { screen } = useScreen()
  const rollCall = useStore(screen.rollCall.store)
  const { nowMs } = useClock()
  const zoneNow = useZone()
  // Loaded again without the hub it has heard of no zone: a time of day must not stand there in another.
  const zone = zoneNow ?? screen.keptSelf.zone()
  const onPage = useLocation({ select: ({ pathname }) => pathname === '/evacuation' })
  const called = calledNow(rollCall)
  if (called === undefined || onPage) return undefined
  const occupied = rollCall.rooms.filter(({ hasSession }) => hasSession)
  const out = occupied.filter(({ roomId }) => standing(rollCall, roomId)?.accounted === true)
  return (
    <div className={styles['notice']} data-weight="strong">
      <span>
        <strong>EVACUATION</strong> called {clock(called.atMs, zone)} by {called.by}
        {nowMs === undefined ? '' : `, ${span(nowMs - called.atMs)} ago`}
        {called.note === undefined ? '' : `: ${called.note}`}
        {called.sent ? '' : ' · NOT SENT to the hub yet: call by voice'}
        {occupied.length === 0 ? '' : ` · ${out.length} of ${occupied.length} patients accounted for`}
      </span>
      <Link to="/evacuation" className={buttonClass('primary')}>
        Roll-call
      </Link>
    </div>
  )
}
