// Owns the gate before the start: what it finds, whether what was accepted still covers it, whether the infusion may start.
// Source: clinical facts §4 "Gate". Never accepts anything by itself, and never looks away from what it cannot see: no value
// is a hold like a bad one.
import type { Baseline } from '../alarm/in-force.ts'
import { alarmName } from '../alarm/text.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { GateNow } from '../fold/visit-state.ts'
import type { Role } from '../record/record.ts'
import type { GateFinding } from '../record/visit-kinds.ts'
import { ok, type Result, refuse } from '../result.ts'
import { shown } from '../vitals.ts'
import { type BaselineNow, baselineNow, isSpo2OfNow, medianOf, oxygenAt, within } from './baseline.ts'
import { checkInOpen, doseNow } from './check-in.ts'
import { rateDisagrees } from './dose.ts'
import { CHECK_IN_NAMES } from './names.ts'
import { mayBy, phaseName, rowOf, siteOf, visitPhase } from './phase-table.ts'

export type GateOutcome = GateNow['outcome']
export type GateLook = {
  readonly outcome: GateOutcome
  readonly findings: readonly GateFinding[]
  /** What was compared, as it is shown. */
  readonly values: GateNow['values']
}

/** Source: clinical facts §4 "Gate"; each named value is inside what it is named for. */
export const GATE_LIMITS = {
  pass: { systolic: 140, diastolic: 90 },
  hold: { systolic: 160, diastolic: 100, systolicUnder: 90 },
  heartRate: { holdUnder: 40, warnTo: 49, warnFrom: 111, holdOver: 130 },
  spo2: { holdUnder: 90, warnTo: 93 },
} as const
/** What is offered at once when a warn or hold is accepted; any other value is a physician's. Source: §4 "Gate". */
export const LIMITS_FOR_TODAY = [
  { systolic: 160, diastolic: 105 },
  { systolic: 170, diastolic: 108 },
] as const
const LAST_MINUTE_MS = 60_000

const warn = (finding: GateFinding['finding'], text: string): GateFinding => ({
  finding,
  outcome: 'warn',
  text,
})
const hold = (finding: GateFinding['finding'], text: string): GateFinding => ({
  finding,
  outcome: 'hold',
  text,
})

function ofPressure({ systolic, diastolic }: GateNow['values']): GateFinding[] {
  if (systolic === undefined || diastolic === undefined) return []
  const { pass, hold: limit } = GATE_LIMITS
  const text = `BP ${systolic}/${diastolic}`
  const low = systolic < limit.systolicUnder ? [hold('systolicLow', `${text}: SBP < 90`)] : []
  if (systolic >= limit.systolic || diastolic >= limit.diastolic)
    return [...low, hold('pressureHold', `${text}: ≥160 or ≥100`)]
  if (systolic > pass.systolic || diastolic > pass.diastolic)
    return [...low, warn('pressureAbovePass', `${text}: above 140/90`)]
  return low
}

function ofHeartRate(value: number | undefined): GateFinding[] {
  if (value === undefined) return []
  const { holdUnder, warnTo, warnFrom, holdOver } = GATE_LIMITS.heartRate
  if (value < holdUnder || value > holdOver)
    return [hold('heartRateHold', `HR ${value}: ${value < holdUnder ? '< 40' : '> 130'}`)]
  if (value <= warnTo || value >= warnFrom)
    return [warn('heartRateWarn', `HR ${value}: ${value <= warnTo ? '40–49' : '111–130'}`)]
  return []
}

function ofSpo2(value: number | undefined, oxygen: string | undefined): GateFinding[] {
  if (value === undefined) return []
  const text = `SpO₂ ${value}${oxygen === undefined ? '' : ` on ${oxygen}`}`
  if (value < GATE_LIMITS.spo2.holdUnder) return [hold('spo2Hold', `${text}: < 90`)]
  if (value <= GATE_LIMITS.spo2.warnTo) return [warn('spo2Warn', `${text}: 90–93`)]
  return []
}

/** Words without an age or number: a hold that was accepted covers what is the same, said in the same words. */
export const MISSING = {
  pressure: 'No blood-pressure baseline newer than 15 min',
  heartRate: 'No heart rate in the last minute',
  spo2: 'No SpO₂ since the patient breathes as now',
  spo2Lately: 'No SpO₂ in the last minute',
  spo2OnAir: 'Not yet 5 min on air for SpO₂',
  judged: 'Alarms are not judged here: nobody knows whether one is HIGH',
} as const

