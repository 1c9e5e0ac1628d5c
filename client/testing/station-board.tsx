// Owns the station, and My rooms of a chair, as static markup: rooms of a wire that the test plays. Never used by the product.
import type { RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Station } from '../features/station/station-page.tsx'
import { createScreen, type Screen } from '../session/screen.ts'
import { ScreenContext, type ScreenTools } from '../session/use-screen.ts'
import { asItIs } from './markup.ts'
import { helloAck, scriptedTime, scriptedWire } from './scripted-wire.ts'

export type GivenSuite = {
  /** undefined: the hub does not answer. */
  readonly rooms?: readonly RoomSummary[]
  readonly suite?: SuiteSummary
  readonly actor?: Actor
  readonly refused?: string
}

async function drawn(screen: Screen, children: ReactNode): Promise<string> {
  const root = createRootRoute()
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({ getParentRoute: () => root, path: '/', component: () => children }),
      createRoute({ getParentRoute: () => root, path: '/room/$roomId' }),
      createRoute({ getParentRoute: () => root, path: '/sessions' }),
    ]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  await router.load()
  const tools: ScreenTools = {
    screen,
    askSignIn: () => undefined,
    askEnrol: () => undefined,
    Menu: () => undefined,
    Notices: () => undefined,
    Veil: () => undefined,
  }
  return renderToStaticMarkup(
    <ScreenContext value={tools}>
      <RouterProvider router={router as never} />
    </ScreenContext>,
  )
}

export async function suiteBoard(given: GivenSuite) {
  const wire = scriptedWire()
  const time = scriptedTime()
  wire.answer('screen:hello', () => helloAck({}, given.actor === undefined ? {} : { actor: given.actor }))
  wire.answer('alarm:shown', () => ({ ok: true }))
  wire.answer('screen:state', () => ({ ok: true }))
  const { rooms, refused } = given
  if (refused !== undefined)
    wire.answer('rooms:open', () => ({ ok: false, error: { code: 'not-allowed', message: refused } }))
  else if (rooms !== undefined) wire.answer('rooms:open', () => ({ ok: true, rooms }))
  const frames: (() => void)[] = []
  const screen = createScreen({
    wire,
    history: undefined as never,
    account: undefined as never,
    metronome: time.metronome,
    monoNow: time.monoNow,
    randomBytes: () => new Uint8Array(16),
    after: time.after,
    frames: { request: (run) => frames.push(run), cancel: () => undefined, isHidden: () => false },
  })
  const watch = screen.watchRooms()
  screen.start()
  await wire.connect()
  if (given.suite !== undefined) await wire.say('suite:state', given.suite)
  // The first beat: the clock has the hub's time.
  await time.pass(250)
  const freeze = () => {
    for (const store of [
      watch.store,
      screen.link.store,
      screen.frames.clock,
      screen.suite.store,
      screen.soundGrant.store,
      screen.commands.store,
    ])
      asItIs(store as never)
  }
  return {
    wire,
    time,
    screen,
    /** The station as it is now. */
    station: () => {
      freeze()
      return drawn(screen, <Station watch={watch} />)
    },
    /** Any part of it, on the same screen. */
    part: (children: ReactNode) => {
      freeze()
      return drawn(screen, children)
    },
  }
}
