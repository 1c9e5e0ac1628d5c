// Owns how the panels before the start send an act and what stands there until the hub has answered: nothing is shown as
// recorded before it is, and a figure that the hub asks about can be confirmed. Never repeats an act by itself.
import type { ErrorCode } from '@chairside/shared/protocol/codes.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { useState } from 'react'
import { useAct, useScreen } from '../../../session/use-screen.ts'

export type Trouble = {
  readonly words: string
  /** Of a refusal by the hub. */
  readonly code?: ErrorCode
  readonly field?: string
}
export type Answering = {
  readonly busy: boolean
  readonly trouble: Trouble | undefined
  /** What this screen found by itself, before anything was sent; undefined: it is said no more. */
  say(trouble: Trouble | undefined): void
  /** @returns whether it was recorded */
  send(body: CommandBody): Promise<boolean>
}

/** @param head the newest record on this screen when the person looked */
export function useAnswering(head: number): Answering {
  const { screen } = useScreen()
  const act = useAct(head)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | undefined>()
  return {
    busy,
    trouble,
    say: setTrouble,
    async send(body) {
      setBusy(true)
      setTrouble(undefined)
      const sent = await act(body)
      setBusy(false)
      if (sent?.state.is === 'recorded') return true
      // It is said here, beside what was typed; a notice would say it twice.
      if (sent !== undefined) screen.commands.dismiss(sent.commandId)
      switch (sent?.state.is) {
        case 'refused': {
          const { code, message, field } = sent.state.error
          setTrouble({
            words: code === 'unlikely-value' ? message : `Not recorded. ${message}`,
            code,
            ...(field === undefined ? {} : { field }),
          })
          break
        }
        case 'unknown':
          setTrouble({
            words: 'The hub began a new log before it answered: nobody can say whether this was recorded.',
          })
          break
        case 'notSent':
          setTrouble({ words: sent.state.why })
          break
        default:
          setTrouble({ words: 'Not sent: sign in first.' })
      }
      return false
    },
  }
}
