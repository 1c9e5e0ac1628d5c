// Owns how a session's alarms come about: the fold of what the engine decided and what people did.
// Never decides when anything ends: that is recorded.
import type { EpochMs } from '../ids.ts'
import type { LogRecord } from '../record/record.ts'
import {
  acknowledge,
  afterPersonLeft,
  afterSilenceEnded,
  onAlarm,
  quietened,
  undo,
  without,
} from './alarm-quiet.ts'
import type { AlarmState } from './alarm-state.ts'
import { afterDelivery, afterEscalation, afterTaken } from './alarm-told.ts'
import { afterAlarm } from './alarm-transitions.ts'

const UNSIGNED_KINDS: ReadonlySet<string> = new Set([
  'help',
  'helpStamp',
  'symptom',
  'audioPaused',
  'infusion',
  'cuff.ordered',
])

function withUnclaimed(state: AlarmState, record: LogRecord): Partial<AlarmState> {
  if (!UNSIGNED_KINDS.has(record.kind) || !('commandId' in record) || record.commandId === undefined)
    return {}
  if ('by' in record && record.by !== undefined) return {}
  const { seq, kind, hubAtMs: atMs } = record
  const screenId = 'screenId' in record ? record.screenId : undefined
  return {
    unclaimed: [...state.unclaimed, { seq, kind, atMs, ...(screenId === undefined ? {} : { screenId }) }],
  }
}

function change(state: AlarmState, record: LogRecord, helpQuietMs: number): Partial<AlarmState> {
  switch (record.kind) {
    case 'alarm':
      return afterAlarm(state, record)
    case 'repeat': {
      const { v: _v, seq: _seq, hubAtMs: _at, ...repeat } = record
      if (record.event === 'due') return { repeats: { ...state.repeats, [record.condition]: repeat } }
      return { repeats: without(state.repeats, record.condition) }
    }
    case 'acknowledgement':
      return acknowledge(state, record)
    case 'undone': {
      // What was taken back is nobody's to claim.
      const unclaimed = state.unclaimed.filter(({ seq }) => seq !== record.ofSeq)
      const back = undo(state, record.ofSeq)
      return unclaimed.length === state.unclaimed.length ? back : { ...back, unclaimed }
    }
    case 'personLeft':
      return afterPersonLeft(state, record.person.personId)
    case 'coming':
      return onAlarm(state, record.alarmId, (active) => ({
        ...active,
        coming: { ...quietened(record), by: record.by.name, untilMs: record.untilMs },
      }))
    case 'silenceEnded':
      return afterSilenceEnded(state, record)
    case 'audioPaused': {
      const paused = { ...quietened(record), untilMs: record.untilMs, alarmIds: record.alarmIds }
      const { paused: before, earlier = [], ...audio } = state.audio
      const others = before === undefined ? earlier : [...earlier, before]
      return { audio: { ...audio, paused, ...(others.length === 0 ? {} : { earlier: others }) } }
    }
    case 'audioOff': {
      const { off: _off, ...audio } = state.audio
      return { audio: record.on ? { ...audio, off: { ...quietened(record), reason: record.reason } } : audio }
    }
    case 'escalation':
      return afterEscalation(state, record)
    case 'delivery':
      return afterDelivery(state, record)
    case 'taken':
      return afterTaken(state, record)
    case 'coverage': {
      const { v: _v, seq: _seq, hubAtMs: _at, ...coverage } = record
      return { coverage }
    }
    case 'phase':
      return { phase: record.phase }
    case 'help': {
      const by = quietened(record)
      const untilMs = (record.hubAtMs + helpQuietMs) as EpochMs
      return {
        phase: 'emergency',
        help: { ...by, stamps: state.help?.stamps ?? [] },
        audio: { ...state.audio, helpQuiet: { ...by, untilMs } },
      }
    }
    case 'helpStamp': {
      const { stamp, hubAtMs: atMs, by } = record
      const one = { stamp, atMs, ...(by === undefined ? {} : { by: by.name }) }
      const help = state.help ?? { ...quietened(record), stamps: [] }
      return { help: { ...help, stamps: [...help.stamps, one] } }
    }
    case 'infusion': {
      if (state.phase === 'emergency' || record.inserted) return {}
      return { phase: record.act === 'pause' ? 'paused' : record.act === 'stop' ? 'recovery' : 'infusing' }
    }
    case 'baseline': {
      const {
        v: _v,
        seq: _seq,
        hubAtMs: _at,
        kind: _kind,
        by: _by,
        commandId: _c,
        screenId: _s,
        ...baseline
      } = record
      return { baseline }
    }
    case 'limits':
      return {
        limits: record.limits,
        limitsBy: { by: record.by.name, atMs: record.hubAtMs, reason: record.reason },
      }
    case 'rules':
      return { ruleSet: record.ruleSet }
    case 'quietChair': {
      const { on, bedsideAlarmsOn, hubAtMs: atMs } = record
      return { quietChair: { on, bedsideAlarmsOn, by: record.by.name, atMs } }
    }
    case 'placement': {
      const { cuff, probe } = record
      return {
        placement: { ...(cuff === undefined ? {} : { cuff }), ...(probe === undefined ? {} : { probe }) },
      }
    }
    case 'monitorOff': {
      const { on, hubAtMs: atMs, by } = record
      return { monitorOff: on ? { by: by.name, atMs } : undefined }
    }
    case 'holding': {
      const { on, what, with: who, untilMs, hubAtMs: atMs, by } = record
      const one = { what, untilMs, by: by.name, atMs, ...(who === undefined ? {} : { with: who }) }
      return { holding: on ? one : undefined }
    }
    case 'claimed': {
      const { ofSeq, by } = record
      const { help } = state
      return {
        unclaimed: state.unclaimed.filter(({ seq }) => seq !== ofSeq),
        // The record stays unsigned; from now on it is known whose it was.
        ...(help?.seq === ofSeq ? { help: { ...help, by: by.name } } : {}),
      }
    }
    default:
      return {}
  }
}

/** @param helpQuietMs how long HELP keeps the chair's own sound off (clinical facts §5 "HELP") */
export function foldAlarms(state: AlarmState, record: LogRecord, helpQuietMs: number): Partial<AlarmState> {
  const changed = change(state, record, helpQuietMs)
  return { ...changed, ...withUnclaimed(state, record) }
}
