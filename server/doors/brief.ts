// Owns how long a refusal may be: what a stranger sent is quoted back, never at any length he likes.
import type { Refusal } from '@chairside/shared/result.ts'

const MESSAGE_CHARS = 500
const FIELD_CHARS = 200

/** The same refusal, its sentence and field cut to what a `refused` record may hold. */
export const brief = ({ code, message, field }: Refusal): Refusal => ({
  code,
  message: message.length > MESSAGE_CHARS ? `${message.slice(0, MESSAGE_CHARS - 1)}…` : message,
  ...(field === undefined ? {} : { field: field.slice(0, FIELD_CHARS) }),
})
