// Owns the list of discharge, read live from the record, and which outcome may close a visit now. Source: clinical facts §4
// "Discharge". Never takes silence for health: what was not measured, or not since the end, is not met.
import { alarmName, formatAge } from '../alarm/text.ts'
import { freshnessAt, isCuffArtefact } from '../fold/freshness.ts'
import { declaredEveryMs, type SessionState } from '../fold/session-state.ts'
import type { PressureRead } from '../fold/visit-state.ts'
import type { Role } from '../record/record.ts'
import { type Outcome, SIGN_OFF_ITEMS, type SignOffItem } from '../record/visit-kinds.ts'
import { ok, type Result, refuse } from '../result.ts'
import { freshnessWindow, shown } from '../vitals.ts'
import { BY_HAND_MS, ON_AIR_MS, oxygenAt } from './baseline.ts'
import { isPumpOn, mayBy, phaseName, rowOf, siteOf, visitPhase } from './phase-table.ts'

const MIN = 60_000
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
}
export type DischargeNow = {
  readonly items: readonly DischargeLine[]
  /** Since the end of the infusion, ms. */
  readonly sinceEndMs?: number
  /** Hub time; the earliest at which nothing but what people judge or the monitor reads can be open. */
  readonly earliestOutMs?: number
  readonly met: boolean
  /** In short, in the order of the list: "second reading", "walk". */
  readonly waitingFor: readonly string[]
}

/** Source: clinical facts §4 "Discharge". Percent; mmHg; a named value is met (≥, within), "<" is not. */
export const DISCHARGE_LIMITS = {
  apartMs: 5 * MIN,
  systolicFrom: 90,
  abovePercent: 20,
  under: { systolic: 160, diastolic: 100 },
  heartRate: { from: 50, to: 100, withinPercent: 20 },
  spo2From: 94,
  moaas: 5,
  aldreteFrom: 9,
  esketamineMs: 120 * MIN,
} as const
const LIMITS = DISCHARGE_LIMITS

type Found = { readonly met: boolean; readonly text: string; readonly waiting?: string; readonly by?: string }

/** How long after the end at least: the site's, and of esketamine 120 min. */
export function dischargeAfterMs(state: SessionState): number {
  const { infusion, visit } = state
  const drug = infusion.plan?.drug ?? visit.dose?.drug ?? visit.plan?.order?.drug ?? ''
  const own = siteOf(state).dischargeAfterMs
  return /esketamine/i.test(drug) ? Math.max(own, LIMITS.esketamineMs) : own
}

function time(state: SessionState, endMs: number, nowMs: number): Found {
  const afterMs = dischargeAfterMs(state)
  const met = nowMs - endMs >= afterMs
  const minutes = Math.round(afterMs / MIN)
  return {
    met,
    text: `${formatAge(nowMs - endMs)} since the end, ${minutes} min at least`,
    waiting: `${minutes} min since the end`,
  }
}

/** In tenths and whole numbers: 1.2 × 120 must not become 143.99 by a rounding error of the machine. */
const isTooFarAbove = (value: number, base: number): boolean =>
  value * 100 > base * (100 + LIMITS.abovePercent)

const pair = ({ systolic, diastolic }: Pick<PressureRead, 'systolic' | 'diastolic'>): string =>
  `${shown('systolic', systolic)}/${shown('diastolic', diastolic)}`

