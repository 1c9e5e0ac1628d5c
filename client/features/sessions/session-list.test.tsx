// The list of sessions: what a line says, what it is narrowed by, whose days count. Markup and plain functions, no browser.
import type { HttpSession } from '@chairside/shared/protocol/http.ts'
import { MantineProvider } from '@mantine/core'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { momentInZone, startOfDay } from '../../ui/clinic-day.ts'
import { zoneWords } from '../../ui/format.ts'
import { DayField, TimeField } from '../../ui/time-fields.tsx'
import { isNarrowed, NO_FILTER, queryOfFilter, SessionFilter } from './session-filter.tsx'
import { listedWords, SessionRow } from './session-row.tsx'
import { NoRows } from './sessions-page.tsx'

const OPENED = Date.UTC(2026, 10, 14, 9, 12)
const MINUTE = 60_000
const session = (change: Partial<HttpSession> = {}): HttpSession =>
  ({
    sessionId: 's1',
    roomId: 'room-3',
    roomName: 'Room 3',
    patientCode: 'K-0417',
    provenance: 'simulated',
    openedAtMs: OPENED,
    closedAtMs: OPENED + 82 * MINUTE,
    summary: {
      startedAtMs: OPENED + 5 * MINUTE,
      peakPressure: { systolic: 182, diastolic: 99, measuredAtMs: OPENED + 25 * MINUTE },
      peakRate: { value: 96, signal: 'heartRate', measuredAtMs: OPENED + 40 * MINUTE },
      lowestSpo2: { value: 91, measuredAtMs: OPENED + 38 * MINUTE },
      alarms: { high: 1, medium: 3, low: 0 },
    },
    ...change,
  }) as HttpSession

