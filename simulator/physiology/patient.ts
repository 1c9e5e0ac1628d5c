// Owns the simulated patient: who they are (drawn once) and what their body does from second to second.
// Never knows devices or alarms. Source of every figure: clinical facts §2; [P] marks are theirs, "ours" marks this file's.
import { cholesky, correlatedNormals, type Random } from '@chairside/shared/random.ts'

/** Mean rise at 40 min of 0.5 mg/kg: pressures of Yale 2024 (high) and Zhou 2021 (moderate), heart rate of §2. */
export const RESPONSES = {
  high: { systolic: 16, diastolic: 11, heartRate: 4 },
  moderate: { systolic: 7.4, diastolic: 6, heartRate: 4 },
} as const
export type Response = keyof typeof RESPONSES

const RISE_SD = { systolic: 11.2, diastolic: 8.5, heartRate: 7.5 } as const
/** Rises of SBP, DBP and HR go together: .65 / .35 / .30. */
const RISE_CORRELATION = cholesky([
  [1, 0.65, 0.35],
  [0.65, 1, 0.3],
  [0.35, 0.3, 1],
])
/** Population SBP 124±12, DBP 77±8, HR 74±10 [P]; that SBP and DBP go together by .65 is ours. */
const REST = { systolic: [124, 12], diastolic: [77, 8], heartRate: [74, 10] } as const
const REST_CORRELATION = cholesky([
  [1, 0.65],
  [0.65, 1],
])
/** Share of people with one short dip of SpO₂ in a session: below 92 % in 1–3 %, below 90 % in under 1 % [P]. */
const DIP_SHARE = 0.024

export type Person = {
  /** At rest: mmHg, /min, %. */
  readonly systolic: number
  readonly diastolic: number
  readonly heartRate: number
  readonly spo2: number
  /** Rise at the effect of 40 min of 0.5 mg/kg; may be negative and is never clipped. */
  readonly rise: { readonly systolic: number; readonly diastolic: number; readonly heartRate: number }
  readonly breathHz: number
  /** How far the heart rate swings with the breath, /min either way. */
  readonly breathSwing: number
  /** Mean pressure = DBP + this × pulse pressure. */
  readonly meanFactor: number
  /** One short dip of SpO₂, seconds after the simulation began. */
  readonly dip?: { readonly atS: number; readonly forS: number; readonly nadir: number }
}

/** One person of the population. */
export function drawPerson(random: Random, response: Response): Person {
  let pressures: number[]
  do {
    pressures = correlatedNormals(random, REST_CORRELATION)
    // A pulse pressure under 20 mmHg at rest is a cuff artefact in the making, not a patient (ours; 1 draw in 1,000).
  } while (pressureAt(pressures, 0) - pressureAt(pressures, 1) < 20)
  const rises = correlatedNormals(random, RISE_CORRELATION)
  const mean = RESPONSES[response]
  const person: Person = {
    systolic: pressureAt(pressures, 0),
    diastolic: pressureAt(pressures, 1),
    heartRate: REST.heartRate[0] + REST.heartRate[1] * random.normal(),
    spo2: random.range(96, 99),
    rise: {
      systolic: mean.systolic + RISE_SD.systolic * (rises[0] as number),
      diastolic: mean.diastolic + RISE_SD.diastolic * (rises[1] as number),
      heartRate: mean.heartRate + RISE_SD.heartRate * (rises[2] as number),
    },
    breathHz: random.range(0.2, 0.3),
    breathSwing: random.range(2, 4),
    meanFactor: random.range(0.33, 0.4),
  }
  const dip = { atS: random.range(900, 4_500), forS: random.range(25, 50), nadir: random.range(88.9, 91.2) }
  return random.chance(DIP_SHARE) ? { ...person, dip } : person
}
const pressureAt = (normals: readonly number[], which: 0 | 1): number => {
  const [mean, sd] = which === 0 ? REST.systolic : REST.diastolic
  return mean + sd * (normals[which] as number)
}

