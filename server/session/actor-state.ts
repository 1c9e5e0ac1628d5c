// Owns what a session's writer knows, how a record changes it, and how it is read back from the log. JSON-plain: it is
// the checkpoint. Never decides an alarm: the engine's part is only learnt here.
import { type EngineState, initialEngine } from '@chairside/shared/alarm/engine.ts'
import { parseRuleSet } from '@chairside/shared/alarm/profile/rule-set.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { emptySummary, foldSummary, type SessionSummary } from '@chairside/shared/fold/session-summary.ts'
import type { CommandId, RecordSeq, StreamId } from '@chairside/shared/ids.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'
import { invariant } from '@chairside/shared/result.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Silencing, Undoable } from './acts/act.ts'
import { ENGINE, type Engine } from './engine-port.ts'
import { type Cursors, countThrough } from './prepared.ts'

/** Of the state below: a checkpoint of another version is not read, the records are. */
const CHECKPOINT_VERSION = 8

export type ActorState = {
  readonly v: number
  readonly session: SessionState
  /** What lists say of it. */
  readonly summary: SessionSummary
  /** Stands still while the session is in quarantine; then it is learnt again from the records. */
  readonly engine: EngineState
  readonly cursors: Cursors
  /** The newest commands that caused a record, oldest first. */
  readonly commands: readonly KnownCommand[]
  readonly lastInfusionSeq: number
  /** Of what changes the limits that are in force. */
  readonly lastLimitsSeq: number
  /** Ids of the newest alarms that have ended, oldest first. */
  readonly endedAlarms: readonly string[]
  /** The newest acts that quietened something and were not taken back, oldest first. */
  readonly silencings: readonly Silencing[]
  /** The newest acts of the visit that were not taken back, oldest first. */
  readonly undoables: readonly Undoable[]
}
export type KnownCommand = { readonly id: CommandId; readonly seq: RecordSeq }

const COMMANDS_KEPT = 200
const ENDED_KEPT = 100
const SILENCINGS_KEPT = 20
const UNDOABLES_KEPT = 20

export const emptyActor = (): ActorState => ({
  v: CHECKPOINT_VERSION,
  session: emptySession,
  summary: emptySummary,
  engine: initialEngine(),
  cursors: {},
  commands: [],
  lastInfusionSeq: 0,
  lastLimitsSeq: 0,
  endedAlarms: [],
  silencings: [],
  undoables: [],
})

export const commandOf = (record: DecodedRecord): KnownCommand | undefined =>
  'commandId' in record && record.commandId !== undefined
    ? { id: record.commandId, seq: record.seq }
    : undefined

function afterSilencing(before: readonly Silencing[], record: LogRecord): readonly Silencing[] {
  switch (record.kind) {
    case 'acknowledgement':
    case 'coming':
    case 'audioPaused': {
      const { seq, hubAtMs: atMs, by, screenId } = record
      const one: Silencing = {
        seq,
        atMs,
        ...(by === undefined ? {} : { personId: by.personId }),
        ...(screenId === undefined ? {} : { screenId }),
      }
      return [...before.slice(1 - SILENCINGS_KEPT), one]
    }
    case 'undone':
      return before.filter(({ seq }) => seq !== record.ofSeq)
    default:
      return before
  }
}

/** Changes the pump log: an act, or one of them put right. */
function isAtThePump({ session }: ActorState, record: LogRecord): boolean {
  if (record.kind === 'infusion') return true
  if (record.kind !== 'undone' && record.kind !== 'amended') return false
  return session.infusion.events.some(({ seq }) => seq === record.ofSeq)
}

/** What may be taken back as a whole; an amendment or a reading by hand is put right by another one. */
function afterUndoable(before: readonly Undoable[], record: LogRecord): readonly Undoable[] {
  switch (record.kind) {
    case 'infusion':
    case 'checkIn':
    case 'dose':
    case 'sideEffect':
    case 'medication':
    case 'oxygen':
    case 'assessment':
    case 'note':
    case 'signOff': {
      const { seq, kind, hubAtMs: atMs, by, screenId } = record
      const one: Undoable = {
        seq,
        kind,
        atMs,
        ...(by === undefined ? {} : { personId: by.personId }),
        ...(screenId === undefined ? {} : { screenId }),
      }
      return [...before.slice(1 - UNDOABLES_KEPT), one]
    }
    case 'undone':
      return before.filter(({ seq }) => seq !== record.ofSeq)
    default:
      return before
  }
}

/** Everything but the engine, which either decides (live) or only learns (recovery). */
export function foldActor(state: ActorState, record: DecodedRecord): ActorState {
  const session = foldSession(state.session, record)
  if (record.kind === 'unknown') return { ...state, session }
  let { cursors, commands, lastInfusionSeq, lastLimitsSeq, endedAlarms } = state
  if ('origin' in record && record.origin !== undefined) cursors = countThrough(cursors, record.origin)
  const command = commandOf(record)
  if (command !== undefined) commands = [...commands.slice(1 - COMMANDS_KEPT), command]
  if (isAtThePump(state, record)) lastInfusionSeq = record.seq
  else if (record.kind === 'limits' || record.kind === 'baseline' || record.kind === 'rules')
    lastLimitsSeq = record.seq
  else if (record.kind === 'alarm' && record.transition === 'ended')
    endedAlarms = [...endedAlarms.slice(1 - ENDED_KEPT), record.alarmId]
  return {
    v: CHECKPOINT_VERSION,
    session,
    summary: foldSummary(state.summary, record),
    engine: state.engine,
    cursors,
    commands,
    lastInfusionSeq,
    lastLimitsSeq,
    endedAlarms,
    silencings: afterSilencing(state.silencings, record),
    undoables: afterUndoable(state.undoables, record),
  }
}