function ofMissing(state: SessionState, baseline: BaselineNow, nowMs: number): GateFinding[] {
  const { soFar } = baseline
  const texts: string[] = []
  if (baseline.values === undefined) texts.push(MISSING.pressure)
  if (soFar.heartRate === undefined) texts.push(MISSING.heartRate)
  if (soFar.spo2 === undefined) {
    const oxygen = oxygenAt(state.visit, nowMs)
    texts.push(oxygen.on === 'air' && oxygen.sinceMs !== undefined ? MISSING.spo2OnAir : MISSING.spo2)
  } else if (!isSpo2OfNow(state.visit, nowMs)) texts.push(MISSING.spo2Lately)
  return texts.map((text) => hold('noBaseline', text))
}

function ofAlarms(state: SessionState): GateFinding[] {
  const high = Object.values(state.alarms).flatMap(({ alarm }) =>
    alarm.priority === 'high' ? [hold('activeHigh', `HIGH alarm: ${alarmName(alarm)}`)] : [],
  )
  return state.quarantined ? [...high, hold('activeHigh', MISSING.judged)] : high
}

/** Pressures that are compared: the baseline's; without one the newest reading that counts, so that it is seen. */
function pressuresOf({ values, readings }: BaselineNow): Baseline {
  if (values !== undefined) return values
  const newest = readings.at(-1)
  if (newest === undefined) return {}
  return {
    systolic: shown('systolic', newest.systolic),
    diastolic: shown('diastolic', newest.diastolic),
  }
}

/** SpO₂ that is compared: of the baseline's median and that of the last minute the lower, for it may have just fallen. */
function spo2Of(state: SessionState, { soFar }: BaselineNow, nowMs: number): number | undefined {
  const minute = medianOf('spo2', within(state.visit.settling.spo2, nowMs, LAST_MINUTE_MS))
  if (minute === undefined || soFar.spo2 === undefined) return soFar.spo2 ?? minute
  return Math.min(minute, soFar.spo2)
}

/** What the gate finds now; the worst of its findings is its outcome. @param nowMs hub time */
export function gateNow(state: SessionState, nowMs: number): GateLook {
  const baseline = baselineNow(state, nowMs)
  const { systolic, diastolic } = pressuresOf(baseline)
  const { heartRate } = baseline.soFar
  const spo2 = spo2Of(state, baseline, nowMs)
  const values: GateNow['values'] = {
    ...(systolic === undefined ? {} : { systolic }),
    ...(diastolic === undefined ? {} : { diastolic }),
    ...(heartRate === undefined ? {} : { heartRate }),
    ...(spo2 === undefined ? {} : { spo2 }),
  }
  const oxygen = oxygenAt(state.visit, nowMs)
  const findings = [
    ...ofPressure(values),
    ...ofHeartRate(heartRate),
    ...ofSpo2(spo2, oxygen.on === 'oxygen' ? oxygen.text : undefined),
    ...ofAlarms(state),
    ...ofMissing(state, baseline, nowMs),
  ].slice(0, 20)
  const outcome = findings.some((one) => one.outcome === 'hold')
    ? 'hold'
    : findings.length > 0
      ? 'warn'
      : 'pass'
  return { outcome, findings, values }
}

/**
 * What two findings must share to be the same: of alarms and of what is missing the whole words, of heart rate the side on which
 * it is ("40–49" is not "111–130"), of the others the name.
 */
function sameAs({ finding, text }: GateFinding): string {
  switch (finding) {
    case 'activeHigh':
    case 'noBaseline':
      return `${finding} ${text}`
    case 'heartRateWarn':
    case 'heartRateHold':
      return `${finding} ${text.slice(text.indexOf(': '))}`
    default:
      return finding
  }
}
/** A pressure or SpO₂ that was accepted as a hold and is better now. */
const COVERS_TOO: Readonly<Partial<Record<GateFinding['finding'], GateFinding['finding']>>> = {
  pressureHold: 'pressureAbovePass',
  spo2Hold: 'spo2Warn',
}

/** Whether what was accepted names everything that is found now. A hold counts as accepted only by a physician. */
export function gateCovers(
  gate: Pick<GateNow, 'outcome' | 'findings' | 'role'>,
  now: Pick<GateLook, 'findings'>,
): boolean {
  const accepted = gate.findings.filter((one) => one.outcome !== 'hold' || gate.role === 'physician')
  return now.findings.every((one) =>
    accepted.some(
      (other) =>
        (other.outcome === one.outcome && sameAs(other) === sameAs(one)) ||
        COVERS_TOO[other.finding] === one.finding,
    ),
  )
}

/**
 * Whether this person may accept what the gate finds now.
 * @returns what is accepted; or refused `not-allowed` (role), `phase-not-allowed`, `gate-holds` (a hold is a physician's),
 *   `malformed` (a reason is asked for)
 */
