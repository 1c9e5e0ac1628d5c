// Owns what a hand-over says of alarms: who has them, what is over, what is silenced or held. Never leaves one out.
import { alarmName, alarmNameOf, formatAge, PRIORITY_MARK } from '../alarm/text.ts'
import type { ActiveAlarm } from '../fold/session-state.ts'
import { latest, mark, type Now } from './handover-words.ts'

function whoHasIt({ acknowledged, coming, taken }: ActiveAlarm, now: Now): string {
  const said = [
    acknowledged === undefined
      ? 'NOT acknowledged'
      : `acknowledged by ${acknowledged.by} ${mark(now, acknowledged.atMs)}`,
    ...(coming === undefined ? [] : [`${coming.by} is coming`]),
    ...(taken === undefined ? [] : [`${taken.by} has it`]),
  ]
  return said.join(', ')
}

const RANK = { high: 0, medium: 1, low: 2 } as const
export function alarms(now: Now): { now: string[]; ended: string[] } {
  const { state } = now
  const active = Object.values(state.alarms)
    .toSorted((a, b) => RANK[a.alarm.priority] - RANK[b.alarm.priority] || a.raisedAtMs - b.raisedAtMs)
    .map(
      (one) =>
        `${PRIORITY_MARK[one.alarm.priority]} ${alarmName(one.alarm)} since ${mark(now, one.raisedAtMs)} · ${whoHasIt(one, now)}`,
    )
  const over = Object.values(state.latched).map(
    ({ alarm, raisedAtMs, endedAtMs }) =>
      `${alarmName(alarm)} ${mark(now, raisedAtMs)}, over ${mark(now, endedAtMs)} · NOT acknowledged`,
  )
  const ended = latest(
    (state.pastAlarms ?? []).filter(
      ({ worst, endedAtMs }) => endedAtMs !== undefined && state.latched[worst.alarmId] === undefined,
    ),
    'alarms',
    ({ worst, raisedAtMs, endedAtMs = raisedAtMs, acknowledged }) =>
      `Was: ${PRIORITY_MARK[worst.priority]} ${alarmName(worst)} ${mark(now, raisedAtMs)} for ${formatAge(endedAtMs - raisedAtMs)} · ${acknowledged === undefined ? 'not acknowledged' : `acknowledged by ${acknowledged.by}`}`,
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
