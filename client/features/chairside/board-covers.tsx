// Owns the covers of an open session that this screen cannot show, or not all of: why, where to look instead, and what the hub
// says of the room's alarms by another way than the records.
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { Button } from '../../ui/button.tsx'
import { StaleVeil } from '../../ui/stale-veil.tsx'
import styles from './chairside.module.css'

export function Failed({ error }: { readonly error: Refusal }) {
  const newer = error.code === 'protocol-version'
  return (
    <StaleVeil
      opaque
      title={newer ? 'New version: reload this screen' : 'This screen cannot show the session'}
      words="Watch the bedside monitor."
      detail={error.message}
    >
      <Button kind="primary" large onClick={() => location.reload()}>
        Reload
      </Button>
    </StaleVeil>
  )
}

/** What the hub says of the room's alarms by another way than the records: all there is while those are not here. */
export function RoomAlarms({ room }: { readonly room: RoomSummary }) {
  const alarms = room.session?.alarms ?? []
  if (alarms.length === 0) return undefined
  return (
    <div className={styles['known']}>
      <p>Active now, as the hub says:</p>
      <ul>
        {alarms.map(({ alarmId, priority, text }) => (
          <li key={alarmId}>
            {PRIORITY_MARK[priority]} <strong>{text}</strong>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Newer records do not come though the hub is there: what stands underneath may be missing an alarm. */
export function Behind({
  room,
  problem,
  begun,
}: {
  readonly room: RoomSummary
  readonly problem: Refusal
  /** Something of the session stands underneath. */
  readonly begun: boolean
}) {
  return (
    <StaleVeil
      opaque={!begun}
      title={
        begun
          ? 'This screen is behind: new numbers and alarms are missing here.'
          : 'This screen cannot read the session yet.'
      }
      words="Watch the bedside monitor."
      detail={`${problem.message} It is asked for again by itself.`}
    >
      <RoomAlarms room={room} />
    </StaleVeil>
  )
}
