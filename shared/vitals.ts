// Owns the catalogue of signals: what each is called, coded, rounded and how long it may be believed.
// Never judges a value clinically: the acceptance range is what a monitor can print, not what is healthy.

export const CONTINUOUS_SIGNALS = ['heartRate', 'pulseRate', 'spo2', 'respirationRate'] as const
/** Signals that arrive about once a second. Cuff pressure is not one of them: it is a measurement with its own time. */
export type SignalId = (typeof CONTINUOUS_SIGNALS)[number]

export const PRESSURE_COMPONENTS = ['systolic', 'diastolic', 'mean'] as const
export type PressureComponent = (typeof PRESSURE_COMPONENTS)[number]

export type Quantity = SignalId | PressureComponent

export type QuantityEntry = {
  readonly id: Quantity
  readonly label: string
  /** What stands on a tile where room is short. */
  readonly short: string
  /** The unit as people read it. */
  readonly unit: string
  /** The unit's UCUM code. */
  readonly ucum: string
  /** Decimal places shown. Values are rounded to these, then compared with limits. */
  readonly digits: number
  /** Outside this the report is refused (`implausible-value`): no monitor prints such a number. Inclusive. */
  readonly accepted: { readonly from: number; readonly to: number }
  readonly loinc: string
  /** ISO/IEEE 11073-10101 reference id. */
  readonly mdc: string
}

export const CATALOGUE: { readonly [Q in Quantity]: QuantityEntry & { readonly id: Q } } = {
  heartRate: {
    id: 'heartRate',
    label: 'Heart rate',
    short: 'HR',
    unit: '/min',
    ucum: '/min',
    digits: 0,
    accepted: { from: 1, to: 350 },
    loinc: '8867-4',
    mdc: 'MDC_ECG_HEART_RATE',
  },
  pulseRate: {
    id: 'pulseRate',
    label: 'Pulse rate',
    short: 'PR',
    unit: '/min',
    ucum: '/min',
    digits: 0,
    accepted: { from: 1, to: 350 },
    loinc: '8889-8',
    mdc: 'MDC_PULS_OXIM_PULS_RATE',
  },
  spo2: {
    id: 'spo2',
    label: 'SpO₂',
    short: 'SpO₂',
    unit: '%',
    ucum: '%',
    digits: 0,
    accepted: { from: 1, to: 100 },
    loinc: '59408-5',
    mdc: 'MDC_PULS_OXIM_SAT_O2',
  },
  respirationRate: {
    id: 'respirationRate',
    label: 'Respiration',
    short: 'RR',
    unit: '/min',
    ucum: '/min',
    digits: 0,
    accepted: { from: 0, to: 150 },
    loinc: '9279-1',
    mdc: 'MDC_RESP_RATE',
  },
  systolic: {
    id: 'systolic',
    label: 'Systolic pressure',
    short: 'SBP',
    unit: 'mmHg',
    ucum: 'mm[Hg]',
    digits: 0,
    accepted: { from: 1, to: 350 },
    loinc: '8480-6',
    mdc: 'MDC_PRESS_CUFF_SYS',
  },
  diastolic: {
    id: 'diastolic',
    label: 'Diastolic pressure',
    short: 'DBP',
    unit: 'mmHg',
    ucum: 'mm[Hg]',
    digits: 0,
    accepted: { from: 1, to: 350 },
    loinc: '8462-4',
    mdc: 'MDC_PRESS_CUFF_DIA',
  },
  mean: {
    id: 'mean',
    label: 'Mean pressure',
    short: 'MAP',
    unit: 'mmHg',
    ucum: 'mm[Hg]',
    digits: 0,
    accepted: { from: 1, to: 350 },
    loinc: '8478-0',
    mdc: 'MDC_PRESS_CUFF_MEAN',
  },
}

/** The cuff's own entry: a panel of three quantities. */
export const BLOOD_PRESSURE = {
  label: 'Blood pressure',
  short: 'BP',
  unit: 'mmHg',
  loinc: '85354-9',
  mdc: 'MDC_PRESS_CUFF',
} as const

/** Milliseconds; how long a continuous value may be believed. Source: clinical facts §4 "Freshness", "Slow devices". */
export type FreshnessWindow = {
  readonly liveToMs: number
  readonly staleFromMs: number
  readonly noLiveDataFromMs: number
  /** The device's declared interval when above 10 s: the tile says "every 60 s", alarms act on the first value. */
  readonly slowEveryMs?: number
}

export const FRESHNESS = { liveToMs: 3_000, staleFromMs: 10_000, noLiveDataFromMs: 15_000 } as const
/** Above this declared interval a device is "slow". */
export const SLOW_DEVICE_FROM_MS = 10_000

/**
 * How long a continuous value of a device with this declared interval is live, ageing and stale.
 * @param everyMs the interval the device declared in its hello, in milliseconds; undefined: about 1 Hz
 */
export function freshnessWindow(everyMs: number | undefined): FreshnessWindow {
  const every = everyMs ?? 1_000
  const window = {
    liveToMs: Math.max(FRESHNESS.liveToMs, 1.2 * every),
    staleFromMs: Math.max(FRESHNESS.staleFromMs, 2.2 * every),
    noLiveDataFromMs: Math.max(FRESHNESS.noLiveDataFromMs, 2.5 * every),
  }
  return every > SLOW_DEVICE_FROM_MS ? { ...window, slowEveryMs: every } : window
}

/** Cuff cycle of the "infusing" phase. Source: clinical facts §4 "By phase". */
export const CUFF_CYCLE_MS = 5 * 60_000
/**
 * A cycle takes 20–45 s (clinical facts §2), a slow one at most this long (ours, [P]): one whose end was not told by then was
 * lost, and keeps nobody from the next reading.
 */
export const CUFF_RUNS_AT_MOST_MS = 2 * 60_000
/** A cuff reading is live for one cycle, ageing to one and a half, then stale. Source: §4 "Freshness". */
export const CUFF_STALE_FACTOR = 1.5

/** Rounds to the digits shown; what is compared with a limit is what people read. */
export function shown(quantity: Quantity, value: number): number {
  const { digits } = CATALOGUE[quantity]
  if (digits === 0) return Math.round(value)
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}
