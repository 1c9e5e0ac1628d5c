// What stands around a recording: REPLAY, whose it is, what is wrong with it, why there is none. Markup, no browser.
import type { Refusal } from '@chairside/shared/result.ts'
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
import { ScreenContext, type ScreenTools } from '../../session/use-screen.ts'
import { asItStands, openedRecording, RECORDING_LINES, said, T } from '../../testing/replayed.ts'
import { scriptedSession } from '../../testing/scripted-session.ts'
import { refusalOfFile, titleOfRefusal } from './file-words.ts'
import { momentNotes } from './replay-board.tsx'
import { ReplayFrame } from './replay-frame.tsx'
import { planWords, whenWords } from './replay-header.tsx'
import { CannotReplay } from './replay-page.tsx'

const TOOLS = {
  Menu: () => <span>menu</span>,
  Notices: () => <span>NOTICES</span>,
  Veil: () => <span>VEIL</span>,
} as unknown as ScreenTools

async function render(children: ReactNode): Promise<string> {
  const root = createRootRoute()
  const index = createRoute({ getParentRoute: () => root, path: '/', component: () => children })
  const router = createRouter({
    routeTree: root.addChildren([index, createRoute({ getParentRoute: () => root, path: '/sessions' })]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  await router.load()
  const page = renderToString(
    <ScreenContext value={TOOLS}>
      <RouterProvider router={router as never} />
    </ScreenContext>,
  )
  return said(page.replace(/<!--.*?-->/g, ''))
}
const framed = (session: Parameters<typeof asItStands>[0], fileName?: string) =>
  render(
    <ReplayFrame
      session={asItStands(session)}
      fileName={fileName}
      refused={(error) => <CannotReplay error={error} />}
    >
      THE RECORDING
    </ReplayFrame>,
  )
const refusedWith = (error: Refusal) => render(<CannotReplay error={error} signIn={() => undefined} />)

describe('around a recording', () => {
  test('[UI83] REPLAY, whose session, when and where, and where the numbers came from; the foot says what this is not', async () => {
    const words = await framed(openedRecording().store)
    expect(words).toContain('REPLAY')
    expect(words).toContain('K-0417 · Room 1')
    expect(words).toContain('14 Nov 2026, 10:12 CET (Europe/Oslo)')
    expect(words).toContain('Ketamine 35 mg in 35 mL, 40 min')
    expect(words).toContain('SIMULATED')
    expect(words).toContain('THE RECORDING')
    expect(words).toContain('Secondary display, not a medical device. No alarm sounds in replay.')
  })

  test('[UI83] a file is named for as long as it is shown', async () => {
    expect(await framed(openedRecording().store, 'k.ndjson')).toContain('FROM A FILE k.ndjson')
  })

  test('[UI89] neither the veil of a lost hub nor notices of the hub stand over a recording', async () => {
    const words = await framed(openedRecording().store)
    expect(words).not.toContain('VEIL')
    expect(words).not.toContain('NOTICES')
  })

  test('[UI90] what is wrong with a part stands above what is shown of the rest', async () => {
    const recording = scriptedSession()
    recording.lines(RECORDING_LINES.slice(0, 6))
    const message = 'The file ends after record 6 of 18: the rest is missing.'
    recording.give({ kind: 'problem', problem: { code: 'recording-damaged', message } })
    recording.whole()
    recording.frame()
    const words = await framed(recording.store)
    expect(words).toContain(`Not the whole recording. ${message}`)
    expect(words).toContain('THE RECORDING')
  })

  test('[UI98] a recording that stops coming half-way says what is shown, and that the rest is asked for again', async () => {
    const recording = scriptedSession()
    recording.lines(RECORDING_LINES.slice(0, 6))
    recording.give({ kind: 'failed', error: { code: 'timeout', message: 'The hub does not answer.' } })
    recording.frame()
    const words = await framed(recording.store)
    expect(words).toContain(
      'Not the whole recording. The hub does not answer. Shown is what has come; the rest is asked for again by itself.',
    )
  })

  test('[UI89] until the whole has been read it is being read, and nothing of it looks like all there is', async () => {
    const recording = scriptedSession()
    recording.lines(RECORDING_LINES.slice(0, 6))
    recording.frame()
    const words = await framed(recording.store)
    expect(words).toContain('Reading the recording … 6 records')
    expect(words).not.toContain('THE RECORDING')
  })

  test('[UI89] a recording that cannot be shown at all is a sentence and a way on', async () => {
    const recording = scriptedSession()
    recording.give({ kind: 'failed', error: { code: 'not-found', message: 'There is no session "x".' } })
    recording.frame()
    const words = await framed(recording.store)
    expect(words).toContain('There is no such session Check the address, or find the session in the list.')
    expect(words.match(/no (such )?session/gi)).toHaveLength(1)
    expect(words).toContain('All sessions')
    expect(words).toContain('REPLAY')
  })

  test('[UI89] not allowed, not signed in, still open, not answering: four headings; only what may pass is asked again', async () => {
    expect(await refusedWith({ code: 'not-allowed', message: 'M.' })).toContain(
      'You may not see this session M.',
    )
    expect(await refusedWith({ code: 'not-signed-in', message: 'M.' })).toContain(
      'Sign in to see this session',
    )
    expect(await refusedWith({ code: 'session-open', message: 'M.' })).toContain('This session is still open')
    const silent = await refusedWith({ code: 'timeout', message: 'The hub does not answer.' })
    expect(silent).toContain('The hub does not answer. It is asked for again by itself.')
    expect(await refusedWith({ code: 'not-allowed', message: 'M.' })).not.toContain('asked for again')
  })

  test('[UI85] a moment when the hub was away, or judged nothing, says so', () => {
    const { shown } = openedRecording().view()
    const gaps = [{ kind: 'hub' as const, fromMs: T(5), toMs: T(6) }]
    expect(momentNotes({ shown, gaps }, T(5, 30))).toEqual([
      'The hub was away at this moment: nothing recorded, nothing judged.',
    ])
    expect(momentNotes({ shown, gaps }, T(6))).toEqual([])
    expect(momentNotes({ shown: { ...shown, quarantined: true }, gaps: [] }, T(1))).toEqual([
      'ALARMS NOT JUDGED at this moment.',
    ])
  })

  test('[UI406] a zone that is its own abbreviation is named once', () => {
    const { state } = openedRecording().view()
    const at = (zone: string): string =>
      whenWords({ opened: { ...state.opened, hubAtMs: Date.UTC(2026, 10, 22, 8, 58), zone } as never })
    expect(at('UTC')).toBe('22 Nov 2026, 08:58 UTC')
    expect(at('Europe/Oslo')).toBe('22 Nov 2026, 09:58 CET (Europe/Oslo)')
  })

  test('[UI83] a file without a date says that there is none, and no plan is no words', () => {
    const { state } = openedRecording().view()
    const imported = [{ dated: false }] as unknown as NonNullable<typeof state.imported>
    expect(whenWords({ ...state, imported })).toBe('no date in the file: times count from its first row')
    expect(planWords({ infusion: { phase: 'none', rateMlPerHr: 0, rates: [], events: [] } })).toBe('')
  })
})

describe('files that are not even read', () => {
  test('[UI90] empty, too large, a table: each with what to do', () => {
    expect(refusalOfFile({ name: 'a.ndjson', size: 0 })?.message).toContain('is empty')
    expect(refusalOfFile({ name: 'a.ndjson', size: 400 * 1024 * 1024 })?.message).toContain('400 MB')
    expect(refusalOfFile({ name: 'a.csv', size: 10 })?.message).toContain('Import')
    expect(refusalOfFile({ name: 'a.ndjson', size: 10 })).toBeUndefined()
  })

  test('[UI90] each kind of refusal has its own heading', () => {
    const titles = (
      ['not-a-recording', 'recording-damaged', 'protocol-version', 'too-large', 'not-found'] as const
    ).map((code) => titleOfRefusal({ code, message: '' }))
    expect(new Set(titles).size).toBe(5)
  })
})
