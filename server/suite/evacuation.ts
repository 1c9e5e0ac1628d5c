// Owns leaving the house: one act for the suite, and who has been accounted for, room by room, with the time at which it was so.
// Never loses a roll-call for being late: what was called out while the hub was away is told afterwards with its true time.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { Evacuation } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { ok, refuse } from '@chairside/shared/result.ts'
import { ago, type SuiteCommandBody } from '../session/act.ts'
import type { Room } from '../session/room.ts'
import type { Decided, Signed } from './handover.ts'
import type { SuiteState } from './suite-state.ts'

/** As every screen is told, and what its copy in a session needs. */
export type EvacuationNow = Evacuation & {
  readonly called: Pick<RecordOf<'evacuation'>, 'by' | 'commandId'>
}

type EvacuationBody = Extract<SuiteCommandBody, { type: `evacuation.${string}` }>

/** A roll-call that is older belongs to another day. */
const OLDEST_MS = 24 * 3_600_000
/** A screen's idea of hub time may be off a little: ahead of now it is said now, before the call at the call. */
const AHEAD_MS = 2_000

/** The state after one more record of it. */
export function afterEvacuation(
  before: EvacuationNow | undefined,
  record: RecordOf<'evacuation'>,
): EvacuationNow | undefined {
  const { by, note, hubAtMs } = record
  const atMs = record.atMs ?? hubAtMs
  const noted = note === undefined ? {} : { note }
  if (record.event === 'called') {
    const called = { by, commandId: record.commandId }
    return { calledAtMs: atMs, by: by.name, ...noted, rooms: {}, called }
  }
  if (before === undefined) return undefined
  if (record.event === 'over') return { ...before, overAtMs: atMs }
  const roomId = record.roomId as string as RoomId
  const one = { accounted: record.event === 'accounted', by: by.name, atMs, ...noted }
  // Said later and earlier true: of two the one that was so last counts.
  if ((before.rooms[roomId]?.atMs ?? 0) > atMs) return before
  return { ...before, rooms: { ...before.rooms, [roomId]: one } }
}

export function decideEvacuation(
  { evacuation }: Pick<SuiteState, 'evacuation'>,
  body: EvacuationBody,
  signed: Signed,
  room: (roomId: RoomId) => Room | undefined,
  nowMs: EpochMs,
): Decided {
  if (body.atMs !== undefined && body.atMs - nowMs > AHEAD_MS)
    return refuse('in-future', 'This time has not come yet.', 'body.atMs')
  if (body.atMs !== undefined && nowMs - body.atMs > OLDEST_MS)
    return refuse('time-out-of-session', 'This is more than a day ago.', 'body.atMs')
  const isOn = evacuation !== undefined && evacuation.overAtMs === undefined
  const sinceMs = isOn ? evacuation.calledAtMs : 0
  const when =
    body.atMs === undefined ? {} : { atMs: Math.max(Math.min(body.atMs, nowMs), sinceMs) as EpochMs }
  const base = { kind: 'evacuation' as const, ...signed, ...when }
  if (body.type === 'evacuation.call') {
    if (isOn)
      return refuse(
        'state-moved',
        `${evacuation.by} has called the evacuation already (${ago(nowMs, evacuation.calledAtMs)}).`,
        'body.type',
      )
    const note = body.note === undefined ? {} : { note: body.note }
    return ok([{ ...base, event: 'called', ...note } satisfies RecordBody])
  }
  if (!isOn)
    return refuse('state-moved', 'No evacuation is on: somebody calls it first, or it is over.', 'body.type')
  if (body.atMs !== undefined && evacuation.calledAtMs - body.atMs > AHEAD_MS)
    return refuse(
      'time-out-of-session',
      `That is before the evacuation was called (${ago(nowMs, evacuation.calledAtMs)}): check the time.`,
      'body.atMs',
    )
  if (body.type === 'evacuation.over') return ok([{ ...base, event: 'over' } satisfies RecordBody])
  const found = room(body.roomId)
  if (found === undefined) return refuse('not-found', 'There is no such room.', 'body.roomId')
  return ok([
    {
      ...base,
      event: body.accounted ? 'accounted' : 'missing',
      roomId: body.roomId,
      ...(body.note === undefined ? {} : { note: body.note }),
    } satisfies RecordBody,
  ])
}
