// Owns how views hang on the session core: the context and the hooks, no markup.
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { type ComponentType, createContext, type ReactNode, useContext, useMemo } from 'react'
import { useStore } from 'zustand'
import type { ClockState } from './frame-driver.ts'
import type { SentCommand } from './hub/commands.ts'
import type { LinkState } from './hub/hub-link.ts'
import type { Screen } from './screen.ts'

export type ScreenTools = {
  readonly screen: Screen
  /** Opens the sign-in dialog over whatever is shown; numbers go on behind it. */
  readonly askSignIn: () => void
  readonly askEnrol: () => void
  /** Who is signed in here, and what can be set: the same on every page. */
  readonly Menu: ComponentType
  /** What everybody at this screen must know: version, disk, encryption, what was missed, acts that failed. */
  readonly Notices: ComponentType
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

export function useSent(): readonly SentCommand[] {
  return useStore(useScreen().screen.commands.store, (state) => state.sent)
}

/**
 * How a view records an act. Without a signed-in person it asks for one and sends nothing: the person presses again.
 * @param head the newest record on this screen
 */
export function useAct(head: number): (body: CommandBody) => Promise<SentCommand | undefined> {
  const { screen, askSignIn } = useScreen()
  const actor = useActor()
  return useMemo(
    () => async (body) => {
      if (actor === undefined) {
        askSignIn()
        return undefined
      }
      return screen.commands.send(body, head)
    },
    [screen, askSignIn, actor, head],
  )
}
