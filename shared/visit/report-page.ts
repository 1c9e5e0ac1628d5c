// Owns what stands on the one page of a session's summary, in words: the same on the screen, on paper and in the PDF. Whoever
// prints it lays it out. Never leaves anything out: what does not fit is counted by whoever lays it out.
import { EXPORT_NOTICE } from '../record/export-header.ts'
import { CATALOGUE, type Quantity } from '../vitals.ts'
import { counted, decimal } from './figures.ts'
import { OUTCOME_NAMES } from './names.ts'
import type { SessionReport } from './report.ts'
import type { HighLow, PressureExtreme } from './report-extremes.ts'
import { clockAnd, moment, type PageClock, type PageSection, type PageTimes } from './report-line.ts'
import { beyondSection, dischargeSection, planSection, recordingSection } from './report-sections.ts'
import {
  amendmentsSection,
  drugsSection,
  effectsSection,
  eventsSection,
  notesSection,
  observationsSection,
  pumpSection,
} from './report-sections-acts.ts'
import { alarmsSection } from './report-sections-alarms.ts'

export type PageVital = {
  readonly name: string
  readonly unit: string
  readonly baseline: string
  readonly highest: string
  readonly highestAt: string
  readonly lowest: string
  readonly lowestAt: string
  /** How much of the time it was known. */
  readonly known: string
}
export type SummaryPage = {
  readonly title: string
  readonly patient: string
  readonly facts: readonly (readonly [string, string])[]
  /** "DISCHARGED 12:05:10 (T+95:00)", or that it is not over. */
  readonly status: string
  readonly isOpen: boolean
  /** Numbers that are not a monitor's must be said to be so. */
  readonly origin?: string
  readonly vitals: readonly PageVital[]
  readonly sections: readonly PageSection[]
  readonly notice: string
}

export const VITAL_HEADS = ['Vital', 'Baseline', 'Highest', 'at', 'Lowest', 'at', 'Known'] as const
const NONE = '––'

/** @param clock of the session's own zone */
export const timesOf = (report: SessionReport, clock: PageClock): PageTimes => ({
  ...clock,
  ...(report.infusion === undefined ? {} : { startedAtMs: report.infusion.startedAtMs }),
  ...(report.undated ? { undatedFromMs: report.openedAtMs } : {}),
})

/** A pressure is said whole, 171/98: of the lower half as 98 (171/98). */
const written = (quantity: Quantity, one: PressureExtreme): string => {
  const hand = one.fromPaper ? ' on paper' : one.byHand ? ' by hand' : ''
  const whole = `${one.systolic ?? NONE}/${one.diastolic ?? NONE}`
  if (quantity === 'systolic') return `${whole}${hand}`
  if (quantity === 'diastolic') return `${one.value} (${whole})${hand}`
  return `${one.value}${hand}`
}

function vital(report: SessionReport, times: PageTimes, quantity: Quantity): PageVital | undefined {
  const extremes = report.extremes[quantity] as HighLow<PressureExtreme> | undefined
  const baseline = report.baseline?.[quantity as keyof typeof report.baseline]
  if (extremes === undefined && baseline === undefined) return undefined
  const { label, unit } = CATALOGUE[quantity]
  const known = report.known[quantity as keyof typeof report.known]
  const knownWords = (): string => {
    if (extremes?.readings !== undefined) return counted(extremes.readings, 'reading')
    if (known === undefined || known.ofMs === 0) return NONE
    return `${decimal(Math.floor((1_000 * known.knownMs) / known.ofMs) / 10, 1)} %`
  }
  return {
    name: label,
    unit,
    baseline: baseline === undefined ? NONE : String(baseline),
    highest: extremes === undefined ? NONE : written(quantity, extremes.highest),
    highestAt: extremes === undefined ? '' : moment(extremes.highest.atMs, times),
    lowest: extremes === undefined ? NONE : written(quantity, extremes.lowest),
    lowestAt: extremes === undefined ? '' : moment(extremes.lowest.atMs, times),
    known: knownWords(),
  }
}

const VITALS: readonly Quantity[] = [
  'systolic',
  'diastolic',
  'mean',
  'heartRate',
  'pulseRate',
  'spo2',
  'respirationRate',
]

const ORIGINS: Readonly<Record<SessionReport['provenance'], string | undefined>> = {
  monitor: undefined,
  recorded: 'RECORDED DATA played back',
  simulated: 'SIMULATED: no patient',
}

function statusOf(report: SessionReport, times: PageTimes): string {
  const { closed, asOfMs } = report
  if (closed === undefined) return `SO FAR, ${clockAnd(asOfMs, times)}: the session is still open`
  const outcome = closed.outcome === undefined ? 'closed' : OUTCOME_NAMES[closed.outcome]
  return `${outcome.toUpperCase()} ${clockAnd(closed.atMs, times)} by ${closed.by}`
}

function factsOf(report: SessionReport, times: PageTimes): (readonly [string, string])[] {
  const { plan, rooms, openedAtMs, closed, infusion, profile, undated, importedFrom, othersFromMs } = report
  const facts: (readonly [string, string])[] = []
  if (plan !== undefined)
    facts.push(['Session', `${plan.number}${plan.of === undefined ? '' : ` of ${plan.of}`}`])
  facts.push([rooms.length > 1 ? 'Rooms' : 'Room', rooms.join(' → ')])
  if (undated) facts.push(['Day', 'none: the file names no date'])
  else {
    const till = closed === undefined ? '' : `–${times.clock(closed.atMs)}`
    facts.push(['Day', `${times.date(openedAtMs)}, ${times.clock(openedAtMs)}${till} ${times.zone}`])
    if (infusion !== undefined) facts.push(['T+00:00', times.clock(infusion.startedAtMs)])
  }
  facts.push(['Opened by', report.openedBy])
  facts.push(['Alarm limits', `${profile.name}, version ${profile.version}`])
  if (othersFromMs !== undefined)
    facts.push(['Left out', `from ${moment(othersFromMs, times)}, another patient`])
  if (importedFrom !== undefined) facts.push(['File', importedFrom])
  return facts
}

/** @param clock of the session's own zone */
export function summaryPage(report: SessionReport, clock: PageClock): SummaryPage {
  const times = timesOf(report, clock)
  const origin = ORIGINS[report.provenance]
  const former = report.formerCodes.length === 0 ? '' : ` (recorded as ${report.formerCodes.join(', ')})`
  const sections = [
    planSection(report, times),
    pumpSection(report, times),
    beyondSection(report, times),
    alarmsSection(report, times),
    observationsSection(report, times),
    effectsSection(report, times),
    drugsSection(report, times),
    eventsSection(report, times),
    notesSection(report, times),
    amendmentsSection(report, times),
    dischargeSection(report, times),
    recordingSection(report),
  ]
  return {
    title: 'Session summary',
    patient: `${report.patientCode}${former}`,
    facts: factsOf(report, times),
    status: statusOf(report, times),
    isOpen: report.closed === undefined,
    ...(origin === undefined ? {} : { origin }),
    vitals: VITALS.flatMap((quantity) => {
      const one = vital(report, times, quantity)
      return one === undefined ? [] : [one]
    }),
    sections: sections.filter(({ lines }) => lines.length > 0),
    notice: EXPORT_NOTICE,
  }
}
