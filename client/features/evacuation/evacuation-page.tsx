// Owns leaving the house: calling it, and the roll-call room by room. It works with the hub away: what is said then is kept on this
// screen, shown as unsent, and sent with its true times when the hub is back. It moves nobody and stops nothing.
import { mayCommand } from '@chairside/shared/access.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { type Actor, zRoomId } from '@chairside/shared/record/record.ts'
import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createKeptPage } from '../../session/kept-page.ts'
import {
  calledNow,
  type KnownRoom,
  type RollCallState,
  standing,
  type Word,
} from '../../session/roll-call.ts'
import { useActor, useClock, useLink, useScreen, useZone } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { clock, counted, span } from '../../ui/format.ts'
import { PageFrame, PageWords } from '../../ui/page-frame.tsx'
import { Question } from '../../ui/question.tsx'
import styles from './evacuation.module.css'
import { openWords, overWords } from './evacuation-words.ts'

type CallBody = Extract<CommandBody, { type: `evacuation.${string}` }>
type Say = (body: CallBody) => void

const HUB_AWAY =
  'The hub is away. What you say here is kept on this screen and sent when it is back, with the times of now. Nobody else sees it until then: call by voice.'

function CallDialog({
  away,
  onCall,
  onClose,
}: {
  readonly away: boolean
  readonly onCall: (note: string) => void
  readonly onClose: () => void
}) {
  const [note, setNote] = useState('')
  return (
    <Question onClose={onClose} title="Call the evacuation of the house?">
      <form
        className={styles['call']}
        onSubmit={(event) => {
          event.preventDefault()
          onCall(note.trim())
        }}
      >
        <p>
          Every screen says so, each open session is stamped with it, and the roll-call begins. Recording and
          alarms go on.
        </p>
        {away && <p className={styles['away']}>{HUB_AWAY}</p>}
        <TextInput
          label="Why, and where to meet (if you have the time)"
          value={note}
          maxLength={300}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={styles['callButtons']}>
          <Button large onClick={onClose}>
            No
          </Button>
          <Button large kind="primary" submit>
            Call it now
          </Button>
        </div>
      </form>
    </Question>
  )
}

/** One tap where every room is accounted for; else a question first, which says what is open as it is now. */
function ItIsOver({
  state,
  may,
  onOver,
}: {
  readonly state: RollCallState
  readonly may: boolean
  readonly onOver: () => void
}) {
  const [asking, setAsking] = useState(false)
  const open = openWords(state)
  return (
    <>
      <Button large disabled={!may} onClick={() => (open === undefined ? onOver() : setAsking(true))}>
        It is over{open === undefined ? '' : ' …'}
      </Button>
      {asking && (
        <Question onClose={() => setAsking(false)} title="The evacuation is over?">
          <div className={styles['call']}>
            <p role="status">{open ?? 'Every room is accounted for now.'}</p>
            <div className={styles['callButtons']}>
              <Button large data-autofocus onClick={() => setAsking(false)}>
                No
              </Button>
              <Button large kind="primary" disabled={!may} onClick={onOver}>
                {open === undefined ? 'End it' : 'End it all the same'}
              </Button>
            </div>
          </div>
        </Question>
      )}
    </>
  )
}

