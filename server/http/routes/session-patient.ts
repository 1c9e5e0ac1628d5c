// Owns who the patient of a session is, over HTTP: the label beside the code, and who takes them home. Neither is in the log.
// Never tells an escort to a screen that nobody is signed in at.
import { maySeeLabel } from '@chairside/shared/access.ts'
import { type HttpSessionPatient, zNewEscort } from '@chairside/shared/protocol/http-visits.ts'
import { refuse } from '@chairside/shared/result.ts'
import type { SessionIndex } from '../../store/directory.ts'
import type { Store } from '../../store/store.ts'
import { param, plannerOf, whoIs } from '../plan-access.ts'
import { bodyOf, json, type Route } from '../route.ts'
import { sessionFor } from '../session-access.ts'

export type SessionPatientDeps = {
  readonly store: Pick<Store, 'visits' | 'adminLog'>
  readonly sessions: SessionIndex
}

export function sessionPatientRoutes({ store, sessions }: SessionPatientDeps): readonly Route[] {
  const { patients, escorts, isKnown } = store.visits

  const patient: Route['handle'] = async (ask) => {
    const row = await sessionFor(ask, sessions, param(ask, 'sessionId'))
    if (!row.ok) return row
    const { patientCode, roomId, closedAtMs } = row.value
    const sees = maySeeLabel(ask.caller.viewer, { roomId, open: closedAtMs === undefined })
    const label = sees ? (await patients.labelsOf([patientCode])).get(patientCode) : undefined
    const answer: HttpSessionPatient = {
      patientCode,
      ...(label === undefined ? {} : { label }),
      known: await isKnown(patientCode),
    }
    return json(answer)
  }

  const escort: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const row = await sessionFor(ask, sessions, param(ask, 'sessionId'))
    return row.ok ? json(await escorts.of(row.value.sessionId)) : row
  }

  const setEscort: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const body = bodyOf(ask.request, zNewEscort)
    if (!body.ok) return body
    const row = await sessionFor(ask, sessions, param(ask, 'sessionId'))
    if (!row.ok) return row
    const { sessionId, patientCode, closedAtMs } = row.value
    if (closedAtMs !== undefined)
      return refuse(
        'session-closed',
        'This session is closed: nobody takes this patient home any more.',
        'sessionId',
      )
    const saved = await escorts.set({ sessionId, patientCode }, body.value, person.value)
    if (!saved.ok) return saved
    await store.adminLog.add(whoIs(person.value), 'escort.set', { sessionId })
    return json(saved.value)
  }

  return [
    // The header asks it by itself.
    { method: 'get', path: '/api/sessions/:sessionId/patient', countsAsUse: false, handle: patient },
    { method: 'get', path: '/api/sessions/:sessionId/escort', countsAsUse: false, handle: escort },
    { method: 'post', path: '/api/sessions/:sessionId/escort', countsAsUse: true, handle: setEscort },
  ]
}
