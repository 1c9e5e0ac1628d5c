// Owns what the pages beside ours draw: the same patient, three signals, every point, one more each second.
import { makeSeconds } from '../screens/series.ts'

export const CHARTS = 3
export const WIDTH = 600
export const HEIGHT = 150
/** Two hours at 1 Hz, or as many as `?points=` says. */
export const POINTS = Number(new URLSearchParams(location.search).get('points') ?? 7_200)

const EXTRA = 3_600
const seconds = makeSeconds(POINTS + EXTRA)
/** The window that ends `tick` seconds after the page was opened. */
export const valuesAt = (tick: number): { t: number; a: number; b: number; c: number }[] =>
  seconds.slice(tick, tick + POINTS).map(({ heartRate, spo2 }, index) => ({
    t: tick + index,
    a: heartRate,
    b: spo2,
    c: heartRate + 2,
  }))
export const KEYS = ['a', 'b', 'c'] as const
