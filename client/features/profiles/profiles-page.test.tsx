// The page of profiles: what the list and one version say, and what the editor says of a field that is wrong. Markup, no browser.
import { profileProblems } from '@chairside/shared/alarm/profile/rule-set-check.ts'
import { ADULT_KETAMINE_INFUSION as SHIPPED } from '@chairside/shared/alarm/rules.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import type { HttpProfile } from '@chairside/shared/protocol/http.ts'
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
import { draftOf, leaveOut, setLimit } from './draft.ts'
import type { Editing } from './draft-store.ts'
import { ProfileEditor } from './profile-editor.tsx'
import { ProfileList } from './profile-list.tsx'
import { ProfileTables } from './profile-view.tsx'
import { fieldWords } from './profile-words.ts'

const AT_MS = epochMs(Date.UTC(2026, 10, 14, 9, 12))
const NAME = 'adult ketamine infusion'
const profile = (change: Partial<HttpProfile>): HttpProfile => ({
  name: NAME,
  version: 2,
  hash: 'ab'.repeat(32),
  atMs: AT_MS,
  by: 'Chairside',
  reason: 'It came with Chairside.',
  newest: false,
  shipped: true,
  ...change,
})
const PROFILES = [
  profile({
    version: 3,
    by: 'Dr Lindqvist (physician)',
    reason: 'Our patients run high.',
    newest: true,
    shipped: false,
  }),
  profile({ inForce: { by: 'Chairside', sinceMs: AT_MS } }),
]

async function render(children: ReactNode): Promise<string> {
  const root = createRootRoute()
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({
        getParentRoute: () => root,
        path: '/',
        component: () => <MantineProvider>{children}</MantineProvider>,
      }),
      createRoute({ getParentRoute: () => root, path: '/profiles' }),
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
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/\s+/g, ' ')
    .trim()

describe('the list', () => {
  test('[PR35] says of each version who made it, when and why, and which one is in force', async () => {
    const html = await render(<ProfileList profiles={PROFILES} shown={PROFILES[0]} zone="Europe/Oslo" />)
    expect(said(html)).toBe(
      `${NAME} Version 3 Dr Lindqvist (physician) · 14 Nov 2026, 10:12 Our patients run high. ` +
        'Version 2 IN FORCE Chairside · 14 Nov 2026, 10:12 It came with Chairside.',
    )
    expect(html).toMatch(
      /aria-current="page"[^>]*href="[^"]*version=3"|href="[^"]*version=3"[^>]*aria-current="page"/,
    )
  })
})

describe('one version', () => {
  test('[PR35] stands whole: each level with its limit, priority, delay and where it ends', async () => {
    const text = said(await render(<ProfileTables ruleSet={SHIPPED} />))
    expect(text).toContain('SpO₂ low !! MEDIUM SpO₂ < 90 after 15 s SpO₂ ≥ 91 for 10 s')
    expect(text).toContain(
      'BP extremely high !!! HIGH SBP ≥ 200 or DBP ≥ 120 first reading SBP < 195 and DBP < 116',
    )
    expect(text).toContain('HR very high !!! HIGH HR > 130 after 10 s HR ≤ 127 for 10 s')
    expect(text).toContain('No live data !! MEDIUM after 15 s check-in: ! LOW seen, not heard after 15 s')
    expect(text).toContain('infusing all levels on every 5 min')
    expect(text).toContain('Audio paused for 2 min')
    // No priority of a rule wears an alarm's colour.
    expect(await render(<ProfileTables ruleSet={SHIPPED} />)).not.toMatch(/data-priority/)
  })
})

const editing = (draft: Editing['draft']): Editing => ({
  base: { name: NAME, version: 2 },
  baseRules: SHIPPED,
  draft,
  name: NAME,
  reason: '',
})
const edited = (draft: Editing['draft']) =>
  render(<ProfileEditor editing={editing(draft)} onSaved={() => undefined} onLeave={() => undefined} />)

describe('the editor', () => {
  test('[PR37] a wrong field says what is wrong beside it and in the list, and the change stands in words', async () => {
    const draft = setLimit(draftOf(SHIPPED), 'hrHigh', 'high', 0, 45)
    const html = await edited(draft)
    const text = said(html)
    expect(text).toContain('HR high: HR > 110 → > 45')
    const [problem] = profileProblems(draft.ruleSet)
    expect(problem?.field).toBe('ladders.hrHigh.high.limits[0].value')
    // Beside the field, and in the list under the name of its level.
    expect(text.split(problem?.message ?? '?')).toHaveLength(3)
    expect(text).toContain(`To put right HR high ${problem?.message}`)
    expect(html).toMatch(
      /id="field-ladders-hrHigh-high-limits-0-value"[^>]*value="45"|value="45"[^>]*id="field-ladders-hrHigh-high-limits-0-value"/,
    )
  })

  test('[PR38] what cannot be left out has no switch; what is left out says so', async () => {
    const html = await edited(leaveOut(draftOf(SHIPPED), 'hrLow', 'low'))
    expect(html).toContain('aria-label="HR low: in use"')
    expect(html).not.toContain('aria-label="HR very low: in use"')
    expect(html).not.toContain('aria-label="No live data: in use"')
    expect(html).toContain('aria-label="Battery low: in use"')
    expect(said(html)).toContain('HR low Left out: no alarm at this level')
  })

  test('[PR37] every input has a name of its own', async () => {
    const html = await edited(draftOf(SHIPPED))
    const names = [...html.matchAll(/<(?:input|select|textarea)[^>]*>/g)].map(([tag]) => tag)
    const labelled = names
      .filter((tag) => tag.includes('aria-label='))
      .map((tag) => /aria-label="([^"]*)"/.exec(tag)?.[1])
    expect(labelled.length).toBeGreaterThan(100)
    expect(new Set(labelled).size).toBe(labelled.length)
  })

  test('[PR37] a field is called as it stands on the page', () => {
    expect(fieldWords('ladders.bpHigh.veryHigh.limits[0].value')).toBe('BP very high')
    expect(fieldWords('ladders.rrLow')).toBe('RR low')
    expect(fieldWords('technical.noLiveData.otherwise[0].afterMs')).toBe('No live data')
    expect(fieldWords('phases.infusing.cuffMs')).toBe('In infusing')
    expect(fieldWords('silence.pauseMs')).toBe('Audio paused for')
    expect(fieldWords('silence.worsensBy.spo2')).toBe('Acknowledged SpO₂')
  })
})
