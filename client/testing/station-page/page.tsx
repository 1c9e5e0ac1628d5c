// Owns a page with the station, or My rooms, on it: rooms a test gives it by a wire it plays, in a real browser.
// The real core and the real views. Never used by the product.

import type { RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { MantineProvider } from '@mantine/core'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import '@mantine/core/styles.layer.css'
import '../../app/tokens.css'
import '../../app/global.css'
import '../../ui/flash.css'
import { HubVeil } from '../../app/hub-veil.tsx'
import { theme, variables } from '../../app/theme.ts'
import { StationPage } from '../../features/station/station-page.tsx'
import { createScreen } from '../../session/screen.ts'
import { ScreenContext } from '../../session/use-screen.ts'
import { alignFlashes } from '../../ui/flash.ts'
import { MyRoomsStrip } from '../../ui/my-rooms-strip.tsx'
import { helloAck, scriptedWire } from '../scripted-wire.ts'

export type GivenStation = {
  readonly rooms: readonly RoomSummary[]
  readonly suite?: SuiteSummary
  readonly actor?: Actor
  /** Shows My rooms of this room instead of the station. */
  readonly chair?: string
}
/** The page's own; nothing else reads the time here. */
const mono = () => performance.now()
const metronome = {
  onBeat(run: (beat: { readonly sleptMs: number }) => void) {
    const timer = setInterval(() => run({ sleptMs: 0 }), 250)
    return () => clearInterval(timer)
  },
}
alignFlashes(document)

async function show(given: GivenStation) {
  const wire = scriptedWire()
  const { rooms, suite, actor, chair } = given
  wire.answer('screen:hello', () => helloAck({}, actor === undefined ? {} : { actor }))
  wire.answer('screen:state', () => ({ ok: true }))
  wire.answer('alarm:shown', () => ({ ok: true }))
  wire.answer('rooms:open', () => ({ ok: true, rooms }))
  wire.answer('rooms:close', () => ({ ok: true }))
  wire.answer('mine:open', () => ({
    ok: true,
    mine: { ...(actor === undefined ? {} : { nurse: actor }), rooms },
  }))
  wire.answer('command', () => ({ ok: true, stream: 'suite' as never, seq: 1 as never }))
  const screen = createScreen({
    wire,
    history: undefined as never,
    account: undefined as never,
    metronome,
    monoNow: mono,
    randomBytes: () => crypto.getRandomValues(new Uint8Array(16)),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  })
  const own = rooms.find(({ roomId }) => roomId === chair)
  const root = createRootRoute({ component: Outlet })
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({
        getParentRoute: () => root,
        path: '/',
        component: () => (own === undefined ? <StationPage /> : <MyRoomsStrip room={own} />),
      }),
      createRoute({ getParentRoute: () => root, path: '/room/$roomId' }),
      createRoute({ getParentRoute: () => root, path: '/sessions' }),
    ]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  const tools = {
    screen,
    askSignIn: () => undefined,
    askEnrol: () => undefined,
    Menu: () => <button type="button">{actor?.name ?? 'Screen'}</button>,
    Notices: () => undefined,
    Veil: HubVeil,
  }
  const place = document.getElementById('root')
  if (place === null) throw new Error('the page has no root')
  const drawn = createRoot(place)
  drawn.render(
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="dark">
      <ScreenContext value={tools}>
        <RouterProvider router={router as never} />
      </ScreenContext>
    </MantineProvider>,
  )
  screen.start()
  await wire.connect()
  if (suite !== undefined) await wire.say('suite:state', suite)
  current = { wire, end: () => drawn.unmount() }
}
let current: { readonly wire: ReturnType<typeof scriptedWire>; end(): void } | undefined

Object.assign(globalThis, {
  stationPage: {
    async show(given: GivenStation) {
      current?.end()
      await show(given)
    },
    say: (changed: readonly RoomSummary[]) => current?.wire.say('rooms:changed', changed),
    lose: () => current?.wire.disconnect(),
    /** What was asked of the hub, by event. */
    asked: () => current?.wire.asked ?? [],
  },
})
