// Owns the words of an alarm told level by level: "!! SpO₂ low 89 % (< 90) for 1:10; then !!! very low 84 % (< 85) for 2:37". Never
// lends one level the name, the value or the length of another. How a moment is written is the reader's.
import { formatAge } from '../alarm/words/age.ts'
import { limitWords, PRIORITY_MARK } from '../alarm/words/text.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import { CATALOGUE } from '../vitals.ts'
import type { AlarmStep, Answer, Answers, Call } from './alarm-steps.ts'

const PRESSURES: ReadonlySet<AlarmStep['quantity']> = new Set(['systolic', 'diastolic', 'mean'])

/** ", SBP 164 (≥ 160)", " 89 % (< 90)"; empty: no number. */
function valueWords({ quantity, value, limit }: AlarmStep): string {
  if (quantity === undefined) return ''
  const number = value === undefined ? '––' : `${value}${CATALOGUE[quantity].unit === '%' ? ' %' : ''}`
  const of = PRESSURES.has(quantity) ? `, ${CATALOGUE[quantity].short} ${number}` : ` ${number}`
  return `${of}${limit === undefined ? '' : ` (${limitWords(limit)})`}`
}

/** The name, or of it what the level before did not say already: "very high" after "BP high", nothing after itself. */
export function nameAfter(name: string, before: string | undefined): string {
  if (name === before) return ''
  const space = name.indexOf(' ')
  const subject = name.slice(0, space + 1)
  return before !== undefined && space > 0 && before.startsWith(subject) ? name.slice(space + 1) : name
}

/** "SpO₂ low 89 % (< 90)", after it "very low 84 % (< 85)"; without its mark. @param before the level before it */
export function levelText(step: AlarmStep, before?: AlarmStep): string {
  const { name, detail } = step
  const own = nameAfter(name, before?.name)
  const isSame = own === '' && detail === before?.detail
  return `${own}${detail === undefined || isSame ? '' : ` (${detail})`}${valueWords(step)}`.trim()
}

/**
 * "!! SpO₂ low 89 % (< 90)", after it "!!! very low 84 % (< 85)", "down to !! low 87 %".
 * @param before the level before it
 */
export const levelWords = (step: AlarmStep, before?: AlarmStep): string =>
  `${step.how === 'fell' ? 'down to ' : ''}${PRIORITY_MARK[step.priority]} ${levelText(step, before)}`.trim()

/** " for 1:10"; empty: it goes on. */
export const lengthWords = ({ fromMs, toMs }: AlarmStep): string =>
  toMs === undefined ? '' : ` for ${formatAge(toMs - fromMs)}`

/** How the reader writes a moment. */
export type Moment = (atMs: number) => string

const isOver = ({ over }: Answer): string => (over ? ', when it was over' : '')

const TURN: Readonly<Partial<Record<EscalationStep, readonly [who: string, nobody: string]>>> = {
  physician: ['physician', 'no physician to tell'],
  backup: ['backup', 'no backup to tell'],
  allStaff: ['all staff', 'no staff to tell'],
  allStations: ['all stations', 'no station to tell'],
}
/** "physician (Dr Lindqvist) called at once", "no backup to tell after 2:00". */
function callWords({ step, names, nobody }: Call, when: string): string {
  const [who, none] = TURN[step] ?? [step, `nobody to tell (${step})`]
  if (nobody) return `${none} ${when}`
  return `${who}${names.length === 0 ? '' : ` (${names.join(', ')})`} called ${when}`
}

const WHY: Readonly<Partial<Record<string, string>>> = {
  handedOver: ' (handed over)',
  signedOut: ' (signed out)',
}
/** "acknowledged after 0:22 by R. Osei, lapsed T+11:27", "R. Osei said “Coming” after 0:06". */
function saidWords(one: Answer, when: string, at: Moment): string {
  const { what, by, lapsed } = one
  if (what === 'coming') return `${by} said “Coming” ${when}${isOver(one)}`
  if (what === 'declined') return `${by} could not come (${when}${isOver(one)})`
  const until = lapsed === undefined ? '' : `, lapsed ${at(lapsed.atMs)}${WHY[lapsed.because ?? ''] ?? ''}`
  return `${what} ${when} by ${by}${isOver(one)}${until}`
}

/** So many answers to one level are told; of more the first and the last, and how many there were between. */
const MOST_ANSWERS = 3

/**
 * Everything that was said to a level, in order, by whom and how long after it was decided; after an acknowledgement that lapsed by
 * moments, with who was called then. Of what somebody answered before only calls in vain are told.
 * @param most answers that are told each
 */
