// Owns the replay of a session that the hub keeps: opens it, stands where the link points, and says in words why not.
import type { SessionId } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useLink, useScreen } from '../../session/use-screen.ts'
import type { SessionStore } from '../../session/view/store.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { type LinkTime, linkTime } from './deep-link.ts'
import { ExportMenu } from './export-menu.tsx'
import { type Opening, openingFor } from './opening.ts'
import { ReplayBoard } from './replay-board.tsx'
import { ReplayFrame, ReplayWords } from './replay-frame.tsx'
import styles from './replay-header.module.css'
import { useLinkedMoment } from './use-linked-moment.ts'

const BackToSessions = () => (
  <Link to="/sessions" className={buttonClass('quiet')} aria-label="All sessions" title="All sessions">
    <span aria-hidden="true" className={styles['back']}>
      ‹
    </span>
  </Link>
)

const NO_SUCH = 'There is no such session'
const TITLES: Readonly<Partial<Record<Refusal['code'], string>>> = {
  'not-found': NO_SUCH,
  'not-allowed': 'You may not see this session',
  'not-signed-in': 'Sign in to see this session',
  'session-open': 'This session is still open',
  'protocol-version': 'This session needs a newer Chairside',
  'stream-unknown': NO_SUCH,
}

/** Why a session cannot be replayed here, and what can be done. */
export function CannotReplay({
  error,
  signIn,
}: {
  readonly error: Refusal
  readonly signIn?: (() => void) | undefined
}) {
  const again = errorClass(error.code) !== 'permanent'
  const title = TITLES[error.code] ?? 'This session cannot be replayed'
  // The hub's own sentence of a session it does not have is the heading once more.
  const words = title === NO_SUCH ? 'Check the address, or find the session in the list.' : error.message
  return (
    <ReplayWords alert title={title} words={`${words}${again ? ' It is asked for again by itself.' : ''}`}>
      {error.code === 'not-signed-in' && signIn !== undefined && (
        <Button kind="primary" large onClick={signIn}>
          Sign in
        </Button>
      )}
      {error.code === 'protocol-version' && (
        <Button kind="primary" large onClick={() => location.reload()}>
          Reload
        </Button>
      )}
      <Link to="/sessions" className={buttonClass('plain', { large: true })}>
        All sessions
      </Link>
    </ReplayWords>
  )
}

export function ReplayPage({
  sessionId,
  t,
}: {
  readonly sessionId: SessionId
  readonly t?: LinkTime | undefined
}) {
  const { screen } = useScreen()
  const [session, setSession] = useState<SessionStore | undefined>()
  const known = useLink(({ self }) => (self === undefined ? undefined : (self.actor?.personId ?? 'nobody')))
  const [opening, setOpening] = useState<Opening>({ by: known, times: 0 })
  const next = openingFor(opening, known, session?.view.getState().failure)
  if (next !== opening) setOpening(next)
  useEffect(() => screen.link.setView('replay'), [screen])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another opening is why it is opened again
  useEffect(() => {
    const opened = screen.openRecording({ sessionId })
    setSession(opened)
    return () => opened.stop()
  }, [screen, sessionId, opening.times])
  return session === undefined ? undefined : <Opened session={session} sessionId={sessionId} t={t} />
}

function Opened({
  session,
  sessionId,
  t,
}: {
  readonly session: SessionStore
  readonly sessionId: SessionId
  readonly t: LinkTime | undefined
}) {
  const { askSignIn } = useScreen()
  const note = useLinkedMoment(session, t)
  const openedAtMs = useStore(session.view, (view) => view.state.opened?.hubAtMs ?? 0)
  return (
    <ReplayFrame
      session={session}
      back={<BackToSessions />}
      tools={
        <>
          <Link to="/sessions/$sessionId/summary" params={{ sessionId }} className={buttonClass()}>
            Summary
          </Link>
          <ExportMenu sessionId={sessionId} />
        </>
      }
      refused={(error) => <CannotReplay error={error} signIn={() => askSignIn()} />}
    >
      <ReplayBoard
        session={session}
        note={note}
        linkOf={(atMs) =>
          `${location.origin}/replay/${encodeURIComponent(sessionId)}?t=${linkTime(atMs, openedAtMs)}`
        }
      />
    </ReplayFrame>
  )
}
