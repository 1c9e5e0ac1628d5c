// Owns the tables of docs/ALARMS.md, made from the profile that ships: the document cannot say other figures than the engine
// uses. Never writes a file.
import type { LimitRule, RuleSet, TechnicalLevel } from '@chairside/shared/alarm/rules.ts'
import { formatAge, limitWords } from '@chairside/shared/alarm/words/text.ts'
import { PHASES } from '@chairside/shared/record/record.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'

type Level = RuleSet['ladders'][number]['levels'][number]

const baselineWords = ({ relative }: LimitRule): string => {
  if (relative === undefined) return ''
  const { times, minus, round, notUnder, plus = 0 } = relative
  const of = times === undefined ? `baseline − ${minus ?? 0}` : `${times} × baseline`
  const whole = round === 'up' ? `⌈${of}⌉` : `⌊${of}⌋`
  const least = notUnder === undefined ? '' : `, not under ${notUnder}`
  const then = plus === 0 ? '' : ` ${plus > 0 ? '+' : '−'} ${Math.abs(plus)}`
  return `${whole}${least}${then}`
}

export function limitCell(limit: LimitRule): string {
  const name = CATALOGUE[limit.quantity].short
  const relative = baselineWords(limit)
  if (limit.value === undefined)
    return `${name} ${limitWords({ op: limit.op, value: 0 }).slice(0, -1)}${relative}`
  const fixed = `${name} ${limitWords({ op: limit.op, value: limit.value })}`
  return relative === '' ? fixed : `${fixed}, or the lower ${relative}`
}

/** What a value must be for the level to be left: the opposite of what holds it there. */
function leaveCell(limit: LimitRule): string {
  const opposite = { '>=': '<', '>': '≤', '<': '≥' } as const
  const name = CATALOGUE[limit.quantity].short
  const relative = baselineWords(limit)
  const only = limit.onlyIfRelative ? ' if that was what broke' : ''
  const value =
    limit.value === undefined
      ? relative
      : relative === ''
        ? String(limit.value)
        : `${limit.value}, or the lower ${relative}`
  return `${name} ${opposite[limit.op]} ${value}${only}`
}

const DECIDED: Readonly<Record<Level['decided'], (level: Level) => string>> = {
  delay: ({ delayMs }) => (delayMs === 0 ? 'at once' : `after ${delayMs / 1_000} s`),
  firstReading: ({ asksRepeat }) => (asksRepeat ? 'first reading; a repeat is asked for' : 'first reading'),
  repeat: () => 'when the repeat agrees, or none comes',
  confirmation: () => 'when the repeat of the level before agrees, or none comes',
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`

export function ladderTable(rules: RuleSet): string {
  const rows = rules.ladders.flatMap(({ condition, levels }) =>
    levels.map((level) =>
      row(
        `\`${condition}\``,
        `\`${level.level}\``,
        level.priority.toUpperCase(),
        level.limits.map(limitCell).join(' · '),
        DECIDED[level.decided](level),
        `${level.staysWhile.map(leaveCell).join(' and ')}${level.leaveMs === 0 ? '' : ` for ${level.leaveMs / 1_000} s`}`,
      ),
    ),
  )
  return [
    row('condition', 'level', 'priority', 'limit', 'decided', 'left by'),
    row(...Array(6).fill('---')),
    ...rows,
  ].join('\n')
}

const stepWords = ({ priority, silent, afterMs, afterCycles }: TechnicalLevel): string => {
  const when =
    afterCycles === undefined ? (afterMs === 0 ? 'at once' : formatAge(afterMs)) : `${afterCycles} × interval`
  return `${silent ? 'seen' : priority.toUpperCase()} ${when}`
}
const stepsWords = (levels: readonly TechnicalLevel[]): string =>
  levels.length === 0 ? 'none' : levels.map(stepWords).join(', ')

export function technicalTable(rules: RuleSet): string {
  const rows = rules.technical.map(({ condition, otherwise, byPhase }) => {
    const others = PHASES.flatMap((phase) => {
      const own = byPhase[phase]
      return own === undefined ? [] : [`${phase}: ${stepsWords(own)}`]
    })
    return row(`\`${condition}\``, stepsWords(otherwise), others.length === 0 ? '–' : others.join(' · '))
  })
  return [row('condition', 'levels', 'in these phases instead'), row(...Array(3).fill('---')), ...rows].join(
    '\n',
  )
}
