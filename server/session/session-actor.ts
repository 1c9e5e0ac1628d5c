// Owns one session: the only writer of its stream, and the only place where its alarms are decided live.
// Never answers or shows anything that is not committed; never lets a broken invariant stop the recording.
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { HubClock, Timer } from '@chairside/shared/clock.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs, RoomId, SessionId, StreamId } from '@chairside/shared/ids.ts'
import type { Command } from '@chairside/shared/protocol/screens.ts'
import type { LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
import { invariant, ok, type Result, refuse } from '@chairside/shared/result.ts'
import { roomNow } from '@chairside/shared/visit/place.ts'
import { FRESHNESS } from '@chairside/shared/vitals.ts'
import {
  type ActorLog,
  type ActorState,
  foldActor,
  type LearntEngine,
  learnEngine,
  type ReadActor,
  readActor,
} from './actor-state.ts'
import type { Doer, Gathered } from './acts/act.ts'
import { decide } from './acts/decide.ts'
import { createAlarmJudge } from './alarm-judge.ts'
import { ENGINE, type Engine } from './engine-port.ts'
import { bodyOf, type Cursors, cursorKey, type PreparedReport } from './prepared.ts'
import { type Committed, createStreamWriter, type Draft, type StreamWriter } from './stream-writer.ts'

const CHECKPOINT_EVERY = 30

/** A number below `below` that is always the same for this id. */
const spread = (id: string, below: number): number => {
  let sum = 0
  for (let at = 0; at < id.length; at += 1) sum = (sum * 31 + id.charCodeAt(at)) >>> 0
  return sum % below
}
/** After a failed commit it is tried again this much later (hub time), not in a hot loop. */
const RETRY_MS = 1_000
/** Learning a session again takes a moment, in which reports go on coming; each pass has less to read. */
const LEARNING_PASSES = 20

export type RefusedLate = {
  readonly origin: PreparedReport['origin']
  readonly code: 'not-in-session'
  readonly message: string
  readonly field: string
}
export type Taken = { readonly cursors: Cursors; readonly refused: readonly RefusedLate[] }

export type SessionActor = {
  readonly sessionId: SessionId
  committed(): ActorState
  head(): number
  /** Where the patient is by what is being written. */
  roomId(): RoomId | undefined
  /** Cursors that already count what is being written. */
  cursors(): Cursors
  /** The first records of a new session and the held minutes that belong to it, all in one commit or not at all. */
  open(bodies: readonly RecordBody[], held: readonly PreparedReport[]): Promise<Result<LogRecord>>
  /**
   * Records reports in order, after the last one of each (device, epoch); repeats are counted through.
   * @returns the cursors after it is on disk, and reports refused because of when they were measured; or `closed`: the
   * session has ended meanwhile, and nothing was taken
   */
  take(reports: readonly PreparedReport[]): Promise<Result<Taken | 'closed'>>
  /** Records a fact; `session-closed` when there is nothing left to record it in. */
  record(body: RecordBody): Promise<Result<LogRecord>>
  /**
   * Records what nobody will say again: tried until it is on disk, or no longer `wanted`, or the session has closed.
   * Resolves after the first try.
   */
  insist(body: RecordBody, wanted?: () => boolean): Promise<void>
  command(
    command: Command,
    doer: Doer,
    orderId: string,
    gathered?: Gathered,
  ): Promise<Result<{ records: readonly LogRecord[] }>>
  /** Ends a quarantine: the engine is learnt again from the records. Back in quarantine at once if that fails. */
  judgeAgain(reason: string): Promise<Result<LogRecord>>
  idle(): Promise<void>
  /** No more timers; the stream keeps what it has. */
  stop(): void
}

export type ActorDeps = {
  readonly log: ActorLog
  readonly clock: HubClock
  /** Of a session that is opened now, or that has no rules of its own. */
  readonly rules: RuleSet
  readonly onCommitted: (committed: Committed<ActorState>) => void
  readonly onFailed: (sessionId: SessionId, message: string) => void
  readonly onQuarantine: (sessionId: SessionId, error: unknown) => void
  readonly onBroken: (error: unknown) => void
  readonly engine?: Engine | undefined
  /** What was just read of this session, where it was. */
  readonly read?: ReadActor | undefined
}

const NOT_OPEN = refuse(
  'session-closed',
  'This session is closed; nothing more can be recorded in it.',
  'body.sessionId',
)

export async function createSessionActor(
  sessionId: SessionId,
  stream: StreamId,
  deps: ActorDeps,
): Promise<SessionActor> {
  const { log, clock, engine = ENGINE } = deps
  const head = await log.own(stream)
  const read = deps.read ?? (await readActor(log, deps.rules, stream, engine))
  const { state: recovered, rules, unusable } = read
  invariant(
    recovered.session.head === head.head,
    `${stream} ends at ${head.head}, read ${recovered.session.head}`,
  )

  let timer: Timer | undefined
  let timerAtMs: number | undefined
  let stopped = false
  // Sessions that opened together do not make their checkpoints together.
  let sinceCheckpoint = spread(sessionId, CHECKPOINT_EVERY)
  let advancedToMs = 0

  const { advance, judge, quarantine } = createAlarmJudge(engine, rules, (error) =>
    deps.onQuarantine(sessionId, error),
  )

  const writer: StreamWriter<ActorState> = createStreamWriter<ActorState>({
    log,
    clock,
    head,
    lastAtMs: recovered.session.headAtMs,
    initial: recovered,
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
      arm(clock.nowMs() + RETRY_MS)
    },
    onBroken: deps.onBroken,
  })

  const propose = <Value>(build: (draft: Draft<ActorState>) => Value): Promise<Result<Value>> => {
    const answer = writer.propose(build)
    try {
      arm()
    } catch (error) {
      deps.onBroken(error)
    }
    return answer
  }

  const isOver = ({ session }: ActorState): boolean => session.closed !== undefined

  /** Arms the timer for the next deadline. One that was asked and did not fire is asked again later, not at once. */
  const arm = (notBeforeMs = 0): void => {
    const latest = writer.latest()
    const due =
      stopped || latest.session.quarantined || isOver(latest)
        ? undefined
        : engine.nextDeadlineMs(rules, latest.engine)
    const earliest =
      due !== undefined && due <= advancedToMs ? Math.max(notBeforeMs, advancedToMs + RETRY_MS) : notBeforeMs
    const atMs = due === undefined ? undefined : Math.max(due, earliest)
    if (atMs === timerAtMs) return
    timer?.cancel()
    timerAtMs = atMs
    timer = atMs === undefined ? undefined : clock.at(atMs as EpochMs, onDue)
  }
  const onDue = (): void => {
    timerAtMs = undefined
    const proposed = propose((draft) => {
      advance(draft, draft.nowMs)
      advancedToMs = draft.nowMs
    })
    proposed.catch(deps.onBroken)
  }

  const beforeSession = (session: SessionState, measuredAtMs: number): string | undefined => {
    const openedAtMs = session.opened?.hubAtMs ?? 0
    if (measuredAtMs >= openedAtMs - FRESHNESS.liveToMs) return undefined
    return `Measured ${Math.round((openedAtMs - measuredAtMs) / 1000)} s before this session opened: it may be another patient's.`
  }

  const takeOne = (draft: Draft<ActorState>, prepared: PreparedReport, refused: RefusedLate[]): void => {
    const { origin, taken } = prepared
    if (origin.seq <= (draft.state.cursors[cursorKey(origin.deviceId, origin.epoch)] ?? 0)) return
    const before = taken.ok ? beforeSession(draft.state.session, taken.measuredAtMs) : undefined
    if (taken.ok && before === undefined) {
      judge(draft, bodyOf(draft.state.session, origin, taken, draft.nowMs))
      return
    }
    if (!taken.ok) {
      draft.emit({ kind: 'refused', deviceId: origin.deviceId, origin, ...taken.refusal })
      return
    }
    const field = taken.report.kind === 'cuffStarted' ? 'startedAtMs' : 'measuredAtMs'
    const refusal = { code: 'not-in-session' as const, message: before ?? '', field }
    refused.push({ origin, ...refusal })
    draft.emit({ kind: 'refused', deviceId: origin.deviceId, origin, ...refusal })
  }

  /** What a command does, on the alarms as they stand at this moment. */
  const carryOut = (
    draft: Draft<ActorState>,
    command: Command,
    doer: Doer,
    orderId: string,
    gathered: Gathered,
  ): Result<{ records: readonly LogRecord[] }> => {
    advance(draft, draft.nowMs)
    const decided = decide({
      state: draft.state.session,
      command,
      doer,
      nowMs: draft.nowMs,
      ruleSet: rules,
      lastInfusionSeq: draft.state.lastInfusionSeq,
      lastLimitsSeq: draft.state.lastLimitsSeq,
      endedAlarms: draft.state.endedAlarms,
      silencings: draft.state.silencings,
      undoables: draft.state.undoables,
      gathered,
      orderId,
    })
    if (!decided.ok) return decided
    return ok({ records: decided.value.map((body) => judge(draft, body)) })
  }

  /** Runs `build` on an engine that was learnt again from all records so far. */
  const onLearntEngine = async <Value>(
    build: (draft: Draft<ActorState>, broken: LearntEngine['broken']) => Value,
  ): Promise<Result<Value>> => {
    let learnt: LearntEngine | undefined
    for (let pass = 0; pass < LEARNING_PASSES; pass += 1) {
      await writer.idle()
      learnt = await learnEngine(log, rules, stream, engine, learnt)
      const { engine: judged, throughSeq, broken } = learnt
      const done = await propose((draft): { value: Value } | undefined => {
        if (draft.nextSeq() !== throughSeq + 1) return undefined
        draft.state = { ...draft.state, engine: judged }
        return { value: build(draft, unusable === undefined ? broken : { error: unusable }) }
      })
      if (!done.ok) return done
      if (done.value !== undefined) return ok(done.value.value)
    }
    return refuse('busy', 'This session is too busy to be judged again just now; try again.')
  }

  const record = async (body: RecordBody): Promise<Result<LogRecord>> => {
    const answer = await propose(
      (draft): Result<LogRecord> => (isOver(draft.state) ? NOT_OPEN : ok(judge(draft, body))),
    )
    return answer.ok ? answer.value : answer
  }

  const insist = async (body: RecordBody, wanted = (): boolean => true): Promise<void> => {
    const said = await record(body)
    if (said.ok || said.error.code !== 'storage-failed') return
    clock.at((clock.nowMs() + RETRY_MS) as EpochMs, () => {
      if (!stopped && wanted()) insist(body, wanted).catch(deps.onBroken)
    })
  }

  const stillBroken = (draft: Draft<ActorState>, broken: LearntEngine['broken']): void => {
    if (broken !== undefined && !draft.state.session.quarantined) quarantine(draft, broken.error)
  }

  if (read.broken !== undefined && !recovered.session.quarantined && !isOver(recovered))
    await propose((draft) => quarantine(draft, read.broken))
  arm()
  return {
    sessionId,
    committed: writer.committed,
    head: writer.head,
    roomId: () => roomNow(writer.latest().session),
    cursors: () => writer.latest().cursors,
    open: (bodies, held) =>
      propose((draft) => {
        const [first] = bodies.map((body) => judge(draft, body))
        invariant(first !== undefined, 'a session opens with a record')
        for (const { origin, taken } of held)
          if (taken.ok) judge(draft, bodyOf(draft.state.session, origin, taken, draft.nowMs))
        return first
      }),
    take: (reports) =>
      propose((draft) => {
        if (isOver(draft.state)) return 'closed'
        const refused: RefusedLate[] = []
        for (const prepared of reports) takeOne(draft, prepared, refused)
        return { cursors: draft.state.cursors, refused }
      }),
    record,
    insist,
    async command(command, doer, orderId, gathered = {}) {
      const again = command.body.type === 'engine.retry' && writer.latest().session.quarantined
      const answer = again
        ? await onLearntEngine((draft, broken) => {
            const done = carryOut(draft, command, doer, orderId, gathered)
            if (done.ok) stillBroken(draft, broken)
            return done
          })
        : await propose((draft) => carryOut(draft, command, doer, orderId, gathered))
      return answer.ok ? answer.value : answer
    },
    judgeAgain: (reason) =>
      onLearntEngine((draft, broken) => {
        const record = judge(draft, { kind: 'quarantine', on: false, reason })
        stillBroken(draft, broken)
        return record
      }),
    idle: writer.idle,
    stop: () => {
      stopped = true
      timer?.cancel()
    },
  }
}
