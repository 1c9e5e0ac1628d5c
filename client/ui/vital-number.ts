// Owns what a number on a tile can be. Never a value for a missing measurement: that is NO_NUMBER.
import type { Priority } from '@chairside/shared/record/record.ts'

/**
 * fresh   believed now
 * ageing  dimmed, its age beside it
 * old     greyed (a cuff reading past its time: shown, never called current)
 * none    there is no value to show
 */
export type NumberState = 'fresh' | 'ageing' | 'old' | 'none'
export type TileNumber = {
  readonly text: string
  readonly state: NumberState
  /** The number that alarms stands in a filled chip. */
  readonly priority?: Priority | undefined
}

export const NO_NUMBER: TileNumber = { text: '––', state: 'none' }
