// Owns the words in which the moments of a nurse's day are told: a well patient, a morning, and what was decided, as lines.
// Never used by the programs.
import { rulesOfSession } from '../alarm/session-rules.ts'
import { alarmText } from '../alarm/words/text.ts'
import { covered, type Day, factLine, type Step } from './clinic.ts'
import { at, attached, every1s, type Fact, type Instant, infusion, opened } from './given.ts'

export const WELL: Instant = { heartRate: 74, pulseRate: 74, spo2: 97 }
/** Healthy numbers once a second, but for what `odd` says. */
export const steady = (fromS: number, toS: number, odd: Instant = {}): Fact[] =>
  every1s(fromS, toS, { ...WELL, ...odd })
export const MORNING: Step[] = [opened(0), attached(0), covered(0), infusion(0, 'start', 52.5)]

/** Facts about these conditions, in order. */
export function about(day: Day, ...conditions: string[]): string[] {
  return day.decided
    .map(factLine)
    .filter((line) => conditions.some((one) => line.split(/[ @]/).includes(one)))
}
export const alarms = (day: Day, ...conditions: string[]): string[] =>
  about(day, ...conditions).filter((line) => !line.startsWith('told') && !line.startsWith('repeat'))
export const silences = (day: Day): string[] =>
  day.decided.map(factLine).filter((line) => line.startsWith('silence'))
export const wordsOf = (day: Pick<Day, 'session'>, condition: string, atS: number): string => {
  const active = day.session.alarms[condition]
  const rules = rulesOfSession(day.session)
  if (active === undefined || rules === undefined) return 'not active'
  return alarmText(rules, active.alarm, at(atS))
}
