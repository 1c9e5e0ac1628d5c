// Owns what a room looks like in a list: built from committed state only, sent as facts with their times.
// Never says "fresh": the reader works that out from the times, by the shared rule.
import { NO_RULES, rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { NOT_JUDGED, soundRoomOfSession } from '@chairside/shared/alarm/silence/sounding.ts'
import { alarmWords } from '@chairside/shared/alarm/words/text.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { LatestNumbers, RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { EscalationStep } from '@chairside/shared/record/alarm-kinds.ts'
import type { Provenance } from '@chairside/shared/record/record.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import { CONTINUOUS_SIGNALS } from '@chairside/shared/vitals.ts'
import type { Room } from './room.ts'
import { alarmsOf } from './room-alarms.ts'
import { roomVisit } from './room-visit.ts'

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

type Session = NonNullable<RoomSummary['session']>

/** What the suite knows that no session says. */
export type RoomContext = {
  readonly nurseOf: (roomId: RoomId) => RoomSummary['nurse']
  /** Whom a step is for, by name. */
  readonly nameOf: (step: EscalationStep) => string | undefined
}

function repeatsOf(state: SessionState, nowMs: EpochMs): NonNullable<Session['repeats']> {
  const rules = rulesOfSession(state) ?? NO_RULES
  return Object.values(state.repeats).map((repeat) => {
    const { condition, level, priority, untilMs, measuredAtMs, limit, values, dueAtMs, repeatId } = repeat
    const { name, what } = alarmWords(
      rules,
      {
        kind: 'alarm',
        alarmId: repeatId,
        transition: 'raised',
        breachAtMs: measuredAtMs,
        ...{ condition, level, priority, measuredAtMs, limit, values, dueAtMs },
      },
      nowMs,
    )
    return { condition, text: `${name} · ${what}`, priority, untilMs }
  })
}

/** Its sound, which no alarm of the session is. */
function notJudgedOf(state: SessionState): Pick<Session, 'notJudged'> {
  if (!state.quarantined) return {}
  const sound = soundRoomOfSession(state).alarms.find(({ condition }) => condition === NOT_JUDGED)
  if (sound === undefined) return {}
  const { sinceMs, paused } = sound
  return {
    notJudged: {
      sinceMs: sinceMs as EpochMs,
      ...(paused === undefined ? {} : { pausedUntilMs: paused.untilMs as EpochMs }),
    },
  }
}

/** What is quietened, who calls for help, and who can hear it. */
function careOf(state: SessionState, nowMs: EpochMs): Partial<Session> {
  const { phase, audio, coverage, help, limits, quietChair } = state
  const { paused, off } = audio
  const repeats = repeatsOf(state, nowMs)
  const visit = roomVisit(state, nowMs)
  return {
    ...(visit === undefined ? {} : { visit }),
    ...(phase === undefined ? {} : { phase }),
    ...(repeats.length === 0 ? {} : { repeats }),
    ...(paused === undefined || paused.untilMs <= nowMs
      ? {}
      : { paused: { untilMs: paused.untilMs, ...(paused.by === undefined ? {} : { by: paused.by }) } }),
    ...(off === undefined ? {} : { audioOff: { by: off.by ?? '', atMs: off.atMs } }),
    ...(coverage === undefined
      ? {}
      : { chair: coverage.chair, audible: coverage.audible, quiet: coverage.quiet }),
    ...(help === undefined
      ? {}
      : { help: { atMs: help.atMs, ...(help.by === undefined ? {} : { by: help.by }) } }),
    ...(limits.length === 0 ? {} : { limitsChanged: true }),
    ...(quietChair?.bedsideAlarmsOn === true
      ? { bedsideAlarmsOn: { by: quietChair.by, atMs: quietChair.atMs } }
      : {}),
  }
}

function sessionOf(room: Room, nowMs: EpochMs, context: RoomContext): Pick<RoomSummary, 'session'> {
  const actor = room.actor()
  const { session: state, engine } = actor?.committed() ?? {}
  if (actor === undefined || state?.opened === undefined || engine === undefined) return {}
  return {
    session: {
      sessionId: actor.sessionId,
      patientCode: patientCodeNow(state) ?? state.opened.patientCode,
      openedAtMs: state.opened.hubAtMs,
      provenance: state.provenance,
      head: state.head,
      infusion: state.infusion.phase,
      ...(state.infusion.startedAtMs === undefined ? {} : { startedAtMs: state.infusion.startedAtMs }),
      ...(state.infusion.plan === undefined ? {} : { plan: state.infusion.plan }),
      profile: state.opened.profile,
      quarantined: state.quarantined,
      ...notJudgedOf(state),
      alarms: alarmsOf(state, nowMs, engine, context.nameOf),
      ...careOf(state, nowMs),
    },
  }
}

/** @param nowMs hub time: an alarm's words use a newer value only while it may be believed */
export function roomSummary(room: Room, nowMs: EpochMs, context: RoomContext): RoomSummary {
  const devices = room.devices()
  const nurse = context.nurseOf(room.roomId)
  const kind = kindOf(room)
  return {
    roomId: room.roomId,
    roomName: room.name(),
    deviceNames: devices.map((device) => device.deviceName),
    deviceConnected: devices.length > 0,
    everyMs: Object.assign({}, ...devices.map((device) => device.everyMs)),
    latest: latestOf(room.state()),
    ...sessionOf(room, nowMs, context),
    ...(nurse === undefined ? {} : { nurse }),
    ...(kind === undefined ? {} : { deviceKind: kind }),
  }
}

/** The least real of what feeds a room, or has left a number on its glass. */
function kindOf(room: Room): Provenance | undefined {
  const state = room.state()
  const shown = [...Object.values(state.signals).map(({ deviceId }) => deviceId), state.cuff.last?.deviceId]
  // A device that has gone is still answerable for the numbers it left on the glass.
  const kinds = [
    ...room.devices().map((device) => device.deviceKind),
    ...Object.values(state.sources).flatMap(({ deviceId, kind }) => (shown.includes(deviceId) ? [kind] : [])),
  ]
  return kinds.includes('simulated') ? 'simulated' : kinds.includes('recorded') ? 'recorded' : kinds[0]
}

/** Undefined while a session is open: then its stream says everything. */
export function roomLive(room: Room, nowMs: EpochMs): RoomLive | undefined {
  if (room.actor() !== undefined) return undefined
  const kind = kindOf(room)
  return {
    roomId: room.roomId,
    hubAtMs: nowMs,
    latest: latestOf(room.held.state()),
    heldMs: room.held.heldMs(nowMs),
    ...(kind === undefined ? {} : { deviceKind: kind }),
  }
}
