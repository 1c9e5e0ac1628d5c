// Owns what follows once a physician has confirmed that a session is another patient's: today's list, and the right plan in the
// record. Never changes what was recorded for the wrong one.
import { sessionStream } from '@chairside/shared/ids.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'
import type { SessionLog } from '../log/session-log.ts'
import { eachRecord } from './actor-state.ts'
import type { SessionActor } from './session-actor.ts'
import type { VisitSource } from './visit-source.ts'

/**
 * The hub has started: a session whose re-assignment was recorded, and nothing after it. Only then is a plan missing, or the right
 * patient has none; then nothing is changed by asking again.
 * @param actors the sessions that are open
 */
export async function finishReassigned(
  actors: readonly SessionActor[],
  log: Pick<SessionLog, 'read'>,
  visits: Parameters<typeof afterReassigned>[2],
): Promise<void> {
  for (const actor of actors) {
    const { plan, formerCodes } = actor.committed().session.visit
    if (formerCodes.length === 0 || plan !== undefined) continue
    const said: LogRecord[] = []
    await eachRecord(log, sessionStream(actor.sessionId), 0, (record) => {
      if (record.kind === 'reassignment' && record.event === 'confirmed') said.push(record)
    })
    await afterReassigned(actor, said.slice(-1), visits)
  }
}

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