export function mayAcceptGate(
  state: SessionState,
  nowMs: number,
  role: Role | undefined,
  reason: string | undefined,
): Result<GateLook> {
  if (role !== 'nurse' && role !== 'physician')
    return refuse(
      'not-allowed',
      'The gate is accepted by a nurse or a physician: sign in as one.',
      'body.type',
    )
  const phase = visitPhase(state)
  if (phase !== 'baseline')
    return refuse(
      'phase-not-allowed',
      `The gate belongs to baseline, and this visit is at ${phaseName(phase)}.`,
      'body.type',
    )
  const look = gateNow(state, nowMs)
  if (look.outcome === 'hold' && role !== 'physician')
    return refuse(
      'gate-holds',
      `Only a physician overrides a hold: ${textOf(look.findings.filter((one) => one.outcome === 'hold'))}.`,
      'body.type',
    )
  if (look.outcome !== 'pass' && (reason ?? '').trim() === '')
    return refuse('malformed', `Say why, to go on with: ${textOf(look.findings)}.`, 'body.reason')
  return ok(look)
}

const textOf = (findings: readonly GateFinding[]): string => findings.map(({ text }) => text).join(' · ')

function restartOf(state: SessionState, role: Role | undefined): Result<true> {
  const phase = visitPhase(state)
  if (state.infusion.phase !== 'stopped')
    return refuse('state-moved', 'The infusion runs or is paused: it has been started already.', 'body.type')
  const row = rowOf(phase, 'infusion.start')
  // From baseline the row is that of the first start.
  if (row === undefined || phase === 'baseline' || !mayBy(row.who, role))
    return refuse('phase-not-allowed', `No restart from ${phaseName(phase)}.`, 'body.type')
  return ok(true)
}

/** Order, weight and rate may have changed since the dose was set. */
function doseStands(state: SessionState): Result<true> {
  const { dose } = state.visit
  if (dose !== undefined && rateDisagrees(dose.pumpRateMlPerHr, dose.rateMlPerHr))
    return refuse('rate-mismatch', `${doseNow(state).text}.`, 'dose.pumpRateMlPerHr')
  const { state: is, text } = doseNow(state)
  return is === 'done' ? ok(true) : refuse('check-in-incomplete', `${text}.`, 'dose')
}

/**
 * Whether the infusion may be started now: once at first by check-in, dose and gate; after a stop by a named person alone.
 * A session without check-in is started as its pump log allows.
 * @returns refused `not-allowed`, `session-closed`, `state-moved` (it runs), `phase-not-allowed`, `check-in-incomplete`,
 *   `rate-mismatch`, `gate-holds`
 */
export function mayStart(state: SessionState, nowMs: number, role: Role | undefined): Result<true> {
  if (role !== 'nurse' && role !== 'physician')
    return refuse(
      'not-allowed',
      'A start is recorded by a nurse or a physician: sign in as one.',
      'body.type',
    )
  if (state.closed !== undefined)
    return refuse('session-closed', 'This session is closed: nothing is started in it.', 'body.type')
  if (siteOf(state).checkIn === 'none') return ok(true)
  if (state.infusion.startedAtMs !== undefined) return restartOf(state, role)
  const phase = visitPhase(state)
  if (phase !== 'baseline')
    return refuse(
      'phase-not-allowed',
      `An infusion is started from baseline, and this visit is at ${phaseName(phase)}.`,
      'body.type',
    )
  const open = checkInOpen(state)
  if (open.length > 0)
    return refuse(
      'check-in-incomplete',
      `Check-in is not complete: ${open.map((item) => CHECK_IN_NAMES[item]).join(', ')}.`,
      `checkIn.${open[0]}`,
    )
  const dose = doseStands(state)
  if (!dose.ok) return dose
  const { gate, gateRefused } = state.visit
  const look = gateNow(state, nowMs)
  if (gate === undefined)
    return refuse(
      'gate-holds',
      look.findings.length === 0
        ? 'Confirm the pre-start check first.'
        : `Confirm the pre-start check first. It finds: ${textOf(look.findings)}.`,
      'gate',
    )
  if (gateRefused !== undefined && gateRefused.seq > gate.seq)
    return refuse('gate-holds', `${gateRefused.by} has refused the start ("${gateRefused.reason}").`, 'gate')
  if (!gateCovers(gate, look))
    return refuse(
      'gate-holds',
      `Since the gate was accepted it finds more: ${textOf(look.findings.filter((one) => !gateCovers(gate, { findings: [one] })))}.`,
      'gate',
    )
  return ok(true)
}
