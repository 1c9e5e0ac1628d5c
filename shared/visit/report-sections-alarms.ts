// Owns the words of a summary's alarms: how often something was raised, each level with its value and its length, who answered, and
// what nobody answered. Never says less than was recorded.
import { levelWords, stepsSentence } from '../fold/alarm-step-words.ts'
import type { AlarmStep } from '../fold/alarm-steps.ts'
import { type ReportAlarm, unanswered } from './report-alarms.ts'
import { line, moment, type PageLine, type PageTimes, type Section } from './report-line.ts'

const RANKS = { high: 0, medium: 1, low: 3 } as const

function alarmLine(alarm: ReportAlarm, times: PageTimes): PageLine {
  const { steps, highest, raisedAtMs, endedAtMs, endedBy, technical, onlySeen } = alarm
  const over =
    endedBy === 'sessionClosed' ? ' · OPEN at the end' : endedAtMs === undefined ? ' · goes on' : ''
  return line(
    moment(raisedAtMs, times),
    `${stepsSentence(steps, (atMs) => moment(atMs, times))}${over}`,
    onlySeen ? 5 : RANKS[highest] + (technical ? 1 : 0),
  )
}

/** A level as one is reminded of it: "!!! SpO₂ very low 84 % (< 85) T+03:29". */
const remindedOf = (step: AlarmStep, times: PageTimes): string =>
  `${levelWords({ ...step, how: 'raised' })} ${moment(step.fromMs, times)}`

export const alarmsSection: Section = ({ alarms, alarmCounts }, times) => {
  const { patient, technical } = alarmCounts
  const counts = ({ high, medium, low }: typeof patient): string => `!!! ${high} · !! ${medium} · ! ${low}`
  const inVain = unanswered(alarms).map((step) => remindedOf(step, times))
  return {
    id: 'alarms',
    title: 'Alarms and who answered',
    lines: [
      line(
        '',
        alarms.length === 0
          ? 'No alarm was raised'
          : `Raised, each rise counted: patient ${counts(patient)}; technical ${counts(technical)}`,
      ),
      ...(inVain.length === 0 ? [] : [line('', `Nobody answered while it went on: ${inVain.join('; ')}`)]),
      ...alarms.map((one) => alarmLine(one, times)),
    ],
  }
}

/** The level at which an alarm was left: "!! BP high, SBP 164 (≥ 160)". */
export const leftAt = ({ steps }: ReportAlarm): string => {
  const last = steps.at(-1)
  return last === undefined ? '' : levelWords({ ...last, how: 'raised' })
}
