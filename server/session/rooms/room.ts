// Owns one room: which devices feed it, which session is open in it, and where a report goes.
// Never lets two devices feed the same signal, never lets a report be counted twice, and never gives one patient's numbers
// to the next.
import type { HubClock } from '@chairside/shared/clock.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { DeviceId, EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import {
  type Attached,
  type CursorKey,
  type Cursors,
  countThrough,
  type PreparedReport,
} from '../prepared.ts'
import type { RefusedLate, SessionActor } from '../session-actor.ts'
import { createHeld, type Held } from './held.ts'
import { type Left, sayToWhoLeft } from './left-behind.ts'

export type DetachReason = RecordOf<'device.detached'>['reason']

export type RoomTaken = {
  readonly recorded: boolean
  /** Highest report number of a (device, epoch) that is now dealt with, on disk where it is recorded. */
  readonly through: (key: CursorKey) => number
  readonly refused: readonly RefusedLate[]
}

export type Room = {
  readonly roomId: RoomId
  name(): string
  rename(name: string): void
  actor(): SessionActor | undefined
  devices(): readonly Attached[]
  held: Held
  /** What the room shows: the session as committed, or the unrecorded numbers. */
  state(): SessionState
  /** `source-taken` when another connected device already feeds one of these signals. */
  mayAttach(attached: Attached): Result<true>
  /** Nothing has changed when it is refused. */
  attach(attached: Attached): Promise<Result<true>>
  /** The device is gone at once; that it is recorded is tried until it is, or until the device is back. */
  detach(deviceId: DeviceId, reason: DetachReason): Promise<void>
  clockJumped(deviceId: DeviceId, offsetMs: number, changedByMs: number): Promise<Result<unknown>>
  /** Highest report number dealt with or being written; undefined for an epoch never seen. */
  cursor(key: CursorKey): number | undefined
  take(reports: readonly PreparedReport[]): Promise<Result<RoomTaken>>
  /**
   * A session opened here, or came here: it takes over, with what was counted so far.
   * @param sinceMs of one that came from another room: what was measured here before is refused, it is another patient's
   */
  adopt(actor: SessionActor, sinceMs?: EpochMs): void
  /** Since when the session is here, where it came from another room. */
  sessionSinceMs(): EpochMs | undefined
  /** The session goes to another room; the devices stay. */
  part(): void
  /** The session could not be written after all: the room is as it was. */
  abandon(): void
  /** The session here has closed: what comes now is not recorded, and what was measured before belongs to nobody else. */
  release(closedAtMs: EpochMs): void
  /** What was measured before this belongs to a session that is closed. */
  closedBefore(closedAtMs: EpochMs): void
  /**
   * The patient went to another room: what was measured here before and comes later is refused, and that it is missing is said in
   * their session while that is open.
   */
  leftBehind(actor: SessionActor, movedAtMs: EpochMs): void
}

export type RoomDeps = {
  readonly clock: HubClock
  /** Where refusals are kept while no session is open. */
  readonly recordInSuite: (...bodies: readonly RecordBody[]) => Promise<Result<unknown>>
  readonly onChanged: (room: Room) => void
  readonly onLive: (room: Room) => void
}

const idOf = ({ deviceId, epoch, seq }: PreparedReport['origin']): string => `${deviceId}|${epoch}|${seq}`

const refusedBody = (origin: PreparedReport['origin'], refusal: Refusal): RecordBody => ({
  kind: 'refused',
  deviceId: origin.deviceId,
  origin,
  ...refusal,
})

