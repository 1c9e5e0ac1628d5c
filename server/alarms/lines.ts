// Owns what `npm run alarms` prints, as words and as JSON lines (docs/ALARMS.md says what each field is). Decides nothing.
import type { Fact } from '@chairside/shared/alarm/engine.ts'
import type { ConditionSecond } from '@chairside/shared/alarm/what-if.ts'
import { alarmName, formatAge, limitWords, transitionText } from '@chairside/shared/alarm/words/text.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'

type Seconds = (atMs: number) => number
const fixed = (seconds: number): number => Math.round(seconds * 1_000) / 1_000

/** A fact as data. Times are seconds from second 0 of the recording. */
export function factData(fact: Fact, seconds: Seconds): object {
  switch (fact.kind) {
    case 'alarm':
      return {
        type: 'transition',
        t_s: fixed(seconds(fact.dueAtMs)),
        condition: fact.condition,
        transition: fact.transition,
        level: fact.level,
        priority: fact.priority,
        silent: fact.silent ?? false,
        cause: fact.cause,
        breach_t_s: fixed(seconds(fact.breachAtMs)),
        measured_t_s: fixed(seconds(fact.measuredAtMs)),
        values: fact.values,
        limit: fact.limit,
        about: fact.about,
        ended_by: fact.endedBy,
        alarm_id: fact.alarmId,
        name: alarmName(fact),
        text: transitionText(fact),
      }
    case 'repeat':
      return {
        type: 'repeat',
        t_s: fixed(seconds(fact.dueAtMs)),
        condition: fact.condition,
        event: fact.event,
        level: fact.level,
        priority: fact.priority,
        until_t_s: fixed(seconds(fact.untilMs)),
        measured_t_s: fixed(seconds(fact.measuredAtMs)),
        values: fact.values,
        limit: fact.limit,
      }
    default:
      return { type: fact.kind, t_s: fixed(seconds(fact.dueAtMs)) }
  }
}

const WHEN = 10
/** `0:07:42  !! HR high: HR 112 > 110` */
export function factWords(fact: Fact, seconds: Seconds): string | undefined {
  const when = formatAge(seconds(fact.dueAtMs) * 1_000).padStart(WHEN)
  if (fact.kind === 'alarm') return `${when}  ${transitionText(fact)}`
  if (fact.kind !== 'repeat') return undefined
  const limit = `${CATALOGUE[fact.limit.quantity].short} ${fact.values[fact.limit.quantity] ?? '––'} ${limitWords(fact.limit)}`
  return `${when}  repeat ${fact.event}: ${limit}`
}

export const secondData = (line: ConditionSecond): object => ({
  type: 'second',
  t_s: line.second,
  condition: line.condition,
  level: line.level,
  priority: line.priority,
  quantity: line.quantity,
  value: line.value ?? null,
  breach: line.breach,
})

export function secondWords(line: ConditionSecond): string {
  const value = line.value === undefined ? '––' : String(line.value)
  return `${String(line.second).padStart(WHEN)}  ${line.condition} ${line.level} ${value} ${line.breach ? 'breach' : '-'}`
}
