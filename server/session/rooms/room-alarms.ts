// Owns what a list says of a session's alarms: one line each, from committed state only. `text` has no age.
// Never says "fresh", and decides nothing.
import { brokenHalves } from '@chairside/shared/alarm/cuff/broken-halves.ts'
import type { EngineState } from '@chairside/shared/alarm/engine.ts'
import { NO_RULES, rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { nextTurn } from '@chairside/shared/alarm/silence/escalation.ts'
import { type Soundable, soundRoomOfSession } from '@chairside/shared/alarm/silence/sounding.ts'
import { alarmWords, overWords } from '@chairside/shared/alarm/words/text.ts'
import { believableValues } from '@chairside/shared/fold/believable.ts'
import type { ActiveAlarm, SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RoomAlarm } from '@chairside/shared/protocol/screens.ts'
import type { EscalationStep } from '@chairside/shared/record/alarm-kinds.ts'
import { PRIORITIES } from '@chairside/shared/record/record.ts'

const wordsOf = (state: SessionState, alarm: ActiveAlarm['alarm'], nowMs: EpochMs): string => {
  const newest = believableValues(alarm.limit?.quantity, state, nowMs)
  const { name, what } = alarmWords(rulesOfSession(state) ?? NO_RULES, alarm, nowMs, newest)
  return what === '' || what === name ? name : `${name} · ${what}`
}
const quantityOf = ({ limit, about }: ActiveAlarm['alarm']): Pick<RoomAlarm, 'quantity'> => {
  const quantity = limit?.quantity ?? about?.quantity
  return quantity === undefined ? {} : { quantity }
}

/** Whoever lists rooms does not know their limits, and marks what the hub names. */
function alsoBeyond(state: SessionState, { alarm }: ActiveAlarm): Pick<RoomAlarm, 'alsoBeyond'> {
  if (alarm.limit === undefined) return {}
  const { quantity } = alarm.limit
  const halves = brokenHalves(alarm, state.cuff.last, rulesOfSession(state))
  const others = halves.filter((half) => half !== quantity)
  return others.length === 0 ? {} : { alsoBeyond: others }
}

/** Told of the newest step of a role, and nobody was there. */
function isNobody({ told, taken }: ActiveAlarm): boolean {
  if (taken !== undefined) return false
  return told.some(
    (one, at) =>
      one.event === 'nobody' &&
      !told.slice(at + 1).some((later) => later.role === one.role && later.event !== 'nobody'),
  )
}

function lineOf(
  state: SessionState,
  active: ActiveAlarm,
  sound: Soundable | undefined,
  nowMs: EpochMs,
): RoomAlarm {
  const { alarm, seq, acknowledged, coming, escalated, taken, declined } = active
  return {
    alarmId: alarm.alarmId,
    condition: alarm.condition,
    level: alarm.level,
    priority: alarm.priority,
    text: wordsOf(state, alarm, nowMs),
    breachAtMs: alarm.breachAtMs,
    seq,
    escalated: escalated.map(({ step, atMs }) => ({ step, atMs })),
    ...quantityOf(alarm),
    ...alsoBeyond(state, active),
    ...(alarm.silent === true ? { silent: true as const } : {}),
    ...(acknowledged === undefined
      ? {}
      : { acknowledgedBy: acknowledged.by, acknowledgedAtMs: acknowledged.atMs }),
    ...(coming === undefined || coming.untilMs <= nowMs
      ? {}
      : { coming: { by: coming.by, untilMs: coming.untilMs, seq: coming.seq } }),
    ...(taken === undefined ? {} : { taken }),
    ...(declined.length === 0
      ? {}
      : { declinedBy: declined.map(({ by }) => by), declinedIds: declined.map(({ personId }) => personId) }),
    ...(isNobody(active) ? { nobody: true as const } : {}),
    ...soundOf(sound),
  }
}

function soundOf(sound: Soundable | undefined): Partial<RoomAlarm> {
  if (sound === undefined) return {}
  const { signalSeq, sinceMs, fell, reminder, paused, told } = sound
  return {
    signalSeq,
    sinceMs: sinceMs as EpochMs,
    ...(fell === true ? { fell: true as const } : {}),
    ...(reminder === undefined ? {} : { reminder }),
    ...(paused === undefined ? {} : { pausedUntilMs: paused.untilMs as EpochMs }),
    ...(told.length === 0 ? {} : { toldIds: [...new Set(told)] }),
  }
}

type NameOf = (step: EscalationStep) => string | undefined

/** Whose turn comes. The engine's own word; of a step that is overdue it is about to be said. */
function nextOf(engine: EngineState, alarmId: string, nameOf: NameOf): Partial<RoomAlarm> {
  const turn = nextTurn(engine.escalation, alarmId)
  if (turn === undefined) return {}
  const { step } = turn
  const name = nameOf(step)
  return { next: { step, atMs: turn.atMs as EpochMs, ...(name === undefined ? {} : { name }) } }
}

/**
 * Active alarms, the most urgent and oldest first; then what is over, was HIGH and was not acknowledged.
 * @param nameOf who is called at a step, as far as it is one person
 */
export function alarmsOf(
  state: SessionState,
  nowMs: EpochMs,
  engine: EngineState,
  nameOf: NameOf,
): RoomAlarm[] {
  const sounds = new Map(soundRoomOfSession(state).alarms.map((one) => [one.alarmId, one]))
  const active = Object.values(state.alarms)
    .map((one) => ({
      ...lineOf(state, one, sounds.get(one.alarm.alarmId), nowMs),
      ...nextOf(engine, one.alarm.alarmId, nameOf),
    }))
    .sort(
      (a, b) =>
        PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) || a.breachAtMs - b.breachAtMs,
    )
  const latched = Object.values(state.latched).map(
    ({ alarm, endedAtMs }): RoomAlarm => ({
      alarmId: alarm.alarmId,
      condition: alarm.condition,
      level: alarm.level,
      priority: alarm.priority,
      text: overWords(alarm),
      breachAtMs: alarm.breachAtMs,
      seq: state.head,
      escalated: [],
      latched: true,
      overAtMs: endedAtMs,
      ...quantityOf(alarm),
    }),
  )
  return [...active, ...latched]
}
