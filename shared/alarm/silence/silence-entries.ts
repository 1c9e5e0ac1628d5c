// Owns the silences in force: what each is about, how long it holds, and what has been found to end it. JSON-plain.
// Never decides that a value is worse or a level higher: it is told.
import type { AlarmId, EpochMs, RecordSeq } from '../../ids.ts'
import type { BodyOf } from '../../record/record.ts'
import type { Values } from '../engine-state.ts'

export type SilenceEnd = BodyOf<'silenceEnded'>['cause']
/** An alarm that leaves a pause before the pause is over. */
export type Leaving = { readonly alarmId: AlarmId; readonly atMs: number; readonly cause: SilenceEnd }
export type Silence = {
  /** Of the record that began it. */
  readonly seq: RecordSeq
  readonly what: BodyOf<'silenceEnded'>['what']
  readonly atMs: number
  /** Of one alarm; absent: of the room. */
  readonly alarmId?: AlarmId
  readonly condition?: string
  readonly personId?: string
  /** Of an acknowledgement: the values acknowledged. */
  readonly values?: Values
  /** It ends by time then, 0: never, and by this cause. */
  readonly untilMs: number
  readonly untilCause: SilenceEnd
  /** What ended it and when, found and not yet said; 0: nothing has. */
  readonly overMs: number
  readonly overCause: SilenceEnd
  /** Of a pause. */
  readonly alarmIds?: readonly AlarmId[]
  readonly leaving?: readonly Leaving[]
}
export type SilencesState = {
  /** In the order in which they began. */
  readonly all: readonly Silence[]
  /** The earliest end, 0: none. Kept, because it is asked after every record. */
  readonly nextMs: number
}
export const NO_SILENCES_PART: SilencesState = { all: [], nextMs: 0 }

/** Of two ends at one time the one that says more. */
const SAYS_MORE: readonly SilenceEnd[] = ['alarmEnded', 'rose', 'undone', 'worsened', 'newReading']
const rank = (cause: SilenceEnd): number => {
  const at = SAYS_MORE.indexOf(cause)
  return at === -1 ? SAYS_MORE.length : at
}

/** When it ends, 0: not yet known. */
export function endOf({ untilMs, overMs, overCause, untilCause }: Silence): {
  readonly atMs: number
  readonly cause: SilenceEnd
} {
  const isOver = overMs !== 0 && (untilMs === 0 || overMs <= untilMs)
  return isOver ? { atMs: overMs, cause: overCause } : { atMs: untilMs, cause: untilCause }
}

function nextOf(all: readonly Silence[]): number {
  let next = 0
  for (const one of all) {
    const { atMs } = endOf(one)
    if (atMs !== 0 && (next === 0 || atMs < next)) next = atMs
    for (const leaving of one.leaving ?? []) if (next === 0 || leaving.atMs < next) next = leaving.atMs
  }
  return next
}

export const silencesOf = (all: readonly Silence[]): SilencesState =>
  all.length === 0 ? NO_SILENCES_PART : { all, nextMs: nextOf(all) }

/** With something that ended it; the earliest counts, and of those at one time the one that says more. */
export function over(one: Silence, atMs: number, cause: SilenceEnd): Silence {
  const endedMs = Math.max(atMs, one.atMs)
  const { overMs, overCause } = one
  if (overMs !== 0 && (overMs < endedMs || (overMs === endedMs && rank(overCause) <= rank(cause)))) return one
  return { ...one, overMs: endedMs, overCause: cause }
}

/** A pause that one alarm leaves; when nothing is left in it, it is over. */
export function withoutAlarm(pause: Silence, alarmId: AlarmId, atMs: number, cause: SilenceEnd): Silence {
  const { alarmIds = [], leaving = [] } = pause
  if (!alarmIds.includes(alarmId) || leaving.some((one) => one.alarmId === alarmId)) return pause
  const leavesMs = Math.max(atMs, pause.atMs)
  const all = [...leaving, { alarmId, atMs: leavesMs, cause }]
  const left = { ...pause, leaving: all }
  return all.length === alarmIds.length ? over(left, leavesMs, cause) : left
}

/** What ends at exactly that time, as facts. */
export function endingAt(all: readonly Silence[], atMs: EpochMs): BodyOf<'silenceEnded'>[] {
  return all.flatMap((one) => {
    const { what, seq: ofSeq, alarmId } = one
    const common = { kind: 'silenceEnded', what, ofSeq, dueAtMs: atMs } as const
    const end = endOf(one)
    const facts: BodyOf<'silenceEnded'>[] = (one.leaving ?? [])
      .filter((leaving) => leaving.atMs === atMs)
      .map((leaving) => ({ ...common, alarmId: leaving.alarmId, cause: leaving.cause }))
    if (end.atMs === atMs)
      facts.push({ ...common, ...(alarmId === undefined ? {} : { alarmId }), cause: end.cause })
    return facts
  })
}

/** Once it is a fact that a silence ended: that it is over, or that one alarm has left a pause. */
export function afterEnd(all: readonly Silence[], ended: BodyOf<'silenceEnded'>): readonly Silence[] {
  const isLeaving = ended.what === 'audioPaused' && ended.alarmId !== undefined
  return all.flatMap((one) => {
    if (one.seq !== ended.ofSeq) return [one]
    if (!isLeaving) return []
    const stays = <T>(list: readonly T[] | undefined, idOf: (each: T) => AlarmId): T[] =>
      (list ?? []).filter((each) => idOf(each) !== ended.alarmId)
    return [
      {
        ...one,
        alarmIds: stays(one.alarmIds, (alarmId) => alarmId),
        leaving: stays(one.leaving, ({ alarmId }) => alarmId),
      },
    ]
  })
}
