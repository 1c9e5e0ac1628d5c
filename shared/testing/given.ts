// Owns how tests say "given these records": facts at seconds from a start, stamped in order, judged as the hub would.
// Never used by the programs. It stamps what it is told and hides nothing from the engine.
import {
  advanceTo,
  type Fact as DecidedFact,
  type EngineState,
  evolve,
  initialEngine,
  step,
} from '../alarm/engine.ts'
import { rulesInForce } from '../alarm/in-force.ts'
import { ADULT_KETAMINE_INFUSION, type RuleSet, type Rules, technicalOf } from '../alarm/rules.ts'
import {
  type CommandId,
  type DeviceEpoch,
  type DeviceId,
  type EpochMs,
  epochMs,
  type PersonId,
  type RoomId,
  recordSeq,
  type SessionId,
} from '../ids.ts'
import type { Reading, Readings, UnavailableReason } from '../record/reading.ts'
import { type AlarmTransition, type LogRecord, type RecordBody, stamp } from '../record/record.ts'
import type { SignalId } from '../vitals.ts'

export const RULES: RuleSet = ADULT_KETAMINE_INFUSION
/** With every limit a number, for a patient without a baseline. */
export const IN_FORCE: Rules = rulesInForce(RULES, {})
/** An arbitrary start; seconds in tests count from here. */
export const T0 = 1_732_190_400_000
export const at = (seconds: number): EpochMs => epochMs(T0 + Math.round(seconds * 1_000))
/** Seconds from the start. */
export const since = (atMs: number): number => (atMs - T0) / 1_000

export type Fact = { readonly atMs: EpochMs; readonly body: RecordBody }

const MONITOR = 'monitor-1' as DeviceId
export const NURSE = { personId: 'p-nurse' as PersonId, name: 'R. Osei', role: 'nurse' } as const
const origin = (deviceId: DeviceId) => ({ deviceId, epoch: 'e1' as DeviceEpoch, seq: 1 })
const COMMAND = '0123456789abcdef0123456789abcdef' as CommandId

type Given = number | UnavailableReason
const reading = (given: Given): Reading =>
  typeof given === 'number' ? { status: 'measured', value: given } : { status: 'unavailable', reason: given }

export type Instant = Partial<Record<SignalId, Given>>

export function vitals(
  seconds: number,
  instant: Instant,
  more: { recovered?: SignalId[]; measuredAtS?: number; deviceId?: string } = {},
): Fact {
  const readings: Readings = {}
  for (const [signal, given] of Object.entries(instant)) readings[signal as SignalId] = reading(given)
  return {
    atMs: at(seconds),
    body: {
      kind: 'vitals',
      origin: origin((more.deviceId ?? MONITOR) as DeviceId),
      measuredAtMs: at(more.measuredAtS ?? seconds),
      readings,
      ...(more.recovered === undefined ? {} : { recovered: more.recovered }),
    },
  }
}

/** The same instant once a second, from `fromS` to `toS` inclusive. */
export const every1s = (fromS: number, toS: number, instant: Instant): Fact[] =>
  Array.from({ length: Math.floor(toS - fromS) + 1 }, (_, index) => vitals(fromS + index, instant))

/** SpO₂ with a valid pulse. */
export const spo2 = (value: Given): Instant => ({ spo2: value, pulseRate: 72 })

export function cuff(
  seconds: number,
  systolic: number | undefined,
  diastolic?: number,
  mean?: number,
  more: { recovered?: true } = {},
): Fact {
  return {
    atMs: at(seconds),
    body: {
      kind: 'bloodPressure',
      origin: origin(MONITOR),
      measuredAtMs: at(seconds),
      result: {
        status: 'measured',
        ...(systolic === undefined ? {} : { systolic }),
        ...(diastolic === undefined ? {} : { diastolic }),
        ...(mean === undefined ? {} : { mean }),
      },
      ...more,
    },
  }
}

export const cuffFailed = (seconds: number): Fact => ({
  atMs: at(seconds),
  body: {
    kind: 'bloodPressure',
    origin: origin(MONITOR),
    measuredAtMs: at(seconds),
    result: { status: 'unavailable', reason: 'noReading' },
  },
})

export const cuffStarted = (seconds: number): Fact => ({
  atMs: at(seconds),
  body: { kind: 'cuff.started', origin: origin(MONITOR), startedAtMs: at(seconds) },
})

export const attached = (
  seconds: number,
  everyMs: Partial<Record<SignalId, number>> = {},
  deviceId: string = MONITOR,
  takesCuffOrders = false,
): Fact => ({
  atMs: at(seconds),
  body: {
    kind: 'device.attached',
    deviceId: deviceId as DeviceId,
    deviceName: 'Monitor 1',
    deviceKind: 'monitor',
    signals: ['heartRate', 'pulseRate', 'spo2', 'bloodPressure'],
    everyMs,
    takesCuffOrders,
    offsetMs: 0,
  },
})
export const detached = (seconds: number): Fact => ({
  atMs: at(seconds),
  body: { kind: 'device.detached', deviceId: MONITOR, reason: 'lost' },
})

/** Written when the hub is back, `toS`. */
export const hubGap = (fromS: number, toS: number): Fact => ({
  atMs: at(toS),
  body: { kind: 'hub.gap', fromMs: at(fromS), toMs: at(toS), cause: 'restart' },
})
export const quarantine = (seconds: number, on: boolean): Fact => ({
  atMs: at(seconds),
  body: { kind: 'quarantine', on, reason: 'an invariant broke' },
})

