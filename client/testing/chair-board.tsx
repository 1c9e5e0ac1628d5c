// Owns the screen at the chair as a test has it: a greeted screen, a session of forty seconds, and what stands on the glass.
// Never used by the product.
import type { RoomSummary, ScreenSelf, SoundGrant, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { MantineProvider } from '@mantine/core'
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { SessionBoard } from '../features/chairside/session-board.tsx'
import { createScreen, type Screen } from '../session/screen.ts'
import { ScreenContext } from '../session/use-screen.ts'
import { asItIs } from './markup.ts'
import { attachedBody, openedBody, vitalsBody } from './records.ts'
import { scriptedSession } from './scripted-session.ts'
import { HUB_AT_MS, helloAck, mark, scriptedTime, scriptedWire, settle } from './scripted-wire.ts'

export const SECOND = 1_000
const room = { roomId: 'room-1', roomName: 'Room 1' } as unknown as RoomSummary
/** The header of whoever is signed in links to the other rooms. */
const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() })
let screen: Screen | undefined
/** Ends what the last board began; after each test. */
export const endBoard = (): void => screen?.stop()

/** A minute of heart rates from 70 on, a record each second from HUB_AT_MS; a beat faster every second. */
export const heartRates = (count: number, from = 0): RecordBody[] =>
  Array.from({ length: count }, (_, index) =>
    vitalsBody(from + index + 1, 70 + from + index, HUB_AT_MS + (from + index + 3) * SECOND),
  )

/** A greeted screen of the room, showing a session of 40 s; hub time is HUB_AT_MS + `atS`. */
export async function board(
  options: {
    read?: Parameters<typeof scriptedSession>[0]
    opened?: RecordBody
    room?: Partial<RoomSummary>
    /** Who and where this screen is; absent: enrolled in the room, nobody signed in. */
    self?: Partial<ScreenSelf>
    grant?: SoundGrant
    suite?: SuiteSummary
  } = {},
) {
  const wire = scriptedWire()
  const time = scriptedTime()
  wire.answer('screen:hello', () => helloAck({}, { roomId: 'room-1' as never, ...options.self }))
  const own = createScreen({
    wire,
    history: { segment: () => Promise.reject(new Error('not asked')) } as never,
    account: {} as never,
    metronome: time.metronome,
    monoNow: time.monoNow,
    randomBytes: () => new Uint8Array(16),
    after: time.after,
    frames: { request: () => 0, cancel: () => undefined, isHidden: () => false },
  })
  screen = own
  own.start()
  await wire.connect()
  if (options.grant !== undefined) await wire.say('sound:state', options.grant)
  if (options.suite !== undefined) await wire.say('suite:state', options.suite)
  const heard = async (atS: number) => {
    await wire.say('mark', mark({ hubAtMs: (HUB_AT_MS + atS * SECOND) as never }))
    await time.pass(SECOND)
  }
  const session = scriptedSession({
    nowMs: () => own.link.time.nowMs() ?? 0,
    monoNow: time.monoNow,
    ...options.read,
  })
  session.records(options.opened ?? openedBody, attachedBody, ...heartRates(40))
  session.whole()
  await heard(43)
  session.frame()
  const { store } = session
  asItIs(
    store.view as never,
    store.cursor.store as never,
    own.link.store as never,
    own.frames.clock as never,
    own.commands.store as never,
    own.soundGrant.store as never,
    own.suite.store as never,
  )
  const tools = {
    screen: own,
    askSignIn: () => undefined,
    askEnrol: () => undefined,
    Menu: () => undefined,
    Notices: () => undefined,
    Veil: ({ children }: { readonly children?: ReactNode }) => <div data-veil="">{children}</div>,
  }
  const html = () =>
    renderToStaticMarkup(
      <MantineProvider>
        <RouterContextProvider router={router}>
          <ScreenContext value={tools}>
            <SessionBoard room={{ ...room, ...options.room }} session={store} />
          </ScreenContext>
        </RouterContextProvider>
      </MantineProvider>,
    )
  /** What stands at the chair when another second's records are there and drawn. */
  const after = async (...bodies: RecordBody[]) => {
    session.records(...bodies)
    await settle()
    session.frame()
    return html()
  }
  const look = async (atS: number) => {
    store.cursor.seek(HUB_AT_MS + atS * SECOND)
    await settle()
    session.frame()
    return html()
  }
  const passed = async () => {
    await time.pass(SECOND)
    session.frame()
  }
  return { html, after, look, heard, passed, session }
}