export function answerWords({ said, calls }: Answers, at: Moment, most = MOST_ANSWERS): string {
  const lapsedMs = said.find(({ lapsed }) => lapsed !== undefined)?.lapsed?.atMs ?? Number.POSITIVE_INFINITY
  const when = ({ atMs, afterMs }: Answer | Call, atOnce: boolean): string => {
    if (atMs >= lapsedMs) return at(atMs)
    return atOnce && afterMs < 1_000 ? 'at once' : `after ${formatAge(afterMs)}`
  }
  const isAnswered = said.some(({ what }) => what !== 'declined')
  const told = calls.filter(({ nobody, atMs }) => !isAnswered || nobody === true || atMs >= lapsedMs)
  const [first, last] = [said[0], said.at(-1)]
  const isCut = said.length > most && first !== undefined && last !== undefined
  const isBetween = ({ atMs }: Call): boolean =>
    isCut && atMs > first.atMs && atMs <= last.atMs && atMs >= lapsedMs
  const between = told.filter(isBetween).length
  const more = `${said.length - 2} more ${said.length === 3 ? 'answer' : 'answers'}`
  const middle = `${more}${between === 0 ? '' : between === 1 ? ' and 1 call' : ` and ${between} calls`}`
  const parts = [
    ...(isCut ? [first, last] : said).map((one) => ({
      ...{ atMs: one.atMs, text: saidWords(one, when(one, false), at) },
    })),
    ...(isCut ? [{ atMs: said[1]?.atMs ?? first.atMs, text: middle }] : []),
    ...told
      .filter((call) => !isBetween(call))
      .map((call) => ({ atMs: call.atMs, text: callWords(call, when(call, true)) })),
  ].toSorted((a, b) => a.atMs - b.atMs)
  const texts = (isLater: boolean): string[] =>
    parts.flatMap(({ atMs, text }) => (atMs >= lapsedMs === isLater ? [text] : []))
  const isLeft = said.findLast(({ what }) => what !== 'declined')?.lapsed !== undefined
  const until = [...(isAnswered ? [] : ['no answer']), ...texts(false)].join(', ')
  return [until, ...texts(true), ...(isLeft ? ['not answered again'] : [])].join('; ')
}

/** So many levels of one alarm stand in a sentence; a ladder that went up and down all day is said to have. */
const MOST = 8
const RANK = { low: 0, medium: 1, high: 2 } as const

/** The levels that are told, and how many are not: the first, where it was at its worst, and the last ones. */
function told(steps: readonly AlarmStep[], most: number): readonly (AlarmStep | number)[] {
  if (steps.length <= most) return steps
  const worst = steps.reduce((a, b) => (RANK[b.priority] > RANK[a.priority] ? b : a))
  const kept = new Set([steps[0], worst, ...steps.slice(2 - most)])
  const out: (AlarmStep | number)[] = []
  for (const step of steps) {
    const last = out.at(-1)
    if (kept.has(step)) out.push(step)
    else if (typeof last === 'number') out[out.length - 1] = last + 1
    else out.push(1)
  }
  return out
}

/** Levels that are not there stand behind the first one. */
function withOmitted(
  parts: readonly (AlarmStep | number)[],
  omitted: number,
): readonly (AlarmStep | number)[] {
  const [first, next, ...others] = parts
  if (omitted === 0 || first === undefined) return parts
  if (typeof next === 'number') return [first, next + omitted, ...others]
  return [first, omitted, ...(next === undefined ? [] : [next]), ...others]
}

/**
 * "!! SpO₂ low 89 % (< 90) for 1:10, acknowledged after 0:22 by R. Osei; then !!! very low 84 % (< 85) for 2:37, no answer".
 * @param at how a moment is written
 * @param answers so many answers to one level are told
 * @param omitted levels behind the first one that are not in `steps`
 */
export function stepsSentence(
  steps: readonly AlarmStep[],
  at: Moment,
  {
    most = MOST,
    answers = MOST_ANSWERS,
    omitted = 0,
  }: {
    readonly most?: number
    readonly answers?: number
    readonly omitted?: number
  } = {},
): string {
  const parts = withOmitted(told(steps, most), omitted)
  return parts
    .map((one, index) => {
      if (typeof one === 'number') return `then ${one} more ${one === 1 ? 'level' : 'levels'}`
      const before = parts[index - 1]
      const shown = one.silent === true ? ', shown only' : ''
      const said = one.asked === undefined ? '' : `, ${answerWords(one.asked, at, answers)}`
      const words = `${levelWords(one, typeof before === 'object' ? before : undefined)}${lengthWords(one)}${shown}${said}`
      return index === 0 ? words : `then ${words}`
    })
    .join('; ')
}
