// Owns log.db as its one writer: opens it, commits groups of appends, answers where each stream stands. Synchronous.
// Never lets one bad stream fail its neighbours, and remembers nothing that is not committed.
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type EpochMs, epochMs, type Incarnation, type StreamId } from '@chairside/shared/ids.ts'
import { packCommit } from './journal.ts'
import { headSeq, streamHead } from './live-stream.ts'
import { allFailed, type Group, type GroupAnswer, type Plan, planGroup } from './log-group.ts'
import { createMover } from './log-mover.ts'
import { preparePlace, setAside, takeLock } from './log-place.ts'
import { checkStructure, failureOf, isDamage, openHandle } from './log-schema.ts'
import { createSealer } from './log-sealer.ts'
import { LOG_FILE, type LogSettings } from './log-settings.ts'
import { type Opened, openStreams } from './log-streams.ts'
import { createLogWriter, type LogWriter, type Statements } from './log-writer.ts'
import type { LogStatus, StreamHead } from './session-log.ts'
import { keepCheckpoint } from './stream-rules.ts'

export type Tail = {
  readonly sealedThrough: number
  readonly head: number
  /** Unsealed lines asked for. */
  readonly lines: readonly string[]
}

export type LogFile = {
  readonly status: LogStatus
  commit(group: Group): GroupAnswer
  /** A small write that needs room, to learn whether the disk can be written again. */
  probe(): GroupAnswer
  head(name: StreamId): StreamHead | undefined
  /** Every stream with unsealed lines, and every one used since the log was opened. */
  liveHeads(): StreamHead[]
  tail(name: StreamId, fromSeq: number, limit: number): Tail | undefined
  /** Is there anything to seal or delete? */
  due(): boolean
  /** A few milliseconds of that work. */
  slice(): { readonly goOnSoon: boolean; readonly reserveUsed: boolean }
  commits(): number
  setMaxPageCount(pages: number): void
  close(): void
}

const PROBE_BYTES = 65_536

/** Takes the folder and opens the log in it. Throws LogRefused, which says what to do, or SqliteError. */
export function openLogFile(settings: LogSettings): LogFile {
  preparePlace(settings.dir)
  const unlock = takeLock(settings.dir, settings.lockWaitMs)
  try {
    try {
      return run(settings, unlock, undefined)
    } catch (error) {
      if (!isDamage(error)) throw error
      return run(settings, unlock, setAside(settings.dir, performance.timeOrigin + performance.now()))
    }
  } catch (error) {
    unlock()
    throw error
  }
}

function run(settings: LogSettings, unlock: () => void, asideName: string | undefined): LogFile {
  const path = join(settings.dir, LOG_FILE)
  const db = openHandle(path)
  try {
    checkStructure(db, statSync(path).size <= settings.checkWholeBytes)
    const writer = createLogWriter(settings, db)
    return serve(settings, writer, openStreams(writer), unlock, asideName)
  } catch (error) {
    db.close()
    throw error
  }
}

