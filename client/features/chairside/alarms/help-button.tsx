// Owns HELP: always on the glass, one press, nothing asked first. It never says that anybody was told before the hub has
// recorded it; without the hub, a session or a place it says NOT SENT and what to do instead.
// Source: clinical facts §5 "HELP".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import { useState } from 'react'
import { useAct, useLink, useMaySend, useScreen } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { span } from '../../../ui/format.ts'
import { openSessionId } from './alarm-acts.tsx'
import styles from './help-button.module.css'

/** What became of the press, where it is not simply in the alarm bar. */
type Said = { readonly title: string; readonly words: string }

const NOT_SENT = 'NOT SENT: call by voice'

/**
 * @param state of the session that is open here, at its head; undefined: none is, or it cannot be read yet
 * @param openId the session that the hub says is open here, where its records are not here
 */
export function HelpButton({
  state,
  atMs,
  openId,
}: {
  readonly state: SessionState | undefined
  /** Hub time; undefined: not known. */
  readonly atMs: number | undefined
  readonly openId?: SessionId | undefined
}) {
  const { screen } = useScreen()
  const act = useAct(state?.head ?? 0)
  const maySend = useMaySend()
  const phase = useLink((link) => link.phase)
  const [sending, setSending] = useState(false)
  const [said, setSaid] = useState<Said | undefined>()
  const sessionId = (state === undefined ? undefined : openSessionId(state)) ?? openId
  const help = state?.closed === undefined ? state?.help : undefined

  async function press(): Promise<void> {
    if (phase !== 'live')
      return setSaid({
        title: NOT_SENT,
        words: 'This screen has no connection to the hub. Nobody has been told.',
      })
    if (sessionId === undefined)
      return setSaid({
        title: NOT_SENT,
        words:
          'No session is open in this room, so nobody has been told. Call by voice, then open a session.',
      })
    if (!maySend('help'))
      return setSaid({
        title: NOT_SENT,
        words: 'Nobody is signed in and this screen is not set to a room. Nobody has been told.',
      })
    setSaid(undefined)
    setSending(true)
    const sent = await act({ type: 'help', sessionId })
    setSending(false)
    if (sent?.state.is === 'recorded') return
    // It is said here, larger than any notice.
    if (sent !== undefined) screen.commands.dismiss(sent.commandId)
    if (sent?.state.is === 'refused') return setSaid({ title: NOT_SENT, words: sent.state.error.message })
    if (sent?.state.is === 'unknown')
      return setSaid({
        title: 'Call by voice',
        words: 'The hub began a new log before it answered: nobody can say whether HELP was sent.',
      })
    setSaid({ title: NOT_SENT, words: 'The hub did not take it. Nobody has been told.' })
  }

  return (
    <div className={styles['place']}>
      <Button
        large
        kind="outlined"
        className={styles['help'] ?? ''}
        aria-busy={sending || undefined}
        onClick={() => void press()}
      >
        {sending ? (
          'Sending'
        ) : help === undefined || atMs === undefined ? (
          'HELP'
        ) : (
          <span className={styles['since']}>
            HELP <small>{span(atMs - help.atMs)} ago</small>
          </span>
        )}
      </Button>
      {said !== undefined && (
        <div className={styles['said']} role="alert">
          <p className={styles['title']}>{said.title}</p>
          <p>{said.words}</p>
          <Button onClick={() => setSaid(undefined)}>Put this away</Button>
        </div>
      )}
    </div>
  )
}
