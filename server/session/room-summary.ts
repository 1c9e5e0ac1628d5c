// Owns what a room looks like in a list: built from committed state only, sent as facts with their times.
// Never says "fresh": the reader works that out from the times, by the shared rule.
import { NO_RULES, rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { alarmWords } from '@chairside/shared/alarm/text.ts'
import { believableValues } from '@chairside/shared/fold/believable.ts'
import type { ActiveAlarm, SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { LatestNumbers, RoomAlarm, RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { PRIORITIES } from '@chairside/shared/record/record.ts'
import { CONTINUOUS_SIGNALS } from '@chairside/shared/vitals.ts'
import type { Room } from './room.ts'

function latestOf(state: SessionState): LatestNumbers {
  const readings: Record<string, NonNullable<LatestNumbers['readings'][string]>> = {}
  for (const signal of CONTINUOUS_SIGNALS) {
    const now = state.signals[signal]
    if (now !== undefined) readings[signal] = { reading: now.reading, measuredAtMs: now.measuredAtMs }
  }
  const last = state.cuff.last
  if (last === undefined) return { readings }
  const { measuredAtMs, systolic, diastolic, mean } = last
  return { readings, cuff: { measuredAtMs, systolic, diastolic, mean } }
}

/** Active alarms, the most urgent and oldest first. */
export function alarmsOf(state: SessionState, nowMs: EpochMs): RoomAlarm[] {
  const text = (alarm: ActiveAlarm['alarm']): string => {
    const newest = believableValues(alarm.limit?.quantity, state, nowMs)
    const { name, what } = alarmWords(rulesOfSession(state) ?? NO_RULES, alarm, nowMs, newest)
    return `${name} · ${what}`
  }
  return Object.values(state.alarms)
    .map(({ alarm, acknowledged }) => ({
      alarmId: alarm.alarmId,
      condition: alarm.condition,
      level: alarm.level,
      priority: alarm.priority,
      text: text(alarm),
      breachAtMs: alarm.breachAtMs,
      ...(acknowledged === undefined ? {} : { acknowledgedBy: acknowledged.by }),
    }))
    .sort(
      (a, b) =>
        PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) || a.breachAtMs - b.breachAtMs,
    )
}

function sessionOf(room: Room, nowMs: EpochMs): Pick<RoomSummary, 'session'> {
  const actor = room.actor()
  const state = actor?.committed().session
  if (actor === undefined || state?.opened === undefined) return {}
  return {
    session: {
      sessionId: actor.sessionId,
      patientCode: state.opened.patientCode,
      openedAtMs: state.opened.hubAtMs,
      provenance: state.provenance,
      head: state.head,
      infusion: state.infusion.phase,
      ...(state.infusion.startedAtMs === undefined ? {} : { startedAtMs: state.infusion.startedAtMs }),
      ...(state.infusion.plan === undefined ? {} : { plan: state.infusion.plan }),
      profile: state.opened.profile,
      quarantined: state.quarantined,
      alarms: alarmsOf(state, nowMs),
    },
  }
}

/** @param nowMs hub time: an alarm's words use a newer value only while it may be believed */
export function roomSummary(room: Room, nowMs: EpochMs): RoomSummary {
  const devices = room.devices()
  const state = room.state()
  const shown = [...Object.values(state.signals).map(({ deviceId }) => deviceId), state.cuff.last?.deviceId]
  // A device that has gone is still answerable for the numbers it left on the glass.
  const kinds = [
    ...devices.map((device) => device.deviceKind),
    ...Object.values(state.sources).flatMap(({ deviceId, kind }) => (shown.includes(deviceId) ? [kind] : [])),
  ]
  const kind = kinds.includes('simulated') ? 'simulated' : kinds.includes('recorded') ? 'recorded' : kinds[0]
  return {
    roomId: room.roomId,
    roomName: room.name(),
    deviceNames: devices.map((device) => device.deviceName),
    deviceConnected: devices.length > 0,
    everyMs: Object.assign({}, ...devices.map((device) => device.everyMs)),
    latest: latestOf(state),
    ...sessionOf(room, nowMs),
    ...(kind === undefined ? {} : { deviceKind: kind }),
  }
}

/** Undefined while a session is open: then its stream says everything. */
export function roomLive(room: Room, nowMs: EpochMs): RoomLive | undefined {
  if (room.actor() !== undefined) return undefined
  const kind = roomSummary(room, nowMs).deviceKind
  return {
    roomId: room.roomId,
    hubAtMs: nowMs,
    latest: latestOf(room.held.state()),
    heldMs: room.held.heldMs(nowMs),
    ...(kind === undefined ? {} : { deviceKind: kind }),
  }
}
