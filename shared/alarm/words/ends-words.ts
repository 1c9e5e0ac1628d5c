// Owns what a person does so that an alarm ends, in a few words: for whoever is waiting for it to be over.
// Never ends one, and never says that an acknowledgement does, but of what ends by one.
import type { AlarmTransition } from '../../record/record.ts'
import { CATALOGUE, CONTINUOUS_SIGNALS, PRESSURE_COMPONENTS } from '../../vitals.ts'
import { isSaid } from '../said.ts'

/** By condition. Each names what the rule that ends it waits for (docs/ALARMS.md, SPEC AL50 to AL68, AL102). */
const ENDS: Readonly<Record<string, string>> = {
  noLiveData: 'see to the monitor, its power and its cable; its next value ends it',
  cuffFailed: 'see to the cuff and repeat it; a reading ends it',
  cuffOverdue: 'start the cuff; a reading ends it',
  noAudibleScreen: 'confirm the sound at a station or at the chair',
  noChairScreen: 'open this room’s screen at the chair',
  soundNotConfirmed: 'confirm the sound at a station or at the chair',
  deviceClock: 'acknowledge it, or set the monitor’s clock',
  batteryLow: 'charge the monitor',
  offTooLong: 'say that the sensors are on again',
  plannedEnd: 'record the stop at the pump',
  recovered: 'look at it and acknowledge it',
}

type Known = Pick<AlarmTransition, 'condition'> & Partial<Pick<AlarmTransition, 'limit'>>

/** "confirm the sound at a station or at the chair"; of a condition of another version, that somebody must look. */
export function endsWhen({ condition, limit }: Known): string {
  const own = ENDS[condition]
  if (own !== undefined) return own
  if (isSaid(condition)) return 'resolve it by name, with its outcome'
  const signal = CONTINUOUS_SIGNALS.find((one) => condition.toLowerCase() === `novalue${one.toLowerCase()}`)
  if (signal !== undefined) return `see to the sensor; a valid ${CATALOGUE[signal].short} ends it`
  if (limit === undefined) return 'a measurement back in limits ends it'
  return (PRESSURE_COMPONENTS as readonly string[]).includes(limit.quantity)
    ? 'repeat the cuff; a reading back in limits ends it'
    : `${CATALOGUE[limit.quantity].short} back in limits ends it`
}
