// Owns one session: the only writer of its stream, and the only place where its alarms are decided live.
// Never answers or shows anything that is not committed; never lets a broken invariant stop the recording.
import {
  advanceTo,
  type EngineState,
  evolve,
  initialEngine,
  nextDeadlineMs,
  step,
} from '@chairside/shared/alarm/engine.ts'
import type { Rules } from '@chairside/shared/alarm/rules.ts'
import type { HubClock, Timer } from '@chairside/shared/clock.ts'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import type { CommandId, EpochMs, RecordSeq, SessionId } from '@chairside/shared/ids.ts'
import type { Command } from '@chairside/shared/protocol/screens.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { LogRecord, RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { invariant, ok, type Result, refuse } from '@chairside/shared/result.ts'
import { FRESHNESS } from '@chairside/shared/vitals.ts'
import type { SessionLog } from '../log/session-log.ts'
import { type Doer, decide } from './decide.ts'
import { bodyOf, type CursorKey, cursorKey, type PreparedReport } from './prepared.ts'
import { type Committed, createStreamWriter, type Draft, type StreamWriter } from './stream-writer.ts'

/** What a session's writer knows; its checkpoint. JSON-plain. */
export type ActorState = {
  readonly session: SessionState
  readonly engine: EngineState
  /** Highest report number dealt with, per device and epoch. */
  readonly cursors: Readonly<Record<CursorKey, number>>
  /** The newest commands that caused a record, oldest first. */
  readonly commands: readonly { readonly id: CommandId; readonly seq: RecordSeq }[]
  readonly lastInfusionSeq: number
}

const COMMANDS_KEPT = 200
const CHECKPOINT_EVERY = 30
/** After a failed commit the deadline is tried again this much later (hub time), not in a hot loop. */
const RETRY_DEADLINE_MS = 1_000

export const emptyActor = (): ActorState => ({
  session: emptySession,
  engine: initialEngine(),
  cursors: {},
  commands: [],
  lastInfusionSeq: 0,
})

/** Everything but the engine, which either decides (live) or only learns (recovery). */
function foldActor(state: ActorState, record: DecodedRecord): ActorState {
  const session = foldSession(state.session, record)
  if (record.kind === 'unknown') return { ...state, session }
  let { cursors, commands, lastInfusionSeq } = state
  if ('origin' in record && record.origin !== undefined) {
    const key = cursorKey(record.origin.deviceId, record.origin.epoch)
    cursors = { ...cursors, [key]: Math.max(cursors[key] ?? 0, record.origin.seq) }
  }
  if ('commandId' in record && record.commandId !== undefined)
    commands = [...commands.slice(1 - COMMANDS_KEPT), { id: record.commandId, seq: record.seq }]
  if (record.kind === 'infusion') lastInfusionSeq = record.seq
  return { session, engine: state.engine, cursors, commands, lastInfusionSeq }
}

export type SessionActor = {
  readonly sessionId: SessionId
  committed(): ActorState
  head(): number
  /** Cursors that already count what is being written. */
  cursors(): ActorState['cursors']
  /**
   * Records reports in order, after the last one of each (device, epoch); repeats are counted through.
   * @returns the cursors after it is on disk, and reports refused because of when they were measured
   */
  take(reports: readonly PreparedReport[]): Promise<Result<Taken>>
  /** The minutes from before this session opened, which a person chose to keep. */
  takeHeld(reports: readonly PreparedReport[]): Promise<Result<true>>
  record(body: RecordBody): Promise<Result<LogRecord>>
  command(command: Command, doer: Doer, orderId: string): Promise<Result<{ records: readonly LogRecord[] }>>
  idle(): Promise<void>
  /** No more timers; the stream keeps what it has. */
  stop(): void
}
export type Taken = {
  readonly cursors: ActorState['cursors']
  readonly refused: readonly {
    readonly origin: PreparedReport['origin']
    readonly code: 'not-in-session'
    readonly message: string
  }[]
}

