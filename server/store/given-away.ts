// Owns which sessions were recorded under a patient's code and are another patient's, with who found out and when. Reads the index of
// the log. Never counts one of them as a session of the patient it was taken for.
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { HttpFormerly } from '@chairside/shared/protocol/http.ts'
import type { HttpGivenAway } from '@chairside/shared/protocol/http-visits.ts'
import { codeKey } from '@chairside/shared/visit/patient-code.ts'
import type { RowVisit, SessionRow } from './directory.ts'
import type { Db } from './schema.ts'

type Row = Pick<SessionRow, 'patientCode' | 'openedAtMs' | 'visit'>

/** Of a session, every code it stood under before, oldest first; a row of an older version knows the codes alone. */
export function formerlyOf({ patientCode, openedAtMs, visit }: Row): readonly HttpFormerly[] {
  const { formerCodes = [], formerly = [] } = visit ?? {}
  let fromMs: EpochMs = openedAtMs
  return formerCodes.map((code, at) => {
    const known = formerly[at]
    const one = known ?? { patientCode: code, toCode: formerCodes[at + 1] ?? patientCode }
    const stood = { ...one, fromMs }
    fromMs = known?.untilMs ?? fromMs
    return stood
  })
}

/** @returns of this code, oldest first; none that came back to it */
export async function givenAwayOf(db: Db, code: string): Promise<readonly HttpGivenAway[]> {
  const key = codeKey(code)
  const rows = await db
    .selectFrom('session')
    .select(['sessionId', 'patientCode', 'roomId', 'roomName', 'openedAtMs', 'closedAtMs', 'visit'])
    .where('visit', 'like', '%"formerCodes"%')
    .orderBy('openedAtMs')
    .orderBy('sessionId')
    .execute()
  return rows.flatMap(({ sessionId, patientCode, roomId, roomName, openedAtMs, closedAtMs, visit }) => {
    if (codeKey(patientCode) === key) return []
    const row = { patientCode, openedAtMs, visit: JSON.parse(visit ?? '{}') as RowVisit }
    return formerlyOf(row)
      .filter((one) => codeKey(one.patientCode) === key)
      .map((one) => ({
        ...one,
        ...{ sessionId, nowCode: patientCode, roomId, roomName, openedAtMs },
        ...(closedAtMs === null ? {} : { closedAtMs }),
      }))
  })
}