function serve(
  settings: LogSettings,
  writer: LogWriter,
  opened: Opened,
  unlock: () => void,
  asideName: string | undefined,
): LogFile {
  const { streams } = opened
  const meta = (key: string): unknown =>
    writer.db().prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key)
  let incarnation = meta('incarnation') as Incarnation | undefined
  if (incarnation === undefined) {
    incarnation = randomUUID() as Incarnation
    writer.db().prepare("INSERT INTO meta (key, value) VALUES ('incarnation', ?)").run(incarnation)
  }
  let lastAtMs = Math.max(opened.lastAtMs, (meta('lastAtMs') as number | undefined) ?? 0)
  let aliveAtMs = Math.max(lastAtMs, (meta('aliveAtMs') as number | undefined) ?? 0)
  const known = (ms: number): EpochMs | undefined => (ms > 0 ? epochMs(ms) : undefined)
  const status: LogStatus = {
    incarnation,
    aliveAtMs: known(aliveAtMs),
    lastAtMs: known(lastAtMs),
    setAside: asideName,
  }
  let commits = 0

  const sealer = createSealer(
    settings,
    writer,
    { nowMs: () => aliveAtMs, lastAtMs: () => lastAtMs },
    opened.firstJournalId,
  )
  const mover = createMover(writer, streams, opened.forgotten)
  for (const { stream, firstJournalId } of opened.tails) {
    sealer.began(stream, firstJournalId)
    sealer.grew(stream)
  }

  function writePlan(sql: Statements, plan: Plan, group: Group): void {
    for (const stream of plan.created)
      sql.addStream.run(stream.id, stream.name, plan.stands.get(stream)!.ownerEpoch)
    for (const [stream, { ownerEpoch }] of plan.stands)
      if (ownerEpoch !== stream.ownerEpoch) sql.setOwner.run(ownerEpoch, stream.id)
    if (plan.inserts.length > 0)
      sql.addCommit.run(
        writer.committed.journalId + 1,
        packCommit(
          plan.inserts.map(({ stream, first, atMs, lines }) => ({ stream: stream.id, first, atMs, lines })),
        ),
      )
    if (group.aliveAtMs > 0) sql.setMeta.run('aliveAtMs', Math.max(aliveAtMs, group.aliveAtMs))
  }

  function applyPlan(plan: Plan, group: Group): void {
    for (const stream of plan.created) streams.add(stream)
    for (const [stream, { ownerEpoch }] of plan.stands) stream.ownerEpoch = ownerEpoch
    writer.committed.streamId += plan.created.length
    if (plan.inserts.length > 0) writer.committed.journalId += 1
    for (const { stream, lines, atMs } of plan.inserts) {
      const begins = stream.tail.length === 0
      for (const line of lines) {
        stream.tail.push(line)
        stream.atMs.push(atMs)
      }
      if (begins) sealer.began(stream, writer.committed.journalId)
      lastAtMs = Math.max(lastAtMs, atMs)
      sealer.grew(stream)
    }
    aliveAtMs = Math.max(aliveAtMs, lastAtMs, group.aliveAtMs)
  }

  function sealAsked(plan: Plan): void {
    if (plan.seals.length === 0) return
    const found = new Map(plan.seals.map(({ name }) => [name, streams.find(name)]))
    const failure = sealer.seal([...found.values()].filter((stream) => stream !== undefined))
    if (failure === undefined) return
    for (const { index, name } of plan.seals) {
      const stream = found.get(name)
      if (stream) plan.failures.push({ index, head: headSeq(stream), ...failure })
    }
  }

  function moveAsked(plan: Plan): void {
    for (const { index, name, to } of plan.moves) {
      const failure = to === undefined ? mover.discard(name) : mover.rename(name, to, sealer)
      const stream = streams.find(name)
      if (failure) plan.failures.push({ index, head: stream ? headSeq(stream) : 0, ...failure })
    }
  }

  return {
    status,
    commit(group) {
      let plan: Plan
      try {
        plan = planGroup(group, streams.find, writer.committed.streamId + 1)
      } catch (error) {
        // A stream that is not in memory could not be looked up.
        const failure = failureOf(error)
        if (failure === undefined) throw error
        return {
          failures: group.names.map((_, index) => ({ index, head: group.afterSeqs[index]!, ...failure })),
          owned: [],
          reserveUsed: writer.takeReserveUsed(),
          disk: 'failed',
        }
      }
      const writes = plan.stands.size > 0 || group.aliveAtMs > 0
      const failure = writes ? writer.attempt((sql) => writePlan(sql, plan, group)) : undefined
      if (failure !== undefined)
        return {
          failures: allFailed(plan, group, failure, streams.find),
          owned: [],
          reserveUsed: writer.takeReserveUsed(),
          disk: 'failed',
        }
      if (plan.stands.size > 0) commits += 1
      applyPlan(plan, group)
      for (const checkpoint of group.checkpoints) {
        const stream = streams.find(checkpoint.stream)
        if (stream !== undefined && checkpoint.atSeq > stream.checkpointSeq)
          stream.kept = keepCheckpoint(stream.kept, checkpoint, headSeq(stream))
      }
      sealAsked(plan)
      moveAsked(plan)
      return {
        failures: plan.failures,
        owned: plan.owned,
        reserveUsed: writer.takeReserveUsed(),
        // A heartbeat overwrites a few bytes in place: that it worked says nothing about room for lines.
        disk: plan.inserts.length > 0 ? 'written' : 'untouched',
      }
    },
    probe() {
      const failure = writer.attempt((sql) => sql.addProbe.run(PROBE_BYTES), { useReserve: false })
      if (failure === undefined) writer.attempt((sql) => sql.dropProbe.run(), { useReserve: false })
      return {
        failures: [],
        owned: [],
        reserveUsed: writer.takeReserveUsed(),
        disk: failure ? 'failed' : 'written',
      }
    },
    head(name) {
      const stream = streams.find(name)
      return stream && streamHead(stream)
    },
    liveHeads: () => [...streams.all()].map(streamHead),
    tail(name, fromSeq, limit) {
      const stream = streams.find(name)
      if (stream === undefined) return undefined
      const from = Math.max(0, fromSeq - stream.sealedThrough - 1)
      const to = Math.max(0, fromSeq + limit - stream.sealedThrough - 1)
      return {
        sealedThrough: stream.sealedThrough,
        head: headSeq(stream),
        lines: stream.tail.slice(from, to),
      }
    },
    due: () => sealer.due(),
    slice() {
      const goOnSoon = sealer.slice()
      writer.checkpoint(false)
      return { goOnSoon, reserveUsed: writer.takeReserveUsed() }
    },
    commits: () => commits,
    setMaxPageCount: (pages) => writer.setMaxPageCount(pages),
    close() {
      sealer.trimAll()
      writer.checkpoint(true)
      writer.close()
      unlock()
    },
  }
}
