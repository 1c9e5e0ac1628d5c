// Owns which limits were in force from when: what the lines of a plot are drawn from, worked out as the engine does.
// Never looks at a measurement: a session has a handful of the records that move limits.
import type { Rules } from '../alarm/rules.ts'
import { rulesOfSession } from '../alarm/session-rules.ts'
import type { RecordOf } from '../record/record.ts'
import { emptySession, foldSession, type SessionState } from './session-state.ts'

/** Each holds until the next; the first for everything before it as well. */
export type LimitsInForce = {
  readonly fromMs: number
  /** Undefined: the profile is neither in the record nor shipped. A limit nobody used would be worse than none. */
  readonly rules: Rules | undefined
}
/** What of a session moves its limits. Plain JSON. */
export type LimitsOf = Pick<SessionState, 'opened' | 'ruleSet' | 'limits' | 'baseline' | 'phase'>
export const NO_LIMITS: LimitsOf = { limits: [] }

/** What may move a limit: the phase is also the pump's and HELP's to set (clinical facts §4 "Phases"). */
export type MovesLimits = RecordOf<
  'session.opened' | 'rules' | 'limits' | 'baseline' | 'phase' | 'infusion' | 'help'
>

const sameLimits = (a: Rules | undefined, b: Rules | undefined): boolean =>
  a === b || JSON.stringify(a?.ladders) === JSON.stringify(b?.ladders)

/**
 * Takes one more record, in the order of the log. Changes `limits`; where nothing moved it stays as it is.
 * @returns what moves the limits from now on
 */
export function pushLimits(limits: LimitsInForce[], of: LimitsOf, record: MovesLimits): LimitsOf {
  const { opened, ruleSet, limits: own, baseline, phase } = foldSession({ ...emptySession, ...of }, record)
  const next: LimitsOf = {
    limits: own,
    ...(opened === undefined ? {} : { opened }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(phase === undefined ? {} : { phase }),
  }
  if (opened === undefined) return next
  const rules = rulesOfSession(next)
  const last = limits.at(-1)
  if (last === undefined) {
    limits.push({ fromMs: record.hubAtMs, rules })
    return next
  }
  if (sameLimits(last.rules, rules)) return next
  // The session's own rule set stands behind its opening, and is what it was opened with.
  const isOpening = record.kind === 'rules' && limits.length === 1
  const fromMs = isOpening ? last.fromMs : Math.max(last.fromMs, record.hubAtMs)
  if (fromMs === last.fromMs) limits.pop()
  limits.push({ fromMs, rules })
  return next
}
