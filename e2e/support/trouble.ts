// Owns a patient who passes the gate and to whom a test then makes things happen, from now on, in seconds of hub time. Never ends
// what it began before its time.
import type { Extra } from '../../simulator/physiology/patient.ts'
import type { Scenario, ScenarioEvent } from '../../simulator/scenarios/scenario.ts'
import type { Stage } from '../stage.ts'
import { PASSES } from './visit-scene.ts'

export type Troubled = {
  readonly scenario: Scenario
  /** Both sensors come off for so long. */
  sensorsOff(forS: number): void
  /** The body is that much higher for so long. */
  rise(what: keyof Extra, by: number, forS: number): void
}

/** Of a monitor that is started now. */
export function createTroubled({ clock }: Pick<Stage, 'clock'>): Troubled {
  const events: ScenarioEvent[] = []
  const startedAtMs = clock.nowMs()
  // A monitor is a second behind what it is about to say.
  const nextS = () => Math.ceil((clock.nowMs() - startedAtMs) / 1_000) + 1
  return {
    scenario: { ...PASSES, name: 'troubled', see: 'What the test makes happen.', events },
    sensorsOff(forS) {
      events.push({
        kind: 'sensorOff',
        signals: ['heartRate', 'pulseRate', 'spo2'],
        atS: nextS(),
        forS,
        settlingS: 2,
      })
    },
    rise(what, by, forS) {
      events.push({ kind: 'swell', what, by, atS: nextS(), riseS: 1, holdS: forS, fallS: 1 })
    },
  }
}
