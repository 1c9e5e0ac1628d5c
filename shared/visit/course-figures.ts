// Owns what a course says of one of its sessions: the figures of its row and its lines by the time since the start, to be laid over
// the others'. Plain JSON, small: kept beside the list of sessions. Never a judgement over a trend.
import { type LastTime, lastTime } from './last-time.ts'
import type { SessionReport } from './report.ts'
import type { TrendPiece } from './report-trend.ts'

/** Of another version: worked out again. */
export const FIGURES_VERSION = 3
/** Seconds after the start; lowest and highest of that piece. */
export type OverlayPiece = readonly [number, number, number]
export type CourseFigures = LastTime & {
  readonly v: typeof FIGURES_VERSION
  readonly startedAtMs: number
  /** Absent: so far. */
  readonly closedAtMs?: number
  /** Absent: it goes on, as recorded. */
  readonly infusionMs?: number
  readonly baseline?: { readonly systolic?: number; readonly diastolic?: number }
  /** Highest systolic of the session over its baseline, mmHg. */
  readonly rise?: number
  readonly overlay: {
    /** Length of a piece, seconds. */
    readonly everyS: number
    readonly heartRate: readonly OverlayPiece[]
    readonly spo2: readonly OverlayPiece[]
    /** Seconds after the start, systolic, diastolic where there was one. */
    readonly pressures: readonly (readonly [number, number] | readonly [number, number, number])[]
  }
}

const seconds = (ms: number): number => Math.round(ms / 1_000)
const overlaid = (
  pieces: readonly TrendPiece[] | undefined,
  { fromMs, everyMs }: SessionReport['trend'],
  startMs: number,
): OverlayPiece[] =>
  (pieces ?? []).map(([piece, low, high]) => [seconds(fromMs + piece * everyMs - startMs), low, high])

/** @returns undefined of a session in which nothing was infused: it has no T+00:00 */
export function courseFigures(report: SessionReport): CourseFigures | undefined {
  const last = lastTime(report)
  const { infusion, baseline, trend, closed } = report
  if (last === undefined || infusion === undefined) return undefined
  const { startedAtMs, endedAtMs } = infusion
  const { heartRate, pulseRate, spo2 } = trend.signals
  const peak = last.peakPressure?.systolic
  const { systolic, diastolic } = baseline ?? {}
  return {
    v: FIGURES_VERSION,
    ...last,
    startedAtMs,
    ...(closed === undefined ? {} : { closedAtMs: closed.atMs }),
    ...(endedAtMs === undefined ? {} : { infusionMs: endedAtMs - startedAtMs }),
    ...(systolic === undefined && diastolic === undefined
      ? {}
      : {
          baseline: {
            ...(systolic === undefined ? {} : { systolic }),
            ...(diastolic === undefined ? {} : { diastolic }),
          },
        }),
    ...(peak === undefined || systolic === undefined ? {} : { rise: peak - systolic }),
    overlay: {
      everyS: seconds(trend.everyMs),
      heartRate: overlaid(heartRate ?? pulseRate, trend, startedAtMs),
      spo2: overlaid(spo2, trend, startedAtMs),
      pressures: trend.pressures.flatMap(({ atMs, systolic: high, diastolic: low }) => {
        if (high === undefined) return []
        const at = seconds(atMs - startedAtMs)
        return [low === undefined ? ([at, high] as const) : ([at, high, low] as const)]
      }),
    },
  }
}
