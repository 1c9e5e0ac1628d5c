// Owns what was so at a moment of the trend, in words: each value with its age, and where there was none, that. Pure.
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { higher } from '@chairside/shared/fold/alarm-spans.ts'
import { cuffThen, everyMsOf, rateThen, type ValueThen, valueThen } from '@chairside/shared/fold/moment.ts'
import type { Trends } from '@chairside/shared/fold/trends.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { assertNever } from '@chairside/shared/result.ts'
import { CATALOGUE, freshnessWindow, type SignalId, shown } from '@chairside/shared/vitals.ts'
import { decimal, span } from '../format.ts'
import { rateSourceAt } from '../trend-chart/rate-line.ts'

export type ReadingPart = {
  readonly key: string
  readonly label: string
  /** The value, or that there is none. */
  readonly value: string
  readonly unit?: string
  /** "2:10 old", "no value", "filled in later". */
  readonly note?: string
  readonly tone: 'heart-rate' | 'pressure' | 'spo2' | 'respiration' | 'infusion' | 'muted'
  /** Of the alarm that stood on it. */
  readonly priority?: Priority
}

const NONE = '––'
/** An age below this goes without saying: values come about once a second. */
const FRESH_MS = 3_000

function signalWords(
  then: ValueThen,
  signal: SignalId,
  freshMs: number,
): Pick<ReadingPart, 'value' | 'note'> {
  switch (then.is) {
    case 'value': {
      const notes = [
        then.ageMs > freshMs ? `${span(then.ageMs)} old` : '',
        then.late ? 'filled in later' : '',
      ].filter(Boolean)
      return {
        value: String(shown(signal, then.value)),
        ...(notes.length > 0 ? { note: notes.join(', ') } : {}),
      }
    }
    case 'unavailable':
      return { value: NONE, note: 'no value from the sensor' }
    case 'gap':
      return { value: NONE, note: `no value for ${span(then.ageMs)}` }
    case 'never':
      return { value: NONE, note: 'no value yet' }
    default:
      return assertNever(then)
  }
}

/** The most urgent level that stood at a moment on one of these quantities. */
function standing(
  alarms: readonly AlarmSpan[],
  quantities: readonly string[],
  atMs: number,
): Priority | undefined {
  let found: Priority | undefined
  for (const { levels } of alarms)
    for (const { fromMs, toMs, priority, alarm } of levels)
      if (
        fromMs <= atMs &&
        (toMs === undefined || toMs > atMs) &&
        alarm.limit !== undefined &&
        quantities.includes(alarm.limit.quantity)
      )
        found = found === undefined ? priority : higher(found, priority)
  return found
}

export type ReadingSource = {
  readonly trends: Trends
  readonly alarms: readonly AlarmSpan[]
  readonly withRespiration: boolean
}

/** @param atMs hub time */
export function readingAt(source: ReadingSource, atMs: number): readonly ReadingPart[] {
  const { trends, alarms, withRespiration } = source
  const parts: ReadingPart[] = []
  const mark = (quantities: readonly string[]): { priority?: Priority } => {
    const priority = standing(alarms, quantities, atMs)
    return priority === undefined ? {} : { priority }
  }
  const signal = (id: SignalId, tone: ReadingPart['tone'], quantities: readonly string[]) => {
    const everyMs = everyMsOf(trends, id)
    const words = signalWords(
      valueThen(trends.signals[id], atMs),
      id,
      everyMs === undefined ? FRESH_MS : freshnessWindow(everyMs).liveToMs,
    )
    parts.push({ key: id, label: CATALOGUE[id].short, tone, ...words, ...mark(quantities) })
  }
  // As the tile does: the ECG's where it may be believed, otherwise the pulse rate, under its own name.
  signal(rateSourceAt(trends, atMs), 'heart-rate', ['heartRate', 'pulseRate'])
  parts.push({ ...cuffPart(trends, atMs), ...mark(['systolic', 'diastolic', 'mean']) })
  signal('spo2', 'spo2', ['spo2'])
  if (withRespiration) signal('respirationRate', 'respiration', ['respirationRate'])
  const rate = rateThen(trends, atMs)
  if (rate !== undefined)
    parts.push({ key: 'pump', label: 'Rate', value: decimal(rate, 1), unit: 'mL/h', tone: 'infusion' })
  return parts
}

function cuffPart(trends: Trends, atMs: number): ReadingPart {
  const base = { key: 'cuff', label: 'BP', tone: 'pressure' as const }
  const then = cuffThen(trends.cuff, atMs)
  if (then === undefined) return { ...base, value: NONE, note: 'no reading yet' }
  const old = `${span(atMs - then.atMs)} old`
  if (then.is === 'failed')
    return { ...base, value: NONE, note: `cuff failed ${span(atMs - then.atMs)} before` }
  const { systolic, diastolic, mean, recovered } = then
  const value =
    systolic === undefined && diastolic === undefined
      ? `mean ${mean ?? NONE}`
      : `${systolic ?? NONE}/${diastolic ?? NONE}`
  const notes = [old, then.is === 'artefact' ? 'cannot be' : '', recovered ? 'filled in later' : '']
  return { ...base, value, note: notes.filter(Boolean).join(', ') }
}

/** One line: "T+10:20 · HR 88 · BP 131/77 2:10 old · SpO₂ 97 · 52.5 mL/h". */
export const readingWords = (moment: string, parts: readonly ReadingPart[]): string =>
  [
    moment,
    ...parts.map(({ label, value, unit, note, priority, key }) =>
      [
        priority === undefined ? '' : PRIORITY_MARK[priority],
        key === 'pump' ? '' : label,
        value,
        unit ?? '',
        note ?? '',
      ]
        .filter(Boolean)
        .join(' '),
    ),
  ].join(' · ')
