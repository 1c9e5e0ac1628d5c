// Owns the blood pressure of the discharge list: which readings are good, when a second one counts, in words with the numbers that
// are compared. Source: clinical facts §4 "Discharge". Never compares with a baseline that is not there.
import { isCuffArtefact } from '../fold/freshness.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { PressureRead } from '../fold/visit-state.ts'
import { shown } from '../vitals.ts'
import { type Found, DISCHARGE_LIMITS as LIMITS } from './discharge-items.ts'

const pair = ({ systolic, diastolic }: Pick<PressureRead, 'systolic' | 'diastolic'>): string =>
  `${shown('systolic', systolic)}/${shown('diastolic', diastolic)}`

/** The highest that is not more than 20 % above, mmHg. In whole numbers: 1.2 × 125 must not become 149 by an error of the machine. */
const upTo = (base: number): number => Math.floor((base * (100 + LIMITS.abovePercent)) / 100)

/** The first thing that is wrong with a reading, with the number it is held against; undefined: it is good. */
function whyNot(one: PressureRead, { systolic, diastolic }: Pressures): string | undefined {
  const [sbp, dbp] = [shown('systolic', one.systolic), shown('diastolic', one.diastolic)]
  const { systolicFrom, under, abovePercent } = LIMITS
  if (sbp < systolicFrom) return `SBP ${sbp} is under ${systolicFrom}`
  if (sbp >= under.systolic) return `SBP ${sbp} is not under ${under.systolic}`
  if (dbp >= under.diastolic) return `DBP ${dbp} is not under ${under.diastolic}`
  if (systolic === undefined || diastolic === undefined) return 'no baseline to compare it with'
  const of = `${abovePercent} % above the baseline of`
  if (sbp > upTo(systolic)) return `SBP ${sbp} is over ${upTo(systolic)}, ${of} ${systolic}`
  return dbp > upTo(diastolic) ? `DBP ${dbp} is over ${upTo(diastolic)}, ${of} ${diastolic}` : undefined
}

/** "each SBP 90–148, DBP up to 96 (baseline 124/80 and 20 %, under 160/100)"; "" without a baseline. */
function criterion({ systolic, diastolic }: Pressures): string {
  if (systolic === undefined || diastolic === undefined) return ''
  const { systolicFrom, under, abovePercent } = LIMITS
  const sbp = Math.min(under.systolic - 1, upTo(systolic))
  const dbp = Math.min(under.diastolic - 1, upTo(diastolic))
  return `each SBP ${systolicFrom}–${sbp}, DBP up to ${dbp} (baseline ${systolic}/${diastolic} and ${abovePercent} %, under ${under.systolic}/${under.diastolic})`
}
type Pressures = { readonly systolic?: number | undefined; readonly diastolic?: number | undefined }

/** The newest readings that are all good, oldest first; and what is wrong with the one before them. */
function goodOnes(state: SessionState, endMs: number, nowMs: number) {
  const all = state.visit.pressures
    .filter((one) => one.atMs >= endMs && one.atMs <= nowMs && !isCuffArtefact(one))
    .toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)
  const base = state.baseline ?? {}
  const lastBad = all.findLastIndex((one) => whyNot(one, base) !== undefined)
  const bad = all[lastBad]
  return { all, good: all.slice(lastBad + 1), bad, why: bad && whyNot(bad, base) }
}

export function pressure(
  state: SessionState,
  endMs: number,
  nowMs: number,
): Found & { readonly atMs?: number } {
  const { all, good, bad, why } = goodOnes(state, endMs, nowMs)
  const newest = all.at(-1)
  const anewMs = nowMs + LIMITS.apartMs
  const criteria = criterion(state.baseline ?? {})
  const withCriteria = (words: string): string => (criteria === '' ? words : `${words}; ${criteria}`)
  if (newest === undefined) {
    const text = withCriteria('no reading since the end')
    return { met: false, text, waiting: 'two readings', atMs: anewMs }
  }
  if (bad !== undefined && bad === newest)
    return { met: false, text: `BP ${pair(bad)}: ${why}`, waiting: `BP ${pair(bad)}: ${why}`, atMs: anewMs }
  const [first] = good
  const isEnough = first !== undefined && newest.atMs - first.atMs >= LIMITS.apartMs
  if (isEnough) return { met: true, text: withCriteria(`${good.length} readings, newest ${pair(newest)}`) }
  const atMs = (first ?? newest).atMs + LIMITS.apartMs
  // Cycles of one grid end up to half a minute early or late: 5 min apart is of the readings, and the list says from when.
  const text =
    good.length < 2
      ? `one reading, ${pair(newest)}`
      : `${good.length} readings less than 5 min apart, newest ${pair(newest)}`
  return { met: false, text, waiting: 'second reading', atMs, secondFromMs: atMs }
}
