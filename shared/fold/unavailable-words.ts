// Owns the words for why a sensor gives no value.
import type { UnavailableReason } from '../record/reading.ts'

/** Reasons in the words of the field. */
export const UNAVAILABLE_WORDS: Readonly<Record<UnavailableReason, string>> = {
  sensorOff: 'sensor off',
  artifact: 'artefact',
  deviceFault: 'device fault',
  settling: 'settling',
  noReading: 'no reading',
}
