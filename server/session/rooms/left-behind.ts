// Owns what is said in the session of a patient who went to another room when a monitor that stayed behind sends, too late, what it had
// measured before. Never gives it to them: nobody saw when that monitor came off.
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import type { PreparedReport } from '../prepared.ts'
import type { SessionActor } from '../session-actor.ts'

export type Left = { readonly actor: SessionActor; readonly atMs: EpochMs }

/** Says of each report that it is missing there; of what is not theirs, nothing. Resolves after the first try. */
export async function sayToWhoLeft(
  left: Left | undefined,
  roomName: string,
  reports: readonly PreparedReport[],
): Promise<void> {
  if (left === undefined) return
  const { opened, closed, sources, visit } = left.actor.committed().session
  if (opened === undefined || closed !== undefined) return
  const bodies = reports.flatMap(({ origin, taken }): RecordBody[] => {
    const source = sources[origin.deviceId]
    if (!taken.ok || source === undefined) return []
    if (taken.measuredAtMs >= left.atMs || taken.measuredAtMs < opened.hubAtMs) return []
    return [
      {
        kind: 'refused',
        deviceId: origin.deviceId,
        origin,
        code: 'not-in-session',
        message: `Measured by ${source.name} in ${roomName} before the patient was moved to ${visit.move?.toRoomName ?? 'another room'}, and it came too late: it is missing here.`,
        field: taken.report.kind === 'cuffStarted' ? 'startedAtMs' : 'measuredAtMs',
      },
    ]
  })
  await Promise.all(bodies.map((body) => left.actor.insist(body)))
}
