// Owns how much one message of a device may hold. What is above it is said to be too large, not malformed, and a message
// is never blamed for the size of the one behind it.
import {
  MAX_DEVICE_MESSAGE_BYTES,
  MAX_REPORTS_PER_MESSAGE,
  zReportMessage,
} from '@chairside/shared/protocol/devices.ts'
import { type Refusal, refuse } from '@chairside/shared/result.ts'
import * as z from 'zod'
import type { DeviceLink } from './device-link.ts'

/** A report message whose number of reports has not been judged yet. */
export const zCounted = zReportMessage.extend({ reports: z.array(z.unknown()).min(1) })

/** Notes a packet as it comes off the wire; cheap, for it sees every one. */
export function noteSize(link: Pick<DeviceLink, 'oversize'>, data: unknown): void {
  // A character is at most three bytes of UTF-8 here, so most packets need no counting.
  if (typeof data !== 'string' || data.length * 3 <= MAX_DEVICE_MESSAGE_BYTES) return
  if (Buffer.byteLength(data) > MAX_DEVICE_MESSAGE_BYTES) link.oversize = true
}

/** Why this message is too large, or undefined. */
export function tooLarge(
  link: Pick<DeviceLink, 'oversize'>,
  message: z.infer<typeof zCounted>,
): { ok: false; error: Refusal } | undefined {
  const count = message.reports.length
  if (count > MAX_REPORTS_PER_MESSAGE)
    return refuse(
      'too-large',
      `A message holds at most ${MAX_REPORTS_PER_MESSAGE} reports, not ${count}.`,
      'reports',
    )
  // The connection may have received the next message already: only the message itself says how large it is.
  if (!link.oversize || Buffer.byteLength(JSON.stringify(message)) <= MAX_DEVICE_MESSAGE_BYTES)
    return undefined
  link.oversize = false
  return refuse(
    'too-large',
    `A message holds at most ${MAX_DEVICE_MESSAGE_BYTES} bytes; send fewer reports in each.`,
    'reports',
  )
}
