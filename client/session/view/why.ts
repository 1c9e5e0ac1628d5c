// Owns asking "Why?" of a session's records, live or recorded: the engine itself is run over them up to the moment, and its
// one sentence is all that comes back. Never decides anything that is shown elsewhere, and keeps nothing.
import { ruleSetOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { whyAt } from '@chairside/shared/alarm/why/why.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import { ok, type Refusal, type Result } from '@chairside/shared/result.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import type { SessionStore } from './store.ts'

const NOT_READ: Refusal = {
  code: 'internal',
  message: 'The records of this session cannot be read a second time.',
}
const NOT_KNOWN: Refusal = {
  code: 'profile-unknown',
  message: 'This session’s alarm rules are not known to this screen: it cannot say why.',
}
/** Lines asked for at once. */
const AT_ONCE = 4_000

/**
 * @param atMs hub time of the moment asked about
 * @param about a quantity or a condition
 */
export async function askWhy(
  { source, view }: Pick<SessionStore, 'source' | 'view'>,
  atMs: number,
  about: Quantity | (string & {}),
): Promise<Result<string>> {
  const { state } = view.getState()
  const ruleSet = ruleSetOfSession(state)
  if (ruleSet === undefined) return { ok: false, error: NOT_KNOWN }
  if (source.read === undefined) return { ok: false, error: NOT_READ }
  const records: DecodedRecord[] = []
  for (let first = 1; first <= state.head; first += AT_ONCE) {
    const last = Math.min(state.head, first + AT_ONCE - 1)
    const found = source.read(first, last)
    const lines = found instanceof Promise ? await found : ok(found)
    if (!lines.ok) return lines
    for (const line of lines.value) {
      const record = decodeLine(line)
      if (!record.ok) return record
      records.push(record.value)
    }
  }
  return ok(whyAt(ruleSet, records, atMs, about))
}