export const opened = (seconds: number): Fact => ({
  atMs: at(seconds),
  body: {
    kind: 'session.opened',
    by: NURSE,
    commandId: COMMAND,
    sessionId: 's-1' as SessionId,
    roomId: 'room-1' as RoomId,
    roomName: 'Room 1',
    patientCode: 'K-0417',
    provenance: 'monitor',
    zone: 'Europe/Stockholm',
    profile: RULES.profile,
    clockRate: 1,
  },
})
export const closed = (seconds: number): Fact => ({
  atMs: at(seconds),
  body: { kind: 'session.closed', by: NURSE, commandId: COMMAND, openAlarms: [] },
})
export const infusion = (
  seconds: number,
  act: 'start' | 'rate' | 'pause' | 'resume' | 'stop',
  rateMlPerHr: number,
): Fact => ({
  atMs: at(seconds),
  body: { kind: 'infusion', by: NURSE, commandId: COMMAND, act, atMs: at(seconds), rateMlPerHr },
})
export const acknowledged = (seconds: number, alarmId: string, level: string): Fact => ({
  atMs: at(seconds),
  body: {
    kind: 'acknowledgement',
    by: NURSE,
    commandId: COMMAND,
    alarmId: alarmId as AlarmTransition['alarmId'],
    level,
    values: {},
  },
})

/** The facts as records 1, 2, 3 … */
export const records = (facts: readonly Fact[]): LogRecord[] =>
  facts.map(({ body, atMs }, index) => stamp(body, recordSeq(index + 1), atMs))

/** One record and what it decided, or one tick (no record) and what it decided. */
export type Batch = {
  readonly atMs: EpochMs
  readonly record?: LogRecord
  /** Of all conditions but the technical ones. */
  readonly transitions: readonly AlarmTransition[]
  readonly decided: readonly DecidedFact[]
  readonly state: EngineState
}
export type Run = {
  /** Of the patient's conditions: ladders, symptoms, HELP. `decided` has everything. */
  readonly transitions: readonly AlarmTransition[]
  /** Of the technical conditions: a test about limits need not say that its monitor goes on sending. */
  readonly technical: readonly AlarmTransition[]
  readonly decided: readonly DecidedFact[]
  readonly state: EngineState
  readonly batches: readonly Batch[]
  /** What is on disk: each record, then the alarms it decided, as the hub appends them. */
  readonly log: readonly LogRecord[]
}

/**
 * Lives through the facts as the hub does: each record stepped, alarms appended behind it.
 * @param untilS time goes on to here after the last fact
 * @param tickMs the deadline timer also asks this often; undefined: only records move the time
 */
export function live(facts: readonly Fact[], untilS: number, tickMs?: number, rules: RuleSet = RULES): Run {
  let state = initialEngine()
  let nowMs = facts[0]?.atMs ?? at(0)
  const transitions: AlarmTransition[] = []
  const technical: AlarmTransition[] = []
  const decided: DecidedFact[] = []
  const batches: Batch[] = []
  const log: LogRecord[] = []
  const append = (body: RecordBody, atMs: EpochMs): LogRecord => {
    const record = stamp(body, recordSeq(log.length + 1), atMs)
    log.push(record)
    return record
  }
  const keep = (
    atMs: EpochMs,
    result: { state: EngineState; transitions: readonly DecidedFact[] },
    record?: LogRecord,
  ): void => {
    state = result.state
    const all = result.transitions.filter((fact) => fact.kind === 'alarm')
    const isTechnical = (alarm: AlarmTransition) => technicalOf(rules, alarm.condition) !== undefined
    const alarms = all.filter((alarm) => !isTechnical(alarm))
    transitions.push(...alarms)
    technical.push(...all.filter(isTechnical))
    decided.push(...result.transitions)
    for (const fact of result.transitions) append(fact, atMs)
    batches.push({
      atMs,
      transitions: alarms,
      decided: result.transitions,
      state,
      ...(record === undefined ? {} : { record }),
    })
  }
  const passTo = (toMs: EpochMs): void => {
    while (tickMs !== undefined && nowMs + tickMs < toMs) {
      nowMs = epochMs(nowMs + tickMs)
      keep(nowMs, advanceTo(rules, state, nowMs))
    }
    nowMs = toMs
  }
  for (const fact of facts) {
    // A hub that was away did not tick.
    passTo(fact.body.kind === 'hub.gap' ? fact.body.fromMs : fact.atMs)
    nowMs = fact.atMs
    const record = append(fact.body, fact.atMs)
    keep(fact.atMs, step(rules, state, record), record)
  }
  passTo(at(untilS))
  keep(at(untilS), advanceTo(rules, state, at(untilS)))
  return { transitions, technical, decided, state, batches, log }
}

/** What a hub that has just started knows: learned from the records alone. */
export const learned = (log: readonly LogRecord[], rules: RuleSet = RULES): EngineState =>
  log.reduce<EngineState>((state, record) => evolve(rules, state, record), initialEngine())

/** `spo2Low raised low @45 since 30`: the heart of a transition in one line, times in seconds. */
export const line = (transition: AlarmTransition): string =>
  `${transition.condition} ${transition.transition} ${transition.level} @${since(transition.dueAtMs)}`
export const lines = (run: Pick<Run, 'transitions'>): string[] => run.transitions.map(line)
