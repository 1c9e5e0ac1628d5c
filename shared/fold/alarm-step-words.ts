// Owns the words of an alarm told level by level: "!! SpO₂ low 89 % (< 90) for 1:10; then !!! very low 84 % (< 85) for 2:37". Never
// lends one level the name, the value or the length of another. How a moment is written is the reader's.
import { formatAge } from '../alarm/words/age.ts'
import { limitWords, PRIORITY_MARK } from '../alarm/words/text.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import { CATALOGUE } from '../vitals.ts'
import type { AlarmStep, Answers, Call, Response } from './alarm-steps.ts'

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

const isOver = ({ over }: Response): string => (over ? ', when it was over' : '')
const after = (one: Response): string => `after ${formatAge(one.afterMs)}${isOver(one)}`

const TURN: Readonly<Partial<Record<EscalationStep, readonly [who: string, nobody: string]>>> = {
  physician: ['physician', 'no physician to tell'],
  backup: ['backup', 'no backup to tell'],
  allStaff: ['all staff', 'no staff to tell'],
  allStations: ['all stations', 'no station to tell'],
}
/** "physician (Dr Lindqvist) called at once", "no backup to tell after 2:00". */
function callWords({ step, afterMs, names, nobody }: Call): string {
  const [who, none] = TURN[step] ?? [step, `nobody to tell (${step})`]
  const when = afterMs < 1_000 ? 'at once' : `after ${formatAge(afterMs)}`
  if (nobody) return `${none} ${when}`
  return `${who}${names.length === 0 ? '' : ` (${names.join(', ')})`} called ${when}`
}

/** Each thing that was said to a level, in order, by whom and how long after it was decided; and who was called in vain. */
export function answerWords({ acknowledged, coming, taken, declined, calls }: Answers): string {
  const each: readonly (readonly [Response | undefined, (one: Response) => string])[] = [
    [coming, (one) => `${one.by} said “Coming” ${after(one)}`],
    [acknowledged, (one) => `acknowledged after ${formatAge(one.afterMs)} by ${one.by}${isOver(one)}`],
    [taken, (one) => `taken after ${formatAge(one.afterMs)} by ${one.by}${isOver(one)}`],
  ]
  const said = each
    .flatMap(([one, words]) => (one === undefined ? [] : [{ atMs: one.atMs, text: words(one) }]))
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ text }) => text)
  const cannot = declined.map((one) => `${one.by} could not come (${after(one)})`)
  // Of what somebody answered only those are news that could not be told.
  const called = calls.filter(({ nobody }) => said.length === 0 || nobody === true).map(callWords)
  return [...(said.length === 0 ? ['no answer'] : said), ...cannot, ...called].join(', ')
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

const saidTo = ({ asked }: AlarmStep): string => (asked === undefined ? '' : answerWords(asked))

/**
 * "!! SpO₂ low 89 % (< 90) for 1:10, acknowledged after 0:22 by R. Osei; then !!! very low 84 % (< 85) for 2:37, no answer".
 * @param said what is added to a level: what people said to it
 * @param omitted levels behind the first one that are not in `steps`
 */
export function stepsSentence(
  steps: readonly AlarmStep[],
  {
    said = saidTo,
    most = MOST,
    omitted = 0,
  }: {
    readonly said?: (step: AlarmStep) => string
    readonly most?: number
    readonly omitted?: number
  } = {},
): string {
  const parts = withOmitted(told(steps, most), omitted)
  return parts
    .map((one, index) => {
      if (typeof one === 'number') return `then ${one} more ${one === 1 ? 'level' : 'levels'}`
      const before = parts[index - 1]
      const shown = one.silent === true ? ', shown only' : ''
      const answers = said(one)
      const words = `${levelWords(one, typeof before === 'object' ? before : undefined)}${lengthWords(one)}${shown}${answers === '' ? '' : `, ${answers}`}`
      return index === 0 ? words : `then ${words}`
    })
    .join('; ')
}