export type ActorDeps = {
  readonly log: SessionLog
  readonly clock: HubClock
  readonly rules: Rules
  readonly onCommitted: (committed: Committed<ActorState>) => void
  readonly onFailed: (sessionId: SessionId, message: string) => void
  readonly onQuarantine: (sessionId: SessionId, error: unknown) => void
}

/** Reads a session back: newest checkpoint, then the tail. */
export async function recoverActorState(
  log: SessionLog,
  rules: Rules,
  stream: Parameters<SessionLog['read']>[0],
): Promise<{ readonly state: ActorState; readonly lastAtMs: number }> {
  const checkpoint = await log.lastCheckpoint(stream)
  let state = checkpoint === undefined ? emptyActor() : (JSON.parse(checkpoint.state) as ActorState)
  let next = (checkpoint?.atSeq ?? 0) + 1
  let lastAtMs: number = state.session.headAtMs
  for (;;) {
    const lines = await log.read(stream, next, 1_000)
    if (lines.length === 0) return { state, lastAtMs }
    for (const line of lines) {
      const record = decodeLine(line)
      invariant(record.ok, `unreadable line ${next} of ${stream}`)
      state = { ...foldActor(state, record.value), engine: evolve(rules, state.engine, record.value) }
      lastAtMs = record.value.hubAtMs
      next += 1
    }
  }
}

