// Owns how tests say what people recorded of a visit: facts at seconds, by a nurse unless said otherwise. Never used by the
// programs.
import type { CommandId, RecordSeq } from '../ids.ts'
import type { Actor, Amendment, BodyOf, CheckInDetail, Order, RecordKind } from '../record/record.ts'
import { at, type Fact, NURSE } from './given.ts'

export const ACT = { by: NURSE as Actor, commandId: '0123456789abcdef0123456789abcdef' as CommandId }
export const DOCTOR = { personId: 'p-doc', name: 'Dr Lindqvist', role: 'physician' } as unknown as Actor

/** A fact of any kind that a person recorded; `more` has the rest of its fields. */
export const did = <K extends RecordKind>(
  seconds: number,
  kind: K,
  more: Omit<BodyOf<K>, 'kind' | 'by' | 'commandId'> & { readonly by?: Actor },
): Fact => ({ atMs: at(seconds), body: { ...ACT, kind, ...more } as unknown as Fact['body'] })

export const seq = (number: number): RecordSeq => number as RecordSeq
export const undone = (seconds: number, ofSeq: number): Fact => did(seconds, 'undone', { ofSeq: seq(ofSeq) })
export const amended = (
  seconds: number,
  ofSeq: number,
  change: Amendment,
  more: { readonly void?: true } = {},
): Fact => did(seconds, 'amended', { ofSeq: seq(ofSeq), ofKind: 'any', change, reason: 'a slip', ...more })
/** Recorded at `seconds`, true at `trueS`. */
export const pump = (
  seconds: number,
  act: BodyOf<'infusion'>['act'],
  rateMlPerHr = 0,
  trueS = seconds,
  more: Partial<Omit<BodyOf<'infusion'>, 'by' | 'kind' | 'commandId'>> = {},
): Fact => did(seconds, 'infusion', { act, atMs: at(trueS), rateMlPerHr, ...more })
export const answered = (seconds: number, detail: CheckInDetail): Fact =>
  did(seconds, 'checkIn', { item: detail.item, detail })
export const phase = (seconds: number, name: BodyOf<'phase'>['phase']): Fact =>
  did(seconds, 'phase', { phase: name })

export const PLAN = { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
export const ORDER: Order = {
  orderId: 'o-1',
  signedBy: DOCTOR,
  signedAtMs: at(-3_600),
  scope: 'course',
  drug: 'ketamine',
  mgPerKg: 0.5,
  maxMg: 60,
  minutes: 40,
  limits: [],
  prn: [],
}
export const planned = (seconds: number, order: Order | 'none' = ORDER): Fact =>
  did(seconds, 'plan', {
    courseId: 'c-1',
    indication: 'depression',
    number: 3,
    of: 6,
    ...(order === 'none' ? {} : { order }),
  })
export const dosed = (seconds: number, more: Partial<BodyOf<'dose'>> = {}): Fact =>
  did(seconds, 'dose', {
    drug: 'ketamine',
    weightKg: 70,
    mgPerKg: 0.5,
    doseMg: 35,
    volumeMl: 35,
    minutes: 40,
    rateMlPerHr: 52.5,
    pumpRateMlPerHr: 52.5,
    ...more,
  })
