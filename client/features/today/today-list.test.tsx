// Today's list as markup: what each line says, what can be done with it, and the warning of codes that look alike. No browser.
import { epochMs, type PersonId, type RoomId, type SessionId } from '@chairside/shared/ids.ts'
import type { HttpAppointment, HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import type { Role } from '@chairside/shared/record/record.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { renderToString } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { ScreenContext, type ScreenTools } from '../../session/use-screen.ts'
import { TodayList } from './today-page.tsx'

const AT = Date.UTC(2026, 10, 21, 9, 0)
const A = withCheck('K-041') ?? ''
const B = withCheck('K-047') ?? ''
const appointment = (over: Partial<HttpAppointment>): HttpAppointment => ({
  appointmentId: 'visit-1',
  roomId: 'room-1' as RoomId,
  roomName: 'Room 1',
  atMs: epochMs(AT),
  patientCode: A,
  label: 'A.L. 1983',
  courseId: 'course-1',
  indication: 'Depression',
  number: 3,
  of: 6,
  state: 'scheduled',
  by: 'R. Osei (nurse)',
  ...over,
})
const today = (over: Partial<HttpToday>, ...appointments: HttpAppointment[]): HttpToday => ({
  day: '2026-11-21',
  zone: 'Europe/Oslo',
  fromMs: epochMs(AT),
  toMs: epochMs(AT),
  rooms: [{ roomId: 'room-1' as RoomId, roomName: 'Room 1', appointments }],
  dischargeAfterMs: 3_600_000,
  lookAlikes: [],
  ...over,
})
const ORDER = {
  orderId: 'order-1',
  signedBy: { personId: 'p' as PersonId, name: 'Dr Lindqvist', role: 'physician' as const },
  signedAtMs: epochMs(0),
  scope: 'course' as const,
  drug: 'ketamine',
  mgPerKg: 0.5,
  maxMg: 50,
  minutes: 40,
  limits: [],
  prn: [],
}

async function render(list: HttpToday, role: Role = 'nurse', isToday = true): Promise<string> {
  const link = { store: createStore(() => ({ self: { actor: { personId: 'p', name: 'R. Osei', role } } })) }
  const tools = { screen: { link } } as unknown as ScreenTools
  const root = createRootRoute()
  const paths = ['/patients', '/patients/$code', '/room/$roomId', '/sessions/$sessionId/summary', '/today']
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({
        getParentRoute: () => root,
        path: '/',
        component: () => (
          <QueryClientProvider client={new QueryClient()}>
            <MantineProvider>
              <ScreenContext value={tools}>
                <TodayList today={list} isToday={isToday} onAsk={() => undefined} />
              </ScreenContext>
            </MantineProvider>
          </QueryClientProvider>
        ),
      }),
      ...paths.map((path) => createRoute({ getParentRoute: () => root, path })),
    ]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  await router.load()
  return renderToString(<RouterProvider router={router as never} />)
}
const said = (html: string): string =>
  html
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

describe('today’s list', () => {
  test('[PT38] a line says time, code, label, which session, and whether an order is signed', async () => {
    const text = said(await render(today({}, appointment({ order: ORDER }))))
    expect(text).toContain(`10:00 ${A} A.L. 1983 Session 3 of 6 · Depression`)
    expect(text).toContain('Order signed by Dr Lindqvist: ketamine 0.5 mg/kg over 40 min, at most 50 mg')
    expect(text).toContain('Open session')
  })

  test('[PT38] a missing order is said to whoever may sign it, with the way there', async () => {
    const list = today({}, appointment({}))
    expect(said(await render(list))).toContain('No order is signed. A physician signs it')
    const html = await render(list, 'physician')
    expect(said(html)).toContain('No order is signed. Sign one on the patient’s page')
    expect(html).toContain(`/patients/${A}`)
  })

  test('[PT33] codes that look alike are named on top and in each line, whole for who hears them', async () => {
    const list = today(
      { lookAlikes: [[A, B]] },
      appointment({}),
      appointment({ appointmentId: 'visit-2', patientCode: B, atMs: epochMs(AT + 7_200_000) }),
    )
    const html = await render(list)
    expect(html).toContain('Codes that look alike')
    expect(html.match(new RegExp(`visually-hidden">${A}<`, 'g'))?.length).toBe(3)
    expect(said(html).replaceAll(/ (?=[0-9A-Z] )/g, '')).toContain('Looks like')
    expect(html).not.toMatch(/--(high|medium|low)/)
    expect(said(await render(today({}, appointment({}))))).not.toContain('look alike')
  })

  test('[PT45] one that comes before its room is free is asked about in its line, with until when', async () => {
    const first = appointment({ order: ORDER })
    const later = (minutes: number) =>
      appointment({ appointmentId: 'visit-2', patientCode: B, atMs: epochMs(AT + minutes * 60_000) })
    const asked = `${A}, 10:00, has the room until 11:40 at least. Is that meant?`
    const text = said(await render(today({}, first, later(1))))
    expect(text).toContain(asked)
    expect(text.indexOf(asked)).toBeGreaterThan(text.indexOf('10:01'))
    expect(text.match(/Is that meant/g)).toHaveLength(1)
    expect(said(await render(today({}, first, later(100))))).not.toContain('Is that meant')
  })

  test('[PT23] what became of each stands there, with the way to the chair or the summary', async () => {
    const sessionId = 's1' as SessionId
    const list = today(
      {},
      appointment({ state: 'open', sessionId, sessionRoomId: 'room-2' as RoomId }),
      appointment({ appointmentId: 'b', state: 'closed', sessionId, outcome: 'dischargedEarly' }),
      appointment({ appointmentId: 'c', state: 'missed' }),
      appointment({
        appointmentId: 'd',
        state: 'cancelled',
        cancelled: { by: 'R. Osei (nurse)', atMs: epochMs(AT), reason: 'fever' },
      }),
    )
    const html = await render(list)
    const text = said(html)
    for (const words of ['HERE NOW', 'Discharged early', 'Missed', 'Off the list', 'R. Osei (nurse): fever'])
      expect(text).toContain(words)
    expect(html).toContain('/room/room-2')
    expect(html).toContain('/sessions/s1/summary')
    expect(text).not.toContain('Open session')
  })

  test('[UI321] an empty day says the way to a session in one line, and begins it', async () => {
    const html = await render(today({}))
    expect(said(html)).toMatch(/New patient.*Course.*A physician signs the order.*Schedule/)
    expect(html).toMatch(/<a [^>]*href="\/patients\?add=true"[^>]*>New patient</)
  })

  test('[PT38] of another day nothing is opened, and an empty day says how to fill it', async () => {
    expect(said(await render(today({}, appointment({})), 'nurse', false))).not.toContain('Open session')
    expect(said(await render(today({})))).toContain('Nobody is on the list of this day')
  })

  test('[PT38] a room that has a session opens no second one, and shows one that is on no list', async () => {
    const open = { sessionId: 's9' as SessionId, patientCode: 'SIM-101' }
    const rooms = [{ roomId: 'room-1' as RoomId, roomName: 'Room 1', appointments: [appointment({})], open }]
    const html = await render(today({ rooms }))
    expect(said(html)).toContain('Here now, on no list of this room: SIM-101')
    expect(html).toMatch(/<button[^>]*disabled[^>]*>Open session/)
  })
})
