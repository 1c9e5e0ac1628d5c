// Owns how a profile is described on its page: when it was made, how a level is raised. Never a figure of its own.

import { timeWords } from '@chairside/shared/alarm/rule-words.ts'
import type { RuleSet, TechnicalLevel } from '@chairside/shared/alarm/rules.ts'
import { clockMinutes, date } from '../../ui/format.ts'

export type Level = RuleSet['ladders'][number]['levels'][number]

export const whenWords = (atMs: number, zone: string | undefined): string =>
  `${date(atMs, zone)}, ${clockMinutes(atMs, zone)}`

export function raisedWords({ decided, delayMs, asksRepeat }: Level): string {
  switch (decided) {
    case 'delay':
      return delayMs === 0 ? 'at once' : `after ${timeWords(delayMs)}`
    case 'firstReading':
      return asksRepeat === true ? 'first reading, repeat asked' : 'first reading'
    case 'repeat':
      return 'when a repeat agrees, or none comes'
    case 'confirmation':
      return 'when the repeat agrees, or none comes'
  }
}

export const afterWords = ({ afterMs, afterCycles }: TechnicalLevel): string =>
  afterCycles === undefined
    ? afterMs === 0
      ? 'at once'
      : `after ${timeWords(afterMs)}`
    : `after ${afterCycles} cycles`
