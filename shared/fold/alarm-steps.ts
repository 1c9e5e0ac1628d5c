// Owns an alarm told level by level, as it was recorded: what each level was, at which value, how long it lasted, what people said
// to it and who was called. For the summary, the hand-over and the replay. Never decides an alarm, and never counts an answer that
// was undone.
import { alarmName } from '../alarm/words/text.ts'
import { technicalEvent } from '../alarm/words/text-technical.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmTransition, BodyOf, Priority } from '../record/record.ts'
import type { Quantity } from '../vitals.ts'
import type { Acknowledged, AlarmSpan, LevelSpan } from './alarm-spans.ts'

/** Who, and how long after the hub had decided that there was something to answer. */
export type Response = {
  readonly by: string
  readonly atMs: number
  readonly afterMs: number
  /** It was over by then, and stood in sight. */
  readonly over?: true
  /** An acknowledgement that ended while the alarm went on at its level: it sounded again from then on. */
  readonly lapsed?: { readonly atMs: number; readonly because: Acknowledged['endedBecause'] }
}
export type Answer = Response & { readonly what: 'acknowledged' | 'coming' | 'taken' | 'declined' }
/** Somebody whose turn it became to know. */
export type Call = {
  readonly step: EscalationStep
  readonly atMs: number
  readonly afterMs: number
  /** Whose screens had it, or whom it was sent to; empty: no name was recorded. */
  readonly names: readonly string[]
  /** There was nobody to tell. */
  readonly nobody?: true
}
/** What was said to a level that asked somebody, and who was called: each in order, of calls of one step the first since it last lapsed. */
export type Answers = {
  readonly said: readonly Answer[]
  readonly calls: readonly Call[]
}
export type AlarmStep = {
  readonly how: 'raised' | 'rose' | 'fell'
  readonly level: string
  readonly priority: Priority
  /** "BP very high". */
  readonly name: string
  /** By the rules. */
  readonly fromMs: number
  /** Absent: it goes on at this level. */
  readonly toMs?: number
  /** The number that this level is about, with its value then; absent: it has none. */
  readonly quantity?: Quantity
  readonly value?: number
  /** What broke; a level that it fell to was not broken by its value. */
  readonly limit?: Pick<NonNullable<AlarmTransition['limit']>, 'op' | 'value'>
  /** Of what has no limit, what it is about: "sensor off", "SpO₂ 71 at T+18:40, 4:05 below 85". */
  readonly detail?: string
  /** Shown and never sounded. */
  readonly silent?: true
  /** Absent: it asked nobody; it fell to this level, or was only shown. */
  readonly asked?: Answers
}

/** That somebody was to be told of an alarm, or what became of telling them, as it was recorded. */
export type Calling = Pick<BodyOf<'escalation'>, 'alarmId' | 'step'> & {
  readonly seq: number
  readonly atMs: number
  readonly told?: { readonly event: BodyOf<'delivery'>['event']; readonly name?: string }
}
/** Steps that call a person, or every place with people; the others are about screens that show or sound. */
const PEOPLE: ReadonlySet<EscalationStep> = new Set(['physician', 'backup', 'allStaff', 'allStations'])

/** @returns undefined: the record calls nobody */
export function callingOf(record: DecodedRecord): Calling | undefined {
  if (record.kind !== 'escalation' && record.kind !== 'delivery') return undefined
  const { alarmId, step, seq } = record
  if (!PEOPLE.has(step)) return undefined
  if (record.kind === 'escalation') return { alarmId, step, seq, atMs: record.dueAtMs }
  const { event, personName: name, hubAtMs: atMs } = record
  return { alarmId, step, seq, atMs, told: { event, ...(name === undefined ? {} : { name }) } }
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)]

/** What was called between two records. @param lapsedMs when acknowledgements ended: from then on each is called anew */
function callsOf(own: readonly Calling[], askedAtMs: number, lapsedMs: readonly number[]): Call[] {
  const round = ({ atMs }: Calling): number => lapsedMs.filter((one) => one <= atMs).length
  const isSame = (a: Calling, b: Calling): boolean => a.step === b.step && round(a) === round(b)
  const due = own.filter(
    (call, index) =>
      call.told === undefined &&
      own.findIndex((one) => one.told === undefined && isSame(one, call)) === index,
  )
  return due.map((call) => {
    const { step, atMs } = call
    const told = own.flatMap((one) => (isSame(one, call) && one.told !== undefined ? [one.told] : []))
    const reached = told.filter(({ event }) => event !== 'nobody')
    return {
      ...{ step, atMs, afterMs: Math.max(0, atMs - askedAtMs) },
      names: unique(reached.flatMap(({ name }) => (name === undefined ? [] : [name]))),
      ...(told.length > 0 && reached.length === 0 ? { nobody: true as const } : {}),
    }
  })
}

