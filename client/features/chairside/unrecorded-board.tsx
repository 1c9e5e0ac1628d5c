// Owns a room without a session: its numbers, under words that cannot be missed, and the way to open one.
// Nothing here is recorded and nothing here alarms; the screen says so above the numbers.
import { maySeeRoom, maySeeSession } from '@chairside/shared/access.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import type { RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { Link } from '@tanstack/react-router'
import type { RoomState } from '../../session/hub/room-watch.ts'
import { useActor, useZone } from '../../session/use-screen.ts'
import { buttonClass } from '../../ui/button.tsx'
import { clock } from '../../ui/format.ts'
import { numbersOfLatest } from '../../ui/number-view.ts'
import styles from './chairside.module.css'
import { FromTheList } from './from-the-list.tsx'
import open from './open-session.module.css'
import { OpenSession } from './open-session.tsx'
import { Tiles } from './tiles.tsx'

export function UnrecordedBoard({
  room,
  live,
  closed,
  moved,
  closedId,
  nowMs,
}: {
  readonly room: RoomSummary
  readonly live?: RoomLive | undefined
  readonly closed?: RoomState['closed']
  /** Where the patient of this screen's session is now. */
  readonly moved?: RoomState['moved']
  /** The session that was closed here, for whoever may read it. */
  readonly closedId?: SessionId
  readonly nowMs: number
}) {
  const zone = useZone()
  const actor = useActor()
  const mayReplay = maySeeSession({ role: actor?.role }, { roomId: room.roomId, open: false })
  const numbers = numbersOfLatest(live?.latest ?? room.latest, room.everyMs, room.deviceConnected)
  return (
    <>
      <section className={styles['unrecorded']} aria-label="Not recorded">
        <strong>NOT RECORDED · NO ALARMS</strong>
        <span>
          {room.deviceConnected
            ? `${room.deviceNames.join(', ')} is connected; no session is open in this room.`
            : 'No monitor is connected and no session is open in this room.'}
          {closed !== undefined &&
            ` Session ${closed.patientCode} was closed ${clock(closed.atMs, zone)} by ${closed.by}.`}
          {moved !== undefined && ` ${moved.patientCode} was moved to ${moved.roomName}.`}
        </span>
        {moved !== undefined && maySeeRoom({ role: actor?.role }, moved.roomId) && (
          <Link to="/room/$roomId" params={{ roomId: moved.roomId }} className={buttonClass()}>
            Go to {moved.roomName}
          </Link>
        )}
        {closed !== undefined && closedId !== undefined && mayReplay && (
          <Link to="/replay/$sessionId" params={{ sessionId: closedId }} className={buttonClass()}>
            <span aria-hidden="true">⟲</span> Replay {closed.patientCode}
          </Link>
        )}
        {closed !== undefined && closedId !== undefined && mayReplay && (
          <Link to="/sessions/$sessionId/summary" params={{ sessionId: closedId }} className={buttonClass()}>
            Summary of {closed.patientCode}
          </Link>
        )}
      </section>
      <div className={`${styles['grid']} ${styles['gridOpen']}`}>
        <div className={styles['tilesWide']}>
          <Tiles numbers={numbers} alarms={[]} atMs={nowMs} judged={false} rules={undefined} />
        </div>
        <div className={open['column']}>
          <FromTheList roomId={room.roomId} />
          <OpenSession room={room} live={live} />
        </div>
      </div>
    </>
  )
}
