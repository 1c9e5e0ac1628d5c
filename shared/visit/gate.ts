// Owns what the gate before the start finds. Source: clinical facts §4 "Gate". Never accepts anything (gate-accepted.ts), and never
// looks away from what it cannot see: no value is a hold like a bad one.
import type { Baseline } from '../alarm/in-force.ts'
import { alarmName } from '../alarm/words/text.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { GateNow } from '../fold/visit-state.ts'
import type { GateFinding } from '../record/visit-kinds.ts'
import { shown } from '../vitals.ts'
import { type BaselineNow, baselineNow, isSpo2OfNow, medianOf, oxygenAt, within } from './baseline.ts'

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

export const findingsText = (findings: readonly GateFinding[]): string =>
  findings.map(({ text }) => text).join(' · ')
