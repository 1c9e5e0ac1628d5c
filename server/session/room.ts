// Owns one room: which devices feed it, which session is open in it, and where a report goes.
// Never lets two devices feed the same signal, and never lets a report be counted twice.
import type { HubClock } from '@chairside/shared/clock.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { DeviceId, RoomId } from '@chairside/shared/ids.ts'
import type { RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { createHeld, type Held } from './held.ts'
import { type Attached, type CursorKey, cursorKey, type PreparedReport } from './prepared.ts'
import type { SessionActor, Taken } from './session-actor.ts'

export type DetachReason = RecordOf<'device.detached'>['reason']

export type RoomTaken = {
  readonly recorded: boolean
  readonly cursor: (report: PreparedReport) => number
  readonly refused: Taken['refused']
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
  attach(attached: Attached): Promise<Result<true>>
  detach(deviceId: DeviceId, reason: DetachReason): Promise<void>
  clockJumped(deviceId: DeviceId, offsetMs: number, changedByMs: number): Promise<Result<unknown>>
  /** Highest report number dealt with or being written; undefined for an epoch never seen. */
  cursor(key: CursorKey): number | undefined
  take(reports: readonly PreparedReport[]): Promise<Result<RoomTaken>>
  /** A session opened here: it takes over, with what was counted so far. */
  adopt(actor: SessionActor): void
  /** The session could not be written after all: the room is as it was. */
  abandon(): void
  /** The session here has closed: what comes now is not recorded. */
  release(): void
}

export type RoomDeps = {
  readonly clock: HubClock
  /** Where a refusal is kept while no session is open. */
  readonly recordInSuite: (body: RecordBody) => Promise<Result<unknown>>
  readonly onChanged: (room: Room) => void
  readonly onLive: (room: Room) => void
}

export function createRoom(roomId: RoomId, firstName: string, deps: RoomDeps): Room {
  const { clock } = deps
  let name = firstName
  let actor: SessionActor | undefined
  const devices = new Map<DeviceId, Attached>()
  const cursors = new Map<CursorKey, number>()
  let held = createHeld()

  const keepCursors = (from: SessionActor): void => {
    for (const [key, value] of Object.entries(from.cursors()))
      cursors.set(key, Math.max(value, cursors.get(key) ?? 0))
  }

  const takeUnrecorded = async (reports: readonly PreparedReport[]): Promise<Result<RoomTaken>> => {
    for (const report of reports) {
      const key = cursorKey(report.origin.deviceId, report.origin.epoch)
      if (report.origin.seq <= (cursors.get(key) ?? 0)) continue
      cursors.set(key, report.origin.seq)
      if (report.taken.ok) {
        held.take(report, clock.nowMs())
        continue
      }
      const { code, message, field } = { field: undefined, ...report.taken.refusal }
      const kept = await deps.recordInSuite({
        kind: 'refused',
        deviceId: report.origin.deviceId,
        origin: report.origin,
        code,
        message: message.slice(0, 500),
        ...(field === undefined ? {} : { field: field.slice(0, 200) }),
      })
      if (!kept.ok) return kept
    }
    deps.onLive(room)
    const after = new Map(cursors)
    return ok({
      recorded: false,
      refused: [],
      cursor: ({ origin }) => after.get(cursorKey(origin.deviceId, origin.epoch)) ?? 0,
    })
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
    state: () => actor?.committed().session ?? held.state(),
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
      devices.set(attached.deviceId, attached)
      held.attach(attached, clock.nowMs())
      const written = await actor?.record(attached)
      deps.onChanged(room)
      return written === undefined || written.ok ? ok(true) : written
    },
    async detach(deviceId, reason) {
      if (!devices.delete(deviceId)) return
      held.detach(deviceId, clock.nowMs())
      deps.onChanged(room)
      // If it cannot be written the numbers age all the same; the screens say what the disk does.
      await actor?.record({ kind: 'device.detached', deviceId, reason })
      deps.onChanged(room)
    },
    async clockJumped(deviceId, offsetMs, changedByMs) {
      return (await actor?.record({ kind: 'device.clock', deviceId, offsetMs, changedByMs })) ?? ok(true)
    },
    cursor(key) {
      const inSession = actor?.cursors()[key]
      const here = cursors.get(key)
      return inSession === undefined ? here : Math.max(inSession, here ?? 0)
    },
    async take(reports) {
      if (actor === undefined) return takeUnrecorded(reports)
      const counted = new Map(cursors)
      const fresh = reports.filter(
        ({ origin }) => origin.seq > (counted.get(cursorKey(origin.deviceId, origin.epoch)) ?? 0),
      )
      const taken = await actor.take(fresh)
      if (!taken.ok) return taken
      return ok({
        recorded: true,
        refused: taken.value.refused,
        cursor: ({ origin }) => {
          const key = cursorKey(origin.deviceId, origin.epoch)
          return Math.max(taken.value.cursors[key] ?? 0, counted.get(key) ?? 0)
        },
      })
    },
    adopt(next) {
      actor = next
      deps.onChanged(room)
    },
    abandon() {
      actor = undefined
      deps.onChanged(room)
    },
    release() {
      if (actor !== undefined) keepCursors(actor)
      actor = undefined
      held = createHeld()
      for (const attached of devices.values()) held.attach(attached, clock.nowMs())
      deps.onChanged(room)
    },
  }
  return room
}
