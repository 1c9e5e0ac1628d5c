// Owns the values of a session's summary: worked out from its records alone, so that a recording explains itself. Plain JSON.
// Never a judgement, and never a number that was not recorded: what is not known is absent.
import type { Baseline } from '../alarm/in-force.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { DoseNow, GateNow, PlanNow } from '../fold/visit-state.ts'
import type { SessionId } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { InfusionPlan, Provenance } from '../record/record.ts'
import { SIGN_OFF_ITEMS } from '../record/visit-kinds.ts'
import type { SignalId } from '../vitals.ts'
import { checkInOpen, checkInWarnings } from './check-in.ts'
import { CHECK_IN_NAMES } from './names.ts'
import { infusedMg, infusedMl } from './pump-log.ts'
import {
  actsOf,
  type OutcomeName,
  type ReportActs,
  type ReportEvent,
  type ReportSignOff,
} from './report-acts.ts'
import { type AlarmCounts, alarmsOf, countsOf, type ReportAlarm } from './report-alarms.ts'
import { type Extremes, extremesOf, type Known, knownOf, pressuresByHand } from './report-extremes.ts'
import { type Missed, missedObservations } from './report-missed.ts'
import { emptyReport, type ReportSoFar, takeForReport } from './report-reading.ts'
import { type Beyond, beyondLimits, type Numbers, numbersBefore } from './report-series.ts'
import { type ReportTrend, trendOf } from './report-trend.ts'

export type ReportDone = {
  readonly atMs: number
  readonly by: string
  readonly outcome?: OutcomeName
  readonly reason?: string
  /** Of an early discharge: what the list waited for then, in short; empty: the whole list was met. */
  readonly notMet?: readonly string[]
  /** Alarms that were still going on, by id. */
  readonly openAlarms: readonly string[]
}
export type ReportInfusion = {
  readonly startedAtMs: number
  /** Absent: it goes on, as recorded. */
  readonly endedAtMs?: number
  readonly paused?: true
  /** A person at the pump said that the planned dose is in. */
  readonly completed?: true
  readonly plan?: InfusionPlan
  /** As recorded, up to the end or the newest record. */
  readonly infusedMl: number
  readonly infusedMg?: number
  readonly mgPerKg?: number
}
export type SessionReport = {
  readonly sessionId: SessionId
  readonly patientCode: string
  readonly formerCodes: readonly string[]
  /** Rooms in the order in which the patient was in them. */
  readonly rooms: readonly string[]
  readonly provenance: Provenance
  readonly zone: string
  readonly profile: { readonly name: string; readonly version: number }
  readonly openedAtMs: number
  readonly openedBy: string
  /** Time of the newest record: what the summary is as of. */
  readonly asOfMs: number
  readonly throughSeq: number
  /** Absent: the session is still open, and everything here is "so far". */
  readonly closed?: ReportDone
  /** It came in as a file, this one; without a date where the file had none. */
  readonly importedFrom?: string
  readonly undated?: true

  readonly plan?: Omit<PlanNow, 'personId' | 'seq'>
  readonly dose?: Omit<DoseNow, 'personId' | 'seq'>
  /** At check-in. */
  readonly weightKg?: number
  /** What the start waited for and was not answered, by name; what warned, as answered. */
  readonly checkIn?: { readonly open: readonly string[]; readonly warnings: readonly string[] }
  readonly baseline?: Baseline & { readonly atMs: number; readonly by: string }
  readonly gate?: Pick<GateNow, 'outcome' | 'findings' | 'reason' | 'by' | 'role'> & { readonly atMs: number }
  readonly phases: readonly { readonly phase: string; readonly atMs: number }[]
  readonly infusion?: ReportInfusion

  /** Of the time from the start of the infusion on; without one, of the whole session. */
  readonly extremes: Extremes
  /** Before the start. */
  readonly before?: Extremes
  /** From then on the monitor measured another patient, as a person said: none of it is in this summary's numbers. */
  readonly othersFromMs?: number
  readonly beyond: readonly Beyond[]
  readonly known: Readonly<Partial<Record<SignalId, Known>>>
  readonly failedCuffs: number
  readonly artefactCuffs: number

  readonly acts: ReportActs
  /** Observations that were due and never recorded. */
  readonly missed: readonly Missed[]
  readonly alarms: readonly ReportAlarm[]
  readonly alarmCounts: { readonly patient: AlarmCounts; readonly technical: AlarmCounts }
  readonly events: readonly ReportEvent[]
  readonly signOffs: readonly ReportSignOff[]
  readonly drugAccount?: {
    readonly lot: string
    readonly drawnMg: number
    readonly givenMg: number
    readonly wastedMg: number
    readonly witness: string
    readonly by: string
  }
  readonly refused: number
  readonly recovered: number
  readonly unknown: number
  readonly trend: ReportTrend
}

