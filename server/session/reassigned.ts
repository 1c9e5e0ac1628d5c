// Owns what follows once a physician has confirmed that a session is another patient's: today's list, and the right plan in the
// record. Never changes what was recorded for the wrong one.
import type { LogRecord } from '@chairside/shared/record/record.ts'
import type { SessionActor } from './session-actor.ts'
import type { VisitSource } from './visit-source.ts'

/** @param records what was just committed in this session */
export async function afterReassigned(
  actor: SessionActor,
  records: readonly LogRecord[],
  visits: Pick<VisitSource, 'reassigned' | 'planOfSession'>,
): Promise<void> {
  for (const record of records) {
    if (record.kind !== 'reassignment' || record.event !== 'confirmed') continue
    const { toCode, by, commandId, screenId } = record
    await visits.reassigned(actor.sessionId, toCode)
    const plan = await visits.planOfSession(actor.sessionId, toCode)
    if (!plan.ok) continue
    await actor.insist({
      kind: 'plan',
      by,
      commandId,
      ...(screenId === undefined ? {} : { screenId }),
      ...plan.value,
    })
  }
}
