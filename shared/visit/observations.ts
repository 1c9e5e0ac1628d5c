// Owns which observations are due when, and what is looked at again after a drug. Source: clinical facts §6 "Observation
// schedule", "Drugs given". Never recommends anything, and never takes an unanswered observation for a normal one.
import { isPressureDrug } from '../alarm/cuff/cuff-grid.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { GivenNow } from '../fold/visit-state.ts'
import type { RecordSeq } from '../ids.ts'
import type { Scale } from '../record/care-kinds.ts'
import { endOfInfusion } from './discharge.ts'

const MIN = 60_000
/** T+10, T+20, T+30; a longer infusion goes on so. */
export const WHILE_INFUSING_EVERY_MS = 10 * MIN
/** After the end, until MOAA/S is 5. */
export const AFTER_END_EVERY_MS = 15 * MIN
/** An answer so shortly before it was due is one; so long after it is due, it is overdue: half of the shortest interval. */
export const ANSWER_WITHIN_MS = 5 * MIN
/** Source: clinical facts §6: 5 and 10 min after a pressure or sedating drug. */
export const RECHECK_AFTER_MS = [5 * MIN, 10 * MIN] as const
const SEDATING: ReadonlySet<string> = new Set(['midazolam', 'lorazepam'])
export const isSedating = (drug: string): boolean => SEDATING.has(drug)

export type Due = {
  readonly scale: Scale | 'sideEffects' | 'recheck'
  /** "MOAA/S · T+20", "BP again, 5 min after labetalol". */
  readonly text: string
  /** Hub time; may be to come: then it is the next. */
  readonly dueMs: number
  readonly due: boolean
  readonly overdue: boolean
}
export type Recheck = Due & {
  readonly scale: 'recheck'
  readonly drug: string
  /** The record of the drug. */
  readonly ofSeq: RecordSeq
  /** A pressure is read again, or how awake the patient is. */
  readonly what: 'pressure' | 'awake'
}

const standing = (dueMs: number, nowMs: number) => ({
  dueMs,
  due: nowMs >= dueMs,
  overdue: nowMs >= dueMs + ANSWER_WITHIN_MS,
})

type Point = { readonly atMs: number; readonly name: string }

/** The newest point up to now, and the one after it. */
function pointsOf(state: SessionState, nowMs: number): Point[] {
  const { infusion } = state
  const startMs = infusion.startedAtMs
  if (startMs === undefined) {
    const phase = state.phase
    const openedMs = state.visit.phases.find((one) => one.phase === 'baseline')?.atMs
    return phase === 'baseline' && openedMs !== undefined ? [{ atMs: openedMs, name: 'baseline' }] : []
  }
  const endMs = endOfInfusion(state)
  const [fromMs, everyMs] =
    endMs === undefined ? [startMs, WHILE_INFUSING_EVERY_MS] : [endMs, AFTER_END_EVERY_MS]
  const count = Math.max(0, Math.floor((nowMs - fromMs) / everyMs))
  const point = (index: number): Point[] => {
    const minutes = (index * everyMs) / MIN
    if (endMs === undefined)
      return index === 0 ? [] : [{ atMs: fromMs + index * everyMs, name: `T+${minutes}` }]
    return [{ atMs: fromMs + index * everyMs, name: index === 0 ? 'end' : `${minutes} min after the end` }]
  }
  return [...point(count), ...point(count + 1)]
}

/** MOAA/S as it was last seen since a moment; undefined: not seen (undisturbed is not seen). */
function moaasSince(state: SessionState, fromMs: number): number | undefined {
  return state.visit.assessed
    .filter(
      (one) =>
        !one.void && !one.fromPaper && one.scale === 'moaas' && one.value !== undefined && one.atMs >= fromMs,
    )
    .toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)
    .at(-1)?.value
}

const isAnswered = (state: SessionState, { atMs, name }: Point): boolean =>
  state.visit.assessed.some(
    (one) =>
      !one.void &&
      !one.fromPaper &&
      one.scale === 'moaas' &&
      (name === 'baseline' || one.atMs >= atMs - ANSWER_WITHIN_MS),
  )

const plain = (camel: string): string => camel.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/**
 * What is due, and the next to come, earliest first: MOAA/S by the schedule (with it the side effects that go on), and rechecks.
 * @param nowMs hub time
 */
export function observationsDue(state: SessionState, nowMs: number): Due[] {
  if (state.closed !== undefined) return []
  const endMs = endOfInfusion(state)
  const isAwake = endMs !== undefined && moaasSince(state, endMs) === 5
  const open = isAwake ? [] : pointsOf(state, nowMs).filter((one) => !isAnswered(state, one))
  const going = state.visit.sideEffects.filter((one) => !one.void && one.endedAtMs === undefined)
  const scheduled = open.flatMap((point): Due[] => {
    const at = standing(point.atMs, nowMs)
    const effects = going.map((one) => `${plain(one.effect)} (${one.severity})`).join(', ')
    return [
      { scale: 'moaas', text: `MOAA/S · ${point.name}`, ...at },
      ...(at.due && effects !== ''
        ? [{ scale: 'sideEffects' as const, text: `Still there? ${effects}`, ...at }]
        : []),
    ]
  })
  return [...scheduled, ...recheckTimers(state, nowMs)].sort((a, b) => a.dueMs - b.dueMs)
}

const isPressureReadSince = ({ cuff, visit }: SessionState, fromMs: number): boolean =>
  (cuff.last !== undefined && cuff.last.systolic !== undefined && cuff.last.measuredAtMs >= fromMs) ||
  (visit.byHand?.systolic !== undefined && visit.byHand.systolic.atMs >= fromMs) ||
  visit.pressures.some((one) => one.atMs >= fromMs)

const isSeenAwakeSince = ({ visit }: SessionState, fromMs: number): boolean =>
  visit.assessed.some(
    (one) =>
      !one.void && !one.fromPaper && one.scale === 'moaas' && one.value !== undefined && one.atMs >= fromMs,
  )

function rechecksOf(state: SessionState, given: GivenNow, nowMs: number): Recheck[] {
  const what = isPressureDrug(given.drug) ? 'pressure' : isSedating(given.drug) ? 'awake' : undefined
  if (what === undefined) return []
  const isDone = what === 'pressure' ? isPressureReadSince : isSeenAwakeSince
  const all = RECHECK_AFTER_MS.map((afterMs): Recheck => {
    const minutes = afterMs / MIN
    const look = what === 'pressure' ? 'BP' : 'MOAA/S'
    return {
      scale: 'recheck',
      drug: given.drug,
      ofSeq: given.seq,
      what,
      text: `${look} again, ${minutes} min after ${given.drug}`,
      ...standing(given.atMs + afterMs, nowMs),
    }
  }).filter((one) => !isDone(state, one.dueMs))
  // One look answers all that are due: the newest of them is asked for, and what is to come.
  const newestDue = all.findLast((one) => one.due)
  return all.filter((one) => !one.due || one === newestDue)
}

/** After each pressure or sedating drug what is to be looked at again, at 5 and at 10 min. @param nowMs hub time */
export const recheckTimers = (state: SessionState, nowMs: number): Recheck[] =>
  state.closed === undefined
    ? state.visit.given.filter((one) => !one.void).flatMap((one) => rechecksOf(state, one, nowMs))
    : []
