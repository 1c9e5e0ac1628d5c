// Owns the scenarios themselves, as data. What each promises in `see` is proven in table.test.ts against the limits of
// clinical facts §4 (default profile); the sizes and times of the events are ours.
import type { Scenario, ScenarioDevice } from './scenario.ts'

const MONITOR: readonly ScenarioDevice[] = [
  { name: 'monitor', signals: ['heartRate', 'pulseRate', 'spo2', 'bloodPressure'] },
]
/** Far enough inside every limit that noise alone raises nothing. */
const STEADY: Scenario['patient'] = {
  systolic: [110, 122],
  diastolic: [68, 76],
  heartRate: [68, 82],
  spo2: [97.2, 98.6],
  rise: { systolic: [4, 10], diastolic: [3, 7], heartRate: [0, 5] },
}
const minutes = (count: number): number => count * 60

export const SCENARIOS = {
  calm: {
    name: 'calm',
    see: 'Nothing needs you: the numbers move, the cuff reads every 5 min, and no alarm comes.',
    response: 'moderate',
    patient: STEADY,
    devices: MONITOR,
    events: [],
  },
  'hypertensive-surge': {
    name: 'hypertensive-surge',
    see:
      'Blood pressure climbs from minute 1: the cuff at minute 5 reads over 160 (BP high), those from minute 10 on ' +
      'over 180 (BP very high), and from minute 35 the pressure is back and the alarm has ended.',
    response: 'high',
    patient: {
      ...STEADY,
      systolic: [117, 120],
      diastolic: [70, 73],
      rise: { systolic: [3, 5], diastolic: [2, 4], heartRate: [2, 5] },
    },
    devices: MONITOR,
    events: [
      { kind: 'swell', what: 'systolic', by: 71, atS: 60, riseS: 400, holdS: minutes(17), fallS: minutes(9) },
      {
        kind: 'swell',
        what: 'diastolic',
        by: 23,
        atS: 60,
        riseS: 400,
        holdS: minutes(17),
        fallS: minutes(9),
      },
      {
        kind: 'swell',
        what: 'heartRate',
        by: 12,
        atS: 60,
        riseS: 400,
        holdS: minutes(17),
        fallS: minutes(9),
      },
    ],
  },
  tachycardia: {
    name: 'tachycardia',
    see:
      'Heart rate rises from minute 3, is over 110 from about minute 4 (HR high after 15 s), over 130 from minute 8 ' +
      '(HR very high), and back from minute 13.',
    response: 'moderate',
    patient: { ...STEADY, heartRate: [73, 75], rise: { ...STEADY.rise, heartRate: [0, 1] } },
    devices: MONITOR,
    events: [
      { kind: 'swell', what: 'heartRate', by: 47, atS: minutes(3), riseS: 40, holdS: 500, fallS: 60 },
      { kind: 'swell', what: 'heartRate', by: 24, atS: 470, riseS: 20, holdS: 180, fallS: 60 },
    ],
  },
  desaturation: {
    name: 'desaturation',
    see:
      'SpO₂ falls from minute 3: under 90 from about minute 4 (SpO₂ low, medium), under 85 from about minute 6 ' +
      '(high), and back over 92 from minute 8 on.',
    response: 'moderate',
    patient: { ...STEADY, spo2: [97.2, 97.8] },
    devices: MONITOR,
    events: [
      { kind: 'swell', what: 'spo2', by: -9.5, atS: minutes(3), riseS: 40, holdS: 220, fallS: 20 },
      { kind: 'swell', what: 'spo2', by: -6, atS: 330, riseS: 15, holdS: 80, fallS: 20 },
    ],
  },
  'sensor-off': {
    name: 'sensor-off',
    see:
      'At minute 3 the finger probe is off for 90 s: SpO₂ and pulse read “sensor off” (never a value, never normal), ' +
      'then “settling” for 10 s, then they are back; heart rate and cuff go on.',
    response: 'moderate',
    patient: STEADY,
    devices: MONITOR,
    events: [{ kind: 'sensorOff', signals: ['spo2', 'pulseRate'], atS: minutes(3), forS: 90, settlingS: 10 }],
  },
  'cuff-failing': {
    name: 'cuff-failing',
    see:
      'From minute 4 to minute 14 each cuff cycle fails and so does its one retry: the last pressure ages and greys, ' +
      'and from minute 15 readings come again.',
    response: 'moderate',
    patient: STEADY,
    devices: MONITOR,
    events: [{ kind: 'cuffFails', atS: minutes(4), forS: minutes(10) }],
  },
  'link-drop': {
    name: 'link-drop',
    see:
      'At minute 4 the monitor’s cable is out for 100 s: tiles age, read “––” after 10 s and “No live data” after ' +
      '15 s; then the numbers are live again and what was measured meanwhile appears on the trend as recovered.',
    response: 'moderate',
    patient: STEADY,
    devices: MONITOR,
    events: [{ kind: 'linkDrop', atS: minutes(4), forS: 100 }],
  },
  'clock-jump': {
    name: 'clock-jump',
    see:
      'At minute 4 the monitor’s clock jumps 2 min ahead and at minute 8 back: both jumps are recorded, and the ' +
      'numbers stay where they belong.',
    response: 'moderate',
    patient: STEADY,
    devices: MONITOR,
    events: [{ kind: 'clockJump', atS: minutes(4), forS: minutes(4), byMs: 120_000 }],
  },
  'two-devices': {
    name: 'two-devices',
    see:
      'Two devices in one room: heart rate and respiration come from an ECG monitor, pulse, SpO₂ and pressure from ' +
      'another; at minute 5 the ECG lead is off for 60 s and the tile turns to the pulse rate, “PR”.',
    response: 'moderate',
    patient: STEADY,
    devices: [
      { name: 'ECG monitor', signals: ['heartRate', 'respirationRate'] },
      { name: 'oximeter with cuff', signals: ['pulseRate', 'spo2', 'bloodPressure'] },
    ],
    events: [
      {
        kind: 'sensorOff',
        signals: ['heartRate', 'respirationRate'],
        atS: minutes(5),
        forS: 60,
        settlingS: 5,
      },
    ],
  },
  'cuff-arm': {
    name: 'cuff-arm',
    see:
      'Cuff and probe are on one arm: with each cuff cycle, from the first minute on, SpO₂ and pulse are lost or read ' +
      'low for 30 to 60 s and come back by themselves.',
    response: 'moderate',
    patient: STEADY,
    devices: MONITOR,
    cuffOnProbeArm: true,
    events: [],
  },
} as const satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof SCENARIOS
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as ScenarioName[]
/** The order in which `mixed` deals scenarios to rooms: trouble first, so that a wall of three shows some. */
export const MIXED: readonly ScenarioName[] = [
  'hypertensive-surge',
  'calm',
  'desaturation',
  'tachycardia',
  'sensor-off',
  'link-drop',
  'cuff-failing',
  'clock-jump',
  'cuff-arm',
]

export const scenarioNamed = (name: string): Scenario | undefined =>
  Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name as ScenarioName] : undefined
