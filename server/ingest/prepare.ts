// Owns the first look at one report: its form, its plausibility and its times. Pure.
// Never drops one silently: each is taken, refused for good (and counted through), or not counted at all with a reason.
import type { EpochMs } from '@chairside/shared/ids.ts'
import { malformed } from '@chairside/shared/protocol/malformed.ts'
import type { Origin } from '@chairside/shared/record/record.ts'
import { zOrigin } from '@chairside/shared/record/record.ts'
import { checkPlausible, type Report, reportAtMs, zReport } from '@chairside/shared/record/report.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import { CONTINUOUS_SIGNALS } from '@chairside/shared/vitals.ts'
import { brief } from '../doors/brief.ts'
import type { PreparedReport } from '../session/prepared.ts'
import { type ClockOffset, toHubMs } from './clock-offset.ts'
import type { Joined } from './device-link.ts'

/** A device's clock may be read a little after the measurement it just made. */
const FUTURE_TOLERANCE_MS = 1_000
/** Older than this is another day's data, not a backlog. */
export const OLDEST_REPORT_MS = 24 * 3_600_000

/** Who sent it and which number it has, whatever else is wrong with it. */
export function originOf(raw: unknown): Result<Origin> {
  const { deviceId, epoch, seq } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<
    string,
    unknown
  >
  const parsed = zOrigin.safeParse({ deviceId, epoch, seq })
  return parsed.success
    ? ok(parsed.data)
    : { ok: false, error: brief(malformed(parsed.error, 'This report')) }
}

function unknownSignal(raw: unknown): Refusal | undefined {
  const { readings } = raw as { readings?: unknown }
  if (typeof readings !== 'object' || readings === null) return undefined
  const known: readonly string[] = CONTINUOUS_SIGNALS
  const unknown = Object.keys(readings).find((signal) => !known.includes(signal))
  if (unknown === undefined) return undefined
  const name = unknown.slice(0, 40)
  return {
    code: 'unknown-signal',
    message: `"${name}" is not a signal Chairside knows (${CONTINUOUS_SIGNALS.join(', ')}); cuff pressure has its own report.`,
    field: `readings.${name}`,
  }
}

/** What a device may send for its room. */
export type MaySend = Pick<Joined, 'signals' | 'placedAtMs'>

/** A device feeds the signals it declared, from when it came into its room: anything else may be somebody else's. */
function beyondItsPlace(report: Report, measuredAtMs: EpochMs, from: MaySend): Refusal | undefined {
  if (measuredAtMs < from.placedAtMs)
    return refuse(
      'not-in-session',
      'This was measured before the device was moved into this room: it belongs to another patient.',
      report.kind === 'cuffStarted' ? 'startedAtMs' : 'measuredAtMs',
    ).error
  // How the device itself is, is nobody's signal.
  if (report.kind === 'status') return undefined
  const signals = report.kind === 'vitals' ? Object.keys(report.readings) : ['bloodPressure']
  const undeclared = signals.find((signal) => !from.signals.includes(signal))
  if (undeclared === undefined) return undefined
  return refuse(
    'unknown-signal',
    `This device did not declare ${undeclared} in its hello; another one may feed it. Say hello again with it.`,
    report.kind === 'vitals' ? `readings.${undeclared}` : 'kind',
  ).error
}

const fromSeconds = (ms: number): string => `${Math.round(ms / 1000)} s`

/**
 * Checks one report whose origin is known.
 * @param sentAtMs the device's clock as it sent the message: age is `sentAtMs − measuredAtMs` on one clock
 */
export function prepare(
  raw: unknown,
  origin: Origin,
  sentAtMs: number,
  clock: ClockOffset,
  nowMs: EpochMs,
  from: MaySend,
): PreparedReport {
  const refused = (refusal: Refusal): PreparedReport => ({
    origin,
    taken: { ok: false, refusal: brief(refusal) },
  })
  const stranger = unknownSignal(raw)
  if (stranger !== undefined) return refused(stranger)
  const parsed = zReport.safeParse(raw)
  if (!parsed.success) return refused(malformed(parsed.error, 'This report'))
  const report = parsed.data
  const plausible = checkPlausible(report)
  if (!plausible.ok) return refused(plausible.error)
  const ageMs = sentAtMs - reportAtMs(report)
  const field = report.kind === 'cuffStarted' ? 'startedAtMs' : 'measuredAtMs'
  if (ageMs < -FUTURE_TOLERANCE_MS)
    return refused(
      refuse(
        'measured-in-future',
        `This was measured ${fromSeconds(-ageMs)} after it was sent. Check which clock "${field}" comes from.`,
        field,
      ).error,
    )
  if (ageMs > OLDEST_REPORT_MS)
    return refused(
      refuse(
        'measured-too-old',
        'This was measured more than 24 h before it was sent: that is another day’s data, not a backlog.',
        field,
      ).error,
    )
  const started = report.kind === 'bloodPressure' ? report.startedAtMs : undefined
  if (started !== undefined && sentAtMs - started > OLDEST_REPORT_MS)
    return refused(
      refuse('measured-too-old', 'This cuff cycle began more than 24 h before it was sent.', 'startedAtMs')
        .error,
    )
  const measuredAtMs = toHubMs(clock, reportAtMs(report), nowMs)
  const beyond = beyondItsPlace(report, measuredAtMs, from)
  if (beyond !== undefined) return refused(beyond)
  return {
    origin,
    taken: {
      ok: true,
      report,
      measuredAtMs,
      ...(started === undefined ? {} : { startedAtMs: toHubMs(clock, started, nowMs) }),
    },
  }
}
