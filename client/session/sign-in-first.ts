// Owns what becomes of an act, or of a form, that was asked for where nobody was signed in: it waits for the sign-in and is then
// done once, or is given up and said to be not sent. Never lost in silence; the hub says whether it still holds.
import { mayUnsigned } from '@chairside/shared/access.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { CommandBody, CommandType } from '@chairside/shared/protocol/screens.ts'
import type { Commands, SentCommand } from './hub/commands.ts'
import type { HubLink, LinkState } from './hub/hub-link.ts'

export type AskedFor = {
  /** The act that was pressed and, where it is not plain, of which room; or in words what is to be opened. */
  readonly what: { readonly body: CommandBody; readonly about?: string | undefined } | string
  /** Somebody has signed in. Called once at most, and not after `giveUp`. */
  readonly go: () => void
  readonly giveUp: () => void
}
/** Opens the sign-in dialog over whatever is shown; numbers go on behind it. */
export type AskSignIn = (asked?: AskedFor) => void

export const GIVEN_UP = 'Not sent: nobody signed in. Nothing was recorded.'

/**
 * Whether this act may be sent from here now: by whoever is signed in, or unsigned from a screen that has a place
 * (clinical facts §5 "HELP"). The hub says so again for itself.
 */
export const maySend = ({ self }: Pick<LinkState, 'self'>, type: CommandType): boolean =>
  self?.actor !== undefined || (self?.screenId !== undefined && mayUnsigned(type))

/** Asked for once: whichever comes first, the sign-in or its end without one. */
export function once({ what, go, giveUp }: AskedFor): AskedFor {
  let isOver = false
  const first = (run: () => void) => () => {
    if (isOver) return
    isOver = true
    run()
  }
  return { what, go: first(go), giveUp: first(giveUp) }
}

/** After a sign-in the screen greets the hub anew: only then is it somebody's. Lost or refused, it is called too. */
export function whenGreeted(link: HubLink, run: () => void): void {
  const off: (() => void)[] = []
  const through = () => {
    for (const stop of off.splice(0)) stop()
    run()
  }
  const { phase } = link.store.getState()
  if (phase !== 'connecting') {
    run()
    return
  }
  off.push(
    link.onReady(through),
    link.store.subscribe(({ phase: now }) => {
      if (now === 'lost' || now === 'refused') through()
    }),
  )
}

/**
 * Sends an act, if need be after a sign-in: with the time at which it was pressed, on what the person was looking at then.
 * @param about of which room and alarm, for whoever is asked to sign in
 * @returns its final word; `notSent` where nobody signed in
 */
export function sendSigned(
  { link, commands }: { readonly link: HubLink; readonly commands: Commands },
  askSignIn: AskSignIn,
  body: CommandBody,
  basedOnSeq: number,
  about?: string,
): Promise<SentCommand> {
  if (maySend(link.store.getState(), body.type)) return commands.send(body, basedOnSeq)
  const now = (): EpochMs => Math.round(link.time.nowMs() ?? 0) as EpochMs
  const pressedAtHubMs = now()
  return new Promise((resolve) => {
    askSignIn({
      what: { body, about },
      go: () => {
        // The hub's time may have been put right by a little meanwhile.
        const signedInAtHubMs = Math.max(pressedAtHubMs, now()) as EpochMs
        void commands.send(body, basedOnSeq, { pressedAtHubMs, signedInAtHubMs }).then(resolve)
      },
      giveUp: () => resolve(commands.notSent(body, pressedAtHubMs, GIVEN_UP)),
    })
  })
}
