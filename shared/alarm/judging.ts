// Owns which ladders a source is judged by, worked out once for each set of rules, because it is asked for every value.
// Never judges anything: "safe" only says that there is nothing to judge.
import type { Ladder, Rules, SourceId } from './rules.ts'

export type Judging = {
  readonly ladder: Ladder
  /** Index of the source in the ladder's order of preference. */
  readonly preference: number
  /** A value strictly above and below these is in limit and in clear of every level. */
  readonly above: number
  readonly below: number
}

/** What one source is judged by. */
export type JudgedBy = {
  readonly ladders: readonly Judging[]
  /** Any of them counts only with a valid pulse. */
  readonly needsPulse: boolean
}
type BySource = { readonly [S in SourceId]: JudgedBy }
const known = new WeakMap<Rules, BySource>()
/** The newest answer: one record asks several times under the same rules. */
let newest: { readonly rules: Rules; readonly all: BySource } | undefined

function allOf(rules: Rules): BySource {
  if (newest?.rules === rules) return newest.all
  let all = known.get(rules)
  if (all === undefined) {
    all = {
      heartRate: judgedBy(rules, 'heartRate'),
      pulseRate: judgedBy(rules, 'pulseRate'),
      spo2: judgedBy(rules, 'spo2'),
      respirationRate: judgedBy(rules, 'respirationRate'),
      cuff: judgedBy(rules, 'cuff'),
    }
    known.set(rules, all)
  }
  newest = { rules, all }
  return all
}

function judging(ladder: Ladder, preference: number): Judging {
  let above = Number.NEGATIVE_INFINITY
  let below = Number.POSITIVE_INFINITY
  for (const { limits, staysWhile } of ladder.levels)
    for (const { op, value } of [...limits, ...staysWhile]) {
      // At the limit itself it is judged in full.
      if (op === '<') above = Math.max(above, value)
      else below = Math.min(below, value)
    }
  return { ladder, preference, above, below }
}

function judgedBy(rules: Rules, source: SourceId): JudgedBy {
  const ladders = rules.ladders.flatMap((ladder) => {
    const preference = ladder.sources.indexOf(source)
    return preference < 0 ? [] : [judging(ladder, preference)]
  })
  return { ladders, needsPulse: ladders.some(({ ladder }) => ladder.needsPulse) }
}

/** The ladders that this source is judged by. */
export function judgingOf(rules: Rules, source: SourceId): JudgedBy {
  const all = allOf(rules)
  switch (source) {
    case 'heartRate':
      return all.heartRate
    case 'pulseRate':
      return all.pulseRate
    case 'spo2':
      return all.spo2
    case 'respirationRate':
      return all.respirationRate
    case 'cuff':
      return all.cuff
  }
}

export const isSafe = ({ above, below }: Judging, value: number): boolean => value > above && value < below
