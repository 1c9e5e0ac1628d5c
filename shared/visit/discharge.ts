// Owns the list of discharge, read live from the record. Source: clinical facts §4 "Discharge". Never closes a visit: which
// outcome may is in outcome.ts.
import type { SessionState } from '../fold/session-state.ts'
import { SIGN_OFF_ITEMS, type SignOffItem } from '../record/visit-kinds.ts'
import type { BeforeHigh } from './after-high.ts'
import {
  alarms,
  dischargeAfterMs,
  endOfInfusion,
  type Found,
  heartRate,
  judged,
  DISCHARGE_LIMITS as LIMITS,
  scored,
  spo2,
  time,
} from './discharge-items.ts'
import { pressure } from './discharge-pressure.ts'

export { DISCHARGE_LIMITS, dischargeAfterMs, endOfInfusion } from './discharge-items.ts'

export const DISCHARGE_ITEMS = [
  'time',
  'pressure',
  'heartRate',
  'spo2',
  'moaas',
  'dissociation',
  'aldrete',
  'nausea',
  'walks',
  'escortHere',
  'advice',
  'alarms',
] as const
export type DischargeItem = (typeof DISCHARGE_ITEMS)[number]
export type DischargeLine = {
  readonly item: DischargeItem
  readonly met: boolean
  /** A person signs it off; the others are read from the record. */
  readonly judged: boolean
  /** What stands in the record: "2 readings, newest 128/80". */
  readonly text: string
  readonly by?: string
  /** Of one that is not met, in short: "second reading", "walk". */
  readonly waiting?: string
  /** Of the time that is not over, how much of it has passed: "10 of 60". */
  readonly soFar?: string
  /** Of the pressure: a reading from then on is the second one, hub time. */
  readonly secondFromMs?: number
  /** It was given, and a HIGH came after it: it is asked for again. */
  readonly beforeHigh?: BeforeHigh
}
export type DischargeNow = {
  readonly items: readonly DischargeLine[]
  /** Since the end of the infusion, ms. */
  readonly sinceEndMs?: number
  /** Hub time; not before this can the time and the two readings be met. */
  readonly earliestOutMs?: number
  readonly met: boolean
  /** In short, in the order of the list: "second reading", "walk". */
  readonly waitingFor: readonly string[]
}

const isJudged = (item: DischargeItem): item is SignOffItem =>
  (SIGN_OFF_ITEMS as readonly string[]).includes(item)

function found(state: SessionState, item: DischargeItem, endMs: number, nowMs: number): Found {
  switch (item) {
    case 'time':
      return time(state, endMs, nowMs)
    case 'pressure':
      return pressure(state, endMs, nowMs)
    case 'heartRate':
      return heartRate(state, endMs, nowMs)
    case 'spo2':
      return spo2(state, endMs, nowMs)
    case 'moaas':
      return scored(state, 'moaas', endMs, LIMITS.moaas, LIMITS.moaas, 'MOAA/S')
    case 'aldrete':
      return scored(state, 'aldrete', endMs, LIMITS.aldreteFrom, LIMITS.aldreteTo, 'Aldrete')
    case 'alarms':
      return alarms(state)
    default:
      return judged(state, item, endMs)
  }
}

const waitedFor = (items: readonly DischargeLine[]): string[] => [
  ...new Set(items.flatMap(({ met, waiting, item }) => (met ? [] : [waiting ?? item]))),
]

/** The list as it stands. @param nowMs hub time */
export function dischargeNow(state: SessionState, nowMs: number): DischargeNow {
  const endMs = endOfInfusion(state)
  const items = DISCHARGE_ITEMS.map((item): DischargeLine => {
    const { met, text, by, waiting, soFar, secondFromMs, beforeHigh }: Found =
      endMs === undefined && item !== 'alarms'
        ? { met: false, text: 'the infusion is not over', waiting: 'the end of the infusion' }
        : found(state, item, endMs ?? 0, nowMs)
    return {
      item,
      met,
      judged: isJudged(item),
      text,
      ...(by === undefined ? {} : { by }),
      ...(met || waiting === undefined ? {} : { waiting }),
      ...(met || soFar === undefined ? {} : { soFar }),
      ...(secondFromMs === undefined ? {} : { secondFromMs }),
      ...(beforeHigh === undefined ? {} : { beforeHigh }),
    }
  })
  const waitingFor = waitedFor(items)
  const met = items.every((one) => one.met)
  if (endMs === undefined) return { items, met: false, waitingFor }
  const secondMs = pressure(state, endMs, nowMs).atMs ?? 0
  return {
    items,
    sinceEndMs: Math.max(0, nowMs - endMs),
    earliestOutMs: Math.max(endMs + dischargeAfterMs(state), secondMs),
    met,
    waitingFor,
  }
}

/** What is not met, for whoever lets a patient go all the same: "60 min since the end (10 of 60)", "walk". */
export const notMetWords = ({ items }: Pick<DischargeNow, 'items'>): readonly string[] => [
  ...new Set(
    items.flatMap(({ item, met, waiting = item, soFar }) =>
      met ? [] : [soFar === undefined ? waiting : `${waiting} (${soFar})`],
    ),
  ),
]

/** What is settled at the ride itself, and is not waited for before "ready". */
const AT_THE_DOOR: ReadonlySet<DischargeItem> = new Set(['escortHere', 'advice'])

/** What keeps a visit from "ready", in short; empty: nothing. "Ready" watches less, so it comes when the patient is well. */
export const leavesForReady = (state: SessionState, nowMs: number): readonly string[] =>
  waitedFor(dischargeNow(state, nowMs).items.filter(({ item }) => !AT_THE_DOOR.has(item)))
