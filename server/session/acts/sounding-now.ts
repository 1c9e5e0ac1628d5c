// Owns which alarms of a session an audio pause is about: what sounds of its room where it was pressed, at that moment.
import { soundingAt, soundRoomOfSession } from '@chairside/shared/alarm/silence/sounding.ts'
import type { AlarmId } from '@chairside/shared/ids.ts'
import { type Act, isInRoom } from './act.ts'

/**
 * In the room: what sounds at its chair, or would if the chair were not quiet (then the station sounds it). Elsewhere: what
 * the station sounds of this room. A single pulse is over before anybody can press.
 */
export function soundingNow(act: Pick<Act, 'state' | 'nowMs' | 'doer'>): AlarmId[] {
  const { helpQuiet: _quiet, ...room } = soundRoomOfSession(act.state)
  const place = isInRoom(act) ? 'chair' : 'station'
  return soundingAt({ ...room, quiet: false }, { place, nowMs: act.nowMs }).flatMap(
    ({ sounds, burst, alarmId }) => (sounds && burst === 'repeat' ? [alarmId as AlarmId] : []),
  )
}
