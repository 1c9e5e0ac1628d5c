// Owns the answers to "Why?" where something alarms, or waits for a repeat. Never says more than the records and the engine.
import type { ActiveAlarm } from '../../fold/session-state.ts'
import type { Level } from '../rules.ts'
import { acknowledgementHoldsMs, isSaid } from '../silence/silence-times.ts'
import { alarmName, alarmWords, formatAge, limitWords } from '../words/text.ts'
import { type Asked, newestOf, short, type Why, when } from './why-asked.ts'

const RANK = { low: 0, medium: 1, high: 2 } as const

/** Who has silenced it until when; empty: it sounds. */
function silenceWords(asked: Asked, { alarm, acknowledged, coming }: ActiveAlarm): string {
  const { session, atMs, rules } = asked
  const { alarmId, condition, priority } = alarm
  if (alarm.silent === true) return '; shown and never sounded at this level'
  if (acknowledged !== undefined && !isSaid(condition)) {
    const holdsMs = acknowledgementHoldsMs(rules, condition, priority)
    const until = holdsMs === undefined ? '' : `, until ${when(asked, acknowledged.atMs + holdsMs)} at most`
    return `; silent: acknowledged by ${acknowledged.by} at ${when(asked, acknowledged.atMs)}${until}`
  }
  if (coming !== undefined && atMs < coming.untilMs)
    return `; silent: ${coming.by} is coming, until ${when(asked, coming.untilMs)}`
  const { paused, earlier = [], off } = session.audio
  const pause = [...earlier, paused].find((one) => one?.alarmIds.includes(alarmId) && atMs < one.untilMs)
  if (pause !== undefined)
    return `; silent: audio paused by ${pause.by ?? 'someone unsigned'} until ${when(asked, pause.untilMs)}`
  if (off !== undefined && priority !== 'high') return `; silent: audio off by ${off.by}, ${off.reason}`
  return ''
}

/** How far it is on its way to be left; or why it cannot be. */
function leavingWords(asked: Asked, condition: string, rank: number): string {
  const { engine, rules, atMs } = asked
  const ladder = rules.ladders.find((one) => one.condition === condition)
  const level = ladder?.levels[rank]
  if (ladder === undefined || level === undefined) return ''
  for (const id of ladder.sources) {
    const source = engine.sources[id]
    if (source === undefined || id === 'cuff') continue
    if (atMs < source.settleUntilMs)
      return `; settling until ${when(asked, source.settleUntilMs)}: nothing ends it before`
    const clearMs = source.runs[condition]?.clear[rank] ?? 0
    if (clearMs !== 0 && atMs - source.judgedMs <= source.missingMs)
      return `; clear for ${formatAge(atMs - clearMs)} of ${formatAge(level.leaveMs)}`
    if (source.silence !== 'no')
      return `; no valid ${short(id)} since ${when(asked, source.wordAtMs)}: only a measurement ends it`
  }
  return ''
}

/** Why it was decided when it was. */
function decidedWords(alarm: ActiveAlarm['alarm'], level: Level | undefined): string {
  const delayMs = alarm.dueAtMs - alarm.breachAtMs
  switch (alarm.cause) {
    case 'repeatAgreed':
      return ', the repeat agreed'
    case 'cuffFailed':
      return ', the repeat failed twice'
    case 'linkLost':
      return ', the monitor went while a repeat was due'
    case 'noRepeat':
      return ', no repeat came in time'
    case 'lostWhilePending':
      return ', lost while a breach was pending'
    case 'afterHold':
      return ', still so after the cuff'
    case 'firstReading':
      return ', on the first reading'
    default:
      return alarm.transition !== 'fell' && level?.decided === 'delay' && delayMs > 0
        ? `, beyond it for ${formatAge(delayMs)} before`
        : ''
  }
}

