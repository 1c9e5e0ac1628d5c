// Owns what one measurement can be: a value, or a named reason why there is none. There is no null and no zero-for-missing.
import * as z from 'zod'
import { CONTINUOUS_SIGNALS } from '../vitals.ts'

/**
 * sensorOff    the sensor is not on the patient (or the lead is off)
 * artifact     something was measured and the device itself does not believe it
 * deviceFault  the device cannot measure
 * settling     just re-attached: the device says its values are not yet to be believed
 * noReading    the device gave no value and no reason (files say 0, blank or NaN); for a cuff: the cycle failed
 */
export const UNAVAILABLE_REASONS = ['sensorOff', 'artifact', 'deviceFault', 'settling', 'noReading'] as const
export type UnavailableReason = (typeof UNAVAILABLE_REASONS)[number]

export const zUnavailable = z.strictObject({
  status: z.literal('unavailable'),
  reason: z.enum(UNAVAILABLE_REASONS),
})

export const zReading = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('measured'), value: z.number() }),
  zUnavailable,
])
export type Reading = z.infer<typeof zReading>

export const zSignal = z.enum(CONTINUOUS_SIGNALS)

/** The signals of one instant. A signal that is absent here was not reported: it says nothing and it ages. */
export const zReadings = z.partialRecord(zSignal, zReading)
export type Readings = z.infer<typeof zReadings>

/** mmHg. A mean may come alone; a systolic or diastolic that was not measured is absent, never zero. */
export const zPressureResult = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('measured'),
    systolic: z.number().optional(),
    diastolic: z.number().optional(),
    mean: z.number().optional(),
  }),
  zUnavailable,
])
export type PressureResult = z.infer<typeof zPressureResult>
