// Owns how views hang on the session core: the context and the hooks, no markup.
import type {
  CommandBody,
  CommandType,
  SoundGrant,
  SuiteSummary,
} from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import {
  type ComponentType,
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ClockState } from './frame-driver.ts'
import type { SentCommand } from './hub/commands.ts'
import type { LinkState } from './hub/hub-link.ts'
import type { MyRoomsState, MyRoomsWatch } from './hub/my-rooms.ts'
import type { KeptPageStore } from './kept-page.ts'
import type { Screen } from './screen.ts'
import { type AskSignIn, maySend, sendSigned } from './sign-in-first.ts'

export type ScreenTools = {
  readonly screen: Screen
  readonly askSignIn: AskSignIn
  readonly askEnrol: () => void
  /** Who is signed in here, and what can be set: the same on every page. */
  readonly Menu: ComponentType
  /** What everybody at this screen must know: version, disk, encryption, what was missed, acts that failed. */
  readonly Notices: ComponentType
  /** Calls to whoever is signed in here, alone: for a page that has no notices. Absent: there are none to be had. */
  readonly Calls?: ComponentType
  /** Whether this page could be opened again without the hub; absent: nobody asks. */
  readonly keptPage?: KeptPageStore
  /** Covers what may not be believed: hub lost, hub cannot record. Children: what was known last. */
  readonly Veil: ComponentType<{ readonly children?: ReactNode }>
}

export const ScreenContext = createContext<ScreenTools | undefined>(undefined)

export function useScreen(): ScreenTools {
  const tools = useContext(ScreenContext)
  if (tools === undefined) throw new Error('invariant: a view stands outside the screen')
  return tools
}

export function useLink<T>(select: (state: LinkState) => T): T {
  return useStore(useScreen().screen.link.store, select)
}

/** Hub time, once a second. */
export function useClock(): ClockState {
  return useStore(useScreen().screen.frames.clock)
}

export const useActor = (): Actor | undefined => useLink((state) => state.self?.actor)
export const useZone = (): string | undefined => useLink((state) => state.self?.zone)

/** Of this load of the page: what a tone is heard on. */
export const usePageId = (): string => useScreen().screen.pageId

/** Who is on duty and whether every room can be heard; undefined until the hub has said so, and while it is lost. */
export function useSuite(): SuiteSummary | undefined {
  return useStore(useScreen().screen.suite.store, ({ suite }) => suite)
}

/** Who was on duty when the hub last said so, also while it is lost. */
export function useLastDuty(): SuiteSummary['duty'] | undefined {
  return useStore(useScreen().screen.suite.store, ({ lastDuty }) => lastDuty)
}

/** What this page may do with its sound; undefined: it has no word of a hub that is there. */
export function useSoundGrant(): SoundGrant | undefined {
  return useStore(useScreen().screen.soundGrant.store, ({ grant }) => grant)
}

/** The place this page has, or had before the hub was lost. */
export function useSoundPlace(): string | undefined {
  return useStore(useScreen().screen.soundGrant.store, ({ grant, lastPlace }) =>
    grant === undefined ? lastPlace : grant.place,
  )
}

const NOT_ASKED = createStore<MyRoomsState>(() => ({}))

/** The rooms of the nurse who has this screen's room; asked for as long as the view stands. */
export function useMyRooms(): MyRoomsState {
  const { screen } = useScreen()
  const [watch, setWatch] = useState<MyRoomsWatch | undefined>()
  useEffect(() => {
    const opened = screen.watchMyRooms()
    setWatch(opened)
    return () => opened.stop()
  }, [screen])
  return useStore(watch?.store ?? NOT_ASKED)
}

export function useSent(): readonly SentCommand[] {
  return useStore(useScreen().screen.commands.store, (state) => state.sent)
}

/** Whether this act may be sent from here now, as `maySend` says. */
export function useMaySend(): (type: CommandType) => boolean {
  const self = useLink((state) => state.self)
  return useMemo(() => (type) => maySend({ ...(self === undefined ? {} : { self }) }, type), [self])
}

/** The room that a page shows, by name: an act that waits for a sign-in says of which room it is. */
export const RoomNameContext = createContext<string | undefined>(undefined)

/**
 * How a view records an act. Where it needs a signed-in person and there is none it asks for one, and is sent after that.
 * @param head the newest record on this screen
 */
export function useAct(head: number): (body: CommandBody) => Promise<SentCommand> {
  const { screen, askSignIn } = useScreen()
  const roomName = useContext(RoomNameContext)
  return useMemo(
    () => (body) => sendSigned(screen, askSignIn, body, head, roomName),
    [screen, askSignIn, head, roomName],
  )
}

/**
 * How a view opens what only a signed-in person may fill in: at once, or after the sign-in that it asks for.
 * @returns `what` in words ("Limits"), and how it is opened
 */
export function useSignedIn(): (what: string, open: () => void) => void {
  const { screen, askSignIn } = useScreen()
  const roomName = useContext(RoomNameContext)
  return useMemo(
    () => (what, open) =>
      screen.link.store.getState().self?.actor === undefined
        ? askSignIn({
            what: roomName === undefined ? what : `${what}: ${roomName}`,
            go: open,
            giveUp: () => undefined,
          })
        : open(),
    [screen, askSignIn, roomName],
  )
}