function Room({
  room,
  state,
  may,
  say,
  zone,
}: {
  readonly room: KnownRoom
  readonly state: RollCallState
  readonly may: boolean
  readonly say: Say
  readonly zone: string | undefined
}) {
  const { roomId, roomName, hasSession, patientCode, nurse } = room
  const now = standing(state, roomId)
  const account = (accounted: boolean) => () =>
    say({ type: 'evacuation.account', roomId: zRoomId.parse(roomId), accounted })
  return (
    <li className={styles['room']} data-open={(hasSession && now?.accounted !== true) || undefined}>
      <h3 className={styles['name']}>
        {roomName}
        <span>
          {hasSession ? patientCode || 'a patient' : 'no session'}
          {nurse === undefined ? '' : ` · ${nurse}`}
        </span>
      </h3>
      <p className={styles['said']}>
        {now === undefined ? (
          <span className={styles['empty']}>Nobody has said anything of this room.</span>
        ) : (
          <>
            <strong>{now.accounted ? '✓ Accounted for' : '? MISSING'}</strong>, {clock(now.atMs, zone)},{' '}
            {now.by} {!now.sent && <span className={styles['unsent']}>unsent</span>}
          </>
        )}
      </p>
      <div className={styles['buttons']}>
        <Button
          large
          aria-pressed={now?.accounted === true}
          aria-label={`${roomName}: accounted for`}
          disabled={!may}
          onClick={account(true)}
        >
          Accounted for
        </Button>
        <Button
          large
          aria-pressed={now?.accounted === false}
          aria-label={`${roomName}: missing`}
          disabled={!may}
          onClick={account(false)}
        >
          Missing
        </Button>
      </div>
    </li>
  )
}

function Refused({
  word,
  zone,
  onPutAway,
}: {
  readonly word: Word
  readonly zone: string | undefined
  readonly onPutAway: () => void
}) {
  return (
    <div className={styles['away']} role="alert">
      Said by {word.by.name} at {clock(word.atMs, zone)} and not recorded. {word.refused}{' '}
      <Button kind="quiet" onClick={onPutAway}>
        Put away
      </Button>
    </div>
  )
}

const NOT_ASKED = createKeptPage()

/** Whether this page comes back when it is opened again without the hub, where it would not. */
function WhetherKept() {
  const { is } = useStore(useScreen().keptPage ?? NOT_ASKED)
  if (is === 'notEncrypted')
    return (
      <p className={styles['empty']}>
        Not encrypted: this page cannot be opened again without the hub. Leave it open.
      </p>
    )
  if (is === 'failed')
    return (
      <p className={styles['empty']}>
        This browser has not kept this page: it cannot be opened again without the hub. Leave it open.
      </p>
    )
  return undefined
}

/** In whose name it is said here: of whoever is signed in, or was when the hub was last heard. */
function Speaker({ actor, away }: { readonly actor: Actor | undefined; readonly away: boolean }) {
  if (actor === undefined)
    return (
      <p className={styles['away']}>
        {away
          ? 'Nobody was signed in at this screen when the hub was last heard: call the roll by voice and on paper.'
          : 'Sign in to call the evacuation or the roll: each word has a name.'}
      </p>
    )
  if (!mayCommand(actor.role, 'evacuation.call'))
    return <p className={styles['away']}>Nurses and physicians call the roll. You read it here.</p>
  if (!away) return undefined
  return (
    <p className={styles['empty']}>
      Said here in the name of <strong>{actor.name}</strong>, who was signed in when the hub was last heard.
      If that is not you, write it on paper.
    </p>
  )
}

