// Owns what happens to a message of reports between the socket and the rooms: numbering, duplicates, holes, budget, and
// the acknowledgement. Never acknowledges before the rooms have, not even what has come before.
import type { HubClock } from '@chairside/shared/clock.ts'
import { rateNumber } from '@chairside/shared/clock.ts'
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { AcceptedThrough, RefusedReport, ReportAck } from '@chairside/shared/protocol/devices.ts'
import type { Origin } from '@chairside/shared/record/record.ts'
import { invariant, ok, type Result, refuse } from '@chairside/shared/result.ts'
import { FRESHNESS } from '@chairside/shared/vitals.ts'
import { cursorKey, type PreparedReport } from '../session/prepared.ts'
import type { Room } from '../session/rooms/room.ts'
import { type ClockOffset, observe } from './clock-offset.ts'
import { type DeviceLink, spend } from './device-link.ts'
import { originOf, prepare } from './prepare.ts'

type Message = { readonly sentAtMs: number; readonly reports: readonly unknown[] }
type Rooms = { room(roomId: RoomId): Room | undefined }

type Sorted = {
  /** A room whose reports have all come before is here with none: its answer waits for the disk all the same. */
  readonly byRoom: Map<Room, PreparedReport[]>
  readonly holes: RefusedReport[]
  readonly touched: Map<string, { origin: Origin; room: Room }>
}

/** Puts each report where it belongs, or says why the whole message cannot be taken. */
function sort(
  message: Message,
  link: DeviceLink,
  rooms: Rooms,
  nowMs: EpochMs,
  offset: ClockOffset,
): Sorted | ReportAck {
  const sorted: Sorted = { byRoom: new Map(), holes: [], touched: new Map() }
  const expected = new Map<string, number | undefined>()
  for (const [at, raw] of message.reports.entries()) {
    const found = originOf(raw)
    if (!found.ok) {
      const { field } = found.error
      return {
        ok: false,
        error: { ...found.error, field: field === undefined ? `reports.${at}` : `reports.${at}.${field}` },
      }
    }
    const origin = found.value
    const joined = link.joined.get(origin.deviceId)
    const room = joined === undefined ? undefined : rooms.room(joined.roomId)
    if (joined === undefined || room === undefined)
      return refuse(
        'hello-first',
        `The device "${origin.deviceId}" has not said hello on this connection.`,
        `reports.${at}.deviceId`,
      )
    const list = sorted.byRoom.get(room) ?? []
    sorted.byRoom.set(room, list)
    const key = cursorKey(origin.deviceId, origin.epoch)
    if (!expected.has(key)) {
      const cursor = room.cursor(key)
      expected.set(key, cursor === undefined ? undefined : cursor + 1)
      sorted.touched.set(key, { origin, room })
    }
    const next = expected.get(key)
    if (next !== undefined && origin.seq < next) continue
    if (next !== undefined && origin.seq > next) {
      const message = `Report ${origin.seq} came before ${next}: send from ${next} on, or open a new epoch if they are lost.`
      sorted.holes.push({ ...origin, code: 'sequence-gap', message, field: `reports.${at}.seq` })
      continue
    }
    expected.set(key, origin.seq + 1)
    list.push(prepare(raw, origin, message.sentAtMs, offset, nowMs, joined))
  }
  return sorted
}

/** A backlog is not a flood: only what claims to be live counts against the budget. */
function overBudget(sorted: Sorted, link: DeviceLink, clock: HubClock): ReportAck | undefined {
  const nowMs = clock.nowMs()
  const live = new Map<Origin['deviceId'], number>()
  for (const reports of sorted.byRoom.values())
    for (const { origin, taken } of reports)
      if (!taken.ok || nowMs - taken.measuredAtMs < FRESHNESS.staleFromMs)
        live.set(origin.deviceId, (live.get(origin.deviceId) ?? 0) + 1)
  for (const [deviceId, count] of live) {
    const waitMs = spend(link.budgets, deviceId, count, nowMs)
    if (waitMs > 0)
      return {
        ...refuse(
          'slow-down',
          `"${deviceId}" sends more live reports than a monitor can mean; wait, then send this message again.`,
        ),
        retryAfterMs: Math.ceil(waitMs / rateNumber(clock.rate)),
      }
  }
  return undefined
}

/** Has the rooms record that the clock of this connection has jumped. */
async function recordJump(
  link: DeviceLink,
  rooms: Rooms,
  offsetMs: number,
  changedByMs: number,
): Promise<Result<unknown>> {
  const told = await Promise.all(
    [...link.joined.values()].map(({ deviceId, roomId }) =>
      rooms.room(roomId)?.clockJumped(deviceId, offsetMs, changedByMs),
    ),
  )
  return told.find((one) => one !== undefined && !one.ok) ?? ok(true)
}

/**
 * Takes one message whose form is right. Answers after everything it holds is on disk, or says what to send again. A
 * message that is refused as a whole teaches nothing, not even what its clock is worth.
 */
export async function takeReports(
  message: Message,
  link: DeviceLink,
  rooms: Rooms,
  clock: HubClock,
): Promise<ReportAck> {
  invariant(link.clock !== undefined, 'reports before hello')
  const nowMs = clock.nowMs()
  const before = link.clock
  const { clock: offset, changedByMs } = observe(before, message.sentAtMs, nowMs, rateNumber(clock.rate))
  const sorted = sort(message, link, rooms, nowMs, offset)
  if ('ok' in sorted) return sorted
  const slow = overBudget(sorted, link, clock)
  if (slow !== undefined) return slow
  link.clock = offset
  if (changedByMs !== undefined) {
    const told = await recordJump(link, rooms, offset.offsetMs, changedByMs)
    if (!told.ok) {
      // Seen again with the same message, when the disk takes it.
      link.clock = before
      return { ok: false, error: told.error, retryAfterMs: 1_000 }
    }
  }
  const refused: RefusedReport[] = [...sorted.holes]
  const accepted: AcceptedThrough[] = []
  const byRoom = [...sorted.byRoom]
  const answers = await Promise.all(byRoom.map(([room, reports]) => room.take(reports)))
  for (const [at, [room, reports]] of byRoom.entries()) {
    const taken = answers[at] as (typeof answers)[number]
    if (!taken.ok) return { ok: false, error: taken.error, retryAfterMs: 1_000 }
    for (const { origin, taken: one } of reports) if (!one.ok) refused.push({ ...origin, ...one.refusal })
    for (const { origin, ...refusal } of taken.value.refused) refused.push({ ...origin, ...refusal })
    for (const [key, { origin, room: its }] of sorted.touched)
      if (its === room)
        accepted.push({
          deviceId: origin.deviceId,
          epoch: origin.epoch,
          through: taken.value.through(key),
          recorded: taken.value.recorded,
        })
  }
  const again = refused.some(({ code }) => errorClass(code) === 'transient')
  return { ok: true, accepted, refused, ...(again ? { retryAfterMs: 0 } : {}) }
}
