// Owns what each item of the discharge list finds in the record. Source: clinical facts §4 "Discharge". Never takes silence for
// health: what was not measured, is stale, or is from before the end of the infusion, is not met.
import { endsWhen } from '../alarm/words/ends-words.ts'
import { tPlus } from '../alarm/words/t-plus.ts'
import { alarmName, formatAge } from '../alarm/words/text.ts'
import { freshnessAt } from '../fold/freshness.ts'
import { declaredEveryMs, type SessionState } from '../fold/session-state.ts'
import type { AlarmTransition } from '../record/record.ts'
import type { SignOffItem } from '../record/visit-kinds.ts'
import { freshnessWindow, shown } from '../vitals.ts'
import { askedAgain, type BeforeHigh, beforeHigh, isOfThePatient } from './after-high.ts'
import { BY_HAND_MS, ON_AIR_MS, oxygenAt } from './baseline.ts'
import { siteOf } from './phase-table.ts'
import { pumpOrder } from './pump-log.ts'

const MIN = 60_000
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
  aldreteTo: 10,
  esketamineMs: 120 * MIN,
} as const
const LIMITS = DISCHARGE_LIMITS

export type Found = {
  readonly met: boolean
  readonly text: string
  readonly waiting?: string
  /** Of the time that is not over, how much of it has passed: "10 of 60". */
  readonly soFar?: string
  readonly by?: string
  /** A reading from then on is far enough from the first, hub time. */
  readonly secondFromMs?: number
  /** It was given, and a HIGH came after it: it is asked for again. */
  readonly beforeHigh?: BeforeHigh
}

/** By its names, however they are spelt: esketamine, S-ketamine, S(+)-ketamine, and its brand. */
const isEsketamine = (drug: string): boolean =>
  /sketamine|spravato/.test(drug.toLowerCase().replace(/[^a-z]/g, ''))

/** How long after the end nobody goes home: the site's, and of esketamine 120 min. */
export const watchedAfterMs = (drug: string, siteMs: number): number =>
  isEsketamine(drug) ? Math.max(siteMs, LIMITS.esketamineMs) : siteMs

/** How long after the end of this session at least. */
export function dischargeAfterMs(state: SessionState): number {
  const { infusion, visit } = state
  const drug = infusion.plan?.drug ?? visit.dose?.drug ?? visit.plan?.order?.drug ?? ''
  return watchedAfterMs(drug, siteOf(state).dischargeAfterMs)
}

/** The end is when it was said to be; that it was said long after is for the eyes of whoever discharges. Later than this, it is [P]. */
const LATE_MS = 5 * MIN
function saidLate({ infusion }: Pick<SessionState, 'infusion'>): string {
  const stop = pumpOrder(infusion.events).at(-1)
  if (stop?.act !== 'stop' || stop.recordedAtMs - stop.atMs <= LATE_MS) return ''
  const late = Math.round((stop.recordedAtMs - stop.atMs) / MIN)
  return `; recorded ${late} min after it${stop.by === undefined ? '' : `, by ${stop.by}`}`
}

export function time(state: SessionState, endMs: number, nowMs: number): Found {
  const afterMs = dischargeAfterMs(state)
  const met = nowMs - endMs >= afterMs
  const minutes = Math.round(afterMs / MIN)
  return {
    met,
    text: `${formatAge(nowMs - endMs)} since the end, ${minutes} min at least${saidLate(state)}`,
    waiting: `${minutes} min since the end`,
    soFar: `${Math.floor((nowMs - endMs) / MIN)} of ${minutes}`,
  }
}

type Measured = { readonly value: number; readonly text: string }
/**
 * The value that may be believed now: live or ageing; else by hand at most 5 min old; once the monitor is off by name in "ready", what
 * it measured at most 5 min before. Never from before the end of the infusion.
 */
