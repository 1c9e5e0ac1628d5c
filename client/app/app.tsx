// Owns the providers around every page, and the two dialogs any page may ask for.
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { EnrolDialog } from '../features/enrol/enrol-dialog.tsx'
import type { KeptPageStore } from '../session/kept-page.ts'
import type { Screen } from '../session/screen.ts'
import { type AskedFor, once } from '../session/sign-in-first.ts'
import { ScreenContext, type ScreenTools } from '../session/use-screen.ts'
import { SoundContext } from '../sound/use-sound.tsx'
import { CallsHere } from './calls.tsx'
import { HubVeil } from './hub-veil.tsx'
import type { LateSound } from './late-sound.ts'
import { Notices } from './notices.tsx'
import { PersonMenu } from './person-menu.tsx'
import { reloadWhenIdle } from './reload.ts'
import { router } from './router.tsx'
import { SignInDialog } from './sign-in-dialog.tsx'
import { theme, variables } from './theme.ts'

const queries = new QueryClient({
  // The hub's own words are shown at once; a query that fails is a sentence, not a spinner.
  defaultOptions: {
    queries: { retry: 1, staleTime: 5_000, refetchOnWindowFocus: false, networkMode: 'always' },
  },
})

type Dialog = { readonly is: 'signIn'; readonly asked: AskedFor | undefined } | { readonly is: 'enrol' }

export function App({
  screen,
  sound,
  keptPage,
}: {
  readonly screen: Screen
  readonly sound: LateSound
  readonly keptPage: KeptPageStore
}) {
  const soundTools = useStore(sound)
  const [dialog, setDialog] = useState<Dialog | undefined>()
  const tools = useMemo<ScreenTools>(
    () => ({
      screen,
      askSignIn: (asked) => setDialog({ is: 'signIn', asked: asked && once(asked) }),
      askEnrol: () => setDialog({ is: 'enrol' }),
      Menu: PersonMenu,
      Notices,
      Calls: CallsHere,
      Veil: HubVeil,
      keptPage,
    }),
    [screen, keptPage],
  )
  useEffect(() => reloadWhenIdle(screen), [screen])
  const close = () => setDialog(undefined)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="dark">
      <QueryClientProvider client={queries}>
        <ScreenContext value={tools}>
          <SoundContext value={soundTools}>
            <RouterProvider router={router} />
            {dialog?.is === 'signIn' && <SignInDialog asked={dialog.asked} onClose={close} />}
            {dialog?.is === 'enrol' && <EnrolDialog onClose={close} />}
          </SoundContext>
        </ScreenContext>
      </QueryClientProvider>
    </MantineProvider>
  )
}