function whyNot(one: PressureRead, { systolic, diastolic }: Pressures): string | undefined {
  const [sbp, dbp] = [shown('systolic', one.systolic), shown('diastolic', one.diastolic)]
  if (sbp < LIMITS.systolicFrom) return 'SBP < 90'
  if (sbp >= LIMITS.under.systolic || dbp >= LIMITS.under.diastolic) return 'not under 160/100'
  if (systolic === undefined || diastolic === undefined) return 'no baseline to compare it with'
  if (isTooFarAbove(sbp, systolic) || isTooFarAbove(dbp, diastolic))
    return `more than 20 % above ${systolic}/${diastolic}`
  return undefined
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

function pressure(state: SessionState, endMs: number, nowMs: number): Found & { readonly atMs?: number } {
  const { all, good, bad, why } = goodOnes(state, endMs, nowMs)
  const newest = all.at(-1)
  if (newest === undefined) return { met: false, text: 'no reading since the end', waiting: 'two readings' }
  if (bad !== undefined && bad === newest)
    return { met: false, text: `BP ${pair(bad)}: ${why}`, waiting: `BP ${pair(bad)}, ${why}` }
  const [first] = good
  const isEnough = first !== undefined && newest.atMs - first.atMs >= LIMITS.apartMs
  if (isEnough) return { met: true, text: `${good.length} readings, newest ${pair(newest)}` }
  const atMs = (first ?? newest).atMs + LIMITS.apartMs
  return {
    met: false,
    text: `one reading, ${pair(newest)}; the second 5 min after it`,
    waiting: 'second reading',
    atMs,
  }
}

type Measured = { readonly value: number; readonly text: string }
/**
 * The value that may be believed now: live or ageing; by hand at most 5 min old; once the monitor is off by name in "ready", what
 * it measured at most 5 min before. Never from before the end of the infusion.
 */
function believed(
  state: SessionState,
  quantity: 'heartRate' | 'pulseRate' | 'spo2',
  endMs: number,
  nowMs: number,
): Measured | undefined {
  const hand = state.visit.byHand?.[quantity]
  if (hand !== undefined && hand.atMs >= endMs && hand.atMs <= nowMs && nowMs - hand.atMs <= BY_HAND_MS)
    return said(shown(quantity, hand.value), hand.atMs, nowMs, 'by hand')
  const signal = state.signals[quantity]
  if (signal === undefined) return undefined
  const fresh = freshnessAt(signal, freshnessWindow(declaredEveryMs(state, quantity)), nowMs)
  if ((fresh.is === 'live' || fresh.is === 'ageing') && nowMs - fresh.ageMs >= endMs)
    return { value: shown(quantity, fresh.value), text: String(shown(quantity, fresh.value)) }
  const { lastValue, lastValueAtMs } = signal
  const offMs = state.phase === 'ready' ? state.monitorOff?.atMs : undefined
  if (offMs === undefined || lastValue === undefined || lastValueAtMs === undefined) return undefined
  if (lastValueAtMs < endMs || offMs - lastValueAtMs > BY_HAND_MS) return undefined
  return said(shown(quantity, lastValue), lastValueAtMs, nowMs, 'before the monitor was off')
}
const said = (value: number, atMs: number, nowMs: number, how: string): Measured => ({
  value,
  text: `${value}, ${how}, ${formatAge(nowMs - atMs)} ago`,
})

function heartRate(state: SessionState, endMs: number, nowMs: number): Found {
  const now = believed(state, 'heartRate', endMs, nowMs) ?? believed(state, 'pulseRate', endMs, nowMs)
  if (now === undefined) return { met: false, text: 'no heart rate now', waiting: 'heart rate' }
  const { from, to, withinPercent } = LIMITS.heartRate
  const base = state.baseline?.heartRate
  const isNear = base !== undefined && Math.abs(now.value - base) * 100 <= base * withinPercent
  const met = (now.value >= from && now.value <= to) || isNear
  return { met, text: `HR ${now.text}`, waiting: `HR ${now.value}` }
}

function spo2(state: SessionState, endMs: number, nowMs: number): Found {
  const oxygen = oxygenAt(state.visit, nowMs)
  if (oxygen.on === 'oxygen') return { met: false, text: `on ${oxygen.text}`, waiting: 'SpO₂ on air' }
  if (oxygen.sinceMs !== undefined && nowMs - oxygen.sinceMs < ON_AIR_MS)
    return {
      met: false,
      text: `on air for ${formatAge(nowMs - oxygen.sinceMs)}, 5 min at least`,
      waiting: 'SpO₂ 5 min on air',
    }
  const now = believed(state, 'spo2', Math.max(endMs, oxygen.sinceMs ?? 0), nowMs)
  if (now === undefined) return { met: false, text: 'no SpO₂ now', waiting: 'SpO₂' }
  const base = state.baseline?.spo2
  const met = now.value >= LIMITS.spo2From || (base !== undefined && now.value >= base)
  return { met, text: `SpO₂ ${now.text}, on air`, waiting: `SpO₂ ${now.value}` }
}

/** The newest with a value since the end: "not disturbed" is an answer, and none of how awake somebody is. */
function scored(
  state: SessionState,
  scale: 'moaas' | 'aldrete',
  endMs: number,
  from: number,
  words: string,
): Found {
  const newest = state.visit.assessed
    .filter(
      (one) =>
        !one.void && !one.fromPaper && one.scale === scale && one.value !== undefined && one.atMs >= endMs,
    )
    .toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)
    .at(-1)
  if (newest?.value === undefined) return { met: false, text: 'not since the end', waiting: words }
  const text = `${words} ${newest.value}`
  return { met: newest.value >= from, text, by: newest.by, waiting: text }
}