/** What a session's writer needs of a log. */
export type ActorLog = Pick<SessionLog, 'own' | 'append' | 'read' | 'checkpoint' | 'lastCheckpoint'>

const PAGE = 1_000

/** Every record of a stream after `afterSeq`, in order. @returns how many there were */
export async function eachRecord(
  log: Pick<SessionLog, 'read'>,
  stream: StreamId,
  afterSeq: number,
  take: (record: DecodedRecord) => void,
  { page = PAGE, isOver = (): boolean => false } = {},
): Promise<number> {
  let next = afterSeq + 1
  for (;;) {
    const lines = isOver() ? [] : await log.read(stream, next, page)
    if (lines.length === 0) return next - afterSeq - 1
    for (const line of lines) {
      const record = decodeLine(line)
      invariant(
        record.ok,
        `record ${next} of ${stream} cannot be read: ${record.ok ? '' : record.error.message}`,
      )
      take(record.value)
      next += 1
    }
  }
}

export type ReadActor = {
  readonly state: ActorState
  /** The session's own, from its `rules` record. */
  readonly rules: RuleSet
  /** Its `rules` record cannot be interpreted: nothing may be judged by rules that are not its own. */
  readonly unusable?: unknown
  /** The engine could not learn these records: alarms cannot be judged here. */
  readonly broken?: unknown
}

function fromCheckpoint(text: string | undefined): ActorState {
  if (text === undefined) return emptyActor()
  const read = JSON.parse(text) as ActorState
  return read.v === CHECKPOINT_VERSION ? read : emptyActor()
}

/** A session's rules stand right behind its opening; so far in they are looked for. */
export const RULES_WITHIN = 10

/** What a stream's own `rules` record holds, unchecked; undefined: it has none (a session of an older version). */
async function ownRules(
  log: Pick<ActorLog, 'read'>,
  stream: StreamId,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  for (const line of await log.read(stream, 1, RULES_WITHIN)) {
    const record = decodeLine(line)
    if (record.ok && record.value.kind === 'rules') return record.value.ruleSet
  }
  return undefined
}

/** The rules a session is judged by: its own; of a session that has none, those given. */
export function rulesOf(
  own: Readonly<Record<string, unknown>> | undefined,
  otherwise: RuleSet,
): Pick<ReadActor, 'rules' | 'unusable'> {
  if (own === undefined) return { rules: otherwise }
  const parsed = parseRuleSet(own)
  return parsed.ok
    ? { rules: parsed.value }
    : {
        rules: otherwise,
        unusable: new Error(`the rules of this session cannot be used: ${parsed.error.message}`),
      }
}

/**
 * Reads a session back: newest checkpoint, then the tail.
 * @param otherwise what judges a session that has no rules of its own
 */
export async function readActor(
  log: Pick<ActorLog, 'read' | 'lastCheckpoint'>,
  otherwise: RuleSet,
  stream: StreamId,
  engine: Engine = ENGINE,
): Promise<ReadActor> {
  const checkpoint = await log.lastCheckpoint(stream)
  let state = fromCheckpoint(checkpoint?.state)
  const { rules, unusable } = rulesOf(state.session.ruleSet ?? (await ownRules(log, stream)), otherwise)
  const engineStoodStill = state.session.quarantined
  const learner = createLearner(engine, rules, { engine: state.engine, throughSeq: state.session.head })
  await eachRecord(log, stream, state.session.head, (record) => {
    learner.take(record)
    state = foldActor(state, record)
  })
  const learnt =
    engineStoodStill && !state.session.quarantined
      ? await learnEngine(log, rules, stream, engine)
      : learner.learnt()
  const broken = unusable ?? learnt.broken?.error
  return {
    state: { ...state, engine: learnt.engine },
    rules,
    ...(unusable === undefined ? {} : { unusable }),
    ...(broken === undefined ? {} : { broken }),
  }
}

export type LearntEngine = {
  readonly engine: EngineState
  readonly throughSeq: number
  readonly broken?: { readonly error: unknown }
}

/** Learns the engine's state from the records themselves, going on from what was learnt before. */
export async function learnEngine(
  log: Pick<ActorLog, 'read'>,
  rules: RuleSet,
  stream: StreamId,
  by: Engine,
  before: LearntEngine = { engine: initialEngine(), throughSeq: 0 },
): Promise<LearntEngine> {
  const learner = createLearner(by, rules, before)
  await eachRecord(log, stream, before.throughSeq, learner.take)
  return learner.learnt()
}

/** After the first record that cannot be learnt, no later one is tried. */
function createLearner({ evolve }: Engine, rules: RuleSet, before: LearntEngine) {
  let { engine, throughSeq, broken } = before
  return {
    take(record: DecodedRecord): void {
      throughSeq = record.seq
      if (broken !== undefined) return
      try {
        engine = evolve(rules, engine, record)
      } catch (error) {
        broken = { error }
      }
    },
    learnt: (): LearntEngine =>
      broken === undefined ? { engine, throughSeq } : { engine, throughSeq, broken },
  }
}
