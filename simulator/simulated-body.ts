// Owns one simulated patient with the pump, the cuff and the sensors on them: what each second brings to report.
// Never knows a socket or a clock: the time is given. The same seed and the same calls give the same reports.
import { epochMs } from '@chairside/shared/ids.ts'
import { createRandom } from '@chairside/shared/random.ts'
import type { Reading } from '@chairside/shared/record/reading.ts'
import { CONTINUOUS_SIGNALS, type SignalId } from '@chairside/shared/vitals.ts'
import { createCuff } from './physiology/cuff.ts'
import { type Body, createPatient, type Person } from './physiology/patient.ts'
import { createPump, type PumpLog } from './physiology/pump.ts'
import { cuffFailsAt, extraAt, type Scenario, scenarioPerson, sensorAt } from './scenarios/scenario.ts'
import type { ReportBody } from './spool.ts'

export type Second = {
  readonly readings: Readonly<Record<SignalId, Reading>>
  /** Cuff reports of this second, in order. */
  readonly cuff: readonly ReportBody[]
  readonly body: Body
}
export type SimulatedBody = {
  readonly person: Person
  /** One second on; call with each whole second once, in order. */
  second(atMs: number): Second
  orderCuff(orderId: string): void
  /** What the pump log says now, whole; times on the same clock as `second`. */
  pumpLog(log: PumpLog): void
}

/** An arm under the cuff: without a pulse, or reading low, from just after inflation for 30–60 s (§2). */
type UnderCuff = { readonly fromMs: number; readonly toMs: number; readonly lowBy?: number }

export function createSimulatedBody(
  scenario: Scenario,
  seed: number | string,
  startedAtMs: number,
): SimulatedBody {
  const random = createRandom(seed)
  const person = scenarioPerson(random.fork('person'), scenario)
  const patient = createPatient(random.fork('body'), person)
  const cuff = createCuff(random.fork('cuff'), startedAtMs)
  const arm = random.fork('arm')
  const pump = createPump(startedAtMs)
  let underCuff: UnderCuff | undefined

  const reading = (signal: SignalId, body: Body, atMs: number): Reading => {
    const sensor = sensorAt(scenario, signal, (atMs - startedAtMs) / 1_000)
    if (sensor === 'off') return { status: 'unavailable', reason: 'sensorOff' }
    if (sensor === 'settling') return { status: 'unavailable', reason: 'settling' }
    const onArm = signal === 'spo2' || signal === 'pulseRate'
    if (onArm && underCuff !== undefined && atMs >= underCuff.fromMs && atMs < underCuff.toMs) {
      if (underCuff.lowBy === undefined) return { status: 'unavailable', reason: 'noReading' }
      if (signal === 'spo2') return { status: 'measured', value: Math.round(body.spo2 - underCuff.lowBy) }
    }
    return { status: 'measured', value: Math.round(body[signal]) }
  }

  return {
    person,
    second(atMs) {
      const atS = (atMs - startedAtMs) / 1_000
      const body = patient.step(1, pump.effectAt(atMs), extraAt(scenario, atS))
      const reports: ReportBody[] = []
      for (const event of cuff.advance(atMs, body, cuffFailsAt(scenario, atS))) {
        const startedAt = epochMs(event.startedAtMs)
        if (event.kind === 'started') {
          reports.push({
            kind: 'cuffStarted',
            startedAtMs: startedAt,
            ...(event.orderId === undefined ? {} : { orderId: event.orderId }),
          })
          if (scenario.cuffOnProbeArm !== true) continue
          const toMs = event.startedAtMs + 1_000 * arm.range(30, 60)
          const fromMs = event.startedAtMs + 4_000
          underCuff = arm.chance(0.5) ? { fromMs, toMs } : { fromMs, toMs, lowBy: arm.range(8, 14) }
        } else
          reports.push({
            kind: 'bloodPressure',
            measuredAtMs: epochMs(event.measuredAtMs),
            startedAtMs: startedAt,
            result: event.result,
          })
      }
      const readings = Object.fromEntries(
        CONTINUOUS_SIGNALS.map((signal) => [signal, reading(signal, body, atMs)]),
      ) as Record<SignalId, Reading>
      return { readings, cuff: reports, body }
    },
    orderCuff: (orderId) => cuff.order(orderId),
    pumpLog: (log) => pump.heard(log),
  }
}