export async function createSessionActor(
  sessionId: SessionId,
  stream: Parameters<SessionLog['own']>[0],
  deps: ActorDeps,
): Promise<SessionActor> {
  const { log, clock, rules } = deps
  const head = await log.own(stream)
  const recovered = await recoverActorState(log, rules, stream)
  invariant(
    recovered.state.session.head === head.head,
    `${stream} ends at ${head.head}, read ${recovered.state.session.head}`,
  )

  let timer: Timer | undefined
  let timerAtMs: number | undefined
  let stopped = false
  let sinceCheckpoint = 0
  let quarantineNoted = false

  const writer: StreamWriter<ActorState> = createStreamWriter<ActorState>({
    log,
    clock,
    head,
    lastAtMs: recovered.lastAtMs,
    initial: recovered.state,
    fold: foldActor,
    onCommitted: (committed) => {
      sinceCheckpoint += committed.lines.length
      if (sinceCheckpoint >= CHECKPOINT_EVERY || committed.state.session.closed !== undefined) {
        sinceCheckpoint = 0
        log.checkpoint({ stream, atSeq: committed.head, state: JSON.stringify(committed.state) })
      }
      deps.onCommitted(committed)
    },
    onFailed: (message) => {
      deps.onFailed(sessionId, message)
      arm(clock.nowMs() + RETRY_DEADLINE_MS)
    },
  })

  const quarantine = (draft: Draft<ActorState>, error: unknown): void => {
    if (!quarantineNoted) deps.onQuarantine(sessionId, error)
    quarantineNoted = true
    draft.emit({
      kind: 'quarantine',
      on: true,
      reason: String(error instanceof Error ? error.message : error).slice(0, 500),
    })
  }

  const advance = (draft: Draft<ActorState>, toMs: EpochMs): void => {
    if (draft.state.session.quarantined || draft.state.session.closed !== undefined) return
    try {
      const { state, transitions } = advanceTo(rules, draft.state.engine, toMs)
      draft.state = { ...draft.state, engine: state }
      for (const transition of transitions) draft.emit(transition)
    } catch (error) {
      quarantine(draft, error)
    }
  }

  /** Deadlines before the record, the record, and what the record itself decides. */
  const judge = (draft: Draft<ActorState>, body: RecordBody): LogRecord => {
    advance(draft, body.kind === 'hub.gap' ? body.fromMs : draft.nowMs)
    const record = draft.emit(body)
    if (draft.state.session.quarantined) return record
    try {
      const { state, transitions } = step(rules, draft.state.engine, record)
      draft.state = { ...draft.state, engine: state }
      for (const transition of transitions) draft.emit(transition)
      if (body.kind === 'quarantine') quarantineNoted = false
    } catch (error) {
      quarantine(draft, error)
    }
    return record
  }

  const arm = (notBeforeMs = 0): void => {
    const latest = writer.latest()
    const due =
      stopped || latest.session.quarantined || latest.session.closed
        ? undefined
        : nextDeadlineMs(latest.engine)
    const atMs = due === undefined ? undefined : Math.max(due, notBeforeMs)
    if (atMs === timerAtMs) return
    timer?.cancel()
    timerAtMs = atMs
    timer =
      atMs === undefined
        ? undefined
        : clock.at(atMs as EpochMs, () => {
            timerAtMs = undefined
            void propose((draft) => advance(draft, draft.nowMs)).catch(() => undefined)
          })
  }

  const propose = <Value>(build: (draft: Draft<ActorState>) => Value): Promise<Result<Value>> => {
    const answer = writer.propose(build)
    arm()
    return answer
  }

  const outsideSession = (session: SessionState, measuredAtMs: number): string | undefined => {
    const openedAtMs = session.opened?.hubAtMs ?? 0
    if (session.closed !== undefined) return 'The session in this room has been closed.'
    if (measuredAtMs < openedAtMs - FRESHNESS.liveToMs)
      return `Measured ${Math.round((openedAtMs - measuredAtMs) / 1000)} s before this session opened: it may be another patient's.`
    return undefined
  }

  const takeOne = (
    draft: Draft<ActorState>,
    prepared: PreparedReport,
    refused: Taken['refused'][number][],
  ): void => {
    const { origin, taken } = prepared
    if (origin.seq <= (draft.state.cursors[cursorKey(origin.deviceId, origin.epoch)] ?? 0)) return
    const outside = taken.ok ? outsideSession(draft.state.session, taken.measuredAtMs) : undefined
    if (taken.ok && outside === undefined) {
      judge(draft, bodyOf(draft.state.session, origin, taken, draft.nowMs))
      return
    }
    const refusal = taken.ok ? { code: 'not-in-session' as const, message: outside ?? '' } : taken.refusal
    if (refusal.code === 'not-in-session')
      refused.push({ origin, code: 'not-in-session', message: refusal.message })
    const { code, message, field } = { field: undefined, ...refusal }
    draft.emit({
      kind: 'refused',
      deviceId: origin.deviceId,
      origin,
      code,
      message: message.slice(0, 500),
      ...(field === undefined ? {} : { field: field.slice(0, 200) }),
    } satisfies Omit<RecordOf<'refused'>, 'v' | 'seq' | 'hubAtMs'>)
  }

  arm()
  return {
    sessionId,
    committed: writer.committed,
    head: writer.head,
    cursors: () => writer.latest().cursors,
    take: (reports) =>
      propose((draft) => {
        const refused: Taken['refused'][number][] = []
        for (const prepared of reports) takeOne(draft, prepared, refused)
        return { cursors: draft.state.cursors, refused }
      }),
    takeHeld: (reports) =>
      propose((draft) => {
        for (const { origin, taken } of reports)
          if (taken.ok) judge(draft, bodyOf(draft.state.session, origin, taken, draft.nowMs))
        return true as const
      }),
    record: (body) => propose((draft) => judge(draft, body)),
    async command(command, doer, orderId) {
      const answer = await propose((draft): Result<{ records: readonly LogRecord[] }> => {
        const decided = decide({
          state: draft.state.session,
          command,
          doer,
          nowMs: draft.nowMs,
          lastInfusionSeq: draft.state.lastInfusionSeq,
          orderId,
        })
        if (!decided.ok) return decided
        return ok({ records: decided.value.map((body) => judge(draft, body)) })
      })
      return answer.ok ? answer.value : refuse(answer.error.code, answer.error.message)
    },
    idle: writer.idle,
    stop: () => {
      stopped = true
      timer?.cancel()
    },
  }
}
