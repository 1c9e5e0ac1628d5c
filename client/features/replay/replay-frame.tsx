// Owns the frame of every replay page: REPLAY above, what this is not below, and between them the recording, or in words
// why there is none. No veil of a lost hub belongs here: a recording is not live.
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import { ScreenContext } from '../../session/use-screen.ts'
import type { SessionStore } from '../../session/view/store.ts'
import { counted } from '../../ui/format.ts'
import styles from './replay-header.module.css'
import { ProblemLine, ReplayHeader } from './replay-header.tsx'

/** The line under every replay. */
export function ReplayFooter({ children }: { readonly children?: ReactNode }) {
  return (
    <footer className={styles['footer']}>
      <span>Secondary display, not a medical device. No alarm sounds in replay.</span>
      {children !== undefined && <span>{children}</span>}
    </footer>
  )
}

/** Why nothing is shown, and what to do about it. */
export function ReplayWords({
  title,
  words,
  children,
  alert = false,
}: {
  readonly title: string
  readonly words?: string | undefined
  readonly children?: ReactNode
  readonly alert?: boolean
}) {
  return (
    <main className={styles['words']}>
      <div role={alert ? 'alert' : 'status'}>
        <h2>{title}</h2>
        {words !== undefined && <p>{words}</p>}
      </div>
      {children}
    </main>
  )
}

/** What came before a recording stopped coming is shown; what may pass is asked for again. */
const halfWay = ({ code, message }: Refusal): string =>
  `${message} Shown is what has come${errorClass(code) === 'permanent' ? '.' : '; the rest is asked for again by itself.'}`

/**
 * @param refused what stands when the recording cannot be shown at all
 */
export function ReplayFrame({
  session,
  back,
  fileName,
  tools,
  refused,
  children,
}: {
  readonly session: SessionStore
  readonly back?: ReactNode
  readonly fileName?: string | undefined
  readonly tools?: ReactNode
  readonly refused: (error: Refusal) => ReactNode
  readonly children: ReactNode
}) {
  const phase = useStore(session.view, (view) => view.phase)
  const failure = useStore(session.view, (view) => view.failure)
  const problem = useStore(session.view, (view) => view.problem)
  const state = useStore(session.view, (view) => view.state)
  const records = useStore(session.view, (view) => view.about?.records)
  const whole = phase === 'following'
  const version = state.opened?.profile
  // Of now, and of whoever is signed in; a page that shows a file alone has none.
  const Calls = useContext(ScreenContext)?.Calls
  return (
    <div className={styles['page']}>
      <ReplayHeader back={back} state={state.opened === undefined ? undefined : state} fileName={fileName}>
        {whole && tools}
      </ReplayHeader>
      <div>
        {Calls !== undefined && <Calls />}
        {problem !== undefined && <ProblemLine message={problem.message} />}
        {failure !== undefined && state.opened !== undefined && <ProblemLine message={halfWay(failure)} />}
      </div>
      {failure !== undefined && state.opened === undefined ? (
        refused(failure)
      ) : phase === 'loading' ? (
        <ReplayWords
          title="Reading the recording …"
          words={`${counted(state.head, 'record')}${records === undefined ? '' : ` of ${records}`}`}
        />
      ) : (
        children
      )}
      <ReplayFooter>
        {version !== undefined && `${version.name} v${version.version} · alarms as they were recorded`}
      </ReplayFooter>
    </div>
  )
}
