// Owns the words of what people did and saw in a session, for its summary: a line for every fact, in the order of time, with what
// it is worth where not all fit. Never says less than was recorded.
import { formatAge } from '../alarm/words/text.ts'
import { numbersWords, PHASE_WORDS } from '../fold/care-words.ts'
import { counted, decimal } from './figures.ts'
import { DRUG_NAMES, oxygenWords, SCALE_NAMES, SIDE_EFFECT_NAMES } from './names.ts'
import type { SessionReport } from './report.ts'
import type { ReportPumpAct } from './report-acts.ts'
import { line, moment, type PageLine, type PageTimes, type Section, told } from './report-line.ts'
import type { Missed } from './report-missed.ts'

const named = <K extends string>(names: Readonly<Record<K, string>>, key: string): string =>
  (names as Readonly<Record<string, string>>)[key] ?? key

// ── the pump ─────────────────────────────────────────────────────────────────────────────────────────────
const rate = (mlPerHr: number): string => `${decimal(mlPerHr, 2)} mL/h`
function pumpWords({ act, rateMlPerHr, completed }: ReportPumpAct, beforeMlPerHr: number): string {
  switch (act) {
    case 'start':
      return `Started at ${rate(rateMlPerHr)}`
    case 'rate':
      return `${decimal(beforeMlPerHr, 2)} → ${rate(rateMlPerHr)}`
    case 'pause':
      return `Paused (was ${rate(beforeMlPerHr)})`
    case 'resume':
      return `Resumed at ${rate(rateMlPerHr)}`
    case 'stop':
      return completed
        ? 'Completed: stopped'
        : `Stopped${beforeMlPerHr > 0 ? ` (was ${rate(beforeMlPerHr)})` : ''}`
  }
}

export const pumpSection: Section = ({ infusion, acts }, times) => {
  if (infusion === undefined)
    return { id: 'pump', title: 'Infusion', lines: [line('', 'No infusion was recorded')] }
  const { infusedMl, infusedMg, mgPerKg, endedAtMs, plan } = infusion
  const mg = infusedMg === undefined ? '' : `${decimal(infusedMg, 2)} mg`
  const perKg = mgPerKg === undefined ? '' : ` (${decimal(mgPerKg, 3)} mg/kg)`
  const of = plan === undefined ? '' : ` of ${decimal(plan.doseMg, 2)} mg planned`
  const given = [
    ...(mg === '' ? [] : [`${mg}${perKg}${of}`]),
    `${decimal(infusedMl, 2)} mL`,
    endedAtMs === undefined
      ? infusion.paused
        ? 'paused'
        : 'still running'
      : `over ${formatAge(endedAtMs - infusion.startedAtMs)}`,
  ]
  let before = 0
  const lines = acts.pump.map((act) => {
    const words = pumpWords(act, before)
    before = act.rateMlPerHr
    return line(moment(act.atMs, times), `${words}${told(act)}`, act.act === 'rate' ? 1 : 0)
  })
  return {
    id: 'pump',
    title: 'Infusion',
    lines: [line('', `Given as recorded: ${given.join(', ')}`), ...lines],
  }
}

// ── what was seen, given and done ────────────────────────────────────────────────────────────────────────
/** So many are named; a session that was left open owes more every quarter of an hour. */
const MISSED_NAMED = 10
const LOOKED_AT = { moaas: 'MOAA/S', pressure: 'BP' } as const
function missedLine({ missed }: SessionReport): PageLine[] {
  if (missed.length === 0) return []
  const of = (what: Missed['what']): string[] => {
    const names = missed.filter((one) => one.what === what).map(({ name }) => name)
    const more = names.length - MISSED_NAMED
    const told = more > 0 ? [...names.slice(0, MISSED_NAMED), `${more} more`] : names
    return told.length === 0 ? [] : [`${LOOKED_AT[what]} ${told.join(', ')}`]
  }
  return [line('', `Due and NOT RECORDED: ${[...of('moaas'), ...of('pressure')].join('; ')}`)]
}

