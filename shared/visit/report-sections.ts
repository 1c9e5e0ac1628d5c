// Owns the words of each part of a session's summary: a line for every fact, in the order of time, with what it is worth where not
// all fit. Never says less than was recorded.
import { formatAge, limitWords } from '../alarm/words/text.ts'
import { numbersWords } from '../fold/care-words.ts'
import { CATALOGUE } from '../vitals.ts'
import { doseSentence, weightWords } from './dose.ts'
import { counted, decimal } from './figures.ts'
import { OUTCOME_NAMES, prnWords, SIGN_OFF_NAMES } from './names.ts'
import type { SessionReport } from './report.ts'
import { line, moment, type PageLine, type PageSection, type PageTimes, type Section } from './report-line.ts'
import { leftAt } from './report-sections-alarms.ts'
import type { Beyond } from './report-series.ts'

// ── before the start ─────────────────────────────────────────────────────────────────────────────────────
function orderLines({ plan }: SessionReport, times: PageTimes): PageLine[] {
  if (plan === undefined) return []
  const { order, indication } = plan
  const what = indication === '' ? [] : [line('', `Indication: ${indication}`)]
  if (order === undefined) return [...what, line('', 'No signed order recorded')]
  const { drug, mgPerKg, maxMg, minutes, signedBy, signedAtMs, prn, oxygen, note, limits } = order
  const own = limits.map(({ quantity, value }) => `${CATALOGUE[quantity].short} ${value}`)
  return [
    ...what,
    line(
      '',
      `Order: ${drug} ${decimal(mgPerKg, 3)} mg/kg, at most ${decimal(maxMg, 1)} mg, over ${decimal(minutes, 1)} min · ${signedBy.name}${times.undatedFromMs === undefined ? `, ${times.date(signedAtMs)}` : ''}`,
    ),
    ...(own.length === 0 ? [] : [line('', `Ordered limits: ${own.join(', ')}`)]),
    ...(prn.length === 0 ? [] : [line('', `PRN: ${prn.map(prnWords).join('; ')}`, 1)]),
    ...(oxygen === undefined ? [] : [line('', `Oxygen: ${oxygen}`, 1)]),
    ...(note === undefined ? [] : [line('', `Order’s note: ${note}`, 1)]),
  ]
}

function baselineLine({ baseline }: SessionReport, times: PageTimes): PageLine[] {
  if (baseline === undefined) return []
  const oxygen = baseline.oxygen === undefined ? '' : `, on ${baseline.oxygen}`
  const values = numbersWords(baseline as Parameters<typeof numbersWords>[0])
  return [
    line(
      moment(baseline.atMs, times),
      `Baseline ${values}${oxygen}${baseline.unsteady ? ', unsteady' : ''} · ${baseline.by}`,
    ),
  ]
}

function checkInLine({ checkIn }: SessionReport): PageLine[] {
  if (checkIn === undefined) return []
  const { open, warnings } = checkIn
  const state = open.length === 0 ? 'complete' : `not answered: ${open.join(', ')}`
  return [line('', `Check-in: ${state}${warnings.length === 0 ? '' : `; warnings: ${warnings.join('; ')}`}`)]
}

function gateLine({ gate }: SessionReport, times: PageTimes): PageLine[] {
  if (gate === undefined) return []
  const found = gate.findings.map(({ text }) => text).join('; ')
  const how = { pass: 'passed', warn: 'warning accepted', hold: 'hold overridden' }[gate.outcome]
  const why = gate.reason === undefined ? '' : `: ${gate.reason}`
  return [
    line(
      moment(gate.atMs, times),
      `Gate ${how}${found === '' ? '' : ` (${found})`}${why} · ${gate.by}, ${gate.role}`,
    ),
  ]
}

export const planSection: Section = (report, times) => {
  const { dose, weightKg } = report
  const weight = dose?.weightKg ?? weightKg
  return {
    id: 'plan',
    title: 'Plan and start',
    lines: [
      ...orderLines(report, times),
      ...(weight === undefined ? [] : [line('', `Weight ${weightWords(weight)}`)]),
      ...(dose === undefined
        ? []
        : [
            line(
              '',
              `${dose.drug} ${doseSentence(dose)}, ${decimal(dose.mgPerKg, 3)} mg/kg; pump typed ${decimal(dose.pumpRateMlPerHr, 2)} mL/h · ${dose.by}${dose.checkedBy === undefined ? '' : `, checked by ${dose.checkedBy}`}${dose.lot === undefined ? '' : ` · lot ${dose.lot}`}`,
            ),
          ]),
      ...checkInLine(report),
      ...baselineLine(report, times),
      ...gateLine(report, times),
    ],
  }
}