function believed(
  state: SessionState,
  quantity: 'heartRate' | 'pulseRate' | 'spo2',
  endMs: number,
  nowMs: number,
): Measured | undefined {
  const signal = state.signals[quantity]
  const fresh = freshnessAt(signal, freshnessWindow(declaredEveryMs(state, quantity)), nowMs)
  if ((fresh.is === 'live' || fresh.is === 'ageing') && nowMs - fresh.ageMs >= endMs)
    return { value: shown(quantity, fresh.value), text: String(shown(quantity, fresh.value)) }
  const hand = state.visit.byHand?.[quantity]
  if (hand !== undefined && hand.atMs >= endMs && hand.atMs <= nowMs && nowMs - hand.atMs <= BY_HAND_MS)
    return said(shown(quantity, hand.value), hand.atMs, nowMs, 'by hand')
  if (signal === undefined) return undefined
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

/** Both ends count; whole numbers, as values are shown. */
type Span = { readonly from: number; readonly to: number }
const spanWords = (spans: readonly Span[]): string =>
  spans.map(({ from, to }) => `${from}–${to}`).join(' or ')

/** Which heart rates are met: the fixed ones and those near the baseline, as one span where they touch; and why it is more than those. */
function heartRatesMet(base: number | undefined): {
  readonly spans: readonly Span[]
  readonly because: string
} {
  const { from, to, withinPercent } = LIMITS.heartRate
  if (base === undefined) return { spans: [{ from, to }], because: '' }
  const near = {
    from: Math.ceil((base * (100 - withinPercent)) / 100),
    to: Math.floor((base * (100 + withinPercent)) / 100),
  }
  if (near.from >= from && near.to <= to) return { spans: [{ from, to }], because: '' }
  const within = `within ${withinPercent} % of the baseline of ${base}`
  if (near.from > to + 1 || near.to < from - 1) {
    const spans = [{ from, to }, near].toSorted((a, b) => a.from - b.from)
    return { spans, because: ` (${within})` }
  }
  const spans = [{ from: Math.min(from, near.from), to: Math.max(to, near.to) }]
  return { spans, because: ` (${from}–${to}, or ${within})` }
}

export function heartRate(state: SessionState, endMs: number, nowMs: number): Found {
  const now = believed(state, 'heartRate', endMs, nowMs) ?? believed(state, 'pulseRate', endMs, nowMs)
  if (now === undefined) return { met: false, text: 'no heart rate now', waiting: 'heart rate' }
  const { spans, because } = heartRatesMet(state.baseline?.heartRate)
  if (spans.some(({ from, to }) => now.value >= from && now.value <= to))
    return { met: true, text: `HR ${now.text}` }
  return {
    met: false,
    text: `HR ${now.text}: ${spanWords(spans)} is needed${because}`,
    waiting: `HR ${spanWords(spans)} (now ${now.value})`,
  }
}

export function spo2(state: SessionState, endMs: number, nowMs: number): Found {
  const oxygen = oxygenAt(state.visit, nowMs)
  if (oxygen.on === 'oxygen' && oxygen.stamped !== undefined) {
    const at = tPlus(oxygen.sinceMs - (state.infusion.startedAtMs ?? oxygen.sinceMs))
    return {
      met: false,
      text: `Oxygen was stamped at HELP, ${at}: record that it is off, or what is given`,
      waiting: 'SpO₂ on air (oxygen stamped at HELP)',
    }
  }
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
  const from = Math.min(LIMITS.spo2From, base ?? LIMITS.spo2From)
  const text = `SpO₂ ${now.text}, on air`
  if (now.value >= from) return { met: true, text }
  return {
    met: false,
    text: `${text}: ${from} or more is needed${from === base ? ', as at baseline' : ''}`,
    waiting: `SpO₂ ${from} or more (now ${now.value})`,
  }
}

/** The newest with a value since the end: "not disturbed" is an answer, and none of how awake somebody is. */
export function scored(
  state: SessionState,
  scale: 'moaas' | 'aldrete',
  endMs: number,
  from: number,
  to: number,
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
  const high = newest.value >= from ? beforeHigh(state, newest.atMs) : undefined
  if (high !== undefined) {
    const again = askedAgain(high, words)
    return { ...again, text: `${newest.value}, ${again.text}`, by: newest.by }
  }
  if (newest.value >= from) return { met: true, text, by: newest.by }
  const needed = from === to ? `${from}` : `${from} or more`
  return {
    met: false,
    text: `${text}: ${needed} is needed`,
    by: newest.by,
    waiting: `${words} ${needed} (now ${newest.value})`,
  }
}

export const JUDGED: Readonly<Record<SignOffItem, string>> = {
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

export function judged(state: SessionState, item: SignOffItem, endMs: number): Found {
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
  const high = isOfThePatient(item) ? beforeHigh(state, signed.recordedAtMs) : undefined
  if (high !== undefined) return { ...askedAgain(high, words), by }
  return { met: true, text: signed.note ?? 'signed off', by }
}

/** A HIGH that is over, or has fallen to LOW, and that nobody has acknowledged. Source: clinical facts §5 "Sight latches for HIGH". */
const unacknowledgedHighs = ({ alarms: active, latched }: SessionState): AlarmTransition[] => [
  ...Object.values(active).flatMap(({ alarm, unacknowledgedHigh: high }) =>
    alarm.priority === 'low' && high !== undefined ? [high] : [],
  ),
  ...Object.values(latched).map(({ alarm }) => alarm),
]

/**
 * Every HIGH and MEDIUM counts, also a technical one; each is named with what a person does about it. So does a HIGH that is over and
 * that nobody has acknowledged: it stands on the glass.
 */
export function alarms(state: SessionState): Found {
  if (state.quarantined)
    return { met: false, text: 'alarms are not judged here', waiting: 'alarms to be judged again' }
  const open = Object.values(state.alarms)
    .map(({ alarm }) => alarm)
    .filter(({ priority }) => priority !== 'low')
    .toSorted((a, b) => Number(b.priority === 'high') - Number(a.priority === 'high'))
  const unseen = unacknowledgedHighs(state)
  if (open.length + unseen.length === 0) return { met: true, text: 'no active HIGH or MEDIUM' }
  return {
    met: false,
    text: [
      ...open.map((alarm) => `${alarmName(alarm)}: ${endsWhen(alarm)}`),
      ...unseen.map((alarm) => `HIGH "${alarmName(alarm)}" is over: acknowledge it`),
    ].join(' · '),
    waiting: [
      ...open.map(alarmName),
      ...unseen.map((alarm) => `HIGH "${alarmName(alarm)}" to be acknowledged`),
    ].join(', '),
  }
}

/** The end of the infusion as recorded; undefined: it was never started, or is not over. Hub time. */
export const endOfInfusion = ({ infusion }: Pick<SessionState, 'infusion'>): number | undefined =>
  infusion.phase === 'stopped' ? infusion.stoppedAtMs : undefined