function infusionOf({ infusion, visit }: SessionState, asOfMs: number): ReportInfusion | undefined {
  const { startedAtMs, stoppedAtMs, completed, plan, phase, rates } = infusion
  if (startedAtMs === undefined) return undefined
  const mg = infusedMg(infusion, asOfMs)
  const weightKg = visit.dose?.weightKg ?? weightOf(visit)
  return {
    startedAtMs,
    ...(stoppedAtMs === undefined ? {} : { endedAtMs: stoppedAtMs }),
    ...(phase === 'paused' ? { paused: true } : {}),
    ...(completed ? { completed } : {}),
    ...(plan === undefined ? {} : { plan }),
    infusedMl: infusedMl(rates, asOfMs),
    ...(mg === undefined ? {} : { infusedMg: mg }),
    ...(mg === undefined || weightKg === undefined ? {} : { mgPerKg: mg / weightKg }),
  }
}

function weightOf({ checkIn }: SessionState['visit']): number | undefined {
  const detail = checkIn.weight?.detail
  return detail?.item === 'weight' ? detail.weightKg : undefined
}

/** Numbers that people measured stand among the monitor's pressures. */
function withByHand(numbers: Numbers, { measured }: SessionState['visit']): Numbers {
  const byHand = pressuresByHand(measured)
  return byHand.length === 0 ? numbers : { ...numbers, pressures: [...numbers.pressures, ...byHand] }
}

function signOffsOf({ signOffs }: SessionState['visit']): ReportSignOff[] {
  return SIGN_OFF_ITEMS.flatMap((item) => {
    const one = signOffs[item]
    if (one === undefined) return []
    const { met, by, recordedAtMs: atMs, note } = one
    return [{ item, met, by, atMs, ...(note === undefined ? {} : { note }) }]
  })
}

/** Absent: nothing was asked. */
function checkInOf(state: SessionState): Pick<SessionReport, 'checkIn'> {
  if (Object.keys(state.visit.checkIn).length === 0) return {}
  const open = checkInOpen(state).map((item) => CHECK_IN_NAMES[item])
  return { checkIn: { open, warnings: checkInWarnings(state) } }
}

function visitOf(state: SessionState, soFar: ReportSoFar) {
  const { visit, baseline } = state
  const { plan, dose, gate, drugAccount } = visit
  const weightKg = weightOf(visit)
  return {
    ...(plan === undefined ? {} : { plan: withoutIds(plan) }),
    ...(dose === undefined ? {} : { dose: withoutIds(dose) }),
    ...(weightKg === undefined ? {} : { weightKg }),
    ...checkInOf(state),
    ...(baseline === undefined || soFar.baseline === undefined
      ? {}
      : { baseline: { ...baselineValues(baseline), ...soFar.baseline } }),
    ...(gate === undefined
      ? {}
      : {
          gate: {
            outcome: gate.outcome,
            findings: gate.findings,
            by: gate.by,
            role: gate.role,
            atMs: gate.recordedAtMs,
            ...(gate.reason === undefined ? {} : { reason: gate.reason }),
          },
        }),
    ...(drugAccount === undefined
      ? {}
      : {
          drugAccount: {
            lot: drugAccount.lot,
            drawnMg: drugAccount.drawnMg,
            givenMg: drugAccount.givenMg,
            wastedMg: drugAccount.wastedMg,
            witness: drugAccount.witness,
            by: drugAccount.by,
          },
        }),
  }
}
function withoutIds<T extends { readonly personId?: string; readonly seq: number }>(one: T) {
  const { personId: _person, seq: _seq, ...others } = one
  return others
}
function baselineValues(baseline: NonNullable<SessionState['baseline']>): Baseline {
  const { systolic, diastolic, mean, heartRate, spo2, oxygen, unsteady } = baseline
  return {
    ...(systolic === undefined ? {} : { systolic }),
    ...(diastolic === undefined ? {} : { diastolic }),
    ...(mean === undefined ? {} : { mean }),
    ...(heartRate === undefined ? {} : { heartRate }),
    ...(spo2 === undefined ? {} : { spo2 }),
    ...(oxygen === undefined ? {} : { oxygen }),
    ...(unsteady ? { unsteady } : {}),
  }
}

