// Owns the corner of every page: who is signed in, signing in and out, this screen's place, light, dark and dim.

import {
  mayCommand,
  mayEnrolScreen,
  mayListSessions,
  mayReadProfiles,
  mayUsePlans,
} from '@chairside/shared/access.ts'
import { Menu as MantineMenu } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useActor, useLink, useScreen } from '../session/use-screen.ts'
import { Button } from '../ui/button.tsx'
import { applyDisplay, type Display, readDisplay } from '../ui/display.ts'
import styles from './app.module.css'
import { HandOverFirst } from './hand-over-first.tsx'
import { FILE_PAGE } from './late-link.ts'

export function PersonMenu() {
  const { screen, askSignIn, askEnrol } = useScreen()
  const actor = useActor()
  // Also while the hub is away and this page was loaded again: the roll-call goes on without it.
  const isLive = useLink(({ phase }) => phase === 'live')
  const callsRoll = actor ?? (isLive ? undefined : screen.keptSelf.actor())
  // Before the hub has said who is here nobody is asked to sign in.
  const hasAnswered = useLink(({ hub, refusal }) => hub !== undefined || refusal !== undefined)
  const place = useLink((state) => state.self?.screenName)
  const navigate = useNavigate()
  // A file needs nobody to be signed in, and there may be no hub to sign in at.
  const onFile = useLocation({ select: ({ pathname }) => pathname === FILE_PAGE })
  const [display, setDisplay] = useState(readDisplay)
  /** Why this person cannot leave yet. */
  const [stays, setStays] = useState<string | undefined>()

  function show(next: Display): void {
    setDisplay(next)
    applyDisplay(next)
  }

  async function signOut(): Promise<void> {
    const left = await screen.account.signOut()
    if (!left.ok && left.error.code === 'handover-first') setStays(left.error.message)
    else {
      setStays(undefined)
      screen.link.restart()
    }
  }

  return (
    <div className={styles['corner']}>
      {actor === undefined && hasAnswered && !onFile && (
        <Button kind="primary" onClick={() => askSignIn()}>
          Sign in
        </Button>
      )}
      <MantineMenu position="bottom-end" width={240} shadow="lg">
        <MantineMenu.Target>
          <Button
            title={actor?.name ?? 'Screen settings'}
            aria-label={actor === undefined ? 'Screen' : undefined}
          >
            <span className={styles['name']}>{actor?.name ?? 'Screen'}</span>
            <span aria-hidden="true">⌄</span>
          </Button>
        </MantineMenu.Target>
        <MantineMenu.Dropdown>
          {mayUsePlans(actor?.role) && (
            <>
              <MantineMenu.Item onClick={() => void navigate({ to: '/today', search: {} })}>
                Today’s list
              </MantineMenu.Item>
              <MantineMenu.Item onClick={() => void navigate({ to: '/patients' })}>Patients</MantineMenu.Item>
            </>
          )}
          {mayListSessions(actor?.role) && (
            <MantineMenu.Item onClick={() => void navigate({ to: '/sessions' })}>Sessions</MantineMenu.Item>
          )}
          {actor?.role === 'admin' && place === undefined && (
            <MantineMenu.Item onClick={() => void navigate({ to: '/' })}>Administration</MantineMenu.Item>
          )}
          {mayReadProfiles(actor?.role) && (
            <MantineMenu.Item onClick={() => void navigate({ to: '/profiles' })}>
              Alarm profiles
            </MantineMenu.Item>
          )}
          {mayCommand(callsRoll?.role, 'evacuation.call') && (
            <MantineMenu.Item onClick={() => void navigate({ to: '/evacuation' })}>
              Evacuation …
            </MantineMenu.Item>
          )}
          {!onFile && (
            <MantineMenu.Item onClick={() => void navigate({ to: FILE_PAGE })}>
              Replay a file …
            </MantineMenu.Item>
          )}
          <MantineMenu.Divider />
          <MantineMenu.Label>
            {place === undefined ? 'This screen is not set to a room' : place}
          </MantineMenu.Label>
          {mayEnrolScreen(actor?.role) && (
            <MantineMenu.Item onClick={askEnrol}>This screen’s place …</MantineMenu.Item>
          )}
          <MantineMenu.Item
            onClick={() => show({ ...display, theme: display.theme === 'dark' ? 'light' : 'dark' })}
          >
            {display.theme === 'dark' ? 'Light colours' : 'Dark colours'}
          </MantineMenu.Item>
          {display.theme === 'dark' && (
            <MantineMenu.Item onClick={() => show({ ...display, dim: !display.dim })}>
              {display.dim ? 'Full brightness' : 'Dim for a dark room'}
            </MantineMenu.Item>
          )}
          {actor !== undefined && (
            <>
              <MantineMenu.Divider />
              <MantineMenu.Item onClick={() => void signOut()}>Sign out</MantineMenu.Item>
            </>
          )}
        </MantineMenu.Dropdown>
      </MantineMenu>
      {stays !== undefined && (
        <HandOverFirst words={stays} onSignOut={() => void signOut()} onClose={() => setStays(undefined)} />
      )}
    </div>
  )
}