/** What a scenario adds to the body at a moment; units as the signals. */
export type Extra = {
  readonly systolic: number
  readonly diastolic: number
  readonly heartRate: number
  readonly spo2: number
}
export const noExtra: Extra = { systolic: 0, diastolic: 0, heartRate: 0, spo2: 0 }

/** What is true in the body, before any device measures it. */
export type Body = {
  readonly heartRate: number
  readonly pulseRate: number
  /** As an oximeter averages it. */
  readonly spo2: number
  readonly respirationRate: number
  readonly systolic: number
  readonly diastolic: number
  readonly mean: number
}

export type Patient = {
  readonly person: Person
  /**
   * @param bySeconds at most 10, so that breath and averaging keep their shape
   * @param effect fraction of the usual effect at 40 min
   */
  step(bySeconds: number, effect: number, extra: Extra): Body
}

/** Slow wandering about 0 with this SD and time constant (AR(1) at any step). */
function wander(random: Random, sd: number, tauS: number): (bySeconds: number) => number {
  let value = sd * random.normal()
  return (bySeconds) => {
    const kept = Math.exp(-bySeconds / tauS)
    value = value * kept + sd * Math.sqrt(1 - kept * kept) * random.normal()
    return value
  }
}

/** 1-min means of HR wander with SD ≈3.5: the minute's averaging takes 4 % off. */
const HEART_DRIFT = { sd: 3.6, tauS: 240 } as const
/** Physiologic scatter of the pressures between cuff readings. */
const PRESSURE_SD = { systolic: 3, diastolic: 2 } as const
/** Our choice: long against a cuff cycle's 20–45 s, short against the 5 min between cycles. */
const PRESSURE_TAU_S = 90
/** Oximeters average over 8–16 s. */
const SPO2_LAG_S = 12

/** A living patient; everything that varies comes from `random`. */
export function createPatient(random: Random, person: Person): Patient {
  const drift = wander(random.fork('drift'), HEART_DRIFT.sd, HEART_DRIFT.tauS)
  const breathing = wander(random.fork('breathing'), 0.7, 120)
  const saturation = wander(random.fork('saturation'), 0.35, 60)
  const pulse = wander(random.fork('pulse'), 0.8, 8)
  const systolicScatter = wander(random.fork('systolic'), PRESSURE_SD.systolic, PRESSURE_TAU_S)
  const diastolicScatter = wander(random.fork('diastolic'), PRESSURE_SD.diastolic, PRESSURE_TAU_S)
  let phase = random.fork('phase').range(0, 2 * Math.PI)
  let spo2 = person.spo2
  let elapsedS = 0
  return {
    person,
    step(bySeconds, effect, extra) {
      elapsedS += bySeconds
      phase += 2 * Math.PI * person.breathHz * bySeconds
      const heartRate = Math.max(
        20,
        person.heartRate +
          person.rise.heartRate * effect +
          drift(bySeconds) +
          person.breathSwing * Math.sin(phase) +
          extra.heartRate,
      )
      const { dip } = person
      const dipping = dip !== undefined && elapsedS >= dip.atS && elapsedS < dip.atS + dip.forS
      const oxygen = dipping ? dip.nadir : person.spo2 + saturation(bySeconds) + extra.spo2
      // A dip's nadir is what the oximeter reads, so it falls twice as fast as it is averaged back.
      const lagS = dipping ? SPO2_LAG_S / 2 : SPO2_LAG_S
      spo2 += (Math.min(100, Math.max(30, oxygen)) - spo2) * (1 - Math.exp(-bySeconds / lagS))
      const systolic =
        person.systolic + person.rise.systolic * effect + systolicScatter(bySeconds) + extra.systolic
      const diastolic =
        person.diastolic + person.rise.diastolic * effect + diastolicScatter(bySeconds) + extra.diastolic
      return {
        heartRate,
        pulseRate: Math.max(20, heartRate + Math.max(-2, Math.min(2, pulse(bySeconds)))),
        spo2,
        respirationRate: Math.max(4, person.breathHz * 60 + breathing(bySeconds)),
        systolic,
        diastolic,
        mean: diastolic + person.meanFactor * (systolic - diastolic),
      }
    },
  }
}
