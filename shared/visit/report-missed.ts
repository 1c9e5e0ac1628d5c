// Owns which observations were due in a session and never recorded, for its summary. Source: clinical facts §6 "Observation
// schedule". Never takes an observation that was made late, or transcribed from paper, for one that was missed.
import { isPressureDrug } from '../alarm/cuff/cuff-grid.ts'
import type { SessionState } from '../fold/session-state.ts'
import { endOfInfusion } from './discharge.ts'
import {
  AFTER_END_EVERY_MS,
  ANSWER_WITHIN_MS,
  isSedating,
  RECHECK_AFTER_MS,
  WHILE_INFUSING_EVERY_MS,
} from './observations.ts'

const MIN = 60_000

export type Missed = {
  readonly what: 'moaas' | 'pressure'
  /** "baseline", "T+10", "end", "15 min after the end", "5 min after labetalol". */
  readonly name: string
  /** Hub time. */
  readonly dueMs: number
}
/** Looked at from `fromMs` to before `beforeMs`, it was seen to. */
type Point = Missed & { readonly fromMs: number; readonly beforeMs: number; readonly overdueMs: number }
type Seen = { readonly atMs: number; readonly value?: number }

const by = (every: number, fromMs: number, untilMs: number): number[] =>
  Array.from(
    { length: Math.max(0, Math.ceil((untilMs - fromMs) / every)) },
    (_, index) => fromMs + index * every,
  )

/** The schedule of MOAA/S: each point until the next one takes its place. */
function moaasPoints({ infusion, visit }: SessionState, endMs: number | undefined, untilMs: number): Point[] {
  const startMs = infusion.startedAtMs
  const openedMs = visit.phases.find(({ phase }) => phase === 'baseline')?.atMs
  const before = startMs ?? untilMs
  const baseline: Point[] =
    openedMs === undefined
      ? []
      : [
          {
            ...{ what: 'moaas', name: 'baseline', dueMs: openedMs, fromMs: 0, beforeMs: before },
            // Before the start it is in time.
            overdueMs: startMs ?? openedMs + ANSWER_WITHIN_MS,
          },
        ]
  if (startMs === undefined) return baseline
  const overMs = endMs ?? untilMs
  const during = by(WHILE_INFUSING_EVERY_MS, startMs, overMs).slice(1)
  const after = endMs === undefined ? [] : by(AFTER_END_EVERY_MS, endMs, untilMs)
  const point = (dueMs: number, name: string, beforeMs: number): Point => ({
    ...{ what: 'moaas' as const, name, dueMs, fromMs: dueMs - ANSWER_WITHIN_MS, beforeMs },
    overdueMs: dueMs + ANSWER_WITHIN_MS,
  })
  return [
    ...baseline,
    ...during.map((dueMs, index) =>
      point(dueMs, `T+${(dueMs - startMs) / MIN}`, during[index + 1] ?? overMs),
    ),
    ...after.map((dueMs, index) =>
      point(
        dueMs,
        index === 0 ? 'end' : `${(dueMs - overMs) / MIN} min after the end`,
        after[index + 1] ?? untilMs,
      ),
    ),
  ]
}

function rechecks({ visit }: SessionState, untilMs: number): Point[] {
  return visit.given
    .filter((one) => one.void !== true)
    .flatMap(({ drug, atMs }) => {
      const what = isPressureDrug(drug) ? 'pressure' : isSedating(drug) ? 'moaas' : undefined
      if (what === undefined) return []
      return RECHECK_AFTER_MS.map((afterMs, index): Point => {
        const dueMs = atMs + afterMs
        const next = RECHECK_AFTER_MS[index + 1]
        const beforeMs = next === undefined ? untilMs : atMs + next
        const overdueMs = dueMs + ANSWER_WITHIN_MS
        return { what, name: `${afterMs / MIN} min after ${drug}`, dueMs, fromMs: dueMs, beforeMs, overdueMs }
      })
    })
}

/**
 * What was due and never recorded, in the order of when it was due; what became due less than 5 min before the end is not overdue.
 * @param pressures when a pressure was read, by the monitor or by hand
 * @param untilMs the end of the session, or its newest record; hub time
 */
export function missedObservations(
  state: SessionState,
  pressures: readonly { readonly atMs: number }[],
  untilMs: number,
): Missed[] {
  // Nobody sat beside a recording.
  if (state.provenance === 'recorded') return []
  const endMs = endOfInfusion(state)
  const moaas: readonly Seen[] = state.visit.assessed
    .filter((one) => one.void !== true && one.scale === 'moaas')
    .toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)
  const isSeen = (all: readonly Seen[], { fromMs, beforeMs }: Point): boolean =>
    all.some(({ atMs }) => atMs >= fromMs && atMs < Math.max(beforeMs, fromMs + 1))
  /** After the end nothing is due of who was seen to be awake. */
  const isAwake = ({ dueMs }: Point): boolean =>
    endMs !== undefined &&
    dueMs > endMs &&
    moaas.findLast(({ atMs, value }) => value !== undefined && atMs >= endMs && atMs <= dueMs)?.value === 5
  const seenAwake = moaas.filter(({ value }) => value !== undefined)
  return [
    ...moaasPoints(state, endMs, untilMs).filter((one) => !isAwake(one) && !isSeen(moaas, one)),
    ...rechecks(state, untilMs).filter(
      (one) => !isSeen(one.what === 'pressure' ? pressures : seenAwake, one),
    ),
  ]
    .filter(({ overdueMs, beforeMs }) => Math.min(beforeMs, untilMs) >= overdueMs)
    .toSorted((a, b) => a.dueMs - b.dueMs)
    .map(({ what, name, dueMs }) => ({ what, name, dueMs }))
}