function closedOf({ closed, notMet }: ReportSoFar): ReportDone | undefined {
  if (closed === undefined) return undefined
  const { hubAtMs, by, outcome, reason, openAlarms } = closed
  return {
    atMs: hubAtMs,
    by: by.name,
    openAlarms,
    ...(outcome === undefined ? {} : { outcome }),
    ...(reason === undefined ? {} : { reason }),
    ...(notMet === undefined ? {} : { notMet }),
  }
}

/**
 * From when on numbers are watched for: the start; until when: "ready", where the patient may take the sensors off, or the end.
 */
function watchedTo({ visit, monitorOff }: SessionState, startMs: number, endMs: number): number {
  const ready = visit.phases.find(({ phase, atMs }) => phase === 'ready' && atMs >= startMs)
  return Math.min(endMs, ready?.atMs ?? endMs, Math.max(startMs, monitorOff?.atMs ?? endMs))
}

/** @returns undefined while nothing says whose session it is */
export function reportOf(soFar: ReportSoFar): SessionReport | undefined {
  const { state } = soFar
  const { opened, visit, imported } = state
  if (opened === undefined) return undefined
  const closed = closedOf(soFar)
  const openedAtMs = opened.hubAtMs
  const asOfMs = closed?.atMs ?? soFar.lastMs
  const infusion = infusionOf(state, asOfMs)
  const { othersFromMs } = soFar
  const untilMs = Math.min(asOfMs, othersFromMs ?? asOfMs)
  const all = withByHand(soFar.numbers, visit)
  const numbers = othersFromMs === undefined ? all : numbersBefore(all, othersFromMs)
  const byHand = visit.measured.filter(
    (one) => !one.void && one.atMs < (othersFromMs ?? Number.POSITIVE_INFINITY),
  )
  const startMs = infusion?.startedAtMs ?? Number.NEGATIVE_INFINITY
  const fromMs = infusion?.startedAtMs ?? openedAtMs
  const alarms = alarmsOf(soFar.spans, soFar.callings)
  const file = imported?.at(-1)
  return {
    sessionId: opened.sessionId,
    patientCode: visit.patientCode ?? opened.patientCode,
    formerCodes: visit.formerCodes,
    rooms: soFar.rooms.filter((room, index) => room !== soFar.rooms[index - 1]),
    provenance: state.provenance,
    zone: opened.zone,
    profile: { name: opened.profile.name, version: opened.profile.version },
    openedAtMs,
    openedBy: opened.by.name,
    asOfMs,
    throughSeq: state.head,
    ...(closed === undefined ? {} : { closed }),
    ...(file === undefined ? {} : { importedFrom: file.file.name }),
    ...(imported?.some(({ dated }) => !dated) ? { undated: true } : {}),
    ...visitOf(state, soFar),
    phases: visit.phases.map(({ phase, atMs }) => ({ phase, atMs })),
    ...(infusion === undefined ? {} : { infusion }),
    ...(othersFromMs === undefined ? {} : { othersFromMs }),
    extremes: extremesOf(numbers, byHand, startMs, asOfMs),
    ...(infusion === undefined
      ? {}
      : { before: extremesOf(numbers, byHand, Number.NEGATIVE_INFINITY, infusion.startedAtMs - 1) }),
    beyond: beyondLimits(numbers, fromMs, untilMs),
    known: knownOf(numbers, fromMs, watchedTo(state, fromMs, Math.max(fromMs, untilMs))),
    failedCuffs: numbers.failedCuffs,
    artefactCuffs: numbers.artefactCuffs,
    acts: actsOf(state, soFar.amendments, soFar.undone),
    missed: missedObservations(state, all.pressures, asOfMs),
    alarms,
    alarmCounts: countsOf(alarms),
    events: soFar.events,
    signOffs: signOffsOf(visit),
    refused: state.refusedCount,
    recovered: state.recoveredCount,
    unknown: state.unknownCount,
    trend: trendOf(numbers, state.infusion.rates, Math.min(openedAtMs, firstOf(numbers)), asOfMs),
  }
}

const firstOf = ({ words, pressures }: Numbers): number =>
  Math.min(
    ...Object.values(words).map((all) => all[0]?.atMs ?? Number.POSITIVE_INFINITY),
    pressures[0]?.atMs ?? Number.POSITIVE_INFINITY,
  )
/** The summary of these records, from the first on; undefined where they say nothing of whose session it is. */
export function sessionReport(records: Iterable<DecodedRecord>): SessionReport | undefined {
  const soFar = emptyReport()
  for (const record of records) takeForReport(soFar, record)
  return reportOf(soFar)
}
