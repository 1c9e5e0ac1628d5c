// Owns what a form that sends an act says became of it: recorded, refused in the hub's words with its field, not sent, or not known. It
// says "recorded" only when the hub has said so, never repeats an act by itself, and never touches what was typed.
import type { ErrorCode } from '@chairside/shared/protocol/codes.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { useRef, useState } from 'react'
import type { SentCommand } from './hub/commands.ts'
import { useAct, useScreen } from './use-screen.ts'

export type Trouble = {
  /** `here`: found by this screen itself, before anything was sent. `notKnown`: nobody can say whether it was recorded. */
  readonly is: 'refused' | 'notSent' | 'notKnown' | 'here'
  readonly words: string
  /** Of a refusal. */
  readonly code?: ErrorCode
  /** Of a refusal: the field that it is about, as the protocol names it. */
  readonly field?: string
}
export type Sending = {
  readonly busy: boolean
  readonly trouble: Trouble | undefined
  /** What this screen found by itself; undefined: it is said no more. */
  say(words: string | undefined, about?: Pick<Trouble, 'code' | 'field'>): void
  /** A field was changed: what was wrong with it before is said no more. */
  edited(): void
  /** While another is on its way nothing is sent. @returns whether it was recorded */
  send(body: CommandBody): Promise<boolean>
  /** The same. @returns why it was not recorded, or undefined where it was */
  attempt(body: CommandBody): Promise<Trouble | undefined>
}

/** @param sent undefined: nobody is signed in, and nothing was sent @returns undefined where it was recorded */
export function troubleOf(sent: SentCommand | undefined): Trouble | undefined {
  switch (sent?.state.is) {
    case 'recorded':
      return undefined
    case 'refused': {
      const { code, message, field } = sent.state.error
      // A figure that is asked about is no refusal yet: the form asks, and it can be confirmed.
      const words = code === 'unlikely-value' ? message : `Not recorded. ${message}`
      return { is: 'refused', words, code, ...(field === undefined ? {} : { field }) }
    }
    case 'notSent':
      return { is: 'notSent', words: sent.state.why }
    case 'unknown':
      return {
        is: 'notKnown',
        words: 'The hub began a new log before it answered: nobody can say whether this was recorded.',
      }
    case 'sending':
    case 'asking':
      return { is: 'notKnown', words: 'No answer yet: nobody can say whether this was recorded.' }
    case undefined:
      return { is: 'notSent', words: 'Not sent: sign in first.' }
  }
}

/**
 * What is still said once a field was changed: a refusal was of what stood there before, and so was what could be confirmed of it;
 * that an act was not sent, or that nobody knows, is of the act.
 */
export const afterEdit = (trouble: Trouble | undefined): Trouble | undefined =>
  trouble?.is === 'refused' || trouble?.is === 'here' ? undefined : trouble

/** @param head the newest record on this screen when the person looked */
export function useSending(head: number): Sending {
  const { screen } = useScreen()
  const act = useAct(head)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | undefined>()
  const isOnItsWay = useRef(false)

  async function attempt(body: CommandBody): Promise<Trouble | undefined> {
    if (isOnItsWay.current) return { is: 'here', words: 'The act before this one is on its way.' }
    isOnItsWay.current = true
    setBusy(true)
    setTrouble(undefined)
    const sent = await act(body)
    isOnItsWay.current = false
    setBusy(false)
    const found = troubleOf(sent)
    // It is said in the form, beside what was typed; a notice behind it would say it twice.
    if (found !== undefined && sent !== undefined) screen.commands.dismiss(sent.commandId)
    setTrouble(found)
    return found
  }
  return {
    busy,
    trouble,
    say: (words, about = {}) => setTrouble(words === undefined ? undefined : { is: 'here', words, ...about }),
    edited: () => setTrouble(afterEdit),
    attempt,
    send: async (body) => (await attempt(body)) === undefined,
  }
}
