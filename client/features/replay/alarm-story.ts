// Owns the words of an alarm as it was recorded: what broke, how it ended, who acknowledged it, and how it stands to the
// cursor. Never decides an alarm again: every word comes from a transition of the log.
import type { Rules } from '@chairside/shared/alarm/rules.ts'
import { NO_RULES } from '@chairside/shared/alarm/session-rules.ts'
import { alarmName, alarmWords, transitionText } from '@chairside/shared/alarm/text.ts'
import type { AlarmSpan, LevelSpan } from '@chairside/shared/fold/alarm-spans.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { span } from '../../ui/format.ts'

export type AlarmStory = {
  readonly id: string
  readonly priority: Priority
  /** "BP very high → high": the levels it went through. */
  readonly name: string
  readonly raisedAtMs: number
  /** When a screen first showed it: where a jump leads. */
  readonly toldAtMs: number
  /** "SBP 182 ≥ 180" */
  readonly what: string
  /** "ended 26:30 later at 151"; absent: the recording does not say that it ended. */
  readonly ended?: string
  /** "acknowledged after 0:31, R. Osei" */
  readonly acknowledged: string
}

/** The highest level it reached; of equals the first. */
const worst = ({ levels, highest }: AlarmSpan): LevelSpan =>
  levels.find(({ priority }) => priority === highest) ?? levels[0]!

/** "very high" of "BP very high": the rest of a name whose first word the alarm already said. */
const levelWords = (name: string): string => name.slice(name.indexOf(' ') + 1)

function nameOf({ levels }: AlarmSpan): string {
  const [first, ...later] = levels.map(({ alarm }) => alarmName(alarm))
  return [first, ...later.map(levelWords)].join(' → ')
}

function endedWords(alarm: AlarmSpan, left: LevelSpan): string | undefined {
  const { endedWith, endedAtMs, endedBy, raisedAtMs } = alarm
  if (endedWith === undefined || endedAtMs === undefined) return undefined
  const later = `${span(endedAtMs - raisedAtMs)} later`
  if (endedBy === undefined || endedBy === 'measurement') {
    const value = left.alarm.limit === undefined ? undefined : endedWith.values[left.alarm.limit.quantity]
    return value === undefined ? `ended ${later}` : `ended ${later} at ${value}`
  }
  const how = transitionText(endedWith).slice(alarmName(endedWith).length + 1)
  return `${how}, ${later}`
}

/** @param rules of the session's own profile; where that is not known here, only what the record itself says is said */
export function alarmStory(alarm: AlarmSpan, rules: Rules = NO_RULES): AlarmStory {
  const top = worst(alarm)
  const ended = endedWords(alarm, top)
  return {
    id: `${alarm.alarmId}#${alarm.decidedAtMs}`,
    priority: alarm.highest,
    name: nameOf(alarm),
    raisedAtMs: alarm.raisedAtMs,
    toldAtMs: Math.max(alarm.raisedAtMs, alarm.decidedAtMs),
    // Without newer values these are the values of the transition itself, whatever the rules are today.
    what: alarmWords(rules, top.alarm, top.fromMs).what,
    ...(ended === undefined ? {} : { ended }),
    acknowledged: alarm.acknowledged
      .map(({ by, atMs }) => `acknowledged after ${span(atMs - alarm.raisedAtMs)}, ${by}`)
      .join(' · '),
  }
}

/** How an alarm stands to the cursor. `later`: nobody had been told of it yet. */
export type Standing = 'over' | 'current' | 'later'

export function standingOf(
  alarm: Pick<AlarmSpan, 'raisedAtMs' | 'decidedAtMs' | 'endedAtMs'>,
  atMs: number,
): Standing {
  if (atMs < Math.max(alarm.raisedAtMs, alarm.decidedAtMs)) return 'later'
  return alarm.endedAtMs !== undefined && alarm.endedAtMs <= atMs ? 'over' : 'current'
}