/** The most urgent alarm that goes on and that the question is about. */
function activeOf({ session, ladders, about, quantities, technical }: Asked): ActiveAlarm | undefined {
  const conditions = new Set([about, ...ladders.map(({ condition }) => condition)])
  return Object.values(session.alarms)
    .filter(
      ({ alarm }) =>
        conditions.has(alarm.condition) ||
        (technical === undefined &&
          alarm.cause === 'lostWhilePending' &&
          alarm.about?.quantity !== undefined &&
          quantities.includes(alarm.about.quantity)),
    )
    .sort((a, b) => RANK[b.alarm.priority] - RANK[a.alarm.priority])[0]
}

export function activeWhy(asked: Asked): Why | undefined {
  const active = activeOf(asked)
  if (active === undefined) return latchedWhy(asked)
  const { alarm } = active
  const { rules, engine, atMs } = asked
  const ladder = rules.ladders.find(({ condition }) => condition === alarm.condition)
  const rank = ladder?.levels.findIndex(({ level }) => level === alarm.level) ?? -1
  const newest = alarm.limit === undefined ? undefined : newestOf(asked, alarm.limit.quantity)
  const { name, what } = alarmWords(rules, alarm, atMs, newest)
  const said = what === name ? name : `${name}: ${what}`
  const since = `since ${when(asked, alarm.dueAtMs)}`
  const leaving =
    engine.active[alarm.condition] === undefined ? '' : leavingWords(asked, alarm.condition, rank)
  const decided = decidedWords(alarm, ladder?.levels[rank])
  const text = `${said}, ${since}${decided}${silenceWords(asked, active)}${leaving}.`
  return { kind: 'active', text }
}

/** Over and not acknowledged: it is still in sight. */
function latchedWhy(asked: Asked): Why | undefined {
  const { session, ladders, about } = asked
  const one = Object.values(session.latched).find(
    ({ alarm }) =>
      alarm.condition === about || ladders.some(({ condition }) => condition === alarm.condition),
  )
  if (one === undefined) return undefined
  const from = when(asked, one.alarm.dueAtMs)
  const to = when(asked, one.endedAtMs)
  return {
    kind: 'active',
    text: `${alarmName(one.alarm)} from ${from} to ${to} is over; nobody has acknowledged it, so it stays in sight, silent.`,
  }
}

export function repeatWhy(asked: Asked): Why | undefined {
  const { session, ladders, atMs } = asked
  for (const { condition } of ladders) {
    const repeat = session.repeats[condition]
    if (repeat === undefined) continue
    const { limit, values, untilMs } = repeat
    const first = `${short(limit.quantity)} ${values[limit.quantity] ?? ''} ${limitWords(limit)}`
    return {
      kind: 'repeatDue',
      text: `Repeat due: ${first}; it alarms if the repeat agrees, or at ${when(asked, untilMs)} (in ${formatAge(untilMs - atMs)}) if none comes.`,
    }
  }
  return undefined
}

/** A technical condition about the same signal. */
export function technicalWhy(asked: Asked): Why | undefined {
  const { session, rules, quantities, technical } = asked
  const isPressure = quantities.includes('systolic')
  const about = rules.technical
    .filter(({ condition, kind, signal }) =>
      technical !== undefined
        ? condition === technical.condition
        : (signal !== undefined && quantities.includes(signal)) ||
          kind === 'noLiveData' ||
          (isPressure && (kind === 'cuffFailed' || kind === 'cuffOverdue')),
    )
    .flatMap(({ condition }) => session.alarms[condition] ?? [])
    .sort((a, b) => RANK[b.alarm.priority] - RANK[a.alarm.priority])[0]
  if (about === undefined) return undefined
  const { alarm } = about
  const { name, what } = alarmWords(rules, alarm, asked.atMs)
  const said = what === name ? name : `${name}: ${what}`
  const text = `${said}, since ${when(asked, alarm.breachAtMs)}${silenceWords(asked, about)}.`
  return { kind: 'technical', text }
}
