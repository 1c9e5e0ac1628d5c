// Owns how a schema's complaint becomes a refusal: one sentence with the field. Pure.
import type { Refusal } from '../result.ts'

/** The first problem zod names, as a sentence with its field. */
export function malformed(
  error: { issues: readonly { message: string; path: readonly PropertyKey[] }[] },
  what: string,
): Refusal {
  const issue = error.issues[0]
  const field = issue?.path.map(String).join('.')
  const message = `${what} is malformed${field ? ` at "${field}"` : ''}: ${issue?.message ?? 'unreadable'}.`
  return field ? { code: 'malformed', message, field } : { code: 'malformed', message }
}