/** Ends that are no lapse: it was taken back, or there was nothing left to answer at this level. */
const NO_LAPSE: ReadonlySet<Acknowledged['endedBecause']> = new Set([
  'undone',
  'rose',
  'alarmEnded',
  'sessionClosed',
])
type Lapsed = Acknowledged & { readonly endedAtMs: number }
/** Whether it ended while what it had answered went on at that level. */
export const isLapsed = (one: Acknowledged): one is Lapsed =>
  one.endedAtMs !== undefined && !NO_LAPSE.has(one.endedBecause)

function answersOf(
  { acknowledged, came = [], taken = [], endedAtMs = Number.POSITIVE_INFINITY }: AlarmSpan,
  { seq: fromSeq, decidedAtMs }: LevelSpan,
  untilSeq: number,
  callings: readonly Calling[],
): Answers {
  const isOwn = ({ seq }: { readonly seq: number }): boolean => seq > fromSeq && seq < untilSeq
  const acks = acknowledged.filter((one) => isOwn(one) && one.endedBecause !== 'undone')
  const coming = came.filter((one) => isOwn(one) && one.endedBecause !== 'undone')
  const answers = [
    ...acks.map((one) => ({ ...one, what: 'acknowledged' as const })),
    ...coming.map((one) => ({ ...one, what: 'coming' as const })),
    ...taken.filter(isOwn).map((one) => ({ ...one, what: one.event })),
  ]
  const lapsed = new Map(
    acks
      .filter(isLapsed)
      .map((one) => [one.seq, { lapsed: { atMs: one.endedAtMs, because: one.endedBecause } }]),
  )
  return {
    said: answers
      .toSorted((a, b) => a.seq - b.seq)
      .map(({ what, by, atMs, seq }) => ({
        ...{ what, by, atMs, afterMs: Math.max(0, atMs - decidedAtMs) },
        ...(atMs > endedAtMs ? { over: true as const } : {}),
        ...lapsed.get(seq),
      })),
    calls: callsOf(
      callings.filter(isOwn),
      decidedAtMs,
      [...lapsed.values()].map((one) => one.lapsed.atMs),
    ),
  }
}

function detailOf(alarm: AlarmTransition, name: string): string | undefined {
  if (alarm.limit !== undefined) return undefined
  const words = technicalEvent(alarm, name)
    .slice(name.length)
    .replace(/^(?:: | · )/, '')
  return words === '' ? undefined : words
}

/** A level that is only shown, or that it fell to, asks nobody. */
const isAsking = ({ alarm }: LevelSpan, index: number): boolean =>
  (index === 0 || alarm.transition !== 'fell') && alarm.silent !== true

/**
 * The levels of an alarm, in order, each with its own value, length and answers. Hub time.
 * @param callings of any alarms; absent: nobody knows here who was called
 */
export function alarmSteps(span: AlarmSpan, callings: readonly Calling[] = []): AlarmStep[] {
  const { levels, alarmId } = span
  const own = callings.filter((one) => one.alarmId === alarmId)
  return levels.map((one, index) => {
    const { level, priority, alarm, fromMs, toMs } = one
    const how = index === 0 ? 'raised' : alarm.transition === 'fell' ? 'fell' : 'rose'
    const { limit, values } = alarm
    const value = limit && values[limit.quantity]
    const name = alarmName(alarm)
    const detail = detailOf(alarm, name)
    const until = levels.findIndex((next, place) => place > index && isAsking(next, place))
    const untilSeq = levels[until]?.seq ?? Number.POSITIVE_INFINITY
    return {
      ...{ how, level, priority, name, fromMs },
      ...(toMs === undefined ? {} : { toMs }),
      ...(limit === undefined ? {} : { quantity: limit.quantity }),
      ...(value === undefined ? {} : { value }),
      ...(limit === undefined || how === 'fell' ? {} : { limit: { op: limit.op, value: limit.value } }),
      ...(detail === undefined ? {} : { detail }),
      ...(alarm.silent === true ? { silent: true as const } : {}),
      ...(isAsking(one, index) ? { asked: answersOf(span, one, untilSeq, own) } : {}),
    }
  })
}

/** Whether a person said anything to it while it went on; what was said when it was over helped nobody. */
export const isAnswered = ({ said }: Answers): boolean =>
  said.some(({ what, over }) => what !== 'declined' && over !== true)
