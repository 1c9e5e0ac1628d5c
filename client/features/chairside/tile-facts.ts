// Owns what a tile says beside its number: how far it is from this patient's own baseline, which limits were changed by whom,
// that a cuff cycle holds the probe's alarms, that a repeat is due. Only what the record holds; nothing is judged here.
import type { HoldRule } from '@chairside/shared/alarm/rules.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { oxygenAt } from '@chairside/shared/visit/baseline.ts'
import type { CuffPlan } from '@chairside/shared/visit/cuff-view.ts'
import { type Quantity, shown } from '@chairside/shared/vitals.ts'
import { span } from '../../ui/format.ts'
import { countdown } from './alarms/who-knows.ts'

/** What of a session the tiles need beside the numbers. */
export type TileFacts = Pick<
  SessionState,
  'alarms' | 'baseline' | 'limits' | 'limitsBy' | 'repeats' | 'placement' | 'cuff' | 'phase' | 'visit'
>

const BASELINES = {
  heartRate: 'heartRate',
  pulseRate: 'heartRate',
  spo2: 'spo2',
  systolic: 'systolic',
  diastolic: 'diastolic',
  mean: 'mean',
} as const satisfies Partial<Record<Quantity, string>>

const baselineOf = (facts: TileFacts | undefined, quantity: Quantity): number | undefined =>
  quantity === 'respirationRate' ? undefined : facts?.baseline?.[BASELINES[quantity]]

const signed = (value: number): string => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '±0')

export type Delta = { readonly delta: string; readonly from: string }

/** "+18 from 72", "+58/+26 from 124/78"; undefined without a baseline or without a number that may be believed. */
export function deltaOf(
  facts: TileFacts | undefined,
  values: readonly { readonly quantity: Quantity; readonly text: string }[],
): Delta | undefined {
  const deltas: string[] = []
  const froms: string[] = []
  for (const { quantity, text } of values) {
    const base = baselineOf(facts, quantity)
    const value = Number(text)
    if (base === undefined || text.trim() === '' || !Number.isFinite(value)) return undefined
    const from = shown(quantity, base)
    deltas.push(signed(value - from))
    froms.push(String(from))
  }
  return { delta: deltas.join('/'), from: froms.join('/') }
}

/** "Dr Lindqvist", who changed a limit of these quantities, where a limit of these quantities is this patient's own. */
export function changedBy(facts: TileFacts | undefined, quantities: readonly Quantity[]): string | undefined {
  if (facts === undefined) return undefined
  const changed = facts.limits.filter(({ quantity }) => quantities.includes(quantity))
  if (changed.length === 0) return undefined
  return facts.limitsBy?.by ?? '––'
}

/**
 * "held: cuff 0:34": a cycle runs on the probe's own limb and delays what SpO₂ and pulse rate would raise. Only while nothing
 * of theirs is active, and only for as long as a hold may last. The hub decides each case; "Why?" gives its own word.
 */
export function heldWords(
  facts: TileFacts | undefined,
  hold: HoldRule | undefined,
  cuffCycleMs: number | undefined,
  atMs: number,
): string | undefined {
  if (facts === undefined || hold === undefined) return undefined
  const { placement, cuff, alarms } = facts
  if (placement?.cuff === undefined || placement.cuff !== placement.probe) return undefined
  if (cuff.runningSinceMs === undefined || alarms['spo2Low'] !== undefined) return undefined
  if (cuffCycleMs === undefined || cuffCycleMs <= hold.notAtCycleMs) return undefined
  const ranMs = atMs - cuff.runningSinceMs
  return ranMs < 0 || ranMs > hold.mostMs ? undefined : `held: cuff ${span(ranMs)}`
}

/**
 * "on 2 L": oxygen as it is recorded at that moment; "on air" only where somebody has said so; undefined: nobody said anything.
 * Source: clinical facts §6: the tile reads "98 on 2 L".
 */
export function onOxygen(facts: TileFacts | undefined, atMs: number): string | undefined {
  const oxygen = facts === undefined ? undefined : oxygenAt(facts.visit, atMs)
  // Of what was stamped at HELP no flow is known; that "room air" was said before it is over.
  if (oxygen?.on === 'oxygen' && oxygen.stamped !== undefined) return 'on oxygen'
  const now = facts?.visit.oxygen.filter((one) => one.void !== true && one.atMs <= atMs).at(-1)
  if (now === undefined) return undefined
  if (now.device === 'roomAir') return 'on air'
  return now.litresPerMin === undefined ? 'on oxygen' : `on ${now.litresPerMin} L`
}

/** "repeat due 1:38" */
export function repeatDue(facts: TileFacts | undefined, atMs: number): string | undefined {
  const [first] = Object.values(facts?.repeats ?? {}).sort((a, b) => a.untilMs - b.untilMs)
  return first === undefined ? undefined : `repeat due ${countdown(first.untilMs - atMs)}`
}

/** "next in 2:10", "due 0:40 ago"; undefined: none is due (on demand, or the profile is not known here). */
export function cuffNextWords({ nextDueMs, overdueMs }: CuffPlan, atMs: number): string | undefined {
  if (overdueMs !== undefined) return `due ${span(overdueMs)} ago`
  return nextDueMs === undefined ? undefined : `next in ${countdown(nextDueMs - atMs)}`
}
