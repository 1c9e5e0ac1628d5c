// Owns what a "Why?" is asked of, and the words that all its answers share: times, limits, values. Never an answer itself.

import { believableValues } from '../../fold/believable.ts'
import type { SessionState } from '../../fold/session-state.ts'
import { CATALOGUE, type Quantity, shown } from '../../vitals.ts'
import type { EngineState, Values } from '../engine-state.ts'
import type { Ladder, Limit, LimitOp, Rules, TechnicalRule } from '../rules.ts'
import { tPlus } from '../words/t-plus.ts'
import { formatAge, limitWords } from '../words/text.ts'

/**
 * active pending repeatDue     it alarms, or will
 * held settling noPulse standsIn phase   a value is there and is not judged, or not raised, for a reason
 * noValue noData never late    there is no value to judge
 * off                          on purpose, adjusting, monitor off
 * notReached noLimit           the value is within its limits, or has none
 * notJudged closed unknown
 */
export type WhyKind =
  | 'active'
  | 'pending'
  | 'repeatDue'
  | 'held'
  | 'settling'
  | 'noPulse'
  | 'standsIn'
  | 'phase'
  | 'noValue'
  | 'noData'
  | 'never'
  | 'late'
  | 'off'
  | 'notReached'
  | 'noLimit'
  | 'technical'
  | 'notJudged'
  | 'closed'
  | 'unknown'
export type Why = { readonly kind: WhyKind; readonly text: string }

export type Asked = {
  readonly rules: Rules
  readonly engine: EngineState
  readonly session: SessionState
  readonly atMs: number
  readonly about: string
  readonly quantities: readonly Quantity[]
  /** The ladders that the question is about. */
  readonly ladders: readonly Ladder[]
  readonly technical?: TechnicalRule
  readonly late?: { readonly value: number; readonly measuredAtMs: number; readonly cameAtMs: number }
}

const PRESSURE = ['systolic', 'diastolic', 'mean'] as const
/** The cuff's three numbers are one reading; undefined: not a pressure. */
export const pressureOf = (quantity: string): Quantity[] | undefined =>
  (PRESSURE as readonly string[]).includes(quantity) ? [...PRESSURE] : undefined

/** `T+12:04`; before the start `T−00:40`; of a session without a start, since it was opened. */
export function when({ session }: Pick<Asked, 'session'>, ms: number): string {
  const start = session.infusion.startedAtMs
  if (start !== undefined) return tPlus(ms - start)
  const opened = session.opened?.hubAtMs
  return opened === undefined
    ? `${formatAge(ms)} of the record`
    : `${formatAge(ms - opened)} into the session`
}

export const short = (quantity: Quantity): string => CATALOGUE[quantity].short

const BEYOND: Readonly<Record<LimitOp, string>> = { '>=': 'at or above', '>': 'above', '<': 'below' }
export const beyondWords = ({ op, value }: Pick<Limit, 'op' | 'value'>): string => `${BEYOND[op]} ${value}`

/** What a number is called and what it is: "SpO₂ 88", "BP 157/92". */
export function valueWords(quantity: Quantity, values: Values): string {
  if (pressureOf(quantity) === undefined) {
    const value = values[quantity]
    return value === undefined ? short(quantity) : `${short(quantity)} ${shown(quantity, value)}`
  }
  const { systolic, diastolic, mean } = values
  if (systolic === undefined && diastolic === undefined)
    return mean === undefined ? 'BP' : `mean pressure ${mean}`
  return `BP ${systolic ?? '––'}/${diastolic ?? '––'}`
}

/** "SpO₂ < 92, < 90, < 85, < 80"; of a pressure each of its numbers. */
export function limitsWords({ ladders }: Asked, quantity: Quantity): string {
  const of = new Map<Quantity, string[]>()
  for (const { levels, sources } of ladders)
    for (const { limits, decided } of levels) {
      if (decided === 'confirmation') continue
      for (const limit of limits) {
        const name = sources.includes(quantity as 'spo2') ? quantity : limit.quantity
        const words = of.get(name) ?? []
        if (!words.includes(limitWords(limit))) words.push(limitWords(limit))
        of.set(name, words)
      }
    }
  return [...of].map(([name, words]) => `${short(name)} ${words.join(', ')}`).join(' · ')
}

/** The newest values that may be believed at that moment. */
export const newestOf = ({ session, atMs }: Asked, quantity: Quantity): Values | undefined =>
  believableValues(quantity, session, atMs)
