// Owns how a form at the chair sends one act and says what became of it. It says "recorded" only when the hub has said so.
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { useState } from 'react'
import { useAct, useScreen } from '../../session/use-screen.ts'
import styles from './alarm-acts.module.css'

export type Sending = {
  readonly busy: boolean
  /** Why it was not recorded, in the hub's words. */
  readonly trouble: string | undefined
  /** @returns whether it was recorded */
  send(body: CommandBody): Promise<boolean>
}

/** @param head the newest record on this screen when the person looked */
export function useSending(head: number): Sending {
  const { screen } = useScreen()
  const act = useAct(head)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | undefined>()
  return {
    busy,
    trouble,
    async send(body) {
      setBusy(true)
      setTrouble(undefined)
      const sent = await act(body)
      setBusy(false)
      if (sent?.state.is === 'recorded') return true
      // It is said in the dialog; a notice behind it would say it twice.
      if (sent !== undefined) screen.commands.dismiss(sent.commandId)
      setTrouble(
        sent?.state.is === 'refused'
          ? `Not recorded. ${sent.state.error.message}`
          : sent?.state.is === 'unknown'
            ? 'The hub began a new log before it answered: nobody can say whether this was recorded.'
            : sent?.state.is === 'notSent'
              ? sent.state.why
              : 'Not sent: sign in first.',
      )
      return false
    },
  }
}

export function Trouble({ words }: { readonly words: string | undefined }) {
  if (words === undefined) return undefined
  return (
    <p className={styles['trouble']} role="alert">
      {words}
    </p>
  )
}