// ── limits ───────────────────────────────────────────────────────────────────────────────────────────────
const BEYOND_NAMES: Readonly<Record<string, string>> = {
  bpHigh: 'BP',
  bpLow: 'BP',
  hrHigh: 'HR',
  hrLow: 'HR',
  rrLow: 'RR',
  spo2Low: 'SpO₂',
}
const limitsOf = (condition: string, limits: Beyond['limits'][number]): string =>
  limits
    .map((limit) => {
      const of = condition.startsWith('bp') ? `${CATALOGUE[limit.quantity].short} ` : ''
      return `${of}${limitWords(limit)}`
    })
    .join(' or ')

export const beyondSection: Section = ({ beyond, known, infusion }) => {
  const since = infusion === undefined ? 'of the session' : 'since the start'
  const lines = beyond.map(({ condition, limits, forMs, priority }) => {
    const of = limits.map((one) => limitsOf(condition, one)).join(', then ')
    const name = condition.startsWith('bp') ? '' : `${BEYOND_NAMES[condition] ?? condition} `
    return line(formatAge(forMs), `${name}${of}`, priority === 'high' ? 0 : 1)
  })
  // Levels that differ in how they are decided have one limit.
  const once = lines.filter(
    ({ at, text }, index) => lines.findIndex((other) => other.at === at && other.text === text) === index,
  )
  const isKnown = Object.keys(known).length > 0
  return {
    id: 'beyond',
    title: `Time beyond limits, ${since}`,
    lines: once.length > 0 || !isKnown ? once : [line('', 'None of what was measured')],
  }
}

// ── the end ──────────────────────────────────────────────────────────────────────────────────────────────
function endWords({ outcome, reason, by }: NonNullable<SessionReport['closed']>): string {
  const why = reason === undefined ? '' : `: ${reason}`
  if (outcome === 'dischargedEarly') return `Discharged early by ${by}${why}`
  return `${outcome === undefined ? 'Closed' : OUTCOME_NAMES[outcome]}${why} · ${by}`
}

export const dischargeSection: Section = ({ closed, signOffs, drugAccount, infusion, alarms }, times) => {
  const open = alarms.filter(({ endedBy }) => endedBy === 'sessionClosed')
  const end =
    closed === undefined
      ? []
      : [
          line(moment(closed.atMs, times), endWords(closed)),
          ...(closed.notMet === undefined || closed.notMet.length === 0
            ? []
            : [line('', `Not met: ${closed.notMet.join(', ')}`)]),
          line('', open.length === 0 ? 'No alarm was open' : `Open alarms: ${open.map(leftAt).join('; ')}`),
        ]
  const signed = signOffs.map(({ item, met, by, note, atMs }) =>
    line(
      moment(atMs, times),
      `${SIGN_OFF_NAMES[item]}: ${met ? 'yes' : 'NOT MET'}${note === undefined ? '' : ` (${note})`} · ${by}`,
      1,
    ),
  )
  const mg = (value: number): string => `${decimal(value, 2)} mg`
  const account =
    drugAccount === undefined
      ? // Where a drug was given and nobody said what became of the rest, that is what is to be known.
        closed?.outcome !== undefined && infusion !== undefined
        ? [line('', 'Drug account: NOT RECORDED')]
        : []
      : [
          line(
            '',
            `Drug account: lot ${drugAccount.lot}, drawn ${mg(drugAccount.drawnMg)}, given ${mg(drugAccount.givenMg)}, wasted ${mg(drugAccount.wastedMg)} · ${drugAccount.by}, witness ${drugAccount.witness}`,
          ),
        ]
  return { id: 'discharge', title: 'Discharge and outcome', lines: [...end, ...signed, ...account] }
}

/** What of the recording itself somebody must know who believes its numbers. */
export const recordingSection = ({
  failedCuffs,
  artefactCuffs,
  refused,
  recovered,
  unknown,
}: SessionReport): PageSection => {
  const all = [
    [failedCuffs, 'failed cuff cycle'],
    [artefactCuffs, 'impossible pressure, not judged', 'impossible pressures, not judged'],
    [recovered, 'value that came late, drawn and not judged', 'values that came late, drawn and not judged'],
    [refused, 'refused report'],
    [unknown, 'entry by a newer version, not understood', 'entries by a newer version, not understood'],
  ] as const
  const said = all.flatMap(([count, one, many]) => (count === 0 ? [] : [counted(count, one, many)]))
  return {
    id: 'recording',
    title: 'The recording',
    lines: said.length === 0 ? [] : [line('', said.join(' · '))],
  }
}