async function render(children: ReactNode): Promise<string> {
  const root = createRootRoute()
  const index = createRoute({ getParentRoute: () => root, path: '/', component: () => <ol>{children}</ol> })
  const router = createRouter({
    routeTree: root.addChildren([
      index,
      createRoute({ getParentRoute: () => root, path: '/replay/$sessionId' }),
      createRoute({ getParentRoute: () => root, path: '/room/$roomId' }),
    ]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  await router.load()
  return renderToString(<RouterProvider router={router as never} />)
}
const row = (change: Partial<HttpSession> = {}, zone = 'Europe/Oslo') =>
  render(<SessionRow session={session(change)} zone={zone} />)
const said = (html: string): string =>
  html
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

describe('a line of the list', () => {
  test('[SU15] says by hand where a person measured the peak, and nowhere else', async () => {
    const summary = {
      peakPressure: { systolic: 182, diastolic: 99, measuredAtMs: OPENED + 25 * MINUTE, byHand: true },
      peakRate: { value: 96, signal: 'heartRate', measuredAtMs: OPENED + 40 * MINUTE },
      lowestSpo2: { value: 91, measuredAtMs: OPENED + 38 * MINUTE, byHand: true },
      startedAtMs: OPENED + 5 * MINUTE,
      alarms: { high: 0, medium: 0, low: 0 },
    } as HttpSession['summary']
    const words = said(await row(summary === undefined ? {} : { summary }))
    expect(words).toContain('182/99 by hand T+20:00')
    expect(words).toContain('96 HR T+35:00')
    expect(words).toContain('91 % by hand T+33:00')
  })

  test('[UI80] says when, where, how long, the peaks with their moments, the lowest, and the alarms by priority', async () => {
    const html = await row()
    const words = said(html)
    expect(words).toContain('14 Nov 2026 10:12–11:34')
    expect(words).toContain('Room 3 K-0417')
    expect(words).toContain('1:22:00')
    expect(words).toContain('182/99 T+20:00')
    expect(words).toContain('96 HR T+35:00')
    expect(words).toContain('91 % T+33:00')
    expect(words).toContain('1 high priority')
    expect(words).toContain('3 medium priority')
    expect(words).not.toContain('low priority')
    expect(words).toContain('SIMULATED')
    expect(html).toContain('href="/replay/s1"')
  })

  test('[UI80] what was not measured, not counted or did not alarm is said in words, never as a zero', async () => {
    const nothing = said(await row({ summary: { alarms: { high: 0, medium: 0, low: 0 } } }))
    expect(nothing).toContain('no cuff reading')
    expect(nothing).toContain('not measured')
    expect(nothing).toContain('no alarm')
    const { summary: _summary, ...uncounted } = session()
    expect(said(await render(<SessionRow session={uncounted} zone="Europe/Oslo" />))).toContain(
      'not counted yet',
    )
  })

  test('[UI80] an open session leads to its room', async () => {
    const { closedAtMs: _closed, ...open } = session()
    const html = await render(<SessionRow session={open} zone="Europe/Oslo" />)
    expect(html).toContain('href="/room/room-3"')
    expect(said(html)).toContain('OPEN')
  })

  test('[UI80] an imported one names its file; without a date it says so and its times count from its beginning', async () => {
    const { startedAtMs: _started, ...summary } = session().summary ?? {}
    const words = said(
      await row({
        provenance: 'recorded',
        summary: { ...summary, importedFrom: 'bidmc_05.csv', dated: false } as HttpSession['summary'] &
          object,
      }),
    )
    expect(words).toContain('IMPORTED bidmc_05.csv')
    expect(words).toContain('RECORDED')
    expect(words).toContain('No date')
    expect(words).not.toContain('2026')
    expect(words).toContain('182/99 25:00')
  })

  test('[UI80] a session over midnight names the day it ended on', async () => {
    const openedAtMs = Date.UTC(2026, 10, 14, 22, 30) as HttpSession['openedAtMs']
    const words = said(await row({ openedAtMs, closedAtMs: (openedAtMs + 60 * MINUTE) as typeof openedAtMs }))
    expect(words).toContain('14 Nov 2026 23:30–00:30 (15 Nov)')
  })

  test('[UI80] a session over a change of the clocks says which clock each time is of', async () => {
    const openedAtMs = Date.UTC(2026, 9, 25, 0, 40) as HttpSession['openedAtMs']
    const { summary: _summary, ...rest } = session()
    const closedAtMs = (openedAtMs + 40 * MINUTE) as typeof openedAtMs
    const words = said(
      await render(<SessionRow session={{ ...rest, openedAtMs, closedAtMs }} zone="Europe/Oslo" />),
    )
    expect(words).toContain('02:40 CEST–02:20 CET')
  })

  test('[UI80] the foot of the list says whether there are older ones', () => {
    expect(listedWords(50, true)).toBe('50 sessions shown; there are older ones')
    expect(listedWords(1, false)).toBe('1 session, all there are')
  })

  test('[UI381] to QA the list says that open sessions are not in it, full or empty', () => {
    const unseen = 'Sessions that are open now are not listed for QA: each stands here once it is closed.'
    expect(listedWords(1, false, true)).toBe(`1 closed session, all there are. ${unseen}`)
    expect(listedWords(50, true, true)).toBe(`50 closed sessions shown; there are older ones. ${unseen}`)
    const empty = (narrowed: boolean, closedOnly: boolean) =>
      said(renderToString(<NoRows narrowed={narrowed} closedOnly={closedOnly} />))
    expect(empty(false, true)).toContain('There is no closed session yet')
    expect(empty(false, true)).toContain(unseen)
    expect(empty(true, true)).toContain('No closed session is like that')
    expect(empty(true, true)).toContain(unseen)
    expect(empty(false, false)).toContain('There is no session yet')
    expect(empty(false, false)).not.toContain('QA')
  })
})

describe('narrowing the list', () => {
  test('[UI405] an empty day or time shows nothing that could be taken for one', () => {
    const nothing = (): void => undefined
    const html = renderToString(
      <MantineProvider>
        <SessionFilter filter={NO_FILTER} onChange={nothing} />
        <DayField label="Day" value="" onChange={nothing} />
        <TimeField label="Time" value="" onChange={nothing} />
      </MantineProvider>,
    )
    const placeholders = [...html.matchAll(/placeholder="([^"]*)"/g)].map(([, words]) => words)
    expect(placeholders).toEqual(['any day', 'any day', 'day month year', 'hh:mm'])
  })

  test('[UI82] days are the clinic’s, both included', () => {
    const query = queryOfFilter({ ...NO_FILTER, from: '2026-11-14', to: '2026-11-14' }, 'Europe/Oslo')
    expect(query).toEqual({
      from: Date.UTC(2026, 10, 13, 23),
      to: Date.UTC(2026, 10, 14, 23),
    })
  })

  test('[UI82] a day on which the clocks change has 23 or 25 hours', () => {
    const hours = (day: string, zone: string): number =>
      ((startOfDay(day, zone, 1) ?? 0) - (startOfDay(day, zone) ?? 0)) / 3_600_000
    expect(hours('2026-03-29', 'Europe/Oslo')).toBe(23)
    expect(hours('2026-10-25', 'Europe/Oslo')).toBe(25)
    expect(hours('2026-11-14', 'Europe/Oslo')).toBe(24)
    expect(hours('2026-03-08', 'America/New_York')).toBe(23)
    // Midnight itself was skipped.
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toBe(Date.UTC(2018, 10, 4, 3))
    for (const none of ['soon', '2026-02-30', '0050-01-01'])
      expect([none, startOfDay(none, 'UTC')]).toEqual([none, undefined])
  })

  test('[UI82] a time that the clocks skipped or showed twice still means one moment', () => {
    expect(momentInZone('2026-03-29T02:30', 'Europe/Oslo')).toBe(Date.UTC(2026, 2, 29, 1, 30))
    expect(momentInZone('2026-10-25T02:30', 'Europe/Oslo')).toBe(Date.UTC(2026, 9, 25, 0, 30))
    expect(momentInZone('2026-11-14T10:12:30', 'Europe/Oslo')).toBe(OPENED + 30_000)
  })

  test('[UI112] in a zone that this browser does not know days are of UTC, and the page says so', () => {
    expect(startOfDay('2026-11-14', 'Mars/Phobos')).toBe(Date.UTC(2026, 10, 14))
    expect(momentInZone('2026-11-14T10:12', 'Mars/Phobos')).toBe(Date.UTC(2026, 10, 14, 10, 12))
    expect(queryOfFilter({ ...NO_FILTER, from: '2026-11-14' }, 'Mars/Phobos')).toEqual({
      from: Date.UTC(2026, 10, 14),
    })
    expect(zoneWords('Mars/Phobos')).toBe('UTC: this browser does not know Mars/Phobos')
    expect(zoneWords('Europe/Oslo')).toBe('Europe/Oslo')
  })

  test('[UI82] what cannot be asked is said in words, and nothing is asked', () => {
    expect(queryOfFilter({ ...NO_FILTER, patient: 'K 0417!' }, 'UTC')).toContain(
      'letters, digits and hyphens',
    )
    expect(queryOfFilter({ ...NO_FILTER, from: '2026-11-15', to: '2026-11-14' }, 'UTC')).toContain(
      'before the first',
    )
    expect(queryOfFilter({ ...NO_FILTER, from: '15 No' }, 'UTC')).toContain('is no day yet')
  })

  test('[UI82] what is left empty narrows nothing', () => {
    expect(queryOfFilter(NO_FILTER, 'UTC')).toEqual({})
    expect(isNarrowed(NO_FILTER)).toBe(false)
    expect(queryOfFilter({ ...NO_FILTER, room: ' 3 ', patient: 'k-04', alarms: 'high' }, 'UTC')).toEqual({
      room: '3',
      patient: 'k-04',
      alarms: 'high',
    })
  })
})
