// Owns what a screen sounds by itself: that it has lost the hub, and that the hub cannot record. The only sounds here that the
// hub did not decide. Source: clinical facts §5 "Lost the hub". Never judges a patient's numbers.
import type { Priority } from '@chairside/shared/record/record.ts'
import type { Sounding } from './alarm-player.ts'

const STATION_AFTER_MS = 10_000
const CHAIR_PULSE_AFTER_MS = 20_000
const CHAIR_AFTER_MS = 60_000

export type LostHubSignal = { readonly priority: Priority; readonly once: boolean }

/** A place that is listened to by those who watch several rooms. */
const isStation = (place: string): boolean => place === 'station' || place === 'wall'

/**
 * The station (and the wall) sounds MEDIUM from 10 s; a chair one LOW pulse at 20 s and MEDIUM from 60 s, and so does a
 * person's own screen. A page without a place shows no patient and says nothing.
 * @param lostForMs how long nothing was heard from the hub
 * @param place     `chair:<roomId>`, `station`, `wall`, `person:<personId>`, or none
 */
export function lostHubSignal(lostForMs: number, place: string | undefined): LostHubSignal | undefined {
  if (place === undefined) return undefined
  if (isStation(place)) return lostForMs >= STATION_AFTER_MS ? { priority: 'medium', once: false } : undefined
  if (lostForMs >= CHAIR_AFTER_MS) return { priority: 'medium', once: false }
  return lostForMs >= CHAIR_PULSE_AFTER_MS ? { priority: 'low', once: true } : undefined
}

export type Lost = {
  /** Monotonic milliseconds at which the hub was last heard: it names this loss. */
  readonly sinceMs: number
  readonly forMs: number
  /**
   * HIGH alarms this place knew and nobody had silenced, by hub time as it goes on here: they sound whatever leases and the
   * quiet chair say, for nobody else may be left who does.
   */
  readonly known: readonly Sounding[]
  /** A session was open in what this place watches: without one nobody is left alone. */
  readonly watching: boolean
}

/** Everything that sounds while the hub is lost. */
export function soundsWhileLost(lost: Lost, place: string | undefined): readonly Sounding[] {
  const known = lost.known.filter(({ priority }) => priority === 'high')
  const signal = lost.watching ? lostHubSignal(lost.forMs, place) : undefined
  if (signal === undefined) return known
  return [...known, { key: `lostHub.${signal.priority}@${lost.sinceMs}`, ...signal }]
}

/** The hub is there and its disk takes nothing: no alarm is judged. Sounded at once wherever this page may sound. */
export const CANNOT_RECORD: Sounding = { key: 'cannotRecord', priority: 'medium' }
