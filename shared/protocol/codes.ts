// Owns the one list of error codes and what may be done about each. Policy reads the code, never the text.

/**
 * transient: the same message may succeed later; send it again.
 * ambiguous: it may have happened; ask (`command:status`, hello) before sending it again.
 * permanent: the same message will never succeed; drop it.
 */
export type ErrorClass = 'transient' | 'ambiguous' | 'permanent'

export const ERROR_CODES = {
  // doors
  'protocol-version': 'permanent',
  'token-unknown': 'permanent',
  'token-revoked': 'permanent',
  'origin-refused': 'permanent',
  'wrong-door': 'permanent',
  'not-signed-in': 'permanent',
  'wrong-credentials': 'permanent',
  throttled: 'transient',
  'not-allowed': 'permanent',
  'not-enrolled': 'permanent',
  'not-found': 'permanent',
  'hub-stopping': 'transient',
  internal: 'ambiguous',
  // payloads
  malformed: 'permanent',
  'too-large': 'permanent',
  busy: 'transient',
  // devices
  'hello-first': 'permanent',
  'device-unknown': 'permanent',
  'device-superseded': 'permanent',
  'rate-refused': 'permanent',
  'slow-down': 'transient',
  'sequence-gap': 'transient',
  'unknown-signal': 'permanent',
  'implausible-value': 'permanent',
  'measured-in-future': 'permanent',
  'measured-too-old': 'permanent',
  'not-in-session': 'permanent',
  'source-taken': 'permanent',
  'storage-failed': 'transient',
  // tail
  'stream-unknown': 'permanent',
  'sequence-unknown': 'permanent',
  // commands
  'command-expired': 'permanent',
  'command-unknown': 'permanent',
  'state-moved': 'permanent',
  'session-closed': 'permanent',
  'session-already-open': 'permanent',
  'room-without-session': 'permanent',
  'disk-low': 'transient',
  'alarm-ended': 'permanent',
  'already-acknowledged': 'permanent',
  'alarm-unknown': 'permanent',
  'wrong-place': 'permanent',
  'already-taken': 'permanent',
  'nothing-to-silence': 'permanent',
  'too-late': 'permanent',
  'limit-out-of-range': 'permanent',
  'tone-test-stale': 'permanent',
  // visits
  /** A time after now, or before the session. */
  'in-future': 'permanent',
  'time-out-of-session': 'permanent',
  /** A figure that can hardly be: asked about; the same command with `confirmed` is taken. */
  'unlikely-value': 'permanent',
  'impossible-value': 'permanent',
  /** The rate on the pump is more than 2 % off what the plan makes. */
  'rate-mismatch': 'permanent',
  'check-in-incomplete': 'permanent',
  'gate-holds': 'permanent',
  'discharge-not-met': 'permanent',
  'phase-not-allowed': 'permanent',
  /** The same thing was recorded a moment ago: second dose, or the same one? */
  'same-again': 'permanent',
  'code-mistyped': 'permanent',
  'handover-first': 'permanent',
  'already-exists': 'permanent',
  'profile-invalid': 'permanent',
  'profile-unknown': 'permanent',
  'profile-older': 'permanent',
  'profile-unchanged': 'permanent',
  timeout: 'ambiguous',
  // recordings and imports
  'not-a-recording': 'permanent',
  'recording-damaged': 'permanent',
  'already-imported': 'permanent',
  'session-open': 'transient',
  'import-stopped': 'transient',
} as const satisfies Record<string, ErrorClass>

export type ErrorCode = keyof typeof ERROR_CODES

export const errorClass = (code: ErrorCode): ErrorClass => ERROR_CODES[code]
