// Owns leaving the house: one act for the suite, and who has been accounted for, room by room, with the time at which it was so.
// Never loses a roll-call for being late: what was called out while the hub was away is told afterwards with its true time.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { Evacuation } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { ok, refuse } from '@chairside/shared/result.ts'
import { ago, type SuiteCommandBody } from '../session/acts/act.ts'
import type { Room } from '../session/rooms/room.ts'
import type { Decided, Signed } from './handover.ts'
import type { SuiteState } from './suite-state.ts'

type Call = Pick<RecordOf<'evacuation'>, 'by' | 'commandId' | 'note'> & { readonly atMs: EpochMs }
/** As every screen is told, and what its copies in the sessions need. */
export type EvacuationNow = Omit<Evacuation, 'calledAtMs' | 'by' | 'note' | 'also'> & {
  /** By time; one at least. */
  readonly calls: readonly Call[]
}

/** Whoever called it first is who called it. */
export function toldOf({ calls, ...rest }: EvacuationNow): Evacuation | undefined {
  const [first, ...others] = calls.map(({ by, atMs, note }) => ({
    ...{ by: by.name, atMs },
    ...(note === undefined ? {} : { note }),
  }))
  if (first === undefined) return undefined
  const { atMs: calledAtMs, ...caller } = first
  return { calledAtMs, ...caller, ...(others.length === 0 ? {} : { also: others }), ...rest }
}

type EvacuationBody = Extract<SuiteCommandBody, { type: `evacuation.${string}` }>

/** A roll-call that is older belongs to another day. */
const OLDEST_MS = 24 * 3_600_000
/** A screen's idea of hub time may be off a little: ahead of now it is said now, before the call at the call. */
const AHEAD_MS = 2_000
/** A word that took longer to reach the hub was said while the hub was away. */
const LATE_MS = 10_000

/**
 * Said before the end and told after it: kept, and nobody is called out again. What is told as it is said is none, though a screen's
 * clock may be behind.
 */
const isOfBefore = ({ overAtMs }: EvacuationNow, atMs: number, hubAtMs: number): boolean =>
  overAtMs !== undefined && atMs < overAtMs && hubAtMs - atMs > LATE_MS

/** The state after one more record of it. */
export function afterEvacuation(
  before: EvacuationNow | undefined,
  record: RecordOf<'evacuation'>,
): EvacuationNow | undefined {
  const { by, note, hubAtMs, commandId } = record
  const atMs = record.atMs ?? hubAtMs
  const noted = note === undefined ? {} : { note }
  if (record.event === 'called') {
    const call: Call = { by, commandId, atMs, ...noted }
    const isSame =
      before !== undefined && (before.overAtMs === undefined || isOfBefore(before, atMs, hubAtMs))
    return isSame
      ? { ...before, calls: [...before.calls, call].sort((a, b) => a.atMs - b.atMs) }
      : { calls: [call], rooms: {} }
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
  const saidAtMs = Math.min(body.atMs ?? nowMs, nowMs) as EpochMs
  const isLate = evacuation !== undefined && isOfBefore(evacuation, saidAtMs, nowMs)
  const [first] = evacuation?.calls ?? []
  const last = evacuation?.calls.at(-1)
  const when = (atMs: number) => (body.atMs === undefined ? {} : { atMs: atMs as EpochMs })
  const base = { kind: 'evacuation' as const, ...signed }
  if (body.type === 'evacuation.call') {
    // Called where the hub did not hear it: the stamp is kept beside the one there is. Told twice it is one.
    const isKnown = evacuation?.calls.some(
      ({ by, atMs }) => by?.personId === signed.by.personId && atMs === body.atMs,
    )
    if ((isOn || isLate) && first !== undefined && (body.atMs === undefined || isKnown === true))
      return refuse(
        'state-moved',
        `${first.by.name} has called the evacuation already (${ago(nowMs, first.atMs)}).`,
        'body.type',
      )
    const note = body.note === undefined ? {} : { note: body.note }
    return ok([{ ...base, ...when(saidAtMs), event: 'called', ...note } satisfies RecordBody])
  }
  if (first === undefined || last === undefined || !(isOn || (isLate && body.type === 'evacuation.account')))
    return refuse('state-moved', 'No evacuation is on: somebody calls it first, or it is over.', 'body.type')
  if (body.atMs !== undefined && first.atMs - body.atMs > AHEAD_MS)
    return refuse(
      'time-out-of-session',
      `That is before the evacuation was called (${ago(nowMs, first.atMs)}): check the time.`,
      'body.atMs',
    )
  const told = { ...base, ...when(Math.max(saidAtMs, first.atMs)) }
  if (body.type === 'evacuation.over') {
    if (body.atMs !== undefined && last.atMs - body.atMs > AHEAD_MS)
      return refuse(
        'state-moved',
        `${last.by.name} has called it after that (${ago(nowMs, last.atMs)}): it is not over.`,
        'body.type',
      )
    return ok([{ ...told, event: 'over' } satisfies RecordBody])
  }
  const found = room(body.roomId)
  if (found === undefined) return refuse('not-found', 'There is no such room.', 'body.roomId')
  return ok([
    {
      ...told,
      event: body.accounted ? 'accounted' : 'missing',
      roomId: body.roomId,
      ...(body.note === undefined ? {} : { note: body.note }),
    } satisfies RecordBody,
  ])
}