export function createRoom(roomId: RoomId, firstName: string, deps: RoomDeps): Room {
  const { clock } = deps
  let name = firstName
  let actor: SessionActor | undefined
  let cursors: Cursors = {}
  let closedAtMs = 0
  let cameAtMs: EpochMs | undefined
  let left: Left | undefined
  const devices = new Map<DeviceId, Attached>()
  let held = createHeld()

  const cursorOf = (key: CursorKey): number | undefined => {
    const inSession = actor?.cursors()[key]
    const here = cursors[key]
    return inSession === undefined ? here : Math.max(inSession, here ?? 0)
  }
  const isFresh = ({ origin }: PreparedReport): boolean =>
    origin.seq > (cursors[`${origin.deviceId}|${origin.epoch}`] ?? 0)

  const fromClosedSession = ({ origin, taken }: PreparedReport): RefusedLate[] =>
    taken.ok && taken.measuredAtMs < closedAtMs
      ? [
          {
            origin,
            code: 'not-in-session',
            message: `Measured before the last session in ${name} was over, and it came too late for it.`,
            field: taken.report.kind === 'cuffStarted' ? 'startedAtMs' : 'measuredAtMs',
          },
        ]
      : []

  /** What was measured here before the session came from another room is not its patient's: refused in it, by name. */
  const asOfToday = (report: PreparedReport, early: RefusedLate[]): PreparedReport => {
    const { origin, taken } = report
    if (cameAtMs === undefined || !taken.ok || taken.measuredAtMs >= cameAtMs) return report
    const refusal = {
      code: 'not-in-session' as const,
      message: `Measured before the session that is in ${name} now came here from another room.`,
      field: taken.report.kind === 'cuffStarted' ? 'startedAtMs' : 'measuredAtMs',
    }
    early.push({ origin, ...refusal })
    return { origin, taken: { ok: false, refusal } }
  }

  /** One after the other: a report whose refusal is being written is not fresh to the connection that sends it again. */
  let unrecorded: Promise<unknown> = Promise.resolve()
  /** How many of them are not counted yet. */
  let beingTaken = 0
  /** Refusals that are on disk while what came with them could not be written: sent again, they are only counted. */
  const keptOutside = new Map<string, RefusedLate | undefined>()
  const isKept = ({ origin }: PreparedReport): boolean => keptOutside.has(idOf(origin))
  const count = (reports: readonly PreparedReport[]): void => {
    for (const { origin } of reports) {
      cursors = countThrough(cursors, origin)
      keptOutside.delete(idOf(origin))
    }
  }
  const takeUnrecorded = (reports: readonly PreparedReport[]): Promise<Result<RoomTaken>> => {
    beingTaken += 1
    const taken = unrecorded.then(() => takeNext(reports))
    unrecorded = taken
      .catch(() => undefined)
      .finally(() => {
        beingTaken -= 1
      })
    return taken
  }
  const takeNext = async (reports: readonly PreparedReport[]): Promise<Result<RoomTaken>> => {
    const fresh = reports.filter(isFresh)
    const late = fresh.flatMap(fromClosedSession)
    const bodies = [
      ...fresh.flatMap((report) =>
        report.taken.ok || isKept(report) ? [] : [refusedBody(report.origin, report.taken.refusal)],
      ),
      ...late.flatMap(({ origin, ...refusal }) =>
        keptOutside.has(idOf(origin)) ? [] : [refusedBody(origin, refusal)],
      ),
    ]
    if (bodies.length > 0) {
      const kept = await deps.recordInSuite(...bodies)
      if (!kept.ok) return kept
      const isLate = new Set(late.map(({ origin }) => origin))
      const missing = fresh.filter((report) => isLate.has(report.origin) && !isKept(report))
      await sayToWhoLeft(left, name, missing)
      for (const { origin, taken } of fresh) if (!taken.ok) keptOutside.set(idOf(origin), undefined)
      for (const one of late) keptOutside.set(idOf(one.origin), one)
    }
    const belongsToNobody = new Set(late.map(({ origin }) => origin))
    const good = fresh.filter(({ origin, taken }) => taken.ok && !belongsToNobody.has(origin))
    let recorded = false
    if (actor === undefined || good.length === 0) for (const report of good) held.take(report, clock.nowMs())
    else {
      // A session opened while the refusals were being written: then these are its reports, unless it is closed again.
      const taken = await actor.take(good)
      const rest = taken.ok && taken.value === 'closed' ? await takeNext(good) : taken
      if (!rest.ok) return rest
      recorded = taken.ok && taken.value !== 'closed'
      if (rest.value !== 'closed') late.push(...rest.value.refused)
    }
    count(fresh)
    const after = cursors
    if (!recorded) deps.onLive(room)
    return ok({ recorded, refused: late, through: (key) => after[key] ?? 0 })
  }

  const room: Room = {
    roomId,
    name: () => name,
    rename: (next) => {
      name = next
      deps.onChanged(room)
    },
    actor: () => actor,
    devices: () => [...devices.values()],
    get held() {
      return held
    },
    state() {
      const session = actor?.committed().session
      return session?.opened === undefined ? held.state() : session
    },
    mayAttach(attached) {
      for (const other of devices.values()) {
        if (other.deviceId === attached.deviceId) continue
        const both = attached.signals.find((signal) => other.signals.includes(signal))
        if (both !== undefined)
          return refuse(
            'source-taken',
            `${other.deviceName} already feeds ${both} in ${name}. Disconnect it first, or leave ${both} out.`,
            'signals',
          )
      }
      return ok(true)
    },
    async attach(attached) {
      const free = room.mayAttach(attached)
      if (!free.ok) return free
      const { deviceId } = attached
      const before = devices.get(deviceId)
      devices.set(deviceId, attached)
      held.attach(attached, clock.nowMs())
      deps.onChanged(room)
      const written = await actor?.record(attached)
      if (written === undefined || written.ok || written.error.code === 'session-closed') return ok(true)
      if (devices.get(deviceId) !== attached) return written
      if (before === undefined) devices.delete(deviceId)
      else devices.set(deviceId, before)
      if (before === undefined) held.detach(deviceId, clock.nowMs())
      else held.attach(before, clock.nowMs())
      deps.onChanged(room)
      return written
    },
    async detach(deviceId, reason) {
      if (!devices.delete(deviceId)) return
      held.detach(deviceId, clock.nowMs())
      deps.onChanged(room)
      const session = actor
      await session?.insist(
        { kind: 'device.detached', deviceId, reason },
        () => actor === session && !devices.has(deviceId),
      )
      deps.onChanged(room)
    },
    async clockJumped(deviceId, offsetMs, changedByMs) {
      const written = await actor?.record({ kind: 'device.clock', deviceId, offsetMs, changedByMs })
      return written === undefined || written.ok || written.error.code === 'session-closed'
        ? ok(true)
        : written
    },
    cursor: cursorOf,
    async take(reports) {
      // A session may have opened while a refusal was being written for the room without one: sent again, that report would
      // be fresh to the session and be kept twice.
      if (actor !== undefined && beingTaken > 0) await unrecorded
      if (actor === undefined) return takeUnrecorded(reports)
      const fresh = reports.filter(isFresh)
      const again = fresh.filter(isKept)
      const lateAgain = again.flatMap(({ origin }) => keptOutside.get(idOf(origin)) ?? [])
      const early: RefusedLate[] = []
      const mine = fresh.filter((report) => !isKept(report)).map((report) => asOfToday(report, early))
      const taken = await actor.take(mine)
      if (!taken.ok) return taken
      if (taken.value === 'closed') return takeUnrecorded(fresh)
      await sayToWhoLeft(left, name, mine)
      const { cursors: inSession, refused } = taken.value
      count(again)
      const counted = cursors
      return ok({
        recorded: true,
        refused: [...refused, ...early, ...lateAgain],
        through: (key) => Math.max(inSession[key] ?? 0, counted[key] ?? 0),
      })
    },
    adopt(next, sinceMs) {
      actor = next
      cameAtMs = sinceMs
      deps.onChanged(room)
    },
    sessionSinceMs: () => cameAtMs,
    abandon() {
      actor = undefined
      cameAtMs = undefined
      deps.onChanged(room)
    },
    part() {
      for (const [key, seq] of Object.entries(actor?.cursors() ?? {})) {
        const [deviceId, epoch] = key.split('|') as [DeviceId, never]
        cursors = countThrough(cursors, { deviceId, epoch, seq })
      }
      actor = undefined
      held = createHeld()
      for (const attached of devices.values()) held.attach(attached, clock.nowMs())
      deps.onChanged(room)
    },
    release(atMs) {
      room.closedBefore(atMs)
      room.part()
      cameAtMs = undefined
    },
    leftBehind(who, atMs) {
      room.closedBefore(atMs)
      left = { actor: who, atMs }
    },
    closedBefore(atMs) {
      closedAtMs = Math.max(closedAtMs, atMs)
    },
  }
  return room
}
