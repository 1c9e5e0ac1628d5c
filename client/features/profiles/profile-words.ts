// Owns how a profile is described on its page: when it was made, how a level is raised. Never a figure of its own.

import {
  conditionWords,
  levelWords,
  PHASE_WORDS,
  quantityWords,
  timeWords,
} from '@chairside/shared/alarm/profile/rule-words.ts'
import type { RuleSet, TechnicalLevel } from '@chairside/shared/alarm/rules.ts'
import type { Phase } from '@chairside/shared/record/care-kinds.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import { clockMinutes, date } from '../../ui/format.ts'

export type Level = RuleSet['ladders'][number]['levels'][number]

export const whenWords = (atMs: number, zone: string | undefined): string =>
  `${date(atMs, zone)}, ${clockMinutes(atMs, zone)}`

/** A field where it stands on the page, for people: the level or condition it belongs to. */
export function fieldWords(field: string): string {
  const [list = '', condition = '', level = ''] = field.split('.')
  if (list === 'ladders') return level === '' ? conditionWords(condition) : levelWords(condition, level)
  if (list === 'technical') return conditionWords(condition)
  if (list === 'phases') return `In ${PHASE_WORDS[condition as Phase] ?? condition}`
  if (condition === 'worsensBy') return `Acknowledged ${quantityWords(level as Quantity)}`
  return TIMES.find(([name]) => name === field)?.[1] ?? field
}

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

/** Every time of a profile, in the order of the editor. */
export const TIMES: readonly (readonly [field: string, label: string, of: (rules: RuleSet) => number])[] = [
  ['missingMs', 'Missing values neither count nor reset for', (r) => r.missingMs],
  ['settlingMs', 'Settling after a sensor came back', (r) => r.settlingMs],
  ['gapGraceMs', 'Grace after the hub was away', (r) => r.gapGraceMs],
  ['manualMs', 'A manual measurement counts up to', (r) => r.manualMs],
  ['repeat.waitMs', 'Repeat: waited for', (r) => r.repeat.waitMs],
  ['repeat.runningWaitMs', 'Repeat: while a cycle is running', (r) => r.repeat.runningWaitMs],
  ['hold.mostMs', 'Cuff hold: at most', (r) => r.hold.mostMs],
  ['hold.afterMs', 'Cuff hold: after deflation', (r) => r.hold.afterMs],
  ['hold.notAtCycleMs', 'Cuff hold: none at cycles up to', (r) => r.hold.notAtCycleMs],
  ['cuff.firstMs', 'Cuff: first reading after the start', (r) => r.cuff.firstMs],
  ['cuff.whileHighMs', 'Cuff: every, while a BP condition is active', (r) => r.cuff.whileHighMs],
  ['cuff.afterDrugMs', 'Cuff: as often after a BP drug for', (r) => r.cuff.afterDrugMs],
  ['cuff.recoveryFirstMs', 'Cuff: recovery’s cycle for the first', (r) => r.cuff.recoveryFirstMs],
  ['cuff.recoveryThenMs', 'Cuff: every, in recovery after that', (r) => r.cuff.recoveryThenMs],
  ['cuff.skipIfWithinMs', 'Cuff: skipped if one finished within', (r) => r.cuff.skipIfWithinMs],
  ['cuff.betweenOrdersMs', 'Cuff: between the hub’s own orders', (r) => r.cuff.betweenOrdersMs],
  ['silence.comingMs', 'Coming: sound off for', (r) => r.silence.comingMs],
  ['silence.pauseMs', 'Audio paused for', (r) => r.silence.pauseMs],
  ['silence.helpQuietMs', 'HELP: the chair is quiet for', (r) => r.silence.helpQuietMs],
  ['silence.undoMs', 'Undo within', (r) => r.silence.undoMs],
  ['silence.highHoldsMs', 'Acknowledged HIGH sounds again after', (r) => r.silence.highHoldsMs],
  ['silence.mediumHoldsMs', 'Acknowledged MEDIUM sounds again after', (r) => r.silence.mediumHoldsMs],
  ['silence.reminderMs', 'Audio off: reminder every', (r) => r.silence.reminderMs],
]
