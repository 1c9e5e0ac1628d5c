// Owns today's list over HTTP: who comes to which room when, what is open there, and which codes could be taken for one another.
import type { HubClock } from '@chairside/shared/clock.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import type { HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import { refuse } from '@chairside/shared/result.ts'
import { lookAlikes } from '@chairside/shared/visit/patient-code.ts'
import type { Site } from '@chairside/shared/visit/site.ts'
import * as z from 'zod'
import type { SessionIndex } from '../../store/directory.ts'
import type { Store } from '../../store/store.ts'
import { dayCalled, dayName } from '../clinic-day.ts'
import { plannerOf } from '../plan-access.ts'
import { json, queryOf, type Route } from '../route.ts'

export type TodayDeps = {
  readonly store: Pick<Store, 'visits' | 'rooms'>
  readonly sessions: SessionIndex
  readonly clock: Pick<HubClock, 'nowMs'>
  /** IANA zone of the clinic. */
  readonly zone: string
  readonly site: Pick<Site, 'dischargeAfterMs'>
}

const zQuery = z.strictObject({ day: z.string().max(20).optional() })
/** As many as there are rooms, and more. */
const OPEN_LIMIT = 200

export function todayRoutes({ store, sessions, clock, zone, site }: TodayDeps): readonly Route[] {
  const { appointments, patients } = store.visits

  const today: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const query = queryOf(ask.request, zQuery)
    if (!query.ok) return query
    const now = dayName(clock.nowMs(), zone)
    const name = query.value.day ?? now
    const day = dayCalled(name, zone)
    if (day === undefined)
      return refuse('malformed', 'A day is written YYYY-MM-DD, such as 2026-11-21.', 'day')
    const listed = await appointments.between(day)
    const open = name === now ? await sessions.list({ limit: OPEN_LIMIT, open: true }) : []
    const labels = await patients.labelsOf(open.map(({ patientCode }) => patientCode))
    const rooms = await store.rooms.list()
    const here = listed.filter(({ state }) => state !== 'cancelled').map(({ patientCode }) => patientCode)
    const alike = lookAlikes([...here, ...open.map(({ patientCode }) => patientCode)])
    const answer: HttpToday = {
      day: name,
      zone,
      fromMs: epochMs(day.fromMs),
      toMs: epochMs(day.toMs),
      rooms: rooms.flatMap(({ roomId, name: roomName, disabled }) => {
        const own = listed.filter((one) => one.roomId === roomId)
        const running = open.find((one) => one.roomId === roomId)
        if (disabled && own.length === 0 && running === undefined) return []
        const label = running === undefined ? undefined : labels.get(running.patientCode)
        return [
          {
            roomId,
            roomName,
            appointments: own,
            ...(running === undefined
              ? {}
              : {
                  open: {
                    sessionId: running.sessionId,
                    patientCode: running.patientCode,
                    ...(label === undefined ? {} : { label }),
                  },
                }),
          },
        ]
      }),
      dischargeAfterMs: site.dischargeAfterMs,
      lookAlikes: [...alike].flatMap(([code, others]) =>
        others.filter((other) => code < other).map((other) => [code, other] as const),
      ),
    }
    return json(answer)
  }

  // The page looks again by itself: that is nobody's use.
  return [{ method: 'get', path: '/api/today', countsAsUse: false, handle: today }]
}
