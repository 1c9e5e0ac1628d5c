// Owns where a room can be heard at this moment, as far as somebody may be quiet on the strength of it, and what it cannot be
// heard saying at its own chair. Never takes for heard what was only heard before the hub was restarted.
import type { AlarmState } from '../../fold/alarm-state.ts'
import type { BodyOf } from '../../record/record.ts'
import { isSaid } from './silence-times.ts'

type Heard = BodyOf<'coverage'>['audible'][number]

/** Places where somebody hears this room. Nothing known of screens: none. */
export const heardNow = ({ coverage }: Pick<AlarmState, 'coverage'>): readonly Heard[] =>
  (coverage?.audible ?? []).filter((place) => coverage?.assumed?.includes(place) !== true)

/** What a chair may be quiet on, by name or after HELP: a station that somebody hears (clinical facts §5 "Quiet chair"). */
export const isStationHeard = (state: Pick<AlarmState, 'coverage'>): boolean =>
  heardNow(state).includes('station')

/** HELP and symptoms that nobody has taken: they ask for a sound, and make none at their own chair. */
export const untakenSaid = ({ alarms }: Pick<AlarmState, 'alarms'>): readonly string[] =>
  Object.values(alarms).flatMap(({ alarm, taken }) =>
    isSaid(alarm.condition) && taken === undefined ? [alarm.alarmId] : [],
  )
