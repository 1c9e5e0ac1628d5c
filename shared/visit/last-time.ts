// Owns what is told of a patient's session at the next one: what happened, how high, what was given and what came after. Never a
// judgement that something helped: it says what ended how long after.
import type { SessionId } from '../ids.ts'
import type { SessionReport } from './report.ts'
import type { OutcomeName, ReportDrug, ReportSideEffect } from './report-acts.ts'
import type { AlarmCounts } from './report-alarms.ts'

/** Milliseconds after the start of the infusion; before it, negative. */
type AfterStart = { readonly afterStartMs: number }
export type LastSideEffect = AfterStart & {
  readonly effect: string
  readonly worst: string
  /** Absent: it was never recorded as over. */
  readonly endedAfterStartMs?: number
}
export type LastDrug = AfterStart & {
  readonly drug: string
  readonly dose?: string
  /** Side effects that were going on when it was given, and how long after it they were over. */
  readonly during: readonly { readonly effect: string; readonly endedAfterMs?: number }[]
}
export type LastTime = {
  readonly sessionId: SessionId
  readonly openedAtMs: number
  readonly number?: number
  readonly of?: number
  readonly weightKg?: number
  readonly drug?: string
  readonly infusedMg?: number
  readonly mgPerKg?: number
  readonly peakPressure?: AfterStart & { readonly systolic: number; readonly diastolic?: number }
  readonly peakRate?: AfterStart & { readonly value: number }
  readonly lowestSpo2?: AfterStart & { readonly value: number }
  readonly dissociation?: Dissociation
  readonly sideEffects: readonly LastSideEffect[]
  readonly drugs: readonly LastDrug[]
  /** How often, of the acts at the pump as they stand: undone not counted, amended counted once. */
  readonly held: Held
  readonly alarms: AlarmCounts
  readonly outcome?: OutcomeName
}
/** Set to a lower rate than it ran at; paused; stopped before the planned dose was in. */
export type Held = { readonly slowed: number; readonly paused: number; readonly stoppedEarly: number }
export type Dissociation = {
  /** The highest CADSS. */
  readonly cadss?: AfterStart & { readonly value: number }
  /** The worst that it was recorded as. */
  readonly severity?: string
}

const SEVERITIES: readonly string[] = ['mild', 'moderate', 'severe']

export function worstDissociation({ acts, infusion }: SessionReport): Dissociation | undefined {
  if (infusion === undefined) return undefined
  const scores = acts.assessments.flatMap(({ scale, value, atMs }) =>
    scale === 'cadss' && value !== undefined ? [{ value, afterStartMs: atMs - infusion.startedAtMs }] : [],
  )
  const [cadss] = scores.toSorted((a, b) => b.value - a.value || a.afterStartMs - b.afterStartMs)
  const worst = acts.sideEffects.flatMap((one) =>
    one.effect === 'dissociation' ? [SEVERITIES.indexOf(one.worst)] : [],
  )
  const severity = worst.length === 0 ? undefined : SEVERITIES[Math.max(...worst)]
  if (cadss === undefined && severity === undefined) return undefined
  return { ...(cadss === undefined ? {} : { cadss }), ...(severity === undefined ? {} : { severity }) }
}

function duringOf(drug: ReportDrug, effects: readonly ReportSideEffect[]): LastDrug['during'] {
  return effects
    .filter(({ atMs, endedAtMs }) => atMs <= drug.atMs && (endedAtMs === undefined || endedAtMs > drug.atMs))
    .map(({ effect, endedAtMs }) => ({
      effect,
      ...(endedAtMs === undefined ? {} : { endedAfterMs: endedAtMs - drug.atMs }),
    }))
}

function heldOf({ acts, infusion }: SessionReport): Held {
  const held = { slowed: 0, paused: 0, stoppedEarly: 0 }
  let running = 0
  for (const { act, rateMlPerHr, completed } of acts.pump) {
    if (act === 'pause') held.paused += 1
    else if (act === 'stop') {
      if (completed !== true && infusion?.completed !== true) held.stoppedEarly += 1
    } else {
      if (act !== 'start' && rateMlPerHr < running) held.slowed += 1
      running = rateMlPerHr
    }
  }
  return held
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)
/** "slowed once, paused 2 times, stopped early"; empty: it ran as planned. */
export const heldWords = ({ slowed, paused, stoppedEarly }: Held): string =>
  [
    slowed === 0 ? '' : `slowed ${times(slowed)}`,
    paused === 0 ? '' : `paused ${times(paused)}`,
    stoppedEarly === 0 ? '' : stoppedEarly === 1 ? 'stopped early' : `stopped early ${times(stoppedEarly)}`,
  ]
    .filter(Boolean)
    .join(', ')

/** @returns undefined of a session in which nothing was infused: it is nobody's last time */
export function lastTime(report: SessionReport): LastTime | undefined {
  const { infusion, plan, extremes, acts, alarmCounts, closed, dose, weightKg } = report
  if (infusion === undefined) return undefined
  const after = (atMs: number): number => atMs - infusion.startedAtMs
  const peak = extremes.systolic?.highest
  const rate = extremes.heartRate?.highest ?? extremes.pulseRate?.highest
  const spo2 = extremes.spo2?.lowest
  const dissociation = worstDissociation(report)
  const weight = dose?.weightKg ?? weightKg
  const drug = infusion.plan?.drug ?? dose?.drug
  return {
    sessionId: report.sessionId,
    openedAtMs: report.openedAtMs,
    ...(plan === undefined ? {} : { number: plan.number, ...(plan.of === undefined ? {} : { of: plan.of }) }),
    ...(weight === undefined ? {} : { weightKg: weight }),
    ...(drug === undefined ? {} : { drug }),
    ...(infusion.infusedMg === undefined ? {} : { infusedMg: infusion.infusedMg }),
    ...(infusion.mgPerKg === undefined ? {} : { mgPerKg: infusion.mgPerKg }),
    ...(peak === undefined
      ? {}
      : {
          peakPressure: {
            systolic: peak.value,
            afterStartMs: after(peak.atMs),
            ...(peak.diastolic === undefined ? {} : { diastolic: peak.diastolic }),
          },
        }),
    ...(rate === undefined ? {} : { peakRate: { value: rate.value, afterStartMs: after(rate.atMs) } }),
    ...(spo2 === undefined ? {} : { lowestSpo2: { value: spo2.value, afterStartMs: after(spo2.atMs) } }),
    ...(dissociation === undefined ? {} : { dissociation }),
    sideEffects: acts.sideEffects.map(({ effect, worst, atMs, endedAtMs }) => ({
      ...{ effect, worst, afterStartMs: after(atMs) },
      ...(endedAtMs === undefined ? {} : { endedAfterStartMs: after(endedAtMs) }),
    })),
    drugs: acts.drugs.map((one) => ({
      drug: one.drug === 'other' ? (one.note ?? 'other drug') : one.drug,
      ...(one.dose === undefined ? {} : { dose: one.dose }),
      afterStartMs: after(one.atMs),
      during: duringOf(one, acts.sideEffects),
    })),
    held: heldOf(report),
    alarms: alarmCounts.patient,
    ...(closed?.outcome === undefined ? {} : { outcome: closed.outcome }),
  }
}
