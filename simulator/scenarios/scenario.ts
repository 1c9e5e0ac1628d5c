// Owns what a scenario is: who the patient is, which devices watch, and what goes wrong when. Data and pure reading of it.
// Never does anything: the runner does. All times are seconds of hub time after the room's first hello.
import type { Random } from '@chairside/shared/random.ts'
import type { SignalId } from '@chairside/shared/vitals.ts'
import { drawPerson, type Extra, noExtra, type Person, type Response } from '../physiology/patient.ts'

/** Rises over `riseS`, stays for `holdS`, falls over `fallS`. */
export type Swell = {
  readonly kind: 'swell'
  readonly what: keyof Extra
  /** mmHg, /min or %. */
  readonly by: number
  readonly atS: number
  readonly riseS: number
  readonly holdS: number
  readonly fallS: number
}
export type Span = { readonly atS: number; readonly forS: number }
export type ScenarioEvent =
  | Swell
  /** The sensor is off, then says "settling" for a while after it is back. */
  | (Span & { readonly kind: 'sensorOff'; readonly signals: readonly SignalId[]; readonly settlingS: number })
  /** Every cuff cycle that ends in this time fails. */
  | (Span & { readonly kind: 'cuffFails' })
  /** The cable is out; what is measured meanwhile comes afterwards. */
  | (Span & { readonly kind: 'linkDrop' })
  /** The device's own clock is moved by this much, for this long. */
  | (Span & { readonly kind: 'clockJump'; readonly byMs: number })

export type ScenarioDevice = {
  readonly name: string
  readonly signals: readonly (SignalId | 'bloodPressure')[]
}

/** From and to, drawn evenly. */
type Draw = readonly [from: number, to: number]

export type Scenario = {
  readonly name: string
  /** What a nurse should see and when, in one sentence. */
  readonly see: string
  readonly response: Response
  /** Where the scenario needs a certain patient; the rest is drawn from the population. */
  readonly patient: {
    readonly systolic: Draw
    readonly diastolic: Draw
    readonly heartRate: Draw
    readonly spo2: Draw
    readonly rise: { readonly systolic: Draw; readonly diastolic: Draw; readonly heartRate: Draw }
  }
  readonly devices: readonly ScenarioDevice[]
  /** Cuff and probe on one arm: each cycle takes the probe's pulse away, or makes it read low. */
  readonly cuffOnProbeArm?: boolean
  readonly events: readonly ScenarioEvent[]
}

/** The patient of this scenario; no chance dip of SpO₂, so that nothing happens that the scenario does not say. */
export function scenarioPerson(random: Random, scenario: Scenario): Person {
  const { dip: _dip, ...drawn } = drawPerson(random.fork('population'), scenario.response)
  const { patient } = scenario
  const from = (draw: Draw) => random.range(draw[0], draw[1])
  return {
    ...drawn,
    systolic: from(patient.systolic),
    diastolic: from(patient.diastolic),
    heartRate: from(patient.heartRate),
    spo2: from(patient.spo2),
    rise: {
      systolic: from(patient.rise.systolic),
      diastolic: from(patient.rise.diastolic),
      heartRate: from(patient.rise.heartRate),
    },
  }
}

const share = (swell: Swell, atS: number): number => {
  const into = atS - swell.atS
  if (into <= 0) return 0
  if (into < swell.riseS) return into / swell.riseS
  const over = into - swell.riseS - swell.holdS
  if (over <= 0) return 1
  return over < swell.fallS ? 1 - over / swell.fallS : 0
}

const within = (span: Span, atS: number): boolean => atS >= span.atS && atS < span.atS + span.forS

/** What the scenario adds to the body at this second. */
export function extraAt(scenario: Scenario, atS: number): Extra {
  const extra: Record<keyof Extra, number> = { ...noExtra }
  for (const event of scenario.events)
    if (event.kind === 'swell') extra[event.what] += event.by * share(event, atS)
  return extra
}

/** Whether a sensor is off, settling, or on, at this second. */
export function sensorAt(scenario: Scenario, signal: SignalId, atS: number): 'on' | 'off' | 'settling' {
  for (const event of scenario.events) {
    if (event.kind !== 'sensorOff' || !event.signals.includes(signal)) continue
    if (within(event, atS)) return 'off'
    if (within({ atS: event.atS + event.forS, forS: event.settlingS }, atS)) return 'settling'
  }
  return 'on'
}

export const cuffFailsAt = (scenario: Scenario, atS: number): boolean =>
  scenario.events.some((event) => event.kind === 'cuffFails' && within(event, atS))

export const linkDownAt = (scenario: Scenario, atS: number): boolean =>
  scenario.events.some((event) => event.kind === 'linkDrop' && within(event, atS))

/** Milliseconds the device's own clock is off at this second. */
export const clockShiftAt = (scenario: Scenario, atS: number): number =>
  scenario.events.reduce(
    (sum, event) => sum + (event.kind === 'clockJump' && within(event, atS) ? event.byMs : 0),
    0,
  )
