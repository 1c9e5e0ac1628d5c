// Owns what everybody at this screen must know and no tile can say. Nothing here is an alarm, so nothing here is red,
// yellow or cyan. A failed act stays until a person has put it away.
import { sessionStream } from '@chairside/shared/ids.ts'
import { Link, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isSettled, type SentCommand } from '../session/hub/commands.ts'
import { mayAgain } from '../session/hub/kept-acts.ts'
import { useLink, useMaySend, useScreen, useSent, useSuite, useZone } from '../session/use-screen.ts'
import { actWords, unansweredWords } from '../ui/act-words.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { clock, counted, span } from '../ui/format.ts'
import { MyOffers } from '../ui/handover/offers.tsx'
import { usePlaces } from '../ui/places.tsx'
import styles from './app.module.css'
import { CallsHere } from './calls.tsx'
import { EvacuationNotice } from './evacuation-notice.tsx'

function sentWords(
  { body, pressedAtHubMs, state }: SentCommand,
  zone: string | undefined,
): string | undefined {
  const act = actWords(body)
  switch (state.is) {
    case 'asking':
      return unansweredWords(body)
    case 'refused':
      return `${act}: not recorded. ${state.error.message}`
    case 'notSent':
      return `Not sent: ${act}${pressedAtHubMs === 0 ? '' : `, ${clock(pressedAtHubMs, zone)}`}. ${state.why.replace(/^Not sent: /, '').replace(/^./, (one) => one.toUpperCase())}`
    case 'unknown':
      return `${act}: the hub began a new log before it answered. Whether it was recorded is not known.`
    case 'sending':
    case 'recorded':
      return undefined
  }
}

export function Notice({
  children,
  button,
  strong = false,
}: {
  children: ReactNode
  button?: ReactNode
  strong?: boolean
}) {
  return (
    <div className={styles['notice']} data-weight={strong ? 'strong' : undefined}>
      <span>{children}</span>
      {button}
    </div>
  )
}

/** So many of what people did meanwhile; the log has them all. */
const MOST_ACTS = 5

/** Sent again it is a new act of whoever is signed in now, on the session as it is now; it says when it was done. */
function SentButtons({ command }: { readonly command: SentCommand }) {
  const { screen, askSignIn } = useScreen()
  const maySend = useMaySend()
  const mark = useLink((state) => state.mark)
  const isLive = useLink((state) => state.phase === 'live')
  const { commandId, body, state } = command
  if (!isSettled(state)) return undefined
  const head = 'sessionId' in body ? mark?.heads[sessionStream(body.sessionId)] : undefined
  const again = () => void screen.commands.sendAgain(commandId, head ?? 0)
  return (
    <span className={styles['buttons']}>
      {state.is === 'notSent' && mayAgain(body) && (
        <Button
          disabled={!isLive || head === undefined}
          onClick={() =>
            maySend(body.type)
              ? again()
              : // Given up it stands here as it did.
                askSignIn({ what: { body }, go: again, giveUp: () => undefined })
          }
        >
          Send again
        </Button>
      )}
      <Button kind="quiet" onClick={() => screen.commands.dismiss(commandId)}>
        {state.is === 'notSent' ? 'Put away' : 'OK'}
      </Button>
    </span>
  )
}

export function Notices() {
  const { screen } = useScreen()
  const link = useLink((state) => state)
  const sent = useSent()
  const { mark, self, back, newBuild, resets } = link
  const missed = back?.missed
  const suite = useSuite()
  const zone = useZone()
  const maySee = usePlaces().some(({ to }) => to === '/')
  // The station says who is on duty, and what waits for a person, in its own place.
  const atStation = useLocation({ select: ({ pathname }) => pathname === '/' })
  return (
    <div className={styles['notices']} aria-live="polite">
      <CallsHere />
      {sent.map((command) => {
        const words = sentWords(command, zone)
        if (words === undefined) return undefined
        return (
          <Notice key={command.commandId} strong button={<SentButtons command={command} />}>
            {words}
          </Notice>
        )
      })}
      {/* The station lists them under Yours. */}
      {!atStation && (
        <MyOffers>
          {(offer, read) => (
            <Notice
              key={offer.roomId}
              strong
              button={
                <Button kind="primary" onClick={read}>
                  Read and answer
                </Button>
              }
            >
              {offer.from.name} hands <strong>{offer.roomName}</strong> over to you.
            </Notice>
          )}
        </MyOffers>
      )}
      <EvacuationNotice />
      {back !== undefined && (
        <Notice
          button={
            <Button kind="quiet" onClick={screen.link.dismissBack}>
              OK
            </Button>
          }
        >
          <strong>Back after {span(back.afterMs)}</strong>
          {missed !== undefined &&
            `: ${counted(missed.records, 'record')}, ${counted(missed.alarms, 'alarm')} while this screen was away`}
          {missed !== undefined && missed.acts.length > 0 && (
            <ul className={styles['missed']} aria-label="What people did meanwhile">
              {missed.acts.slice(-MOST_ACTS).map(({ atMs, text }) => (
                <li key={`${atMs} ${text}`}>
                  {clock(atMs, zone)} {text}
                </li>
              ))}
              {missed.acts.length > MOST_ACTS && (
                <li>{counted(missed.acts.length - MOST_ACTS, 'act')} before these, in the log</li>
              )}
            </ul>
          )}
        </Notice>
      )}
      {suite !== undefined && suite.duty.physician === undefined && !atStation && (
        <Notice
          strong
          button={
            maySee && (
              <Link to="/" className={buttonClass()}>
                Set one in Rooms
              </Link>
            )
          }
        >
          <strong>No physician on duty</strong>: an alarm that nobody acknowledges calls every physician who
          is signed in at a screen, and nobody by name.
          {!maySee && ' One is set there, by whoever may see the rooms.'}
        </Notice>
      )}
      {resets > 0 && (
        <Notice button={<Button onClick={() => location.reload()}>Reload</Button>}>
          The hub has begun a new log. What this screen showed before is not in it.
        </Notice>
      )}
      {mark?.disk === 'warn' && (
        <Notice strong>The hub’s disk is getting full. Tell whoever keeps the hub.</Notice>
      )}
      {mark?.disk === 'noNewSessions' && mark.recording && (
        <Notice strong>The hub’s disk is nearly full: no new session can be opened. Open ones go on.</Notice>
      )}
      {mark?.clockNote !== undefined && <Notice>{mark.clockNote}</Notice>}
      {newBuild && (
        <Notice button={<Button onClick={() => location.reload()}>Reload</Button>}>
          The hub has a new version. Reload this screen when it suits.
        </Notice>
      )}
      {self !== undefined && !self.secure && (
        <Notice>This connection is not encrypted; this screen may sleep.</Notice>
      )}
    </div>
  )
}