const JUDGED: Readonly<Record<SignOffItem, string>> = {
  dissociation: 'dissociation at baseline',
  nausea: 'nausea controlled',
  walks: 'walk',
  escortHere: 'escort',
  advice: 'advice',
}
/** What a side effect says against a sign-off: it came or grew after it, or (dissociation) it is still there. */
const EFFECTS: Readonly<Partial<Record<SignOffItem, readonly string[]>>> = {
  dissociation: ['dissociation', 'hallucination'],
  nausea: ['nausea', 'vomiting'],
}

function judged(state: SessionState, item: SignOffItem, endMs: number): Found {
  const words = JUDGED[item]
  const signed = state.visit.signOffs[item]
  if (signed === undefined || signed.recordedAtMs < endMs)
    return { met: false, text: 'not signed off', waiting: words }
  const { by } = signed
  if (!signed.met) return { met: false, text: signed.note ?? 'not met', by, waiting: words }
  const effects = state.visit.sideEffects.filter((one) => !one.void && EFFECTS[item]?.includes(one.effect))
  if (item === 'dissociation' && effects.some((one) => one.endedAtMs === undefined))
    return {
      met: false,
      text: 'signed off, and the record has it going on: end it first',
      by,
      waiting: words,
    }
  if (effects.some(({ course }) => course.some((one) => one.atMs > signed.recordedAtMs)))
    return { met: false, text: 'signed off before it came again', by, waiting: words }
  const escort = state.visit.checkIn.escort?.detail
  if (item === 'escortHere' && !(escort?.item === 'escort' && escort.arranged))
    return {
      met: false,
      text: 'name and telephone number are not set',
      by,
      waiting: 'escort’s name and number',
    }
  return { met: true, text: signed.note ?? 'signed off', by }
}

function alarms(state: SessionState): Found {
  if (state.quarantined)
    return { met: false, text: 'alarms are not judged here', waiting: 'alarms to be judged again' }
  const names = Object.values(state.alarms)
    .filter(({ alarm }) => alarm.priority !== 'low')
    .map(({ alarm }) => alarmName(alarm))
  return names.length === 0
    ? { met: true, text: 'no active HIGH or MEDIUM' }
    : { met: false, text: names.join(', '), waiting: names.join(', ') }
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
      return scored(state, 'moaas', endMs, LIMITS.moaas, 'MOAA/S')
    case 'aldrete':
      return scored(state, 'aldrete', endMs, LIMITS.aldreteFrom, 'Aldrete')
    case 'alarms':
      return alarms(state)
    default:
      return judged(state, item, endMs)
  }
}

/** The end of the infusion as recorded; undefined: it was never started, or is not over. Hub time. */
export const endOfInfusion = ({ infusion }: Pick<SessionState, 'infusion'>): number | undefined =>
  infusion.phase === 'stopped' ? infusion.stoppedAtMs : undefined

