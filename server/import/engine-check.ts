// Owns the comparison beside an imported export: would this hub's engine have decided what was recorded?
// Never changes what was recorded, which is what the screens of then showed.
import {
  type AlarmTransition,
  advanceTo,
  type EngineState,
  initialEngine,
  step,
} from '@chairside/shared/alarm/engine.ts'
import { parseRuleSet } from '@chairside/shared/alarm/profile/rule-set.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'

const keyOf = ({ condition, transition, level, dueAtMs }: AlarmTransition): string =>
  `${condition} ${transition} ${level} ${dueAtMs}`

export type EngineCheck = {
  take(record: DecodedRecord): void
  /** One sentence for people where it would decide otherwise; undefined where it would not. */
  note(): string | undefined
}

/** @param otherwise of a recording that has no rules of its own */
export function createEngineCheck(otherwise: RuleSet): EngineCheck {
  let rules = otherwise
  let engine: EngineState = initialEngine()
  let profile: { readonly name: string; readonly version: number } | undefined
  let quarantined = false
  let broken = false
  let recorded = 0
  /** Decided and not recorded: above 0. Recorded and not decided: below 0. */
  const open = new Map<string, number>()
  const count = (transition: AlarmTransition, by: 1 | -1): void => {
    const key = keyOf(transition)
    const now = (open.get(key) ?? 0) + by
    if (now === 0) open.delete(key)
    else open.set(key, now)
  }

  return {
    take(record) {
      if (record.kind === 'session.opened') profile = record.profile
      if (record.kind === 'quarantine') quarantined = true
      if (record.kind === 'rules') {
        const own = parseRuleSet(record.ruleSet)
        if (own.ok) rules = own.value
      }
      if (record.kind === 'alarm') {
        recorded += 1
        count(record, -1)
        return
      }
      if (quarantined || broken) return
      try {
        const due = record.kind === 'hub.gap' ? record.fromMs : record.hubAtMs
        const before = advanceTo(rules, engine, due)
        const after = step(rules, before.state, record)
        engine = after.state
        for (const fact of [...before.transitions, ...after.transitions])
          if (fact.kind === 'alarm') count(fact, 1)
      } catch {
        broken = true
      }
    },
    note() {
      if (broken)
        return 'The alarms are shown as they were recorded; this hub’s engine could not judge these records again.'
      if (quarantined) return undefined
      if (open.size === 0) return undefined
      let more = 0
      let fewer = 0
      for (const by of open.values()) {
        if (by > 0) more += by
        else fewer -= by
      }
      const { name, version } = rules.profile
      const others =
        profile !== undefined && (profile.name !== name || profile.version !== version)
          ? ` It was judged by ${profile.name} ${profile.version}, this hub judges by ${name} ${version}.`
          : ''
      return (
        `The alarms are shown as they were recorded. This hub would decide otherwise today: ` +
        `${fewer} of ${recorded} alarm changes would not come, ${more} others would.${others}`
      )
    },
  }
}
