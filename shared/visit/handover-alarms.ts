// Owns what a hand-over says of alarms: each level with its value and its length, who has them, what is over, what is silenced or
// held. Never leaves one out.
import { alarmName, alarmNameOf, formatAge, PRIORITY_MARK } from '../alarm/words/text.ts'
import { STAMP_WORDS } from '../fold/alarm-log-words.ts'
import type { PastAlarm } from '../fold/alarm-past.ts'
import type { ActiveAlarm, LatchedAlarm } from '../fold/alarm-state.ts'
import { levelWords, stepsSentence } from '../fold/alarm-step-words.ts'
import { alarmSteps, isLapsed } from '../fold/alarm-steps.ts'
import { latest, mark, type Now } from './handover-words.ts'

/** What somebody who reads "NOT acknowledged" must know: that it was, at this level, and until when. */
function endedWords(story: PastAlarm | undefined, now: Now): string {
  const asked = story?.levels.findLast(({ alarm }) => alarm.transition !== 'fell')
  const last = story?.acknowledged.findLast(
    ({ seq, endedBecause }) => seq > (asked?.seq ?? 0) && endedBecause !== 'undone',
  )
  return last !== undefined && isLapsed(last)
    ? ` now (${last.by}'s ended ${ago(mark(now, last.endedAtMs))})`
    : ''
}
/** "at T+11:27", "3:10 ago". */
const ago = (when: string): string => (when.startsWith('T') ? `at ${when}` : when)

function whoHasIt(
  { acknowledged, coming, taken }: ActiveAlarm,
  story: PastAlarm | undefined,
  now: Now,
): string {
  const said = [
    acknowledged === undefined
      ? `NOT acknowledged${endedWords(story, now)}`
      : `acknowledged by ${acknowledged.by} ${mark(now, acknowledged.atMs)}`,
    ...(coming === undefined ? [] : [`${coming.by} is coming`]),
    ...(taken === undefined ? [] : [`${taken.by} has it`]),
  ]
  return said.join(', ')
}

const RANK = { high: 0, medium: 1, low: 2 } as const
/** A line is read aloud: of more levels of one alarm the first, the worst and the last. */
const LEVELS_TOLD = 4
/** The first and the last answer to each. */
const ANSWERS_TOLD = 2

/** Its levels in a sentence. */
const storyOf = (story: PastAlarm, now: Now, steps = alarmSteps(story)): string =>
  stepsSentence(steps, (atMs) => mark(now, atMs), {
    ...{ most: LEVELS_TOLD, answers: ANSWERS_TOLD, omitted: story.omitted ?? 0 },
  })

/** " · stamps: oxygen T+06:33 · over T+07:02 by R. Osei: calmed": of HELP and of a symptom. */
function cameOfIt({ stamps = [], resolved, endedAtMs }: PastAlarm, now: Now): string {
  const each = [...new Set(stamps.map(({ stamp }) => stamp))].map((kind) => {
    const own = stamps.filter(({ stamp }) => stamp === kind)
    const times = own.length > 1 ? ` (${own.length} times)` : ''
    return `${STAMP_WORDS[kind]} ${mark(now, own[0]?.atMs ?? 0)}${times}`
  })
  const stamped = each.length === 0 ? '' : ` · stamps: ${each.join(', ')}`
  if (resolved === undefined || endedAtMs === undefined) return stamped
  return `${stamped} · over ${mark(now, endedAtMs)} by ${resolved.by}: ${resolved.outcome}`
}

function activeLine(one: ActiveAlarm, stories: readonly PastAlarm[], now: Now): string {
  const { alarm, raisedAtMs } = one
  const story = stories.findLast(
    ({ alarmId, endedAtMs }) => alarmId === alarm.alarmId && endedAtMs === undefined,
  )
  const steps = story === undefined ? [] : alarmSteps(story)
  const current = steps.at(-1)
  const who = `${whoHasIt(one, story, now)}${story === undefined ? '' : cameOfIt(story, now)}`
  if (story === undefined || current === undefined)
    return `${PRIORITY_MARK[alarm.priority]} ${alarmName(alarm)} since ${mark(now, raisedAtMs)} · ${who}`
  const line = `${levelWords(current)} since ${mark(now, current.fromMs)} · ${who}`
  const earlier = steps.slice(0, -1)
  if (earlier.length === 0) return line
  return `${line} · before, from ${mark(now, story.raisedAtMs)}: ${storyOf(story, now, earlier)}`
}

function latchedLine(
  { alarm, raisedAtMs, endedAtMs }: LatchedAlarm,
  stories: readonly PastAlarm[],
  now: Now,
): string {
  const story = stories.findLast((one) => one.alarmId === alarm.alarmId && one.endedAtMs !== undefined)
  const what =
    story === undefined ? `${PRIORITY_MARK[alarm.priority]} ${alarmName(alarm)}` : storyOf(story, now)
  return `Over ${mark(now, endedAtMs)}, NOT acknowledged: from ${mark(now, raisedAtMs)} ${what}`
}

export function alarms(now: Now): { now: string[]; ended: string[] } {
  const { state } = now
  const stories = state.pastAlarms ?? []
  const active = Object.values(state.alarms)
    .toSorted((a, b) => RANK[a.alarm.priority] - RANK[b.alarm.priority] || a.raisedAtMs - b.raisedAtMs)
    .map((one) => activeLine(one, stories, now))
  const over = Object.values(state.latched).map((one) => latchedLine(one, stories, now))
  const ended = latest(
    stories.filter(
      ({ alarmId, endedAtMs }) => endedAtMs !== undefined && state.latched[alarmId] === undefined,
    ),
    'alarms',
    (story) => `Was, from ${mark(now, story.raisedAtMs)}: ${storyOf(story, now)}${cameOfIt(story, now)}`,
  )
  const repeats = Object.values(state.repeats).map(
    ({ condition, level }) => `Repeat due: ${alarmNameOf(condition, level)}`,
  )
  const judged = state.quarantined ? ['Alarms are NOT judged here'] : []
  return { now: [...judged, ...active, ...over, ...repeats], ended }
}

export function quietened(now: Now): string[] {
  const { audio, quietChair, holding, monitorOff } = now.state
  const paused =
    audio.paused === undefined || audio.paused.untilMs <= now.nowMs
      ? []
      : [`Sound paused for ${formatAge(audio.paused.untilMs - now.nowMs)} more`]
  const off =
    audio.off === undefined ? [] : [`Sound OFF by ${audio.off.by ?? 'unsigned'}: ${audio.off.reason}`]
  const quiet = quietChair?.on === true ? [`Quiet chair, by ${quietChair.by}`] : []
  const held =
    holding === undefined
      ? []
      : [
          holding.what === 'adjusting'
            ? `Adjusting sensors, by ${holding.by} ${mark(now, holding.atMs)}`
            : `Sensors off on purpose, by ${holding.by} ${mark(now, holding.atMs)}${holding.with === undefined ? '' : `, with ${holding.with}`}`,
        ]
  const monitor =
    monitorOff === undefined ? [] : [`Monitor off, by ${monitorOff.by} ${mark(now, monitorOff.atMs)}`]
  return [...paused, ...off, ...quiet, ...held, ...monitor]
}
