// Owns the words of an alarm as it was recorded: each level with its own value, length and answers, how it ended, and how it stands
// to the cursor. Never decides an alarm again: every word comes from a transition of the log.
import { alarmName, transitionText } from '@chairside/shared/alarm/words/text.ts'
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { answerWords, lengthWords, levelText, nameAfter } from '@chairside/shared/fold/alarm-step-words.ts'
import { type AlarmStep, alarmSteps, type Calling } from '@chairside/shared/fold/alarm-steps.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { momentWords, span, type TimeScale } from '../../ui/format.ts'

/** One level of an alarm, in words. */
export type LevelStory = {
  readonly priority: Priority
  /** "very high", after "BP high"; empty after the same name. */
  readonly name: string
  /** "BP very high, SBP 182 (≥ 180) for 5:00", after it "down to high, SBP 168 for 21:30". */
  readonly what: string
  /** "acknowledged after 0:31 by R. Osei"; empty: it asked nobody. */
  readonly said: string
}
export type AlarmStory = {
  readonly id: string
  /** The highest that it reached: what it looks like in the list. */
  readonly priority: Priority
  /** In order; never empty. */
  readonly levels: readonly LevelStory[]
  readonly raisedAtMs: number
  /** When a screen first showed it: where a jump leads. */
  readonly toldAtMs: number
  /** "ended 26:30 later at 151"; absent: the recording does not say that it ended. */
  readonly ended?: string
}

function levelOf(step: AlarmStep, before: AlarmStep | undefined, scale: TimeScale): LevelStory {
  const { priority, how, silent, asked } = step
  const text = `${how === 'fell' ? 'down to ' : ''}${levelText(step, before)}`
  return {
    priority,
    name: nameAfter(step.name, before?.name),
    what: `${text}${lengthWords(step)}${silent === true ? ', shown only' : ''}`.trim(),
    said: asked === undefined ? '' : answerWords(asked, (atMs) => momentWords(atMs, scale)),
  }
}

function endedWords(alarm: AlarmSpan): string | undefined {
  const { endedWith, endedAtMs, endedBy, raisedAtMs, levels } = alarm
  if (endedWith === undefined || endedAtMs === undefined) return undefined
  const later = `${span(endedAtMs - raisedAtMs)} later`
  if (endedBy === undefined || endedBy === 'measurement') {
    const quantity = levels.at(-1)?.alarm.limit?.quantity
    const value = quantity === undefined ? undefined : endedWith.values[quantity]
    return value === undefined ? `ended ${later}` : `ended ${later} at ${value}`
  }
  const how = transitionText(endedWith).slice(alarmName(endedWith).length + 1)
  return `${how}, ${later}`
}

/** @param callings who was called, of this alarm or of any */
export function alarmStory(
  alarm: AlarmSpan,
  scale: TimeScale,
  callings: readonly Calling[] = [],
): AlarmStory {
  const ended = endedWords(alarm)
  const steps = alarmSteps(alarm, callings)
  return {
    id: `${alarm.alarmId}#${alarm.decidedAtMs}`,
    priority: alarm.highest,
    levels: steps.map((step, index) => levelOf(step, steps[index - 1], scale)),
    raisedAtMs: alarm.raisedAtMs,
    toldAtMs: Math.max(alarm.raisedAtMs, alarm.decidedAtMs),
    ...(ended === undefined ? {} : { ended }),
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