export const observationsSection: Section = (report, times) => ({
  id: 'observations',
  title: 'Observations',
  lines: [...missedLine(report), ...observedLines(report, times)],
})

const observedLines = ({ acts }: SessionReport, times: PageTimes): PageLine[] =>
  [
    ...acts.assessments.map((one) => {
      const value = one.value === undefined ? 'not disturbed: eyes closed, breathing' : String(one.value)
      const text = `${named(SCALE_NAMES, one.scale)} ${value}${told(one)}`
      return { atMs: one.atMs, line: line(moment(one.atMs, times), text, one.value === undefined ? 3 : 2) }
    }),
    ...acts.byHand.map((one) => {
      const temperature = one.temperatureC === undefined ? [] : [`${decimal(one.temperatureC, 1)} °C`]
      const values = [numbersWords(one.values), ...temperature].filter((text) => text !== '').join(' · ')
      return { atMs: one.atMs, line: line(moment(one.atMs, times), `By hand: ${values}${told(one)}`, 2) }
    }),
  ]
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((one) => one.line)

export const effectsSection: Section = ({ acts }, times) => ({
  id: 'effects',
  title: 'Side effects',
  lines: acts.sideEffects.map((one) => {
    const worst = one.worst === one.severity ? one.severity : `${one.severity}, at worst ${one.worst}`
    const over = one.endedAtMs === undefined ? 'not recorded as over' : `over ${moment(one.endedAtMs, times)}`
    const note = one.note === undefined ? '' : ` (${one.note})`
    const text = `${named(SIDE_EFFECT_NAMES, one.effect)}${note}, ${worst}, ${over}${told(one)}`
    return line(moment(one.atMs, times), text, one.worst === 'mild' ? 2 : 0)
  }),
})

export const drugsSection: Section = ({ acts }, times) => ({
  id: 'drugs',
  title: 'Drugs and oxygen',
  lines: [
    ...acts.drugs.map((one) => {
      const name = one.drug === 'other' ? (one.note ?? DRUG_NAMES.other) : named(DRUG_NAMES, one.drug)
      const note = one.drug === 'other' || one.note === undefined ? '' : ` (${one.note})`
      const dose = one.dose === undefined ? '' : ` ${one.dose}`
      return {
        atMs: one.atMs,
        line: line(moment(one.atMs, times), `${name}${dose}${note}${told(one)}`),
      }
    }),
    ...acts.oxygen.map((one) => ({
      atMs: one.atMs,
      line: line(
        moment(one.atMs, times),
        `${oxygenWords(one.device as Parameters<typeof oxygenWords>[0], one.litresPerMin)}${told(one)}`,
      ),
    })),
    ...acts.oxygenStamps.map((one) => ({
      atMs: one.atMs,
      line: line(moment(one.atMs, times), `oxygen, stamped at HELP${told(one)}`),
    })),
  ]
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((one) => one.line),
})

export const eventsSection: Section = ({ events, phases }, times) => ({
  id: 'events',
  title: 'Course of the visit',
  lines: [
    ...(phases.length === 0
      ? []
      : [
          line(
            '',
            phases
              .map(
                ({ phase, atMs }) =>
                  `${moment(atMs, times)} ${PHASE_WORDS[phase as keyof typeof PHASE_WORDS] ?? phase}`,
              )
              .join(' · '),
          ),
        ]),
    ...events
      .toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)
      .map(({ atMs, text }) => line(moment(atMs, times), text, 1)),
  ],
})

export const notesSection: Section = ({ acts }, times) => ({
  id: 'notes',
  title: 'Notes',
  lines: acts.notes.map((one) => line(moment(one.atMs, times), `${one.text}${told(one)}`, 2)),
})

export const amendmentsSection: Section = ({ acts }, times) => ({
  id: 'amendments',
  title: 'Put right afterwards',
  lines: [
    ...acts.amendments.map(({ atMs, text, by }) => line(moment(atMs, times), `${text} · ${by}`, 1)),
    ...(acts.undone === 0
      ? []
      : [line('', `${counted(acts.undone, 'act was', 'acts were')} undone within 10 s`)]),
  ],
})