export function EvacuationPage() {
  const { screen } = useScreen()
  const { rollCall, keptSelf } = screen
  const state = useStore(rollCall.store)
  const signedIn = useActor()
  const zoneNow = useZone()
  const { nowMs: hubNowMs } = useClock()
  const away = useLink(({ phase }) => phase !== 'live')
  // A page that was opened again without the hub has not been told who is here, nor what time it is.
  const actor = signedIn ?? (away ? keptSelf.actor() : undefined)
  const zone = zoneNow ?? keptSelf.zone()
  const nowMs = hubNowMs ?? keptSelf.nowMs()
  const [calling, setCalling] = useState(false)
  useEffect(() => {
    screen.link.setView('evacuation')
    // The newest list, as long as the hub is there; what it says is kept for when it is not.
    const watch = screen.watchRooms()
    return () => watch.stop()
  }, [screen])

  const may = mayCommand(actor?.role, 'evacuation.call') && nowMs !== undefined
  const say: Say = (body) => {
    if (actor !== undefined && nowMs !== undefined) rollCall.say(body, actor, nowMs)
  }
  const called = calledNow(state)
  const over = overWords(state, zone, nowMs)
  const occupied = state.rooms.filter(({ hasSession }) => hasSession)
  const empty = state.rooms.filter(({ hasSession }) => !hasSession)
  const out = occupied.filter(({ roomId }) => standing(state, roomId)?.accounted === true)
  const unsent = state.words.filter(({ refused }) => refused === undefined)
  const others = unsent.filter(({ by }) => by.personId !== actor?.personId)
  const asOfMs = Math.min(...state.rooms.map((room) => room.asOfMs))

  return (
    <PageFrame
      title="Evacuation"
      foot={<>Chairside is no fire alarm and opens no door. It counts who is out.</>}
      mainClass={styles['page']}
    >
      {away && (
        <p className={styles['away']} role="status">
          {HUB_AWAY}
        </p>
      )}
      <Speaker actor={actor} away={away} />
      {called === undefined ? (
        <section className={styles['head']} aria-label="Evacuation">
          <div>
            <h2>No evacuation is on</h2>
            {over !== undefined && (
              <p className={styles['over']}>
                {over.words} {!over.sent && <span className={styles['unsent']}>unsent</span>}
              </p>
            )}
            <p>
              One act for the whole suite: every screen says it, each open session is stamped, the roll-call
              begins.
            </p>
          </div>
          <Button large kind="primary" disabled={!may} onClick={() => setCalling(true)}>
            Call evacuation …
          </Button>
        </section>
      ) : (
        <section className={styles['head']} aria-label="Evacuation">
          <div>
            <h2>
              EVACUATION since {clock(called.atMs, zone)}
              {nowMs === undefined ? '' : ` · ${span(nowMs - called.atMs)}`}{' '}
              {!called.sent && <span className={styles['unsent']}>unsent</span>}
            </h2>
            <p>
              called by {called.by}
              {called.note === undefined ? '' : `: ${called.note}`}
            </p>
            {called.also?.map(({ by, atMs, note }) => (
              <p key={`${by} ${atMs}`}>
                also called by {by}, {clock(atMs, zone)}
                {note === undefined ? '' : `: ${note}`}
              </p>
            ))}
          </div>
          <p className={styles['count']} role="status">
            {out.length} of {occupied.length} accounted for
          </p>
          <ItIsOver state={state} may={may} onOver={() => say({ type: 'evacuation.over' })} />
        </section>
      )}
      {unsent.length > 0 && (
        <p className={styles['away']} role="status">
          {counted(unsent.length, 'word')} of this screen {unsent.length === 1 ? 'has' : 'have'} not reached
          the hub yet.
          {others.length > 0 &&
            ` ${[...new Set(others.map(({ by }) => by.name))].join(', ')} must sign in here for theirs to be sent.`}
        </p>
      )}
      {state.words
        .filter(({ refused }) => refused !== undefined)
        .map((word) => (
          <Refused key={word.id} word={word} zone={zone} onPutAway={() => rollCall.putAway(word.id)} />
        ))}
      {state.rooms.length === 0 ? (
        <PageWords title="This screen knows of no room yet">
          {away ? 'It has not heard the hub. Call the roll by voice and on paper.' : 'Asking the hub …'}
        </PageWords>
      ) : (
        <>
          <p className={styles['empty']}>
            {counted(occupied.length, 'room')} with a patient
            {away ? `, as this screen last heard at ${clock(asOfMs, zone)}` : ''}
          </p>
          <ul className={styles['rooms']} aria-label="Roll-call">
            {[...occupied, ...empty].map((room) => (
              <Room
                key={room.roomId}
                room={room}
                state={state}
                may={may && called !== undefined}
                say={say}
                zone={zone}
              />
            ))}
          </ul>
        </>
      )}
      <WhetherKept />
      {calling && (
        <CallDialog
          away={away}
          onClose={() => setCalling(false)}
          onCall={(note) => {
            setCalling(false)
            say({ type: 'evacuation.call', ...(note === '' ? {} : { note }) })
          }}
        />
      )}
    </PageFrame>
  )
}