/** The list as it stands. @param nowMs hub time */
export function dischargeNow(state: SessionState, nowMs: number): DischargeNow {
  const endMs = endOfInfusion(state)
  const all = DISCHARGE_ITEMS.map((item) => {
    const one: Found =
      endMs === undefined && item !== 'alarms'
        ? { met: false, text: 'the infusion is not over', waiting: 'the end of the infusion' }
        : found(state, item, endMs ?? 0, nowMs)
    return { item, ...one }
  })
  const items = all.map(
    ({ item, met, text, by }): DischargeLine => ({
      item,
      met,
      judged: isJudged(item),
      text,
      ...(by === undefined ? {} : { by }),
    }),
  )
  const waitingFor = [
    ...new Set(all.flatMap(({ met, waiting }) => (met || waiting === undefined ? [] : [waiting]))),
  ]
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

/** What is settled at the ride itself, and is not waited for before "ready". */
const AT_THE_DOOR: ReadonlySet<DischargeItem> = new Set(['escortHere', 'advice'])

/** What keeps a visit from "ready", in short; empty: nothing. "Ready" watches less, so it comes when the patient is well. */
export function leavesForReady(state: SessionState, nowMs: number): readonly string[] {
  const { items, waitingFor } = dischargeNow(state, nowMs)
  const isOpen = items.some(({ item, met }) => !met && !AT_THE_DOOR.has(item))
  if (!isOpen) return []
  const own = new Set([JUDGED.escortHere, JUDGED.advice, 'escort’s name and number'])
  return waitingFor.filter((one) => !own.has(one))
}

const NEVER_INFUSED: Outcome = 'notTreated'

/**
 * Whether a session may be closed with this outcome now (`session.end`). Open alarms keep no outcome but `discharged`.
 * @returns refused `session-closed`, `not-allowed` (role), `malformed` (no reason), `phase-not-allowed`, `discharge-not-met`
 */
export function mayEnd(
  state: SessionState,
  nowMs: number,
  outcome: Outcome,
  role: Role | undefined,
  reason: string | undefined,
): Result<true> {
  if (state.closed !== undefined)
    return refuse('session-closed', 'This session has been closed.', 'body.type')
  if (role !== 'nurse' && role !== 'physician')
    return refuse('not-allowed', 'A visit is ended by a nurse or a physician: sign in as one.', 'body.type')
  if (outcome === 'dischargedEarly' && role !== 'physician')
    return refuse('not-allowed', 'Only a physician discharges early: ask one to sign in.', 'body.outcome')
  if (outcome !== 'discharged' && (reason ?? '').trim() === '')
    return refuse('malformed', 'Say why: of this outcome a reason is recorded.', 'body.reason')
  const hasInfused = state.infusion.startedAtMs !== undefined
  if (outcome === NEVER_INFUSED && hasInfused)
    return refuse('phase-not-allowed', 'The infusion was started: this patient was treated.', 'body.outcome')
  if (siteOf(state).checkIn === 'none') return ok(true)
  const phase = visitPhase(state)
  const row = rowOf(phase, 'session.end', { outcome })
  if (row === undefined || !mayBy(row.who, role))
    return refuse(
      'phase-not-allowed',
      `A visit at ${phaseName(phase)} does not end so: ${endsInstead(outcome)}`,
      'body.outcome',
    )
  if (outcome === 'dischargedEarly' && (!hasInfused || isPumpOn(state)))
    return refuse(
      'phase-not-allowed',
      hasInfused
        ? 'The pump log says that the infusion is not over: record the stop first.'
        : 'Nothing was infused: the outcome is "not treated today".',
      'body.outcome',
    )
  if (outcome !== 'discharged') return ok(true)
  const { met, waitingFor } = dischargeNow(state, nowMs)
  return met
    ? ok(true)
    : refuse('discharge-not-met', `Not yet. Waiting for: ${waitingFor.join(', ')}.`, 'body.outcome')
}

function endsInstead(outcome: Outcome): string {
  switch (outcome) {
    case 'discharged':
      return 'it is discharged from "ready", when the whole list is met.'
    case 'dischargedEarly':
      return 'early discharge is from recovery or ready.'
    case 'notTreated':
      return 'an emergency is over first, or the patient is transferred.'
    default:
      return 'the session is not open.'
  }
}
