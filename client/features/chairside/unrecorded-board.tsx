// Owns a room without a session: its numbers, under words that cannot be missed, and the way to open one.
// Nothing here is recorded and nothing here alarms; the screen says so above the numbers.
import type { RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { RoomState } from '../../session/room-watch.ts'
import { useZone } from '../../session/use-screen.ts'
import { clock } from '../../ui/format.ts'
import { numbersOfLatest } from '../../ui/number-view.ts'
import styles from './chairside.module.css'
import { OpenSession } from './open-session.tsx'
import { Tiles } from './tiles.tsx'

export function UnrecordedBoard({
  room,
  live,
  closed,
  nowMs,
}: {
  readonly room: RoomSummary
  readonly live?: RoomLive | undefined
  readonly closed?: RoomState['closed']
  readonly nowMs: number
}) {
  const zone = useZone()
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
        </span>
      </section>
      <div className={`${styles['grid']} ${styles['gridOpen']}`}>
        <div className={styles['tilesWide']}>
          <Tiles numbers={numbers} alarms={[]} atMs={nowMs} judged={false} />
        </div>
        <OpenSession room={room} live={live} />
      </div>
    </>
  )
}
