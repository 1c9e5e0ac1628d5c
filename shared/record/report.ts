// Owns what a device may say. Every message of a device that becomes a record begins as one of these reports.
// Never owns hub facts: seq in a stream, hub time, current or recovered are the hub's to decide.
import * as z from 'zod'
import type { DeviceEpoch, DeviceId, EpochMs } from '../ids.ts'
import { ok, type Result, refuse } from '../result.ts'
import { CATALOGUE, PRESSURE_COMPONENTS, type Quantity } from '../vitals.ts'
import { zPressureResult, zReadings } from './reading.ts'

/** A point in time on the device's own clock (the hub corrects it with the device's offset). */
export const zEpochMs = z.int().min(0).max(8_640_000_000_000_000) as unknown as z.ZodType<EpochMs, number>
export const zId = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/)
export const zDeviceId = zId as unknown as z.ZodType<DeviceId, string>
export const zEpoch = zId as unknown as z.ZodType<DeviceEpoch, string>
/** Counts from 1 within one (device, epoch), without holes. */
export const zReportSeq = z.int().min(1).max(Number.MAX_SAFE_INTEGER)

const reportEnvelope = { deviceId: zDeviceId, epoch: zEpoch, seq: zReportSeq }

export const zVitalsReport = z.strictObject({
  ...reportEnvelope,
  kind: z.literal('vitals'),
  measuredAtMs: zEpochMs,
  readings: zReadings,
})

/** One completed (or failed) cuff cycle: sent once, never repeated while it is still on the monitor's display. */
export const zBloodPressureReport = z.strictObject({
  ...reportEnvelope,
  kind: z.literal('bloodPressure'),
  measuredAtMs: zEpochMs,
  startedAtMs: zEpochMs.optional(),
  result: zPressureResult,
})

/** The cuff began to inflate. */
export const zCuffStartedReport = z.strictObject({
  ...reportEnvelope,
  kind: z.literal('cuffStarted'),
  startedAtMs: zEpochMs,
  orderId: zId.optional(),
})

/** How the device itself is. Sent when it changes, and once after hello; it is no measurement and feeds no signal. */
export const zStatusReport = z.strictObject({
  ...reportEnvelope,
  kind: z.literal('status'),
  /** When it was so. */
  measuredAtMs: zEpochMs,
  battery: z.strictObject({
    /** By the device's own judgement: `low` is said on the screens, `ok` ends that. */
    state: z.enum(['low', 'ok']),
    percent: z.number().min(0).max(100).optional(),
  }),
})

export const zReport = z.discriminatedUnion('kind', [
  zVitalsReport,
  zBloodPressureReport,
  zCuffStartedReport,
  zStatusReport,
])
export type Report = z.infer<typeof zReport>
export type VitalsReport = z.infer<typeof zVitalsReport>
export type BloodPressureReport = z.infer<typeof zBloodPressureReport>
export type StatusReport = z.infer<typeof zStatusReport>

/** When the thing reported happened, on the device's clock. */
export const reportAtMs = (report: Report): EpochMs =>
  report.kind === 'cuffStarted' ? report.startedAtMs : report.measuredAtMs

const accept = (quantity: Quantity, value: number, field: string): Result<true> => {
  const { accepted, label, unit } = CATALOGUE[quantity]
  if (Number.isFinite(value) && value >= accepted.from && value <= accepted.to) return ok(true)
  return refuse(
    'implausible-value',
    `${label} ${value} ${unit} is outside what a monitor can measure (${accepted.from} to ${accepted.to}). ` +
      'Send status "unavailable" with a reason when there is no reading.',
    field,
  )
}

/**
 * Whether a monitor can have measured these values. Says nothing about health.
 * @returns ok, or `implausible-value` / `malformed` with the field at fault
 */
export function checkPlausible(report: Report): Result<true> {
  if (report.kind === 'vitals') {
    for (const [signal, reading] of Object.entries(report.readings)) {
      if (reading?.status !== 'measured') continue
      const checked = accept(signal as Quantity, reading.value, `readings.${signal}.value`)
      if (!checked.ok) return checked
    }
    if (Object.keys(report.readings).length === 0)
      return refuse('malformed', 'A vitals report needs at least one signal in "readings".', 'readings')
    return ok(true)
  }
  if (report.kind === 'bloodPressure') {
    const { result } = report
    if (report.startedAtMs !== undefined && report.startedAtMs > report.measuredAtMs)
      return refuse('malformed', 'A cuff cycle cannot start after it was measured.', 'startedAtMs')
    if (result.status !== 'measured') return ok(true)
    if (PRESSURE_COMPONENTS.every((component) => result[component] === undefined))
      return refuse('malformed', 'A measured pressure needs systolic, diastolic or mean.', 'result')
    for (const component of PRESSURE_COMPONENTS) {
      const value = result[component]
      if (value === undefined) continue
      const checked = accept(component, value, `result.${component}`)
      if (!checked.ok) return checked
    }
  }
  return ok(true)
}
